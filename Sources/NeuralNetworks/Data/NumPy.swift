import Tensors

/// NumPy's `.npy` files: one array each. Format versions 1 to 3, both orders, both byte orders.
/// Source: numpy/lib/format.py.
public enum NumPy {
  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// Reads an array: bool as bool, whole numbers as int64, float16 and float32 as float32,
  /// float64 as float64.
  /// - Throws: `DataError` for what is no `.npy` file, a damaged one, or other kinds of elements.
  public static func load(_ path: String) throws -> Tensor {
    try load(ByteStream(path: path))
  }

  /// - Parameter name: what to call the bytes in messages.
  public static func load(bytes: [UInt8], name: String = "the .npy data") throws -> Tensor {
    try load(ByteStream(bytes: bytes, name: name))
  }

  private static func load(_ stream: ByteStream) throws -> Tensor {
    let name = stream.name
    let start = try stream.take(8, "the magic number")
    guard Array(start.prefix(6)) == magic else {
      throw DataError("\(name) is not a .npy file: it does not begin with \\x93NUMPY")
    }
    guard 1...3 ~= start[6], start[7] == 0 else {
      throw DataError(
        "\(name) has version \(start[6]).\(start[7]) of the .npy format; 1.0, 2.0 and 3.0 can be "
          + "read")
    }
    let lengths = try stream.take(start[6] == 1 ? 2 : 4, "the length of the header")
    let length = lengths.reversed().reduce(0) { $0 << 8 | Int($1) }
    // What NumPy itself accepts from files that it does not trust.
    guard length <= 10_000 else {
      throw DataError("\(name): a header of \(length) bytes; the most is 10000")
    }
    let header = try NumPyHeader(try stream.take(length, "the header"), name: name)
    let size = try byteCount(header.shape, of: header.layout.size, name)
    let bytes = try stream.read(size)
    guard try bytes.count == size && stream.read(1).isEmpty else {
      throw DataError(
        "\(name): the header announces \(describe(header.shape)) elements, which take \(size) "
          + "bytes, but \(bytes.count == size ? "more" : "\(bytes.count)") follow")
    }
    guard header.isFortranOrder else {
      return try header.layout.tensor(bytes[...], shape: header.shape, name: name)
    }
    let turned = try header.layout.tensor(bytes[...], shape: header.shape.reversed(), name: name)
    return try turned.permuted(Array((0..<turned.rank).reversed())).contiguous()
  }

  /// The bytes of a `.npy` file, as NumPy writes it: version 1, little-endian, C order.
  /// - Throws: `DataError` for more dimensions than NumPy has.
  public static func bytes(_ tensor: Tensor) throws -> [UInt8] {
    guard tensor.rank <= NumPyHeader.mostDimensions else {
      throw DataError("a NumPy array has at most 64 dimensions, not \(tensor.rank)")
    }
    let sizes = tensor.shape.map(String.init).joined(separator: ", ")
    let shape = tensor.rank == 1 ? "(\(sizes),)" : "(\(sizes))"
    var header = "{'descr': '\(descriptor(tensor.dtype))', 'fortran_order': False, "
    header += "'shape': \(shape), }"
    // NumPy leaves room for the first size to grow, and aligns the elements to 64 bytes.
    if let first = tensor.shape.first {
      header += String(repeating: " ", count: max(21 - String(first).count, 0))
    }
    header += String(repeating: " ", count: 64 - (10 + header.utf8.count + 1) % 64) + "\n"
    let length = header.utf8.count
    return magic + [1, 0, UInt8(length & 255), UInt8(length >> 8 & 255)] + Array(header.utf8)
      + tensor.littleEndianBytes
  }

  public static func save(_ tensor: Tensor, _ path: String) throws {
    try writeFile(try bytes(tensor), path)
  }

  private static func descriptor(_ dtype: DataType) -> String {
    switch dtype {
    case .bool: "|b1"
    case .int64: "<i8"
    case .float32: "<f4"
    case .float64: "<f8"
    }
  }
}

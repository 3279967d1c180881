import Tensors

/// An array in the format of MNIST: two zero bytes, a byte for the type of the elements, a byte
/// for the number of dimensions, each size as a 32-bit big-endian number, then the elements in
/// row-major order, big-endian. Source: Y. LeCun, C. Cortes, "The MNIST database".
public struct IDX: Sendable {
  public enum Element: UInt8, Sendable {
    case uint8 = 0x08
    case int8 = 0x09
    case int16 = 0x0b
    case int32 = 0x0c
    case float32 = 0x0d
    case float64 = 0x0e

    var layout: ElementLayout {
      switch self {
      case .uint8: ElementLayout(kind: .unsigned, size: 1, isBigEndian: true)
      case .int8: ElementLayout(kind: .signed, size: 1, isBigEndian: true)
      case .int16: ElementLayout(kind: .signed, size: 2, isBigEndian: true)
      case .int32: ElementLayout(kind: .signed, size: 4, isBigEndian: true)
      case .float32: ElementLayout(kind: .floating, size: 4, isBigEndian: true)
      case .float64: ElementLayout(kind: .floating, size: 8, isBigEndian: true)
      }
    }
  }

  public let shape: [Int]
  public let element: Element
  /// The elements as they are stored.
  public let bytes: [UInt8]
  let name: String

  /// - Parameter path: of the file, compressed by gzip or not.
  /// - Throws: `DataError` for what is no IDX file, or a damaged one.
  public init(path: String) throws { try self.init(ByteStream(path: path)) }

  /// - Parameter name: what to call the bytes in messages.
  public init(bytes: [UInt8], name: String = "the IDX data") throws {
    try self.init(ByteStream(bytes: bytes, name: name))
  }

  private init(_ stream: ByteStream) throws {
    name = stream.name
    let magic = try stream.take(4, "the magic number")
    guard magic[0] == 0, magic[1] == 0, let element = Element(rawValue: magic[2]) else {
      let spelled = magic.map { hexadecimal($0) }.joined(separator: " ")
      throw DataError(
        "\(name) is not an IDX file: it begins with \(spelled), not with 00 00 and a type of 08, "
          + "09, 0b, 0c, 0d or 0e")
    }
    var sizes = try stream.take(4 * Int(magic[3]), "the header of \(magic[3]) sizes")[...]
    var shape: [Int] = []
    while !sizes.isEmpty {
      shape.append(sizes.prefix(4).reduce(0) { $0 << 8 | Int($1) })
      sizes = sizes.dropFirst(4)
    }
    let size = try byteCount(shape, of: element.layout.size, name)
    if let remaining = stream.remaining, remaining != size {
      throw IDX.mismatch(name, shape, size, "\(remaining)")
    }
    bytes = try stream.read(size)
    guard try bytes.count == size && stream.read(1).isEmpty else {
      throw IDX.mismatch(name, shape, size, bytes.count == size ? "more" : "\(bytes.count)")
    }
    self.element = element
    self.shape = shape
  }

  private static func mismatch(_ name: String, _ shape: [Int], _ size: Int, _ found: String)
    -> DataError
  {
    DataError(
      "\(name): the header announces \(describe(shape)) elements, which take \(size) bytes, but "
        + "\(found) follow; the file is damaged: fetch it again")
  }

  /// The elements as a tensor: float32, float64, or int64 for all whole numbers.
  public func tensor() throws -> Tensor {
    try element.layout.tensor(bytes[...], shape: shape, name: name)
  }
}

/// Sizes as they are said: 60000 × 28 × 28.
func describe(_ shape: [Int]) -> String {
  shape.isEmpty ? "1" : shape.map(String.init).joined(separator: " × ")
}

/// A byte as two hexadecimal digits.
func hexadecimal(_ byte: UInt8) -> String {
  (byte < 16 ? "0" : "") + String(byte, radix: 16)
}

/// The bytes that elements of this shape take, if that is not more than tensors may take.
func byteCount(_ shape: [Int], of size: Int, _ name: String) throws -> Int {
  var (total, isTooLarge) = (size, false)
  // A size of 0 makes nothing of the others, but they have to be possible all the same.
  for length in shape {
    let (product, overflow) = total.multipliedReportingOverflow(by: max(length, 1))
    (total, isTooLarge) = (product, isTooLarge || overflow || length < 0)
    if isTooLarge { break }
  }
  guard !isTooLarge, total <= MemoryBudget.limit else {
    throw DataError(
      "\(name): the header announces \(describe(shape)) elements; that is more than the "
        + "\(MemoryBudget.limit) bytes that tensors may take")
  }
  return shape.contains(0) ? 0 : total
}

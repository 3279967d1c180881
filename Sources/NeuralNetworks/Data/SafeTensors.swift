import Tensors

/// Named tensors in one file that can run nothing: eight bytes for the length of the header, the
/// header in JSON, then the elements, little-endian and without gaps.
/// Source: github.com/huggingface/safetensors, "Format".
public struct SafeTensors {
  /// In the order of their bytes in the file.
  public let tensors: [(name: String, tensor: Tensor)]
  /// What the file says of itself besides.
  public let metadata: [String: String]

  public init(_ tensors: [(name: String, tensor: Tensor)], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }

  /// The tensor of this name.
  public subscript(name: String) -> Tensor? { tensors.first { $0.name == name }?.tensor }

  /// Reads all tensors: F64 as float64; F32, F16 and BF16 as float32; whole numbers as int64;
  /// BOOL as bool.
  /// - Throws: `DataError` for what is no safetensors file, or a damaged one.
  public init(path: String) throws { try self.init(ByteStream(path: path)) }

  /// - Parameter name: what to call the bytes in messages.
  public init(bytes: [UInt8], name: String = "the safetensors data") throws {
    try self.init(ByteStream(bytes: bytes, name: name))
  }

  private static let longestHeader = 100_000_000

  private init(_ stream: ByteStream) throws {
    let name = stream.name
    let length = try stream.take(8, "the length of the header").reversed()
      .reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= SafeTensors.longestHeader, Int(length) <= stream.remaining ?? .max else {
      throw DataError(
        "\(name) is not a safetensors file, or it is cut off: it announces a header of \(length) "
          + "bytes\(stream.remaining.map { ", but \($0) follow" } ?? "")")
    }
    let header = try SafeTensorsHeader(try stream.take(Int(length), "the header"), name: name)
    if let remaining = stream.remaining, remaining != header.size {
      throw DataError(
        "\(name): the header announces \(header.size) bytes of elements, but \(remaining) follow; "
          + "the file is damaged: fetch it again")
    }
    var tensors: [(name: String, tensor: Tensor)] = []
    for entry in header.entries {
      let bytes = try stream.take(entry.end - entry.start, entry.name)
      let title = "\(name): \(entry.name)"
      tensors.append(
        (entry.name, try entry.layout.tensor(bytes[...], shape: entry.shape, name: title)))
    }
    guard try stream.read(1).isEmpty else {
      throw DataError("\(name): more follows after the last tensor")
    }
    self.init(tensors, metadata: header.metadata)
  }

  /// The bytes of the file, as the safetensors library orders them: larger elements first, then
  /// by name.
  /// - Throws: `DataError` when two tensors have one name, or one has the name `__metadata__`.
  public func bytes() throws -> [UInt8] {
    let rank: [DataType: Int] = [.int64: 0, .float64: 1, .float32: 2, .bool: 3]
    let ordered = tensors.sorted {
      let (a, b) = (rank[$0.tensor.dtype] ?? 0, rank[$1.tensor.dtype] ?? 0)
      return a != b ? a < b : $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
    }
    var names: Set<String> = ["__metadata__"]
    var (entries, elements): ([String], [UInt8]) = ([], [])
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key < $1.key }.map {
        quoted($0.key) + ":" + quoted($0.value)
      }
      entries.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
    }
    for (name, tensor) in ordered {
      guard names.insert(name).inserted else {
        throw DataError("a safetensors file can't have two entries that are called \(name)")
      }
      let start = elements.count
      elements += tensor.littleEndianBytes
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      entries.append(
        "\(quoted(name)):{\"dtype\":\"\(SafeTensors.title(tensor.dtype))\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(start),\(elements.count)]}")
    }
    var header = Array("{\(entries.joined(separator: ","))}".utf8)
    header += Array(repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8)
    let length = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
    return length + header + elements
  }

  public func save(_ path: String) throws { try writeFile(bytes(), path) }

  private static func title(_ dtype: DataType) -> String {
    switch dtype {
    case .bool: "BOOL"
    case .int64: "I64"
    case .float32: "F32"
    case .float64: "F64"
    }
  }

  /// A text in JSON's notation.
  private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{8}": result += "\\b"
      case "\u{c}": result += "\\f"
      case "\0"..<" ": result += "\\u00" + hexadecimal(UInt8(scalar.value))
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

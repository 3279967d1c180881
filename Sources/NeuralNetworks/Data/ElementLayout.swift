import Tensors

/// How one number is stored in a file, and which of our types it becomes.
struct ElementLayout: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case bool, signed, unsigned, floating
    /// The upper half of a float32.
    case brain
  }

  let kind: Kind
  /// Bytes in one element.
  let size: Int
  var isBigEndian = false

  /// The type of tensor that holds all values.
  var dtype: DataType {
    switch kind {
    case .bool: .bool
    case .signed, .unsigned: .int64
    case .floating: size == 8 ? .float64 : .float32
    case .brain: .float32
    }
  }

  /// Elements in row-major order as a tensor.
  /// - Throws: `DataError` when the bytes are not as many as the shape says, when a whole number
  ///   exceeds int64, or when the tensor would take more memory than tensors may.
  func tensor(_ bytes: ArraySlice<UInt8>, shape: [Int], name: String) throws -> Tensor {
    _ = try byteCount(shape, of: max(size, dtype.size), name)
    guard try byteCount(shape, of: size, name) == bytes.count else {
      throw DataError("\(name): \(bytes.count) bytes do not fill \(describe(shape)) elements")
    }
    switch kind {
    case .bool: return try Tensor(bytes.map { $0 != 0 }, shape: shape)
    case .signed: return try Tensor(signed(bytes), shape: shape)
    case .unsigned: return try Tensor(unsigned(bytes, name), shape: shape)
    case .brain:
      return try Tensor(
        words(bytes, UInt16.self) { Float(bitPattern: UInt32($0) << 16) }, shape: shape)
    case .floating:
      switch size {
      case 2:
        return try Tensor(
          words(bytes, UInt16.self) { Float(Float16(bitPattern: $0)) }, shape: shape)
      case 4:
        return try Tensor(words(bytes, UInt32.self) { Float(bitPattern: $0) }, shape: shape)
      default:
        return try Tensor(
          words(bytes, UInt64.self) { Double(bitPattern: $0) }, shape: shape, dtype: .float64)
      }
    }
  }

  private func signed(_ bytes: ArraySlice<UInt8>) -> [Int] {
    switch size {
    case 1: bytes.map { Int(Int8(bitPattern: $0)) }
    case 2: words(bytes, UInt16.self) { Int(Int16(bitPattern: $0)) }
    case 4: words(bytes, UInt32.self) { Int(Int32(bitPattern: $0)) }
    default: words(bytes, UInt64.self) { Int(Int64(bitPattern: $0)) }
    }
  }

  private func unsigned(_ bytes: ArraySlice<UInt8>, _ name: String) throws -> [Int] {
    switch size {
    case 1: return bytes.map(Int.init)
    case 2: return words(bytes, UInt16.self) { Int($0) }
    case 4: return words(bytes, UInt32.self) { Int($0) }
    default:
      let values = words(bytes, UInt64.self) { $0 }
      if let place = values.firstIndex(where: { $0 > Int64.max }) {
        throw DataError("\(name): element \(place) is \(values[place]), which exceeds int64")
      }
      return values.map(Int.init)
    }
  }

  private func words<Word: FixedWidthInteger, Number>(
    _ bytes: ArraySlice<UInt8>, _ type: Word.Type, _ number: (Word) -> Number
  ) -> [Number] {
    bytes.withUnsafeBytes { raw in
      (0..<(raw.count / size)).map { place in
        let word = raw.loadUnaligned(fromByteOffset: place * size, as: Word.self)
        return number(isBigEndian ? Word(bigEndian: word) : Word(littleEndian: word))
      }
    }
  }
}

extension Tensor {
  /// The elements in row-major order as they are written to files: little-endian.
  var littleEndianBytes: [UInt8] {
    switch dtype {
    case .bool: booleans.map { $0 ? 1 : 0 }
    case .int64: Tensor.bytes(integers.map { UInt64(bitPattern: Int64($0)) })
    case .float32: Tensor.bytes(floats.map(\.bitPattern))
    case .float64: Tensor.bytes(doubles.map(\.bitPattern))
    }
  }

  private static func bytes(_ words: [some FixedWidthInteger]) -> [UInt8] {
    words.map(\.littleEndian).withUnsafeBytes { Array($0) }
  }
}

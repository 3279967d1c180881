/// What the header of a `.npy` file says: a dictionary in Python's notation with the keys
/// `descr`, `fortran_order` and `shape`, and no others.
struct NumPyHeader {
  static let mostDimensions = 64

  let layout: ElementLayout
  let isFortranOrder: Bool
  let shape: [Int]

  init(_ bytes: [UInt8], name: String) throws {
    var reader = Reader(bytes: bytes[...], name: name)
    var (descriptor, order, shape): (String?, Bool?, [Int]?) = (nil, nil, nil)
    try reader.expect("{")
    while !reader.accept("}") {
      let key = try reader.text()
      try reader.expect(":")
      switch key {
      case "descr" where descriptor == nil: descriptor = try reader.descriptor()
      case "fortran_order" where order == nil: order = try reader.truth()
      case "shape" where shape == nil: shape = try reader.sizes()
      default: throw reader.failure("the key '\(key)' is unknown or given twice")
      }
      if !reader.accept(",") {
        try reader.expect("}")
        break
      }
    }
    guard reader.isAtEnd else { throw reader.failure("something follows the dictionary") }
    guard let descriptor, let order, let shape else {
      throw reader.failure("it has to have the keys descr, fortran_order and shape")
    }
    layout = try NumPyHeader.layout(descriptor, name)
    isFortranOrder = order
    self.shape = shape
  }

  private static func layout(_ descriptor: String, _ name: String) throws -> ElementLayout {
    let refusal = DataError(
      "\(name): elements of type '\(descriptor)' can't be read; bool, whole numbers and floats of "
        + "2, 4 and 8 bytes can. Convert the array with .astype('float32') before it is saved")
    var rest = Substring(descriptor)
    let order = rest.first.map { "<>|=".contains($0) } == true ? rest.removeFirst() : "="
    guard let letter = rest.popFirst(), let size = Int(rest) else { throw refusal }
    let big = order == ">"
    switch (letter, size) {
    case ("b", 1): return ElementLayout(kind: .bool, size: 1)
    case ("i", 1), ("i", 2), ("i", 4), ("i", 8):
      return ElementLayout(kind: .signed, size: size, isBigEndian: big)
    case ("u", 1), ("u", 2), ("u", 4), ("u", 8):
      return ElementLayout(kind: .unsigned, size: size, isBigEndian: big)
    case ("f", 2), ("f", 4), ("f", 8):
      return ElementLayout(kind: .floating, size: size, isBigEndian: big)
    default: throw refusal
    }
  }

  /// Takes the notation apart, from front to back.
  private struct Reader {
    var bytes: ArraySlice<UInt8>
    let name: String

    func failure(_ reason: String) -> DataError {
      DataError("\(name): the header of the .npy file is damaged: \(reason)")
    }

    mutating func skipSpace() {
      bytes = bytes.drop { $0 == 0x20 || 0x09...0x0d ~= $0 }
    }

    var isAtEnd: Bool {
      mutating get {
        skipSpace()
        return bytes.isEmpty
      }
    }

    mutating func accept(_ mark: Unicode.Scalar) -> Bool {
      skipSpace()
      guard bytes.first == UInt8(ascii: mark) else { return false }
      bytes = bytes.dropFirst()
      return true
    }

    mutating func expect(_ mark: Unicode.Scalar) throws {
      guard accept(mark) else { throw failure("a '\(mark)' is missing") }
    }

    mutating func text() throws -> String {
      skipSpace()
      guard let quote = bytes.first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\""),
        let end = bytes.dropFirst().firstIndex(of: quote)
      else { throw failure("a text in quotes is missing") }
      defer { bytes = bytes[(end + 1)...] }
      return String(decoding: bytes[(bytes.startIndex + 1)..<end], as: UTF8.self)
    }

    mutating func descriptor() throws -> String {
      skipSpace()
      guard bytes.first != UInt8(ascii: "[") else {
        throw DataError("\(name) is a structured array; save its fields as arrays of their own")
      }
      return try text()
    }

    mutating func word() -> String {
      skipSpace()
      let word = bytes.prefix {
        (0x30...0x39).contains($0) || (0x41...0x5a).contains($0 & 0xdf)
      }
      bytes = bytes[word.endIndex...]
      return String(decoding: word, as: UTF8.self)
    }

    mutating func truth() throws -> Bool {
      switch word() {
      case "True": return true
      case "False": return false
      default: throw failure("fortran_order has to be True or False")
      }
    }

    mutating func sizes() throws -> [Int] {
      try expect("(")
      var sizes: [Int] = []
      while !accept(")") {
        var digits = word()
        // As Python 2 wrote long numbers.
        if digits.hasSuffix("L") { digits.removeLast() }
        guard let size = Int(digits), sizes.count < mostDimensions else {
          throw failure("the shape is not a tuple of at most 64 whole numbers")
        }
        sizes.append(size)
        if !accept(",") {
          try expect(")")
          break
        }
      }
      return sizes
    }
  }
}

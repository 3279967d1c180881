/// Takes JSON apart whose form is known beforehand: objects, texts and whole numbers. The caller
/// says what has to come, so that nothing is nested deeper than it asks for.
/// Source: RFC 8259.
struct JSONReader {
  private(set) var bytes: ArraySlice<UInt8>
  /// What to call the bytes in messages.
  let name: String

  init(bytes: ArraySlice<UInt8>, name: String) {
    self.bytes = bytes
    self.name = name
  }

  func failure(_ reason: String) -> DataError {
    DataError("\(name): the header is damaged at byte \(bytes.startIndex): \(reason)")
  }

  var isAtEnd: Bool {
    mutating get {
      skipSpace()
      return bytes.isEmpty
    }
  }

  private mutating func skipSpace() {
    bytes = bytes.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0a || $0 == 0x0d }
  }

  private mutating func accept(_ mark: Unicode.Scalar) -> Bool {
    skipSpace()
    guard bytes.first == UInt8(ascii: mark) else { return false }
    bytes = bytes.dropFirst()
    return true
  }

  private mutating func expect(_ mark: Unicode.Scalar) throws {
    guard accept(mark) else { throw failure("a '\(mark)' is missing") }
  }

  /// Each key of an object, whose value the closure has to read.
  mutating func object(_ value: (String, inout JSONReader) throws -> Void) throws {
    try expect("{")
    if accept("}") { return }
    repeat {
      let key = try text()
      try expect(":")
      try value(key, &self)
    } while accept(",")
    try expect("}")
  }

  /// A list of numbers ≥ 0.
  mutating func wholeNumbers() throws -> [Int] {
    try expect("[")
    var numbers: [Int] = []
    if accept("]") { return numbers }
    repeat {
      skipSpace()
      let digits = bytes.prefix { 0x30...0x39 ~= $0 }
      guard let number = Int(String(decoding: digits, as: UTF8.self)),
        digits.count == 1 || digits.first != 0x30
      else { throw failure("a whole number is missing, or it is too large") }
      bytes = bytes[digits.endIndex...]
      numbers.append(number)
    } while accept(",")
    try expect("]")
    return numbers
  }

  mutating func text() throws -> String {
    try expect("\"")
    var result: [UInt8] = []
    while let byte = bytes.popFirst() {
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: result, as: UTF8.self) else {
          throw failure("a text is not UTF-8")
        }
        return text
      case UInt8(ascii: "\\"): result += try escaped().utf8
      case 0..<0x20: throw failure("a text has a control character")
      default: result.append(byte)
      }
    }
    throw failure("a text has no end")
  }

  private mutating func escaped() throws -> String {
    switch bytes.popFirst() {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try codeUnits()
    default: throw failure("a text has an unknown escape")
    }
  }

  /// `\u` and four digits, or two of them for a character beyond the first 65,536.
  private mutating func codeUnits() throws -> String {
    var units = [try codeUnit()]
    if UTF16.isLeadSurrogate(units[0]) {
      guard bytes.prefix(2).elementsEqual("\\u".utf8) else {
        throw failure("half a character is missing")
      }
      bytes = bytes.dropFirst(2)
      units.append(try codeUnit())
    }
    guard let text = String(validating: units, as: UTF16.self) else {
      throw failure("half a character is missing")
    }
    return text
  }

  private mutating func codeUnit() throws -> UInt16 {
    let digits = bytes.prefix(4)
    guard digits.count == 4, digits.first != UInt8(ascii: "+"), digits.first != UInt8(ascii: "-"),
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw failure("\\u needs four hexadecimal digits") }
    bytes = bytes.dropFirst(4)
    return unit
  }
}

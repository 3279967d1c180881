/// A table of texts from a CSV file. Fields may be quoted, with quotes doubled and line ends
/// inside. Source: RFC 4180.
public struct CSV: Sendable {
  /// One field and where it begins, counted from 1.
  public struct Field: Hashable, Sendable {
    public let text: String
    public let line: Int
    public let column: Int
  }

  /// Names of the columns; their numbers where the file has none.
  public let columns: [String]
  public let rows: [[Field]]
  let name: String

  static let mostBytes = 256 << 20

  /// - Parameters:
  ///   - path: of the file, compressed by gzip or not.
  ///   - hasHeader: whether the first line names the columns.
  public init(path: String, hasHeader: Bool = true, separator: Unicode.Scalar = ",") throws {
    try self.init(
      bytes: readFile(path, atMost: CSV.mostBytes), hasHeader: hasHeader, separator: separator,
      name: path)
  }

  /// - Parameter name: what to call the text in messages.
  public init(
    bytes: [UInt8], hasHeader: Bool = true, separator: Unicode.Scalar = ",",
    name: String = "the table"
  ) throws {
    guard separator.isASCII, separator != "\"", separator != "\n", separator != "\r" else {
      throw DataError("fields can't be separated by \(separator.debugDescription)")
    }
    var scanner = Scanner(bytes: bytes, separator: UInt8(ascii: separator), name: name)
    var rows: [[Field]] = []
    while let row = try scanner.row() {
      if let first = rows.first, row.count != first.count {
        throw DataError(
          "\(name):\(row[0].line): \(row.count) fields, but the first line has \(first.count)")
      }
      rows.append(row)
    }
    guard let first = rows.first else { throw DataError("\(name) is empty") }
    if hasHeader {
      columns = first.map(\.text)
      var seen: Set<String> = []
      if let twice = first.first(where: { !seen.insert($0.text).inserted }) {
        throw DataError(
          "\(name):\(twice.line):\(twice.column): two columns are called '\(twice.text)'")
      }
      self.rows = Array(rows.dropFirst())
    } else {
      columns = first.indices.map(String.init)
      self.rows = rows
    }
    self.name = name
  }

  /// The number of a column.
  /// - Throws: `DataError` that names the columns when there is none of this name.
  public func column(_ title: String) throws -> Int {
    guard let column = columns.firstIndex(of: title) else {
      let known = columns.prefix(20).joined(separator: ", ")
      throw DataError("\(name) has no column '\(title)'; it has \(known)")
    }
    return column
  }

  func failure(_ field: Field, _ column: Int, _ reason: String) -> DataError {
    DataError("\(name):\(field.line):\(field.column): \(columns[column]) \(reason)")
  }

  /// Takes fields from bytes.
  private struct Scanner {
    let bytes: [UInt8]
    let separator: UInt8
    let name: String
    private var place: Int
    private var line = 1
    private var lineStart: Int

    init(bytes: [UInt8], separator: UInt8, name: String) {
      self.bytes = bytes
      self.separator = separator
      self.name = name
      place = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
      lineStart = place
    }

    private var byte: UInt8? { place < bytes.count ? bytes[place] : nil }

    private var isAtLineEnd: Bool { byte == 0x0a || byte == 0x0d }

    /// The next line that is not empty; nil at the end.
    mutating func row() throws -> [Field]? {
      while isAtLineEnd { endLine() }
      guard byte != nil else { return nil }
      var row = [try field()]
      while byte == separator {
        place += 1
        row.append(try field())
      }
      endLine()
      return row
    }

    private mutating func endLine() {
      guard let byte else { return }
      place += 1
      if byte == 0x0d, self.byte == 0x0a { place += 1 }
      line += 1
      lineStart = place
    }

    private mutating func field() throws -> Field {
      let (line, column) = (line, place - lineStart + 1)
      func failure(_ reason: String) -> DataError {
        DataError("\(name):\(line):\(column): \(reason)")
      }
      var text: [UInt8] = []
      if byte == UInt8(ascii: "\"") {
        guard try quoted(into: &text) else { throw failure("a quoted field has no end") }
        guard byte == nil || byte == separator || isAtLineEnd else {
          throw failure("something follows the closing quote")
        }
      } else {
        let start = place
        while let byte, byte != separator, !isAtLineEnd {
          if byte == UInt8(ascii: "\"") { throw failure("a quote stands within the field") }
          place += 1
        }
        text = Array(bytes[start..<place])
      }
      guard let spelled = String(validating: text, as: UTF8.self) else {
        throw failure("the field is not UTF-8; convert the file with iconv")
      }
      return Field(text: spelled, line: line, column: column)
    }

    /// What stands between quotes; false when the last one is missing.
    private mutating func quoted(into text: inout [UInt8]) throws -> Bool {
      place += 1
      while let byte {
        if byte == UInt8(ascii: "\"") {
          place += 1
          guard self.byte == byte else { return true }
          text.append(byte)
          place += 1
        } else if isAtLineEnd {
          let start = place
          endLine()
          text += bytes[start..<place]
        } else {
          text.append(byte)
          place += 1
        }
      }
      return false
    }
  }
}

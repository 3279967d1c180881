import Canvas

/// The text of a code cell while it is edited: one text field a line.
struct CellEditor {
  let block: Int
  private(set) var lines: [TextField]
  private(set) var line = 0

  /// More lines than any cell of a lesson needs.
  private static let limit = 200

  init(block: Int, source: String) {
    self.block = block
    lines = source.split(separator: "\n", omittingEmptySubsequences: false)
      .prefix(Self.limit).map { TextField(String($0)) }
    if lines.isEmpty { lines = [TextField()] }
    line = lines.count - 1
  }

  var source: String { lines.map(\.text).joined(separator: "\n") }

  /// The cursor's place, in lines and characters.
  var cursor: Point { Point(x: lines[line].cursor, y: line) }

  enum Outcome {
    case taken, ignored, run, leave
  }

  /// Enter begins a new line as far in as the one above, Ctrl-R or Enter on an empty last line
  /// runs the cell, Esc leaves with the changes kept.
  mutating func update(_ input: Input) -> Outcome {
    switch input {
    case .paste(let text):
      paste(text)
      return .taken
    case .key(.escape): return .leave
    case .key(.control("r")), .key(.alt("\r")): return .run
    case .key(.enter):
      if line == lines.count - 1, lines.count > 1, lines[line].text.allSatisfy(\.isWhitespace) {
        lines.removeLast()
        line -= 1
        return .run
      }
      breakLine(indent: indent)
      return .taken
    case .key(.tab): lines[line].paste(String(repeating: " ", count: Self.indentWidth))
    case .key(.up): go(to: line - 1)
    case .key(.down): go(to: line + 1)
    case .key(.backspace) where lines[line].cursor == 0 && line > 0:
      joinLine()
    case .key(let key): return lines[line].update(key) ? .taken : .ignored
    default: return .ignored
    }
    return .taken
  }

  private static let indentWidth = 4

  /// How far in the next line begins: as the line at hand, and further after a colon.
  private var indent: Int {
    let before = lines[line].text.prefix(lines[line].cursor)
    return before.prefix { $0 == " " }.count + (before.last == ":" ? Self.indentWidth : 0)
  }

  /// To another line, at the same column where it is long enough.
  private mutating func go(to wanted: Int) {
    let column = lines[line].cursor
    line = max(0, min(lines.count - 1, wanted))
    place(at: column)
  }

  private mutating func place(at column: Int) {
    _ = lines[line].update(.home)
    for _ in 0..<column { _ = lines[line].update(.right) }
  }

  private mutating func breakLine(indent: Int = 0) {
    guard lines.count < Self.limit else { return }
    let (text, cursor) = (lines[line].text, lines[line].cursor)
    lines[line].replace(with: String(text.prefix(cursor)))
    line += 1
    let spaces = String(repeating: " ", count: indent)
    lines.insert(TextField(spaces + text.dropFirst(cursor)), at: line)
    place(at: indent)
  }

  private mutating func joinLine() {
    let rest = lines[line].text
    lines.remove(at: line)
    line -= 1
    let length = lines[line].text.count
    lines[line].replace(with: lines[line].text + rest)
    place(at: length)
  }

  private mutating func paste(_ text: String) {
    for (index, part) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if index > 0 { breakLine() }
      lines[line].paste(String(part))
    }
  }
}

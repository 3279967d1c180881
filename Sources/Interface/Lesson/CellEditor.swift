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

  /// Enter begins a new line, Ctrl-R or Enter on an empty last line runs the cell, Esc leaves
  /// with the changes kept.
  mutating func update(_ input: Input) -> Outcome {
    switch input {
    case .paste(let text):
      paste(text)
      return .taken
    case .key(.escape): return .leave
    case .key(.control("r")), .key(.alt("\r")): return .run
    case .key(.enter):
      if line == lines.count - 1, lines.count > 1, lines[line].isEmpty {
        lines.removeLast()
        line -= 1
        return .run
      }
      breakLine()
      return .taken
    case .key(.up): line = max(0, line - 1)
    case .key(.down): line = min(lines.count - 1, line + 1)
    case .key(.backspace) where lines[line].cursor == 0 && line > 0:
      joinLine()
    case .key(let key): return lines[line].update(key) ? .taken : .ignored
    default: return .ignored
    }
    return .taken
  }

  private mutating func breakLine() {
    guard lines.count < Self.limit else { return }
    let text = lines[line].text
    let place = text.index(text.startIndex, offsetBy: lines[line].cursor)
    lines[line].replace(with: String(text[..<place]))
    var next = TextField(String(text[place...]))
    _ = next.update(.home)
    line += 1
    lines.insert(next, at: line)
  }

  private mutating func joinLine() {
    let rest = lines[line].text
    lines.remove(at: line)
    line -= 1
    let length = lines[line].text.count
    lines[line].replace(with: lines[line].text + rest)
    for _ in 0..<(lines[line].cursor - length) { _ = lines[line].update(.left) }
  }

  private mutating func paste(_ text: String) {
    for (index, part) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if index > 0 { breakLine() }
      lines[line].paste(String(part))
    }
  }
}

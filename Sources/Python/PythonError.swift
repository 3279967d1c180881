/// An error of the language, as Python names and words it, with the place in the source and,
/// where there is one, a hint.
public struct PythonError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Python's class of the error: `NameError`, `RuntimeError`, ….
  public var type: String
  public var message: String
  /// The expression at fault; nil when it is the program as a whole.
  public var range: SourceRange?
  /// What to do about it.
  public var hint: String?

  public init(
    _ type: String, _ message: String, at range: SourceRange? = nil, hint: String? = nil
  ) {
    self.type = type
    self.message = message
    self.range = range
    self.hint = hint
  }

  public var description: String { message.isEmpty ? type : "\(type): \(message)" }

  /// The same error, at a place when it had none.
  func located(_ range: SourceRange) -> PythonError {
    var error = self
    if error.range == nil { error.range = range }
    return error
  }

  /// The line and the column of the error in its source, counted from 1.
  public func place(in source: String) -> (line: Int, column: Int)? {
    guard let range else { return nil }
    var line = 1
    var column = 1
    for character in source.prefix(range.start) {
      if character.isNewline {
        line += 1
        column = 1
      } else {
        column += 1
      }
    }
    return (line, column)
  }

  /// The error as a prompt shows it: the message, the line of the source with carets beneath the
  /// expression, then the hint.
  public func report(_ source: String) -> String {
    var lines = [description]
    if let range, let place = place(in: source) {
      let text = source.split(separator: "\n", omittingEmptySubsequences: false)
      if text.indices.contains(place.line - 1) {
        let line = String(text[place.line - 1].prefix(200))
        let count = max(1, min(range.end - range.start, line.count - place.column + 1))
        let indent = line.prefix(place.column - 1).map { character in
          character.isASCII || character.unicodeScalars.allSatisfy { $0.value < 0x1100 }
            ? " " : "  "
        }
        lines.append("    " + line)
        lines.append("    " + indent.joined() + String(repeating: "^", count: count))
      }
    }
    if let hint { lines.append("hint: " + hint) }
    return lines.joined(separator: "\n")
  }

  static func type(_ message: String, hint: String? = nil) -> PythonError {
    PythonError("TypeError", message, hint: hint)
  }

  static func value(_ message: String) -> PythonError { PythonError("ValueError", message) }

  static func syntax(_ message: String, at range: SourceRange, hint: String? = nil) -> PythonError {
    PythonError("SyntaxError", message, at: range, hint: hint)
  }
}

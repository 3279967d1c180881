import Languages

/// A place in a file, counted from 1. The column counts characters.
public struct Place: Hashable, Sendable, Comparable {
  public var line: Int
  public var column: Int

  public init(line: Int, column: Int = 1) {
    self.line = line
    self.column = column
  }

  /// Stands for a file or a folder as a whole.
  public static let whole = Place(line: 0, column: 0)

  public static func < (a: Place, b: Place) -> Bool {
    (a.line, a.column) < (b.line, b.column)
  }
}

/// Something in a lesson file that is wrong: where it is, what it is, and what to do about it.
public struct LessonProblem: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Severity: Int, Hashable, Sendable {
    case error, warning
  }

  public var severity: Severity
  /// The file, as the reader of the message can open it.
  public var file: String
  public var place: Place
  public var message: Phrase
  /// What to do; empty when the message says it.
  public var advice: Phrase

  public init(
    _ severity: Severity = .error, file: String, place: Place, message: Phrase,
    advice: Phrase = ""
  ) {
    self.severity = severity
    self.file = file
    self.place = place
    self.message = message
    self.advice = advice
  }

  public var line: Int { place.line }
  public var column: Int { place.column }

  /// `file:line:column: error: message; advice`, and `file: message; advice` about a whole file.
  public func text(in language: Language) -> String {
    let kind = language(severity == .error ? "error" : "warning")
    let message = message.text(in: language)
    let advice = advice.text(in: language)
    let place =
      place == .whole ? "\(file): " : "\(file):\(place.line):\(place.column): \(kind): "
    return Printable.lines(place + (advice.isEmpty ? message : "\(message); \(advice)"))
  }

  public var description: String { text(in: .english) }
}

/// The problems of one file, as they are found.
struct ProblemLog {
  let file: String
  private(set) var problems: [LessonProblem] = []
  /// A file that is all wrong is told about once, not a hundred thousand times.
  static let most = 200

  init(file: String) { self.file = file }

  mutating func error(_ place: Place, _ message: Phrase, _ advice: Phrase = "") {
    add(LessonProblem(file: file, place: place, message: message, advice: advice))
  }

  mutating func error(_ line: Int, _ message: Phrase, _ advice: Phrase = "") {
    error(Place(line: line), message, advice)
  }

  mutating func warning(_ line: Int, _ message: Phrase, _ advice: Phrase = "") {
    add(
      LessonProblem(
        .warning, file: file, place: Place(line: line), message: message, advice: advice))
  }

  mutating func error(_ yaml: YAMLError) { error(yaml.place, yaml.message, yaml.advice) }

  private mutating func add(_ problem: LessonProblem) {
    if problems.count < Self.most { problems.append(problem) }
  }
}

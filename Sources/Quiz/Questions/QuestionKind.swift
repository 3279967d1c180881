import Languages

/// What is particular to one kind of question: the fields that it has in a lesson, how it is
/// presented, and how an entry is judged. A new kind is a file in `Kinds` and a line in
/// `QuestionKinds.all`.
public protocol QuestionKind: Decodable, Sendable {
  /// The word after `kind:` in a lesson.
  static var name: String { get }
  /// The fields that it has beside those of every question.
  static var fields: [String] { get }

  /// What is wrong with the question whatever its numbers are; each a line that says what to do.
  var faults: [String] { get }
  /// Everything but prose, which is to be the same in every language: field by field.
  var skeleton: [String: String] { get }

  /// The question with the numbers of a seed.
  func pose(in scene: Scene) throws -> any PosedQuestion
}

/// A question with its numbers: it can be shown and judged.
public protocol PosedQuestion: Sendable {
  var presentation: Presentation { get }
  /// A right entry.
  var key: Entry { get }
  /// The right answer in words, as the solution names it.
  var keyText: String { get }
  /// Entries that must be wrong and must say why.
  var traps: [Trap] { get }

  func judge(_ entry: Entry, language: Language) -> Verdict
}

/// An entry that a known mistake leads to.
public struct Trap: Hashable, Sendable {
  /// Where in the question it is written: `options[2]`.
  public var part: String
  public var entry: Entry

  public init(part: String, entry: Entry) {
    self.part = part
    self.entry = entry
  }
}

/// All kinds of questions.
public enum QuestionKinds {
  public static let all: [any QuestionKind.Type] = [
    ChoiceKind.self, MultiKind.self, NumberKind.self, ShapeKind.self, VectorKind.self,
    OrderKind.self, BugKind.self,
  ]
}

/// Why a question could not be posed: which one, where in it, and what to do.
public struct QuestionError: Error, Hashable, CustomStringConvertible {
  /// The question's id.
  public var question: String
  /// The part at fault: `answer`, `setup`, `mistakes[1].value`.
  public var part: String
  /// The seed with which it went wrong.
  public var seed: UInt64
  public var reason: String

  public init(question: String, part: String, seed: UInt64, reason: String) {
    self.question = question
    self.part = part
    self.seed = seed
    self.reason = reason
  }

  public var description: String { "question \(question), \(part) (seed \(seed)): \(reason)" }
}

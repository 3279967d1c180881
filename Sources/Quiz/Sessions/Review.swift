/// One line of the learner's log: an answer to a question, as it was graded. The log only grows;
/// everything else that is known of the learner's memory is derived from it.
public struct Review: Codable, Hashable, Sendable, Identifiable {
  /// Different for every event of every session on every machine.
  public var id: String
  /// The id of the question.
  public var question: String
  public var concept: String
  /// The seed of its numbers.
  public var seed: UInt64
  public var grade: Grade
  /// The answer in one line; empty when the question was skipped.
  public var answer: String
  public var isCorrect: Bool
  /// How many hints were taken.
  public var hints: Int
  /// From showing the question to the answer.
  public var milliseconds: Int
  /// Seconds since 1970 when the answer was given.
  public var time: Double
  /// The id of an earlier review whose grade this one replaces: the learner overruled it.
  public var amends: String?

  public init(
    id: String, question: String, concept: String, seed: UInt64, grade: Grade, answer: String,
    isCorrect: Bool, hints: Int, milliseconds: Int, time: Double, amends: String? = nil
  ) {
    self.id = id
    self.question = question
    self.concept = concept
    self.seed = seed
    self.grade = grade
    self.answer = answer
    self.isCorrect = isCorrect
    self.hints = hints
    self.milliseconds = milliseconds
    self.time = time
    self.amends = amends
  }
}

import Languages

/// A question with the numbers of one seed: what is shown, and what judges the answer.
public struct QuestionInstance: Sendable {
  public let question: Question
  public let seed: UInt64
  /// The texts keep their inline `$maths$` and `code`.
  public let prompt: String
  public let hints: [String]
  public let solution: String
  private let posed: any PosedQuestion

  /// - Parameter evaluator: opens a session of the prompt's language.
  /// - Throws: `QuestionError` that names the part of the question at fault.
  public init(
    _ question: Question, seed: UInt64, evaluator: @escaping EvaluatorMaker
  ) throws {
    let scene = try Scene(question, seed: seed, evaluator: evaluator)
    self.question = question
    self.seed = seed
    // The answer is posed first: texts may name it.
    posed = try question.kind.pose(in: scene)
    prompt = try scene.fill(question.ask, part: "ask")
    hints = try question.hints.enumerated().map { index, hint in
      try scene.fill(hint, part: "hints[\(index)]")
    }
    solution = try scene.fill(question.solution, part: "solution")
  }

  public var presentation: Presentation { posed.presentation }
  /// The right answer in words.
  public var keyText: String { posed.keyText }
  var key: Entry { posed.key }
  var traps: [Trap] { posed.traps }

  public func judge(_ entry: Entry, language: Language) -> Verdict {
    posed.judge(entry, language: language)
  }
}

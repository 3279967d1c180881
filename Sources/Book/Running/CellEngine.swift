import Python
import Quiz

/// What a lesson asks of the prompt's language.
public struct CellEngine {
  /// Runs statements and gives what they print. With `echo` every expression statement shows its
  /// value, as at a prompt; without it only the last one does, as in a notebook.
  public var run: (_ source: String, _ echo: Bool) -> CellOutput
  /// The lesson's session, for expressions.
  public var evaluator: any Evaluator
  /// Opens sessions that know nothing of the lesson, for what a learner types as a guess.
  public var makeEvaluator: EvaluatorMaker

  public init(
    run: @escaping (_ source: String, _ echo: Bool) -> CellOutput, evaluator: any Evaluator,
    makeEvaluator: @escaping EvaluatorMaker
  ) {
    self.run = run
    self.evaluator = evaluator
    self.makeEvaluator = makeEvaluator
  }
}

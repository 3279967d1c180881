import Demos
import Python
import Quiz

/// What a lesson asks of the floors below it: the prompt's language, and the demos.
public struct LessonEngine {
  /// Runs statements and gives what they print. With `echo` every expression statement shows its
  /// value, as at a prompt; without it only the last one does, as in a notebook.
  public var run: (_ source: String, _ echo: Bool) -> CellOutput
  /// The lesson's session, for expressions.
  public var evaluator: any Evaluator
  /// Opens sessions that know nothing of the lesson, for what a learner types as a guess.
  public var makeEvaluator: EvaluatorMaker
  /// The kinds of demos that a lesson may name.
  public var demoKinds: [any Demo.Type]

  public init(
    run: @escaping (_ source: String, _ echo: Bool) -> CellOutput, evaluator: any Evaluator,
    makeEvaluator: @escaping EvaluatorMaker, demoKinds: [any Demo.Type]
  ) {
    self.run = run
    self.evaluator = evaluator
    self.makeEvaluator = makeEvaluator
    self.demoKinds = demoKinds
  }
}

/// The prompt's language as the quiz needs it: one session whose names questions read and write.
public protocol Evaluator {
  /// Runs assignments.
  func run(_ code: String) throws
  /// The value of an expression.
  func evaluate(_ expression: String) throws -> Quantity
  /// The value as the prompt prints it.
  func printed(_ expression: String) throws -> String
  /// The value after a Python format specification such as `.3f`.
  func formatted(_ expression: String, _ specification: String) throws -> String
}

/// Opens a fresh session of the prompt's language.
public typealias EvaluatorMaker = @Sendable () -> any Evaluator

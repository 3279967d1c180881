import Autograd
import Python
import Tensors

/// A session of the prompt's language as the quiz sees it.
public struct SessionEvaluator: Evaluator {
  let session: Session

  public init(_ session: Session) { self.session = session }

  /// Opens sessions that know nothing but the language.
  public static let maker: EvaluatorMaker = { SessionEvaluator(Session()) }

  public func run(_ code: String) throws { _ = try session.run(code) }

  public func evaluate(_ expression: String) throws -> Quantity {
    Quantity(try session.evaluate(expression))
  }

  public func printed(_ expression: String) throws -> String {
    try session.evaluate(expression).representation
  }

  public func formatted(_ expression: String, _ specification: String) throws -> String {
    try session.evaluate(expression).formatted(specification)
  }
}

extension Quantity {
  /// What a value is to a question.
  public init(_ value: Value) {
    switch value {
    case .bool(let truth): self = .truth(truth)
    case .integer(let number): self = .number(Double(number))
    case .float(let number): self = .number(number)
    case .string(let text): self = .text(text)
    case .size(let sizes): self = .tuple(sizes)
    case .tensor(let variable):
      self = .tensor(shape: variable.value.shape, values: variable.value.doubles)
    default:
      if case .tuple = value, let sizes = value.asShape {
        self = .tuple(sizes)
      } else if let tensor = value.asTensor(dtype: .float64) {
        self = .tensor(shape: tensor.shape, values: tensor.doubles)
      } else {
        self = .other(value.representation)
      }
    }
  }
}

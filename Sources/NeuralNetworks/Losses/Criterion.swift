import Autograd
import Tensors

/// A loss as a module: how wrong an output is, measured against a target.
open class Criterion: Module {
  /// How the losses of many elements become one.
  public let reduction: Reduction

  public init(_ reduction: Reduction = .mean) {
    self.reduction = reduction
    super.init()
  }

  /// The formula of one element's or one sample's loss as TeX, for the output y and the target t.
  open var formula: String { "" }

  /// The loss. Call the criterion itself, so that its hooks run.
  open func loss(_ output: Variable, _ target: Variable) throws -> Variable {
    throw TensorError(
      .notImplemented, "Module [\(typeName)] is missing the required \"forward\" function")
  }

  public func callAsFunction(_ output: Variable, _ target: Variable) throws -> Variable {
    try calling([output, target]) { [try loss($0[0], $0[1])] }[0]
  }

  /// Keeps weights of classes or elements as a buffer.
  func register(weight: Tensor?, as name: String = "weight", tape: Tape?) throws {
    guard let weight, let tape else { return }
    try register(buffer: tape.constant(weight), as: name)
  }
}

extension Variable {
  func reduced(_ reduction: Reduction) throws -> Variable {
    switch reduction {
    case .mean: try mean()
    case .sum: try sum()
    case .none: self
    }
  }

  /// self, but at least `low`.
  func atLeast(_ low: Double) throws -> Variable { try apply(.clamp(low: low, high: nil)) }

  /// self where `mask` is true, elsewhere 0.
  func kept(where mask: Tensor) throws -> Variable {
    try .choose(mask, self, else: tape.constant(.number(0)))
  }

  func compared(_ comparison: Tensor.Comparison, to number: Double) throws -> Tensor {
    try value.compared(comparison, to: .number(number))
  }
}

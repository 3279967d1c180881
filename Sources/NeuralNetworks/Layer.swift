import Autograd
import Tensors

/// A part of a network: a function of a batch, with parameters that are learned.
public protocol Layer {
  /// The parameters with their names, in PyTorch's order.
  var parameters: [Parameter] { get }

  /// - Parameter x: a batch, one sample a row.
  func callAsFunction(_ x: Variable) throws -> Variable
}

/// A variable that is learned.
public struct Parameter {
  /// PyTorch's name, such as `weight` or, within a `Sequential`, `0.weight`.
  public var name: String
  public let variable: Variable

  public init(name: String, variable: Variable) {
    self.name = name
    self.variable = variable
  }

  public var count: Int { variable.value.count }
}

extension Layer {
  /// How many numbers are learned.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }

  /// Forgets all gradients. Without it, the gradients of several passes add up.
  public func zeroGradients() {
    for parameter in parameters { parameter.variable.gradient = nil }
  }
}

import Autograd
import Tensors

/// A module that makes one value of one: what can stand in a `Sequential`.
public protocol Layer: Module {
  /// What it computes. Call the layer itself, so that its hooks run.
  /// - Parameter x: a batch, one sample a row.
  func forward(_ x: Variable) throws -> Variable
}

extension Layer {
  public func callAsFunction(_ x: Variable) throws -> Variable {
    if preHooks.isEmpty && hooks.isEmpty { return try forward(x) }
    return try calling([x]) { [try forward($0[0])] }[0]
  }
}

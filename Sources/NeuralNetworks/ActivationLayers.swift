import Autograd
import Tensors

/// f(x) = x
public final class Identity: Module, Layer {
  public override func anew() throws -> Module { Identity() }
  public func forward(_ x: Variable) throws -> Variable { x }
}

/// f(x) = max(x, 0)
public final class ReLU: Module, Layer {
  public override func anew() throws -> Module { ReLU() }
  public func forward(_ x: Variable) throws -> Variable { try x.relu() }
}

/// f(x) = 1/(1 + e⁻ˣ)
public final class Sigmoid: Module, Layer {
  public override func anew() throws -> Module { Sigmoid() }
  public func forward(_ x: Variable) throws -> Variable { try x.sigmoid() }
}

/// f(x) = (eˣ − e⁻ˣ)/(eˣ + e⁻ˣ)
public final class Tanh: Module, Layer {
  public override func anew() throws -> Module { Tanh() }
  public func forward(_ x: Variable) throws -> Variable { try x.tanh() }
}

import Autograd
import Tensors

/// A layer that puts each element through a function by itself. What the functions are, and
/// their slopes, is said at `Nonlinearity` and in `Autograd/Rules`.
public class ElementwiseLayer: Module, Layer {
  private let function: Operation
  private let shown: String

  required init(_ function: Operation, _ shown: String = "") {
    self.function = function
    self.shown = shown
    super.init()
  }

  convenience init(_ function: Nonlinearity, _ shown: String = "") {
    self.init(.activate(function), shown)
  }

  public override var settings: String { shown }
  public override func anew() throws -> Module { type(of: self).init(function, shown) }
  public func forward(_ x: Variable) throws -> Variable { try x.apply(function) }
}

/// f(x) = 1/(1 + e⁻ˣ)
public final class Sigmoid: ElementwiseLayer {
  public convenience init() { self.init(.sigmoid) }
}

/// f(x) = (eˣ − e⁻ˣ)/(eˣ + e⁻ˣ)
public final class Tanh: ElementwiseLayer {
  public convenience init() { self.init(.tanh) }
}

/// f(x) = x where x > 0, elsewhere slope · x
public final class LeakyReLU: ElementwiseLayer {
  public convenience init(_ slope: Double = 0.01) {
    self.init(.leakyRelu(slope: slope), "negative_slope=\(slope)")
  }
}

/// f(x) = x where x > 0, elsewhere α (eˣ − 1)
public final class ELU: ElementwiseLayer {
  public convenience init(_ alpha: Double = 1) { self.init(.elu(alpha: alpha), "alpha=\(alpha)") }
}

/// f(x) = x where x > 0, elsewhere α (e^(x/α) − 1)
public final class CELU: ElementwiseLayer {
  /// - Throws: for α = 0.
  public convenience init(_ alpha: Double = 1) throws {
    guard alpha != 0 else {
      throw TensorError(
        "ZeroDivisionError: alpha cannot be 0 for CELU")
    }
    self.init(.celu(alpha: alpha), "alpha=\(alpha)")
  }
}

/// ELU with the constants that keep mean 0 and variance 1
public final class SELU: ElementwiseLayer {
  public convenience init() { self.init(.selu) }
}

/// f(x) = x Φ(x), or with tanh in place of the error function
public final class GELU: ElementwiseLayer {
  public convenience init(isApproximate: Bool = false) {
    self.init(
      isApproximate ? .geluTanh : .gelu, "approximate='\(isApproximate ? "tanh" : "none")'")
  }
}

/// f(x) = x σ(x)
public final class SiLU: ElementwiseLayer {
  public convenience init() { self.init(.silu) }
}

/// f(x) = x tanh(log(1 + eˣ))
public final class Mish: ElementwiseLayer {
  public convenience init() { self.init(.mish) }
}

/// f(x) = log(1 + e^(β x))/β, and x itself where β x is above the threshold
public final class Softplus: ElementwiseLayer {
  public convenience init(beta: Double = 1, threshold: Double = 20) {
    self.init(
      .softplus(beta: beta, threshold: threshold), "beta=\(beta), threshold=\(threshold)")
  }
}

/// f(x) = x/(1 + |x|)
public final class Softsign: ElementwiseLayer {
  public convenience init() { self.init(.softsign) }
}

/// f(x) = x, held between two bounds
public final class Hardtanh: ElementwiseLayer {
  /// - Throws: unless low < high.
  public convenience init(_ low: Double = -1, _ high: Double = 1) throws {
    guard low < high else { throw TensorError(.assertion, "") }
    self.init(.hardtanh(low: low, high: high), "min_val=\(low), max_val=\(high)")
  }
}

/// f(x) = x, held between 0 and 6
public final class ReLU6: ElementwiseLayer {
  public convenience init() { self.init(.relu6) }
}

/// f(x) = (x + 3)/6, held between 0 and 1
public final class Hardsigmoid: ElementwiseLayer {
  public convenience init() { self.init(.hardsigmoid) }
}

/// f(x) = x · hardsigmoid(x)
public final class Hardswish: ElementwiseLayer {
  public convenience init() { self.init(.hardswish) }
}

/// f(x) = log σ(x)
public final class LogSigmoid: ElementwiseLayer {
  public convenience init() { self.init(.logSigmoid) }
}

/// f(x) = x − tanh x
public final class Tanhshrink: ElementwiseLayer {
  public convenience init() { self.init(.tanhshrink) }
}

/// f(x) = 0 within ±λ; outside, x moved by λ towards 0
public final class Softshrink: ElementwiseLayer {
  public convenience init(_ lambda: Double = 0.5) {
    self.init(.softshrink(lambda: lambda), "\(lambda)")
  }
}

/// f(x) = 0 within ±λ, x outside
public final class Hardshrink: ElementwiseLayer {
  public convenience init(_ lambda: Double = 0.5) {
    self.init(.hardshrink(lambda: lambda), "\(lambda)")
  }
}

/// f(x) = x where x > threshold, elsewhere a value
public final class Threshold: ElementwiseLayer {
  public convenience init(_ threshold: Double, _ value: Double) {
    self.init(.threshold(threshold, value: value), "threshold=\(threshold), value=\(value)")
  }
}

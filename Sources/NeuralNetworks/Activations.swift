import Autograd
import Tensors

/// The function that a layer puts its sums through. Without one, layers in a row would be no
/// more than a single layer.
public enum Activation: String, CaseIterable, Codable, Hashable, Sendable {
  /// f(x) = x
  case linear
  /// f(x) = max(x, 0)
  case relu
  /// f(x) = 1/(1 + e⁻ˣ)
  case sigmoid
  /// f(x) = (eˣ − e⁻ˣ)/(eˣ + e⁻ˣ)
  case tanh

  /// The layer of it.
  public var layer: any Layer {
    switch self {
    case .linear: Identity()
    case .relu: ReLU()
    case .sigmoid: Sigmoid()
    case .tanh: Tanh()
    }
  }

  public func callAsFunction(_ x: Variable) throws -> Variable {
    switch self {
    case .linear: x
    case .relu: try x.relu()
    case .sigmoid: try x.sigmoid()
    case .tanh: try x.tanh()
    }
  }

  /// f(x)
  public func callAsFunction(_ x: Tensor) throws -> Tensor {
    switch self {
    case .linear: x
    case .relu: try x.relu()
    case .sigmoid: try x.sigmoid()
    case .tanh: try x.tanh()
    }
  }

  /// f(x) as TeX.
  public var formula: String {
    switch self {
    case .linear: "x"
    case .relu: "\\max(x, 0)"
    case .sigmoid: "\\frac{1}{1 + e^{-x}}"
    case .tanh: "\\tanh x"
    }
  }

  /// f′(x) as TeX, in terms of x and y = f(x).
  public var derivative: String {
    switch self {
    case .linear: "1"
    case .relu: "\\begin{cases} 1 & x > 0 \\\\ 0 & x \\le 0 \\end{cases}"
    case .sigmoid: "y (1 - y)"
    case .tanh: "1 - y^2"
    }
  }

  /// PyTorch's class of it; nil where PyTorch has no layer.
  public var moduleName: String? {
    switch self {
    case .linear: nil
    case .relu: "ReLU"
    case .sigmoid: "Sigmoid"
    case .tanh: "Tanh"
    }
  }
}

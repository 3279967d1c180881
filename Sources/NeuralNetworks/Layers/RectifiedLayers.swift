import Autograd
import Tensors

/// f(x) = x
public final class Identity: Module, Layer {
  public override func anew() throws -> Module { Identity() }
  public func forward(_ x: Variable) throws -> Variable { x }
}

/// f(x) = max(x, 0)
public final class ReLU: Module, Layer {
  /// Whether it writes into its input.
  public let isInPlace: Bool

  public init(isInPlace: Bool = false) {
    self.isInPlace = isInPlace
    super.init()
  }

  public override var settings: String { isInPlace ? "inplace=True" : "" }
  public override func anew() throws -> Module { ReLU(isInPlace: isInPlace) }

  public func forward(_ x: Variable) throws -> Variable {
    guard isInPlace else { return try x.relu() }
    try x.mutate { try $0.relu() }
    return x
  }
}

/// f(x) = x where x > 0, elsewhere a · x with a that is learned: one for all, or one for each
/// channel (He et al., 2015).
public final class PReLU: Module, Layer {
  public var weight: Variable { get throws { try variable("weight") } }

  public init(
    _ parameters: Int = 1, start: Double = 0.25, tape: Tape, dtype: DataType = .float32
  ) throws {
    super.init()
    try register(
      parameter: tape.leaf(.full([parameters], start, dtype: dtype), requiresGradient: true),
      as: "weight")
  }

  public override var settings: String {
    "num_parameters=\(optionalVariable("weight")?.count ?? 0)"
  }

  public override func anew() throws -> Module {
    let weight = try weight
    return try PReLU(weight.count, tape: weight.tape, dtype: weight.dtype)
  }

  public func forward(_ x: Variable) throws -> Variable { try x.prelu(weight) }
}

/// Leaky ReLU whose slope is drawn anew for each negative element while training, and is the mean
/// of the bounds afterwards (Xu et al., 2015).
public final class RReLU: Module, Layer {
  public let lower: Double
  public let upper: Double

  public init(_ lower: Double = 1.0 / 8, _ upper: Double = 1.0 / 3) {
    self.lower = lower
    self.upper = upper
    super.init()
  }

  public override var settings: String { "lower=\(lower), upper=\(upper)" }
  public override func anew() throws -> Module { RReLU(lower, upper) }

  public func forward(_ x: Variable) throws -> Variable {
    guard isTraining else { return try x.rrelu(lower: lower, upper: upper) }
    guard lower <= upper else {
      throw TensorError("Lower bound should be less than or equal to the upper bound")
    }
    let slopes = x.value.doubles.map { element in
      element <= 0 ? lower.addingProduct(x.tape.generator.uniform64(), upper - lower) : 1
    }
    return try x * x.tape.constant(Tensor(slopes, shape: x.shape, dtype: x.dtype))
  }
}

/// a ⊙ σ(b), where a and b are the halves of x (Dauphin et al., 2017).
public final class GLU: Module, Layer {
  public let dim: Int

  public init(_ dim: Int = -1) {
    self.dim = dim
    super.init()
  }

  public override var settings: String { "dim=\(dim)" }
  public override func anew() throws -> Module { GLU(dim) }
  public func forward(_ x: Variable) throws -> Variable { try x.glu(dim) }
}

/// What softmax and its kin have in common: the dimension that they are taken along.
public class SoftmaxLayer: Module, Layer {
  public let dim: Int?

  /// - Parameter dim: nil for PyTorch's old guess: the second of two dimensions or of four, else
  ///   the first.
  public required init(_ dim: Int? = nil) {
    self.dim = dim
    super.init()
  }

  public override var settings: String { "dim=" + (dim.map(String.init) ?? "None") }
  public override func anew() throws -> Module { type(of: self).init(dim) }
  public func forward(_ x: Variable) throws -> Variable { try along(axis(of: x), x) }

  func axis(of x: Variable) -> Int { dim ?? ([0, 1, 3].contains(x.rank) ? 0 : 1) }
  func along(_ dim: Int, _ x: Variable) throws -> Variable { x }
}

/// e^xᵢ / Σⱼ e^xⱼ
public final class Softmax: SoftmaxLayer {
  override func along(_ dim: Int, _ x: Variable) throws -> Variable { try x.softmax(dim) }
}

/// xᵢ − log Σⱼ e^xⱼ
public final class LogSoftmax: SoftmaxLayer {
  override func along(_ dim: Int, _ x: Variable) throws -> Variable { try x.logSoftmax(dim) }
}

/// Softmax of −x
public final class Softmin: SoftmaxLayer {
  override func along(_ dim: Int, _ x: Variable) throws -> Variable { try x.softmin(dim) }
}

import Autograd
import Tensors

/// γ ⊙ (x − μ)/√(σ² + ε) + β, with mean μ and variance σ² of each sample's last dimensions
/// (Ba et al., 2016).
public final class LayerNorm: Module, Layer {
  /// The last dimensions.
  public let normalizedShape: [Int]
  public let epsilon: Double
  private let isAffine: Bool

  public var weight: Variable? { optionalVariable("weight") }
  public var bias: Variable? { optionalVariable("bias") }

  /// - Parameters:
  ///   - isAffine: whether γ and β are learned; PyTorch's `elementwise_affine`.
  ///   - bias: whether β is.
  public init(
    _ shape: [Int], epsilon: Double = 1e-5, isAffine: Bool = true, bias: Bool = true, tape: Tape,
    dtype: DataType = .float32
  ) throws {
    normalizedShape = shape
    self.epsilon = epsilon
    self.isAffine = isAffine
    super.init()
    try registerScale(shape, isAffine: isAffine, bias: bias, tape, dtype)
  }

  public override var settings: String {
    "\(PythonText.of(normalizedShape)), eps=\(epsilon), "
      + "elementwise_affine=\(PythonText.of(isAffine)), bias=\(PythonText.of(bias != nil))"
  }

  public override func anew() throws -> Module {
    let tape = tape ?? Tape()
    return try LayerNorm(
      normalizedShape, epsilon: epsilon, isAffine: isAffine, bias: bias != nil, tape: tape,
      dtype: weight?.dtype ?? .float32)
  }

  public func forward(_ x: Variable) throws -> Variable {
    try x.layerNorm(normalizedShape, weight: weight, bias: bias, epsilon: epsilon)
  }
}

/// γ ⊙ x/√(mean x² + ε) over each sample's last dimensions (Zhang and Sennrich, 2019).
public final class RMSNorm: Module, Layer {
  public let normalizedShape: [Int]
  /// nil for the distance of 1 to the next number of the input's type.
  public let epsilon: Double?
  private let isAffine: Bool

  public var weight: Variable? { optionalVariable("weight") }

  public init(
    _ shape: [Int], epsilon: Double? = nil, isAffine: Bool = true, tape: Tape,
    dtype: DataType = .float32
  ) throws {
    normalizedShape = shape
    self.epsilon = epsilon
    self.isAffine = isAffine
    super.init()
    try register(
      parameter: isAffine ? tape.leaf(.ones(shape, dtype: dtype), requiresGradient: true) : nil,
      as: "weight")
  }

  public override var settings: String {
    "\(PythonText.of(normalizedShape)), eps=\(epsilon.map { "\($0)" } ?? "None"), "
      + "elementwise_affine=\(PythonText.of(isAffine))"
  }

  public override func anew() throws -> Module {
    try RMSNorm(
      normalizedShape, epsilon: epsilon, isAffine: isAffine, tape: tape ?? Tape(),
      dtype: weight?.dtype ?? .float32)
  }

  public func forward(_ x: Variable) throws -> Variable {
    try x.rmsNorm(normalizedShape, weight: weight, epsilon: epsilon)
  }
}

/// γ ⊙ (x − μ)/√(σ² + ε) + β, with mean and variance of groups of each sample's channels
/// (Wu and He, 2018).
public final class GroupNorm: Module, Layer {
  public let groups: Int
  public let channels: Int
  public let epsilon: Double
  private let isAffine: Bool

  public var weight: Variable? { optionalVariable("weight") }
  public var bias: Variable? { optionalVariable("bias") }

  public init(
    _ groups: Int, _ channels: Int, epsilon: Double = 1e-5, isAffine: Bool = true,
    bias: Bool = true, tape: Tape, dtype: DataType = .float32
  ) throws {
    guard groups > 0, channels % groups == 0 else {
      throw TensorError(
        .value,
        "num_channels (\(channels)) must be divisible by num_groups (\(groups))")
    }
    self.groups = groups
    self.channels = channels
    self.epsilon = epsilon
    self.isAffine = isAffine
    super.init()
    try registerScale([channels], isAffine: isAffine, bias: bias, tape, dtype)
  }

  public override var settings: String {
    "\(groups), \(channels), eps=\(epsilon), affine=\(PythonText.of(isAffine)), "
      + "bias=\(PythonText.of(bias != nil))"
  }

  public override func anew() throws -> Module {
    try GroupNorm(
      groups, channels, epsilon: epsilon, isAffine: isAffine, bias: bias != nil,
      tape: tape ?? Tape(), dtype: weight?.dtype ?? .float32)
  }

  public func forward(_ x: Variable) throws -> Variable {
    try x.groupNorm(groups, weight: weight, bias: bias, epsilon: epsilon)
  }
}

extension Module {
  /// γ = 1 and β = 0.
  func registerScale(
    _ shape: [Int], isAffine: Bool, bias: Bool, _ tape: Tape, _ dtype: DataType
  ) throws {
    let ones = try isAffine ? tape.leaf(.ones(shape, dtype: dtype), requiresGradient: true) : nil
    let zeros =
      try isAffine && bias
      ? tape.leaf(.zeros(shape, dtype: dtype), requiresGradient: true) : nil
    try register(parameter: ones, as: "weight")
    try register(parameter: zeros, as: "bias")
  }
}

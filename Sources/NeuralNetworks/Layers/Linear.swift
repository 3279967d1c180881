import Autograd
import Tensors

/// A dense layer: Y = X Wᵀ + b. W has one row for each output, as in PyTorch.
public class Linear: Module, Layer {
  public let inFeatures: Int
  public let outFeatures: Int

  public var weight: Variable { get throws { try variable("weight") } }
  public var bias: Variable? { optionalVariable("bias") }

  /// A layer whose parameters are drawn as PyTorch draws them: evenly from ±1/√fan-in.
  public init(
    _ inFeatures: Int, _ outFeatures: Int, bias: Bool = true, tape: Tape,
    dtype: DataType = .float32
  ) throws {
    self.inFeatures = inFeatures
    self.outFeatures = outFeatures
    super.init()
    let weight = try Initialization.kaimingUniform(
      [outFeatures, inFeatures], slope: 5.0.squareRoot(), generator: &tape.generator, dtype: dtype)
    try register(parameter: tape.leaf(weight, requiresGradient: true), as: "weight")
    let drawn =
      try bias
      ? Initialization.evenly([outFeatures], fanIn: inFeatures, tape: tape, dtype: dtype) : nil
    try register(parameter: drawn, as: "bias")
  }

  /// A layer with given parameters.
  public init(weight: Tensor, bias: Tensor?, tape: Tape) throws {
    guard weight.rank == 2, bias == nil || bias?.shape == [weight.shape[0]] else {
      throw TensorError(
        "a dense layer needs a matrix of weights and one bias for each row, but got "
          + Shapes.describe(weight.shape) + " and " + Shapes.describe(bias?.shape ?? []))
    }
    (inFeatures, outFeatures) = (weight.shape[1], weight.shape[0])
    super.init()
    try register(parameter: tape.leaf(weight, requiresGradient: true), as: "weight")
    try register(
      parameter: bias.map { try tape.leaf($0, requiresGradient: true) }, as: "bias")
  }

  public override var settings: String {
    "in_features=\(inFeatures), out_features=\(outFeatures), bias=\(PythonText.of(bias != nil))"
  }

  public override func anew() throws -> Module {
    let weight = try weight
    return try Linear(
      inFeatures, outFeatures, bias: bias != nil, tape: weight.tape, dtype: weight.dtype)
  }

  public func forward(_ x: Variable) throws -> Variable { try x.linear(weight, bias) }
}

extension Variable {
  /// x Wᵀ + b over the last dimension: PyTorch's `nn.functional.linear`.
  public func linear(_ weight: Variable, _ bias: Variable? = nil) throws -> Variable {
    guard rank > 0, weight.rank > 0 else {
      throw TensorError(
        "both arguments to linear need to be at least 1D, but they are \(rank)D and "
          + "\(weight.rank)D")
    }
    guard dtype == weight.dtype else {
      throw TensorError(
        "mat1 and mat2 must have the same dtype, but got \(dtype.title) and \(weight.dtype.title)")
    }
    let columns = try weight.rank == 2 ? weight.transposed() : weight
    return try bias?.addingMatmul(self, columns) ?? matmul(columns)
  }
}

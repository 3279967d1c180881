import Autograd
import Tensors

/// A dense layer: Y = X Wᵀ + b. W has one row for each output, as in PyTorch.
public struct Linear: Layer {
  public let weight: Variable
  public let bias: Variable?

  /// A layer whose parameters are drawn as PyTorch draws them: evenly from ±1/√fan-in.
  public init(
    _ inputs: Int, _ outputs: Int, bias: Bool = true, tape: Tape,
    generator: inout Generator, dtype: DataType = .float32
  ) throws {
    weight = try tape.leaf(
      Initialization.kaimingUniform(
        [outputs, inputs], slope: 5.0.squareRoot(), generator: &generator, dtype: dtype),
      requiresGradient: true)
    let bound = inputs > 0 ? 1 / Double(inputs).squareRoot() : 0
    self.bias =
      bias
      ? try tape.leaf(
        generator.uniform([outputs], -bound, bound, dtype: dtype), requiresGradient: true)
      : nil
  }

  /// A layer with given parameters.
  public init(weight: Tensor, bias: Tensor?, tape: Tape) throws {
    guard weight.rank == 2, bias == nil || bias?.shape == [weight.shape[0]] else {
      throw TensorError(
        "a dense layer needs a matrix of weights and one bias for each row, but got "
          + Shapes.describe(weight.shape) + " and " + Shapes.describe(bias?.shape ?? []))
    }
    self.weight = try tape.leaf(weight, requiresGradient: true)
    self.bias = try bias.map { try tape.leaf($0, requiresGradient: true) }
  }

  public var parameters: [Parameter] {
    [Parameter(name: "weight", variable: weight)]
      + (bias.map { [Parameter(name: "bias", variable: $0)] } ?? [])
  }

  public func callAsFunction(_ x: Variable) throws -> Variable {
    let columns = try weight.transposed()
    return try bias?.addingMatmul(x, columns) ?? x.matmul(columns)
  }
}

import Autograd
import Tensors

/// How weights are drawn before training, by PyTorch's names in `nn.init`.
public enum Initializer: Hashable, Sendable {
  case uniform(low: Double = 0, high: Double = 1)
  case normal(mean: Double = 0, deviation: Double = 1)
  /// Normal numbers between two bounds; those outside are drawn anew.
  case truncatedNormal(
    mean: Double = 0, deviation: Double = 1, low: Double = -2, high: Double = 2)
  case constant(Double)
  /// The identity matrix.
  case eye
  /// Convolutions that let channels pass as they are.
  case dirac(groups: Int = 1)
  case xavierUniform(gain: Double = 1)
  case xavierNormal(gain: Double = 1)
  case kaimingUniform(slope: Double = 0, mode: Fan = .input, Nonlinear = .leakyRelu)
  case kaimingNormal(slope: Double = 0, mode: Fan = .input, Nonlinear = .leakyRelu)
  /// Rows or columns that stand at right angles (Saxe et al., 2014).
  case orthogonal(gain: Double = 1)
  /// Normal numbers with a share of zeros in each column (Martens, 2010).
  case sparse(sparsity: Double, deviation: Double = 0.01)

  public static let zeros = Initializer.constant(0)
  public static let ones = Initializer.constant(1)

  /// Which side's signals keep their variance: forward the inputs, backward the outputs.
  public enum Fan: String, Hashable, Sendable {
    case input = "fan_in"
    case output = "fan_out"
  }

  /// What follows a layer, by PyTorch's names.
  public enum Nonlinear: String, CaseIterable, Hashable, Sendable {
    case linear, sigmoid, tanh, relu, selu
    case leakyRelu = "leaky_relu"

    /// The factor that makes up for the variance that it takes: PyTorch's `calculate_gain`.
    /// - Parameter slope: of a leaky ReLU below 0.
    public func gain(slope: Double = 0.01) -> Double {
      switch self {
      case .linear, .sigmoid: 1
      case .tanh: 5.0 / 3
      case .relu: 2.0.squareRoot()
      case .leakyRelu: (2 / (1 + slope * slope)).squareRoot()
      case .selu: 0.75
      }
    }
  }

  /// Draws a tensor.
  public func callAsFunction(
    _ shape: [Int], generator: inout Generator, dtype: DataType = .float32
  ) throws -> Tensor {
    switch self {
    case .uniform(let low, let high):
      return try generator.uniform(shape, low, high, dtype: dtype)
    case .normal(let mean, let deviation):
      guard deviation >= 0 else {
        throw TensorError("normal expects std >= 0.0, but found std \(deviation)")
      }
      return try generator.randn(shape, mean: mean, deviation: deviation, dtype: dtype)
    case .truncatedNormal(let mean, let deviation, let low, let high):
      return try Initialization.truncatedNormal(
        shape, mean, deviation, low, high, &generator, dtype)
    case .constant(let value): return try .full(shape, value, dtype: dtype)
    case .eye:
      guard shape.count == 2 else {
        throw TensorError(.value, "Only tensors with 2 dimensions are supported")
      }
      return try .eye(shape[0], shape[1], dtype: dtype)
    case .dirac(let groups): return try Initialization.dirac(shape, groups, dtype)
    case .xavierUniform(let gain):
      return try Initialization.xavierUniform(
        shape, gain: gain, generator: &generator, dtype: dtype)
    case .xavierNormal(let gain):
      return try Initialization.xavierNormal(
        shape, gain: gain, generator: &generator, dtype: dtype)
    case .kaimingUniform(let slope, let mode, let function):
      let deviation = try Initialization.kaimingDeviation(shape, slope, mode, function)
      let bound = 3.0.squareRoot() * deviation
      return try generator.uniform(shape, -bound, bound, dtype: dtype)
    case .kaimingNormal(let slope, let mode, let function):
      let deviation = try Initialization.kaimingDeviation(shape, slope, mode, function)
      return try generator.randn(shape, deviation: deviation, dtype: dtype)
    case .orthogonal(let gain):
      return try Initialization.orthogonal(shape, gain, &generator, dtype)
    case .sparse(let sparsity, let deviation):
      return try Initialization.sparse(shape, sparsity, deviation, &generator, dtype)
    }
  }
}

extension Variable {
  /// Writes numbers that are drawn from the tape's generator into this variable, unrecorded.
  public func initialize(_ initializer: Initializer) throws {
    let drawn = try initializer(shape, generator: &tape.generator, dtype: dtype)
    try value.assign(drawn)
  }
}

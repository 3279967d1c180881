import Autograd
import Tensors

/// How weights are drawn before training, so that signals neither die out nor grow from layer
/// to layer. Shapes are outputs × inputs, as `Linear` has them.
public enum Initialization {
  /// The numbers of inputs to one output, and of outputs that one input reaches.
  static func fans(_ shape: [Int]) throws -> (in: Int, out: Int) {
    guard shape.count >= 2 else {
      throw TensorError(
        .value,
        "Fan in and fan out can not be computed for tensor with fewer than 2 dimensions")
    }
    let field = shape.dropFirst(2).reduce(1, *)
    return (shape[1] * field, shape[0] * field)
  }

  /// He's: evenly within ±√3 · gain/√fan-in with gain = √(2/(1 + slope²)), for ReLU and its
  /// leaky kin. `Linear` takes slope = √5, which comes to ±1/√fan-in.
  public static func kaimingUniform(
    _ shape: [Int], slope: Double = 0, generator: inout Generator, dtype: DataType = .float32
  ) throws -> Tensor {
    let fan = try fans(shape).in
    let gain = (2 / (1 + slope * slope)).squareRoot()
    let deviation = fan > 0 ? gain / Double(fan).squareRoot() : 0
    let bound = 3.0.squareRoot() * deviation
    return try generator.uniform(shape, -bound, bound, dtype: dtype)
  }

  /// He's with normal numbers: deviation √(2/fan-in).
  public static func kaimingNormal(
    _ shape: [Int], generator: inout Generator, dtype: DataType = .float32
  ) throws -> Tensor {
    let deviation = 2.0.squareRoot() / Double(max(try fans(shape).in, 1)).squareRoot()
    return try generator.randn(shape, deviation: deviation, dtype: dtype)
  }

  /// Glorot's: variance 2/(fan-in + fan-out), evenly spread.
  public static func xavierUniform(
    _ shape: [Int], gain: Double = 1, generator: inout Generator, dtype: DataType = .float32
  ) throws -> Tensor {
    let bound = 3.0.squareRoot() * (try xavierDeviation(shape, gain))
    return try generator.uniform(shape, -bound, bound, dtype: dtype)
  }

  /// Glorot's: variance 2/(fan-in + fan-out), normal.
  public static func xavierNormal(
    _ shape: [Int], gain: Double = 1, generator: inout Generator, dtype: DataType = .float32
  ) throws -> Tensor {
    try generator.randn(shape, deviation: try xavierDeviation(shape, gain), dtype: dtype)
  }

  /// A parameter as PyTorch's layers draw most of theirs: evenly from ±1/√fan-in.
  static func evenly(_ shape: [Int], fanIn: Int, tape: Tape, dtype: DataType) throws -> Variable {
    let bound = fanIn > 0 ? 1 / Double(fanIn).squareRoot() : 0
    return try tape.leaf(
      tape.generator.uniform(shape, -bound, bound, dtype: dtype), requiresGradient: true)
  }

  private static func xavierDeviation(_ shape: [Int], _ gain: Double) throws -> Double {
    let fans = try fans(shape)
    return gain * (2 / Double(max(fans.in + fans.out, 1))).squareRoot()
  }
}

import Autograd
import Tensors

/// Dropout (Srivastava et al., 2014): while training, each element is 0 with probability p, and
/// the others are divided by 1 − p, so that the expected sum stays. Afterwards it does nothing.
///
/// The mask is drawn from the tape's generator as PyTorch draws it where it has no random numbers
/// of a vendor's library: on Intel's processors PyTorch may use MKL's, which are other ones.
public class Dropout: Module, Layer {
  public let probability: Double
  /// Whether it writes into its input.
  public let isInPlace: Bool

  public required init(_ probability: Double = 0.5, isInPlace: Bool = false) throws {
    try checkDropout(probability)
    self.probability = probability
    self.isInPlace = isInPlace
    super.init()
  }

  public override var settings: String {
    "p=\(probability), inplace=\(PythonText.of(isInPlace))"
  }

  public override func anew() throws -> Module {
    try type(of: self).init(probability, isInPlace: isInPlace)
  }

  public func forward(_ x: Variable) throws -> Variable {
    guard isInPlace else { return try dropped(x) }
    try x.mutate { try dropped($0) }
    return x
  }

  func dropped(_ x: Variable) throws -> Variable {
    try x.dropout(probability, isTraining: isTraining)
  }
}

/// Dropout of whole channels of a sequence (N, C, L).
public final class Dropout1d: Dropout {
  override func dropped(_ x: Variable) throws -> Variable {
    guard x.rank == 2 || x.rank == 3 else {
      throw TensorError(
        "dropout1d: Expected 2D or 3D input, but received a \(x.rank)D input. Note that dropout1d "
          + "exists to provide channel-wise dropout on inputs with 1 spatial dimension, a channel "
          + "dimension, and an optional batch dimension (i.e. 2D or 3D inputs).")
    }
    guard x.rank == 2 else { return try x.featureDropout(probability, isTraining: isTraining) }
    return try x.unsqueezed(0).featureDropout(probability, isTraining: isTraining).squeezed(0)
  }
}

/// Dropout of whole channels of an image (N, C, H, W).
public final class Dropout2d: Dropout {
  override func dropped(_ x: Variable) throws -> Variable {
    try x.featureDropout(probability, isTraining: isTraining)
  }
}

/// Dropout for SELU: it puts −α′ in place of elements, and keeps mean and variance
/// (Klambauer et al., 2017).
public final class AlphaDropout: Dropout {
  override func dropped(_ x: Variable) throws -> Variable {
    try x.alphaDropout(probability, isTraining: isTraining)
  }
}

extension Variable {
  public func dropout(_ probability: Double = 0.5, isTraining: Bool = true) throws -> Variable {
    try dropped(probability, isTraining, noise: shape)
  }

  /// Dropout of whole channels, of which there are `shape[1]` in each sample.
  public func featureDropout(_ probability: Double = 0.5, isTraining: Bool = true) throws
    -> Variable
  {
    try checkDropout(probability)
    guard isTraining, probability > 0, count > 0 else { return self }
    return try dropped(probability, isTraining, noise: try channelShape())
  }

  private func channelShape() throws -> [Int] {
    guard rank >= 2 else {
      throw TensorError("Feature dropout requires at least 2 dimensions in the input")
    }
    return Array(shape.prefix(2)) + shape.dropFirst(2).map { _ in 1 }
  }

  private func dropped(_ probability: Double, _ isTraining: Bool, noise: [Int]) throws -> Variable {
    try checkDropout(probability)
    guard isTraining, probability > 0, count > 0 else { return self }
    if probability == 1 { return try self * tape.constant(.zeros([], dtype: dtype)) }
    let kept = try tape.generator.bernoulli(noise, 1 - probability, dtype: dtype)
    return try self * tape.constant(kept / Tensor.number(1 - probability))
  }

  public func alphaDropout(_ probability: Double = 0.5, isTraining: Bool = true) throws
    -> Variable
  {
    try checkDropout(probability)
    guard isTraining, probability > 0, count > 0 else { return self }
    if probability == 1 { return try self * tape.constant(.zeros([], dtype: dtype)) }
    let alpha = Nonlinearity.seluAlpha * Nonlinearity.seluScale
    let a = 1 / ((alpha * alpha * probability + 1) * (1 - probability)).squareRoot()
    let kept = try tape.generator.bernoulli(shape, 1 - probability, dtype: dtype)
    let shift =
      try (kept - .number(1)) * .number(alpha * a) + .number(alpha * a * probability)
    return try self * tape.constant(kept * .number(a)) + tape.constant(shift)
  }
}

private func checkDropout(_ probability: Double) throws {
  guard (0...1).contains(probability) else {
    throw TensorError(
      .value, "dropout probability has to be between 0 and 1, but got \(probability)")
  }
}

import Glibc
import Tensors

/// Each image of a batch mixed with the one before it, and their labels likewise:
/// λ · x + (1 − λ) · x′ with λ from a beta distribution.
/// Source: H. Zhang et al., "mixup: Beyond Empirical Risk Minimization", arXiv:1710.09412.
public struct MixUp: Hashable, Sendable {
  public let alpha: Double
  public let classes: Int

  public init(alpha: Double = 1, classes: Int) throws {
    guard alpha > 0, alpha.isFinite, classes > 0 else {
      throw TensorError(.value, "alpha and the number of classes have to be greater than 0")
    }
    (self.alpha, self.classes) = (alpha, classes)
  }

  /// - Parameters:
  ///   - images: (batch, …).
  ///   - labels: (batch) class numbers.
  /// - Returns: mixed images, and for each the shares of the classes (batch, classes).
  public func apply(_ images: Tensor, _ labels: Tensor, _ generator: inout Generator) throws -> (
    images: Tensor, labels: Tensor
  ) {
    guard labels.rank == 1, labels.dtype == .int64, images.rank > 0, images.dtype.isFloatingPoint
    else {
      throw TensorError(
        .value, "labels should be index based with shape (batch_size,), but got \(labels.shape)")
    }
    guard images.shape[0] == labels.count else {
      throw TensorError(
        .value,
        "The batch size of the image or video does not match the batch size of the labels: "
          + "\(images.shape[0]) != \(labels.count).")
    }
    let share = generator.symmetricBeta(alpha)
    let oneHot = try Tensor.oneHot(labels.integers, count: classes)
    return (try mixed(images, share), try mixed(oneHot, share))
  }

  private func mixed(_ batch: Tensor, _ share: Double) throws -> Tensor {
    guard batch.count > 0 else { return batch }
    let (values, size) = (batch.doubles, batch.count / batch.shape[0])
    let result = values.indices.map { place in
      let before = place < size ? place - size + values.count : place - size
      return share * values[place] + (1 - share) * values[before]
    }
    return try Tensor(result, shape: batch.shape, dtype: batch.dtype)
  }
}

extension Generator {
  /// A number from Beta(a, a) as `torch.distributions.Beta` draws it: the first of two gamma
  /// numbers as a share of both.
  mutating func symmetricBeta(_ a: Double) -> Double {
    let (x, y) = (gamma(Double(Float(a))), gamma(Double(Float(a))))
    return x + y > 0 ? x / (x + y) : 0.5
  }

  /// A gamma number of shape a. Source: G. Marsaglia, W. W. Tsang, "A Simple Method for Generating
  /// Gamma Variables" (2000).
  private mutating func gamma(_ shape: Double) -> Double {
    var scale = 1.0
    if shape < 1 { scale = pow(1 - uniform64(), 1 / shape) }
    let d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3
    let c = 1 / sqrt(9 * d)
    while true {
      let x = normal()
      let y = 1 + c * x
      if y <= 0 { continue }
      let v = y * y * y
      let u = 1 - uniform64()
      if u < 1 - 0.0331 * x * x * x * x || log(u) < 0.5 * x * x + d * (1 - v + log(v)) {
        return scale * d * v
      }
    }
  }
}

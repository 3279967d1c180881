import Autograd
import Tensors

/// max(0, −t (y₁ − y₂) + margin): t = 1 wants y₁ above y₂, t = −1 below.
public final class MarginRankingLoss: Criterion {
  public let margin: Double

  public init(_ reduction: Reduction = .mean, margin: Double = 0) {
    self.margin = margin
    super.init(reduction)
  }

  public override var formula: String { "\\max(0, -t (y_1 - y_2) + m)" }

  public func callAsFunction(_ first: Variable, _ second: Variable, _ target: Variable) throws
    -> Variable
  {
    try calling([first, second, target]) {
      [try $0[0].marginRanking($0[1], $0[2], reduction, margin: margin)]
    }[0]
  }
}

/// 1 − cos(y₁, y₂) where t = 1, max(0, cos(y₁, y₂) − margin) where t = −1.
public final class CosineEmbeddingLoss: Criterion {
  public let margin: Double

  public init(_ reduction: Reduction = .mean, margin: Double = 0) {
    self.margin = margin
    super.init(reduction)
  }

  public override var formula: String {
    "\\begin{cases} 1 - \\cos(y_1, y_2) & t = 1 \\\\ "
      + "\\max(0, \\cos(y_1, y_2) - m) & t = -1 \\end{cases}"
  }

  public func callAsFunction(_ first: Variable, _ second: Variable, _ target: Variable) throws
    -> Variable
  {
    try calling([first, second, target]) {
      [try $0[0].cosineEmbedding($0[1], $0[2], reduction, margin: margin)]
    }[0]
  }
}

/// max(0, d(a, p) − d(a, n) + margin): an anchor a is to be nearer to what is like it, p, than to
/// what is not, n (Schroff et al., 2015).
public final class TripletMarginLoss: Criterion {
  public let margin: Double
  public let power: Double
  public let epsilon: Double
  public let swaps: Bool

  /// - Parameter swaps: whether d(p, n) takes the place of d(a, n) where it is smaller.
  public init(
    _ reduction: Reduction = .mean, margin: Double = 1, power: Double = 2, epsilon: Double = 1e-6,
    swaps: Bool = false
  ) throws {
    guard margin > 0 else {
      throw TensorError(
        .value,
        "TripletMarginLoss: expected margin to be greater than 0, got \(margin) instead")
    }
    self.margin = margin
    self.power = power
    self.epsilon = epsilon
    self.swaps = swaps
    super.init(reduction)
  }

  public override var formula: String { "\\max(0, d(a, p) - d(a, n) + m)" }

  public func callAsFunction(_ anchor: Variable, _ positive: Variable, _ negative: Variable) throws
    -> Variable
  {
    try calling([anchor, positive, negative]) {
      [
        try $0[0].tripletMargin(
          $0[1], $0[2], reduction, margin: margin, power: power, epsilon: epsilon, swaps: swaps)
      ]
    }[0]
  }
}

extension Variable {
  public func marginRanking(
    _ other: Variable, _ target: Variable, _ reduction: Reduction = .mean, margin: Double = 0
  ) throws -> Variable {
    guard rank == other.rank, rank == target.rank else {
      throw TensorError(
        "margin_ranking_loss : All input tensors should have same dimension but got sizes: input1: "
          + "torch.Size(\(shape)), input2: torch.Size(\(other.shape)), target: "
          + "torch.Size(\(target.shape)) ")
    }
    return try (-target * (self - other) + margin).atLeast(0).reduced(reduction)
  }

  public func cosineEmbedding(
    _ other: Variable, _ target: Variable, _ reduction: Reduction = .mean, margin: Double = 0
  ) throws -> Variable {
    guard target.rank <= 1 else {
      throw TensorError("0D or 1D target tensor expected, multi-target not supported")
    }
    let wanted = target.rank == 1 ? "1D target tensor expects 2D" : "0D target tensor expects 1D"
    guard rank == target.rank + 1, other.rank == rank else {
      throw TensorError(
        "\(wanted) input tensors, but found inputs with sizes \(Shapes.describe(shape)) and "
          + "\(Shapes.describe(other.shape)).")
    }
    let last = rank - 1
    let epsilon = 1e-12
    let squares =
      try ((self * self).sum([last]) + epsilon) * ((other * other).sum([last]) + epsilon)
    let cosine = try (self * other).sum([last]) / squares.squareRoot()
    let near = try (1 - cosine).kept(where: target.compared(.equal, to: 1))
    let far = try (cosine + -margin).atLeast(0).kept(where: target.compared(.equal, to: -1))
    return try (near + far).reduced(reduction)
  }

  public func tripletMargin(
    _ positive: Variable, _ negative: Variable, _ reduction: Reduction = .mean,
    margin: Double = 1, power: Double = 2, epsilon: Double = 1e-6, swaps: Bool = false
  ) throws -> Variable {
    guard rank == positive.rank, rank == negative.rank else {
      throw TensorError(
        "The anchor, positive, and negative tensors are expected to have the same number of "
          + "dimensions, but got: anchor \(rank)D, positive \(positive.rank)D, and negative "
          + "\(negative.rank)D inputs")
    }
    let near = try pairwiseDistance(positive, power, epsilon: epsilon)
    var far = try pairwiseDistance(negative, power, epsilon: epsilon)
    if swaps { far = try far.minimum(positive.pairwiseDistance(negative, power, epsilon: epsilon)) }
    return try (near - far + margin).atLeast(0).reduced(reduction)
  }

  /// (Σ |x − y + ε|ᵖ)^(1/p) over the last dimension.
  public func pairwiseDistance(
    _ other: Variable, _ power: Double = 2, epsilon: Double = 1e-6, keepDim: Bool = false
  ) throws -> Variable {
    let difference = try self - other + epsilon
    let last = [difference.rank - 1]
    switch power {
    case 2: return try (difference * difference).sum(last, keepDim: keepDim).squareRoot()
    case 1: return try difference.absolute().sum(last, keepDim: keepDim)
    case .infinity: return try difference.absolute().maximum(along: -1, keepDim: keepDim)
    default:
      return try difference.absolute().power(power).sum(last, keepDim: keepDim).power(1 / power)
    }
  }

  /// x · y/(max(|x|, ε) max(|y|, ε)) along a dimension.
  public func cosineSimilarity(_ other: Variable, _ dim: Int = 1, epsilon: Double = 1e-8) throws
    -> Variable
  {
    func direction(_ x: Variable) throws -> Variable {
      let length = try (x * x).sum([dim], keepDim: true).squareRoot()
      // Held at ε for stability; the gradient does not know of it.
      return try x / (length + tape.constant((Tensor.number(epsilon) - length.value).relu()))
    }
    return try (direction(self) * direction(other)).sum([dim])
  }
}

/// The cosine of the angle between two vectors, along a dimension.
public final class CosineSimilarity: Module {
  public let dim: Int
  public let epsilon: Double

  public init(_ dim: Int = 1, epsilon: Double = 1e-8) {
    self.dim = dim
    self.epsilon = epsilon
    super.init()
  }

  public func callAsFunction(_ x: Variable, _ y: Variable) throws -> Variable {
    try calling([x, y]) { [try $0[0].cosineSimilarity($0[1], dim, epsilon: epsilon)] }[0]
  }
}

/// How far apart two vectors are, along the last dimension.
public final class PairwiseDistance: Module {
  public let power: Double
  public let epsilon: Double
  public let keepDim: Bool

  public init(_ power: Double = 2, epsilon: Double = 1e-6, keepDim: Bool = false) {
    self.power = power
    self.epsilon = epsilon
    self.keepDim = keepDim
    super.init()
  }

  public func callAsFunction(_ x: Variable, _ y: Variable) throws -> Variable {
    try calling([x, y]) {
      [try $0[0].pairwiseDistance($0[1], power, epsilon: epsilon, keepDim: keepDim)]
    }[0]
  }
}

import Autograd
import Tensors

/// y where t = 1, max(0, margin − y) where t = −1, for distances y.
public final class HingeEmbeddingLoss: Criterion {
  public let margin: Double

  public init(_ reduction: Reduction = .mean, margin: Double = 1) {
    self.margin = margin
    super.init(reduction)
  }

  public override var formula: String {
    "\\begin{cases} y & t = 1 \\\\ \\max(0, m - y) & t = -1 \\end{cases}"
  }
  public override func loss(_ output: Variable, _ target: Variable) throws -> Variable {
    try output.hingeEmbedding(target, reduction, margin: margin)
  }
}

/// log(1 + e^(−t y)), for t = ±1.
public final class SoftMarginLoss: Criterion {
  public override var formula: String { "\\log (1 + e^{-t y})" }
  public override func loss(_ output: Variable, _ target: Variable) throws -> Variable {
    try output.softMargin(target, reduction)
  }
}

/// 1/C Σ max(0, margin − y_t + yᵢ)ᵖ over the classes i ≠ t: the hinge loss of many classes
/// (Crammer and Singer, 2001).
public final class MultiMarginLoss: Criterion {
  public let power: Int
  public let margin: Double
  public var weight: Variable? { optionalVariable("weight") }

  /// - Parameter power: 1 or 2.
  public init(
    _ reduction: Reduction = .mean, power: Int = 1, margin: Double = 1, weight: Variable? = nil
  ) throws {
    guard power == 1 || power == 2 else {
      throw TensorError(.value, "only p == 1 and p == 2 supported")
    }
    self.power = power
    self.margin = margin
    super.init(reduction)
    if let weight { try register(buffer: weight, as: "weight") }
  }

  public override var formula: String {
    "\\frac{1}{C} \\sum_{i \\ne t} \\max(0, m - y_t + y_i)^p"
  }
  public override func loss(_ output: Variable, _ target: Variable) throws -> Variable {
    try output.multiMargin(
      target, reduction, power: power, margin: margin, weight: weight?.value)
  }
}

/// 1/C Σᵢⱼ max(0, 1 − y_j + yᵢ) over the sample's classes j and all others i. Targets are class
/// numbers up to the first −1.
public final class MultiLabelMarginLoss: Criterion {
  public override var formula: String {
    "\\frac{1}{C} \\sum_{j \\in t, i \\notin t} \\max(0, 1 - y_j + y_i)"
  }
  public override func loss(_ output: Variable, _ target: Variable) throws -> Variable {
    try output.multilabelMargin(target, reduction)
  }
}

extension Variable {
  public func hingeEmbedding(
    _ target: Variable, _ reduction: Reduction = .mean, margin: Double = 1
  ) throws -> Variable {
    let apart = try (margin - self).atLeast(0).kept(where: target.compared(.notEqual, to: 1))
    return try (apart + kept(where: target.compared(.notEqual, to: -1))).reduced(reduction)
  }

  public func softMargin(_ target: Variable, _ reduction: Reduction = .mean) throws -> Variable {
    guard target.shape == shape else {
      throw TensorError(
        "The size of tensor a (\(shape.last ?? 1)) must match the size of tensor b "
          + "(\(target.shape.last ?? 1)) at non-singleton dimension \(max(rank - 1, 0))")
    }
    return try (-target * self).softplus().reduced(reduction)
  }

  public func multiMargin(
    _ target: Variable, _ reduction: Reduction = .mean, power: Int = 1, margin: Double = 1,
    weight: Tensor? = nil
  ) throws -> Variable {
    let logits = try rank < 2 ? reshaped([1, -1]) : self
    let (samples, classes) = (logits.shape[0], logits.shape[1])
    guard rank <= 2, classes > 0 else {
      throw TensorError(
        "Expected non-empty vector or matrix with optional 0-dim batch size, but got: "
          + Shapes.describe(shape))
    }
    guard target.count == samples, target.rank <= 1 else {
      throw TensorError(
        "multi_margin_loss: target tensor should be 1-D with size equal to the number of input "
          + "samples (batch size). Expected target size [\(samples)], but got "
          + "\(Shapes.describe(target.shape)). Input has shape \(Shapes.describe(shape)).")
    }
    guard target.value.integers.allSatisfy({ (0..<classes).contains($0) }) else {
      throw TensorError("target out of range")
    }
    if let weight, weight.shape != [classes] {
      throw TensorError(
        "inconsistent weight size, expected \(classes) but got \(Shapes.describe(weight.shape))")
    }
    let column = try target.value.reshaped([samples, 1])
    let others = try Tensor.arange(Double(classes), dtype: .int64).compared(.notEqual, to: column)
    let gaps = try (margin - logits.gathered(1, column) + logits).relu().kept(where: others)
    var costs = try power == 2 ? gaps * gaps : gaps
    if let weight { costs = try costs * tape.constant(weight.rows(at: column)) }
    let losses = try costs.sum([1]) / Double(classes)
    return try (rank < 2 && target.rank == 0 ? losses.squeezed(0) : losses).reduced(reduction)
  }

  public func multilabelMargin(_ target: Variable, _ reduction: Reduction = .mean) throws
    -> Variable
  {
    guard (1...2).contains(rank), target.shape == shape else {
      throw TensorError(
        "inconsistent target size: \(Shapes.describe(target.shape)) for input of size: "
          + Shapes.describe(shape))
    }
    let (samples, classes) = (rank == 1 ? 1 : shape[0], shape[rank - 1])
    let labels = target.value.integers
    guard labels.allSatisfy({ (-1..<classes).contains($0) }) else {
      throw TensorError("target index is out of bounds")
    }
    var (own, other, sample): ([Int], [Int], [Int]) = ([], [], [])
    for row in 0..<samples {
      let start = row * classes
      let given = labels[start..<(start + classes)].prefix { $0 >= 0 }
      let known = Set(given)
      for j in given {
        for i in 0..<classes where !known.contains(i) {
          own.append(start + j)
          other.append(start + i)
          sample.append(row)
        }
      }
    }
    let flat = try reshaped([-1])
    let gaps = try (1 - flat.rows(at: Tensor(own)) + flat.rows(at: Tensor(other))).relu()
    let losses = try gaps.rowsAdded(at: Tensor(sample), shape: [samples]) / Double(max(classes, 1))
    return try (rank == 1 ? losses.squeezed(0) : losses).reduced(reduction)
  }
}

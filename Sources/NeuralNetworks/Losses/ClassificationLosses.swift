import Autograd
import Tensors

/// −log softmax(z)ₜ, for logits z and classes t, or −Σ t log softmax(z) for probabilities t.
/// Classes are the second dimension: (N, C), (N, C, d₁, …), or (C) for one sample.
public final class CrossEntropyLoss: Criterion {
  public let ignored: Int
  public let smoothing: Double
  /// A factor for each class.
  public var weight: Variable? { optionalVariable("weight") }

  /// - Parameters:
  ///   - weight: a factor for each class.
  ///   - ignored: a class number that costs nothing; PyTorch's `ignore_index`.
  ///   - smoothing: the share of each target that is spread over all classes; PyTorch's
  ///     `label_smoothing`.
  public init(
    _ reduction: Reduction = .mean, weight: Variable? = nil, ignored: Int = -100,
    smoothing: Double = 0
  ) throws {
    self.ignored = ignored
    self.smoothing = smoothing
    super.init(reduction)
    if let weight { try register(buffer: weight, as: "weight") }
  }

  public override var formula: String { "-\\log \\frac{e^{z_t}}{\\sum_j e^{z_j}}" }
  public override func loss(_ output: Variable, _ target: Variable) throws -> Variable {
    try output.crossEntropy(
      target, reduction, weight: weight?.value, ignored: ignored, smoothing: smoothing)
  }
}

/// −y_t, for logarithms of probabilities y and classes t.
public final class NLLLoss: Criterion {
  public let ignored: Int
  public var weight: Variable? { optionalVariable("weight") }

  public init(_ reduction: Reduction = .mean, weight: Variable? = nil, ignored: Int = -100) throws {
    self.ignored = ignored
    super.init(reduction)
    if let weight { try register(buffer: weight, as: "weight") }
  }

  public override var formula: String { "-y_t" }
  public override func loss(_ output: Variable, _ target: Variable) throws -> Variable {
    try output.negativeLogLikelihood(
      target, reduction, weight: weight?.value, ignored: ignored)
  }
}

/// −t log y − (1 − t) log(1 − y), for probabilities y of one class.
public final class BCELoss: Criterion {
  public var weight: Variable? { optionalVariable("weight") }

  public init(_ reduction: Reduction = .mean, weight: Variable? = nil) throws {
    super.init(reduction)
    if let weight { try register(buffer: weight, as: "weight") }
  }

  public override var formula: String { "-t \\log y - (1 - t) \\log (1 - y)" }
  public override func loss(_ output: Variable, _ target: Variable) throws -> Variable {
    try output.binaryCrossEntropy(target, reduction, weight: weight?.value)
  }
}

/// −p t log σ(z) − (1 − t) log(1 − σ(z)), for logits z, and a factor p for what is of the class.
public final class BCEWithLogitsLoss: Criterion {
  public var weight: Variable? { optionalVariable("weight") }
  public var positiveWeight: Variable? { optionalVariable("pos_weight") }

  public init(
    _ reduction: Reduction = .mean, weight: Variable? = nil, positiveWeight: Variable? = nil
  ) throws {
    super.init(reduction)
    if let weight { try register(buffer: weight, as: "weight") }
    if let positiveWeight { try register(buffer: positiveWeight, as: "pos_weight") }
  }

  public override var formula: String {
    "-t \\log \\sigma(z) - (1 - t) \\log (1 - \\sigma(z))"
  }
  public override func loss(_ output: Variable, _ target: Variable) throws -> Variable {
    try output.binaryCrossEntropyWithLogits(
      target, reduction, weight: weight?.value, positiveWeight: positiveWeight?.value)
  }
}

extension Variable {
  /// Cross-entropy with everything that PyTorch's has; see `CrossEntropyLoss`.
  public func crossEntropy(
    _ target: Variable, _ reduction: Reduction = .mean, weight: Tensor?, ignored: Int = -100,
    smoothing: Double = 0
  ) throws -> Variable {
    guard (0...1).contains(smoothing) else {
      throw TensorError(
        "label_smoothing must be between 0.0 and 1.0. Got: \(smoothing)")
    }
    let logarithms = try logSoftmax(rank == 1 ? 0 : 1)
    if target.dtype.isFloatingPoint && target.shape == shape {
      return try logarithms.crossEntropy(ofProbabilities: target, reduction, weight, smoothing)
    }
    let right = try logarithms.negativeLogLikelihood(
      target, reduction, weight: weight, ignored: ignored)
    guard smoothing > 0 else { return right }
    let all = try logarithms.lossOfAllClasses(
      rank == 1 ? target.value.reshaped([]) : target.value, reduction, weight, ignored)
    let classes = Double(shape[rank == 1 ? 0 : 1])
    return try (1 - smoothing) * right + (smoothing / classes) * all
  }

  private func crossEntropy(
    ofProbabilities target: Variable, _ reduction: Reduction, _ weight: Tensor?,
    _ smoothing: Double
  ) throws -> Variable {
    let axis = rank == 1 ? 0 : 1
    let classes = shape[axis]
    var target = target
    if smoothing > 0 {
      target = try (1 - smoothing) * target + smoothing / Double(max(classes, 1))
    }
    // A class of probability 0 costs nothing, even at −∞.
    let costs = try (self * target).kept(where: target.compared(.notEqual, to: 0))
    let losses = try -(weighted(costs, weight, axis)).sum([axis])
    guard reduction == .mean else { return try losses.reduced(reduction) }
    return try losses.sum() / Double(count / max(classes, 1))
  }

  private func weighted(_ costs: Variable, _ weight: Tensor?, _ axis: Int) throws -> Variable {
    guard let weight else { return costs }
    let sizes = costs.shape.indices.map { $0 == axis ? weight.count : 1 }
    return try costs * tape.constant(weight.reshaped(sizes))
  }

  /// What label smoothing adds: the loss of every class, where the target isn't ignored.
  private func lossOfAllClasses(
    _ target: Tensor, _ reduction: Reduction, _ weight: Tensor?, _ ignored: Int
  ) throws -> Variable {
    let axis = rank == 1 ? 0 : 1
    let isKept = try target.compared(.notEqual, to: .number(ignored))
    let losses = try (-weighted(self, weight, axis).sum([axis])).kept(where: isKept)
    guard reduction == .mean else { return try losses.reduced(reduction) }
    return try losses.sum() / tape.constant(classWeights(target, weight, isKept).sum())
  }

  /// The weight of each target's class, 0 where it is ignored.
  private func classWeights(_ target: Tensor, _ weight: Tensor?, _ isKept: Tensor) throws -> Tensor
  {
    let zero = try Tensor.number(0)
    guard let weight else { return try isKept.converted(to: dtype) }
    let safe = try isKept.choose(target, else: Tensor.scalar(0))
    return try isKept.choose(weight.rows(at: safe), else: zero)
  }

  /// −w_t y_t for classes t, over the second dimension (of one sample the first).
  public func negativeLogLikelihood(
    _ target: Variable, _ reduction: Reduction = .mean, weight: Tensor? = nil, ignored: Int = -100
  ) throws -> Variable {
    let axis = rank == 1 ? 0 : 1
    if rank == 1, target.shape == [1] {
      return try negativeLogLikelihood(
        target.squeezed(0), reduction, weight: weight, ignored: ignored)
    }
    try checkClasses(target.value, weight, ignored, axis)
    let isKept = try target.value.compared(.notEqual, to: .number(ignored))
    let safe = try isKept.choose(target.value, else: Tensor.scalar(0))
    let picked = try gathered(axis, safe.unsqueezed(axis)).squeezed(axis)
    let weights = try classWeights(target.value, weight, isKept)
    let losses = try (-picked * tape.constant(weights)).kept(where: isKept)
    guard reduction == .mean else { return try losses.reduced(reduction) }
    return try losses.sum() / tape.constant(weights.sum())
  }

  private func checkClasses(_ target: Tensor, _ weight: Tensor?, _ ignored: Int, _ axis: Int) throws
  {
    guard rank > 0 else {
      throw TensorError("Expected 1 or more dimensions (got 0)")
    }
    let classes = shape[axis]
    if rank == 1, target.rank == 1, target.count != 1 {
      throw TensorError(
        .value,
        "For 1D input, 1D target must have size 1, but got target size: \(target.shape[0])")
    }
    if rank > 1, target.shape.first != shape[0] {
      throw TensorError(
        .value,
        "Expected input batch_size (\(shape[0])) to match target batch_size "
          + "(\(target.shape.first ?? 0)).")
    }
    var expected = shape
    expected.remove(at: axis)
    guard target.shape == expected else {
      throw TensorError(
        rank > 2
          ? "Expected target size \(Shapes.describe(expected)), got \(Shapes.describe(target.shape))"
          : "0D or 1D target tensor expected, multi-target not supported")
    }
    guard target.dtype == .int64 else {
      throw TensorError("expected target dtype to be Long or Byte, but got \(target.dtype.title)")
    }
    if let weight, weight.shape != [classes] {
      throw TensorError(
        "weight tensor should be defined either for all \(classes) classes or no classes but got "
          + "weight tensor of shape: \(Shapes.describe(weight.shape))")
    }
    if let label = target.integers.first(where: { $0 != ignored && ($0 < 0 || $0 >= classes) }) {
      throw TensorError(.index, "Target \(label) is out of bounds.")
    }
  }

  /// - Parameter weight: a factor for each element.
  public func binaryCrossEntropy(
    _ target: Variable, _ reduction: Reduction = .mean, weight: Tensor?
  ) throws -> Variable {
    guard let weight else { return try binaryCrossEntropy(target, reduction) }
    return try (binaryCrossEntropy(target, .none) * tape.constant(weight)).reduced(reduction)
  }

  /// - Parameters:
  ///   - weight: a factor for each element.
  ///   - positiveWeight: a factor for what is of the class.
  public func binaryCrossEntropyWithLogits(
    _ target: Variable, _ reduction: Reduction = .mean, weight: Tensor?, positiveWeight: Tensor?
  ) throws -> Variable {
    guard weight != nil || positiveWeight != nil else {
      return try binaryCrossEntropyWithLogits(target, reduction)
    }
    var losses = try binaryCrossEntropyWithLogits(target, .none)
    if let positiveWeight {
      // −log σ(z) = log(1 + e⁻ᶻ)
      let extra = try tape.constant(positiveWeight - Tensor.number(1)) * target
      losses = try losses + extra * (-self).softplus()
    }
    if let weight { losses = try losses * tape.constant(weight) }
    return try losses.reduced(reduction)
  }
}

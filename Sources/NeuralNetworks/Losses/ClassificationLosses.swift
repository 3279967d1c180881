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
    try output.checkClasses(target)
    return try output.crossEntropy(
      target, reduction, weight: weight?.value, ignoreIndex: ignored, smoothing: smoothing)
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
    try output.checkClasses(target)
    return try output.negativeLogLikelihood(
      target, reduction, weight: weight?.value, ignoreIndex: ignored)
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
  /// Refuses class numbers of another shape than one for each sample, (C) or (N, C).
  fileprivate func checkClasses(_ target: Variable) throws {
    guard target.dtype == .int64, rank == 1 || rank == 2 else { return }
    if rank == 1, target.rank == 1, target.count != 1 {
      throw TensorError(
        .value,
        "For 1D input, 1D target must have size 1, but got target size: \(target.count)")
    }
    let given = target.shape.first ?? 0
    if rank == 2, given != shape[0] {
      throw TensorError(
        .value,
        "Expected input batch_size (\(shape[0])) to match target batch_size (\(given)).")
    }
    guard target.rank <= 1 else {
      throw TensorError("0D or 1D target tensor expected, multi-target not supported")
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

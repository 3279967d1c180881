import CKernels

/// What the classes of a loss are told by: class numbers t, or a probability for each class.
/// Classes are dimension 1 of (N, C) and (N, C, d₁, …), or the only one of (C).
public struct ClassTargets {
  public var targets: Tensor
  /// A weight for each class.
  public var weight: Tensor?
  /// The class number whose samples cost nothing.
  public var ignoreIndex: Int
  /// How much of each target is spread evenly over all classes (Szegedy et al., 2016).
  public var smoothing: Double

  public init(
    _ targets: Tensor, weight: Tensor? = nil, ignoreIndex: Int = -100, smoothing: Double = 0
  ) {
    self.targets = targets
    self.weight = weight
    self.ignoreIndex = ignoreIndex
    self.smoothing = smoothing
  }
}

/// The losses of all samples before they become one.
public struct ClassLosses {
  /// A loss for each sample, in the shape of the class numbers.
  public let losses: Tensor
  /// The largest logit of each sample, and how much log Σ exp of its logits is above it.
  public let logSums: Tensor
  /// What their sum is divided by for a mean.
  public let totalWeight: Double
}

extension Tensor {
  /// −wₜ log softmax(z)ₜ of each sample, or −Σ w p log softmax(z) for probabilities p, for these
  /// logits z.
  public func crossEntropy(_ targets: ClassTargets) throws -> ClassLosses {
    let rows = try ClassRows(self, targets, name: "cross_entropy")
    let losses = try Tensor(unset: rows.sampleShape, dtype: dtype)
    let logSums = try Tensor(unset: rows.sampleShape + [2], dtype: dtype)
    var kernel = rows.kernel
    if let probabilities = rows.probabilities {
      ck_soft_cross_entropy(
        &kernel, probabilities.pointer, rows.logits.pointer, losses.pointer, logSums.pointer)
      let total = Double(rows.sampleCount)
      return ClassLosses(losses: losses, logSums: logSums, totalWeight: total)
    }
    ck_cross_entropy(&kernel, rows.logits.pointer, losses.pointer, logSums.pointer)
    let total = ck_total_weight(&kernel)
    return withExtendedLifetime(rows) {
      ClassLosses(losses: losses, logSums: logSums, totalWeight: total)
    }
  }

  /// What the losses of `crossEntropy` pass back to these logits and to probabilities, for a
  /// gradient of each loss, or of all.
  public func crossEntropyBackward(
    _ upstream: Tensor, _ targets: ClassTargets, logSums: Tensor
  ) throws -> (logits: Tensor, probabilities: Tensor?) {
    let rows = try ClassRows(self, targets, name: "cross_entropy")
    let g = try upstream.converted(to: dtype).contiguous()
    let out = try Tensor(unsetLike: rows.logits, dtype: dtype)
    var kernel = rows.kernel
    let step = g.count == 1 ? 0 : 1
    if let probabilities = rows.probabilities {
      let toProbabilities = try Tensor(unsetLike: rows.logits, dtype: dtype)
      ck_soft_cross_entropy_backward(
        &kernel, probabilities.pointer, rows.logits.pointer, logSums.pointer, g.pointer, step,
        out.pointer, toProbabilities.pointer)
      return (try rows.restored(out), try rows.restored(toProbabilities))
    }
    ck_cross_entropy_backward(
      &kernel, rows.logits.pointer, logSums.pointer, g.pointer, step, out.pointer)
    return try withExtendedLifetime(rows) { (try rows.restored(out), nil) }
  }

  /// −wₜ xₜ of each sample, for these log-probabilities x.
  public func negativeLogLikelihood(_ targets: ClassTargets) throws -> ClassLosses {
    let rows = try ClassRows(self, targets, name: "nll_loss")
    let losses = try Tensor(unset: rows.sampleShape, dtype: dtype)
    var kernel = rows.kernel
    ck_nll(&kernel, rows.logits.pointer, losses.pointer)
    let total = ck_total_weight(&kernel)
    return withExtendedLifetime(rows) {
      ClassLosses(losses: losses, logSums: losses, totalWeight: total)
    }
  }

  /// What `negativeLogLikelihood` passes back to these log-probabilities.
  public func negativeLogLikelihoodBackward(_ upstream: Tensor, _ targets: ClassTargets) throws
    -> Tensor
  {
    let rows = try ClassRows(self, targets, name: "nll_loss")
    let g = try upstream.converted(to: dtype).contiguous()
    let out = try Tensor(unsetLike: rows.logits, dtype: dtype)
    var kernel = rows.kernel
    ck_nll_backward(&kernel, g.pointer, g.count == 1 ? 0 : 1, out.pointer)
    return try withExtendedLifetime(rows) { try rows.restored(out) }
  }

  /// Cross-entropy of the logits x Wᵀ + b of these rows x, (N, K), without all logits in memory at
  /// a time: the losses, and the gradients of `factor` times their sum, or of their mean when
  /// `factor` is nil.
  public func linearCrossEntropy(
    weight: Tensor, bias: Tensor?, _ targets: ClassTargets, factor: Double?, needsGradients: Bool
  ) throws -> (losses: ClassLosses, gradients: [Tensor]) {
    guard rank == 2, weight.rank == 2, shape[1] == weight.shape[1], weight.dtype == dtype,
      bias == nil || bias?.shape == [weight.shape[0]] && bias?.dtype == dtype
    else {
      throw TensorError(
        "linear_cross_entropy: expected input (N, K), weight (C, K) and bias (C) of one type, got "
          + "\(Shapes.describe(shape)) and \(Shapes.describe(weight.shape))")
    }
    let (samples, classes, inputs) = (shape[0], weight.shape[0], shape[1])
    // Logits without memory of their own: only their shape is looked at.
    let logits = try Tensor.zeros([1, 1], dtype: dtype).expanded(to: [samples, classes])
    let rows = try ClassRows(logits, targets, name: "cross_entropy", copiesLogits: false)
    guard rows.probabilities == nil else {
      throw TensorError("linear_cross_entropy: expected class numbers as targets")
    }
    var kernel = rows.kernel
    let total = ck_total_weight(&kernel)
    let (x, w, b) = (try contiguous(), try weight.contiguous(), try bias?.contiguous())
    let losses = try Tensor(unset: [samples], dtype: dtype)
    let room = ck_linear_cross_entropy_scratch(&kernel, inputs)
    let scratch = try Tensor(unset: [room], dtype: dtype)
    let gradients =
      needsGradients
      ? try [x, w].map { try Tensor(unsetLike: $0, dtype: dtype) }
        + (b.map { [try Tensor(unsetLike: $0, dtype: dtype)] } ?? []) : []
    var linear = ck_linear_logits(
      inputs: inputs, x: x.pointer, w: w.pointer, b: b?.pointer, factor: factor ?? 1 / total,
      losses: losses.pointer, dx: gradients.first?.pointer,
      dw: gradients.count > 1 ? gradients[1].pointer : nil,
      db: gradients.count > 2 ? gradients[2].pointer : nil, scratch: scratch.pointer)
    ck_linear_cross_entropy(&kernel, &linear)
    return withExtendedLifetime((rows, x, w, b, scratch)) {
      (ClassLosses(losses: losses, logSums: losses, totalWeight: total), gradients)
    }
  }
}

/// Logits with the classes last, and targets that were found to fit them.
private struct ClassRows {
  let logits: Tensor
  let targets: Tensor?
  let probabilities: Tensor?
  let weight: Tensor?
  let ignoreIndex: Int
  let smoothing: Double
  let classes: Int
  let sampleShape: [Int]
  private let axis: Int

  var sampleCount: Int { sampleShape.reduce(1, *) }

  init(_ x: Tensor, _ given: ClassTargets, name: String, copiesLogits: Bool = true) throws {
    guard x.rank > 0, x.dtype.isFloatingPoint else {
      throw TensorError(
        .notImplemented,
        x.rank == 0
          ? "\(name): expected a class dimension"
          : "\"log_softmax_lastdim_kernel_impl\" not implemented for '\(x.dtype.title)'")
    }
    axis = x.rank == 1 ? 0 : 1
    classes = x.shape[axis]
    var samples = x.shape
    samples.remove(at: axis)
    sampleShape = samples
    ignoreIndex = given.ignoreIndex
    smoothing = given.smoothing
    guard smoothing >= 0 && smoothing <= 1 else {
      throw TensorError("label_smoothing must be between 0.0 and 1.0. Got: \(smoothing)")
    }
    weight = try given.weight?.contiguous()
    if let weight {
      guard weight.shape == [classes] else {
        throw TensorError(
          "weight tensor should be defined either for all \(classes) classes or no classes but got "
            + "weight tensor of shape: \(Shapes.describe(weight.shape))")
      }
      guard weight.dtype == x.dtype else {
        throw TensorError(
          "expected scalar type \(x.dtype.title) but found \(weight.dtype.title)")
      }
    }
    func classesLast(_ tensor: Tensor) throws -> Tensor {
      var order = Array(tensor.shape.indices)
      order.append(order.remove(at: x.rank == 1 ? 0 : 1))
      return try tensor.permuted(order).contiguous()
    }
    logits = copiesLogits ? try classesLast(x) : x
    let isSoft = given.targets.shape == x.shape && name == "cross_entropy"
    guard !isSoft else {
      guard given.targets.dtype.isFloatingPoint else {
        throw TensorError(
          "Expected floating point type for target with class probabilities, got "
            + given.targets.dtype.title)
      }
      guard ignoreIndex < 0 else {
        throw TensorError("ignore_index is not supported for floating point target")
      }
      probabilities = try classesLast(given.targets.converted(to: x.dtype))
      targets = nil
      return
    }
    probabilities = nil
    targets = try given.targets.contiguous()
    try checkClasses(x)
  }

  private func checkClasses(_ x: Tensor) throws {
    guard let targets else { return }
    if let expected = sampleShape.first, expected != targets.shape.first ?? 1 {
      throw TensorError(
        .value,
        "Expected input batch_size (\(expected)) to match target batch_size "
          + "(\(targets.shape.first ?? 1)).")
    }
    guard targets.shape == sampleShape else {
      throw TensorError(
        "Expected target size \(Shapes.describe(sampleShape)), got "
          + Shapes.describe(targets.shape))
    }
    guard targets.dtype == .int64 else {
      throw TensorError("expected target dtype to be Long or Byte, but got \(targets.dtype.title)")
    }
    var kernel = kernel
    let wrong = ck_wrong_target(&kernel)
    guard wrong < 0 else {
      throw TensorError(.index, "Target \(targets.integers[wrong]) is out of bounds.")
    }
  }

  var kernel: ck_targets {
    ck_targets(
      type: logits.dtype.kernelType, rows: sampleCount, classes: classes,
      targets: targets?.pointer.assumingMemoryBound(to: Int64.self), weight: weight?.pointer,
      ignored: Int64(ignoreIndex), smoothing: smoothing)
  }

  /// A gradient with the classes back in their place.
  func restored(_ gradient: Tensor) throws -> Tensor {
    guard gradient.rank > 2 else { return gradient }
    var order = Array(gradient.shape.indices)
    order.insert(order.removeLast(), at: axis)
    return try gradient.permuted(order)
  }
}

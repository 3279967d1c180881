import CKernels

/// Kernels in the order in which they run, on memory that stays where it is. Shapes were checked
/// when they were added, so that running them costs hardly more than the arithmetic: small
/// networks spend most of a step on everything else.
public struct KernelList {
  private var kernels: [() throws -> Void] = []
  /// What keeps the memory alive.
  private var storages: [Storage] = []

  public init() {}

  public var count: Int { kernels.count }

  /// Runs all of them.
  /// - Throws: where the numbers of a batch are such that a kernel can't take them.
  public func run() throws {
    try kernels.withUnsafeBufferPointer { kernels in
      for kernel in kernels { try kernel() }
    }
    withExtendedLifetime(storages) {}
  }

  public mutating func append(_ other: KernelList) {
    kernels += other.kernels
    storages += other.storages
  }

  /// Adds a kernel that works on these tensors' memory.
  mutating func add(_ tensors: [Tensor], _ kernel: @escaping () throws -> Void) {
    storages += tensors.map(\.storage)
    kernels.append(kernel)
  }
}

// MARK: What it can hold

extension KernelList {
  /// y = f(x) for each element. False when there is no kernel for it.
  public mutating func add(_ function: Activation, of x: Tensor, into y: Tensor) -> Bool {
    guard KernelList.fit([x, y]) else { return false }
    let (type, n, source, target) = (x.dtype.kernelType, x.count, x.pointer, y.pointer)
    let kernel = function.kernel
    add([x, y]) { ck_unary(kernel, type, n, source, 1, target) }
    return true
  }

  /// out = g ⊙ f′, for y = f(x).
  public mutating func add(
    pullbackOf function: Activation, _ g: Tensor, _ y: Tensor, into out: Tensor
  ) -> Bool {
    guard KernelList.fit([g, y, out]) else { return false }
    let (type, n) = (y.dtype.kernelType, y.count)
    let (upstream, result, target) = (g.pointer, y.pointer, out.pointer)
    let kernel = function.kernel
    add([g, y, out]) { ck_activation_backward(kernel, type, n, result, upstream, target) }
    return true
  }

  /// out = a · b + bias, or out += a · b. Transposed views are fine; `out` may be one too.
  public mutating func add(
    productOf a: Tensor, _ b: Tensor, bias: Tensor? = nil, into out: Tensor, accumulates: Bool
  ) -> Bool {
    guard a.rank == 2, b.rank == 2, out.rank == 2, out.count > 0, a.dtype.isFloatingPoint,
      a.dtype == b.dtype, a.dtype == out.dtype, bias == nil || bias?.dtype == out.dtype,
      a.shape == [out.shape[0], b.shape[0]], b.shape[1] == out.shape[1],
      bias == nil || bias?.shape == [out.shape[1]] && bias?.isContiguous == true
    else { return false }
    if !out.isContiguous {
      // (A B)ᵀ = Bᵀ Aᵀ, whose rows lie in memory.
      guard bias == nil, let turned = try? out.transposed(), turned.isContiguous,
        let left = try? b.transposed(), let right = try? a.transposed()
      else { return false }
      return add(productOf: left, right, into: turned, accumulates: accumulates)
    }
    guard let layoutA = Matrix(a).layout, let layoutB = Matrix(b).layout else { return false }
    let (m, n, k) = (out.shape[0], out.shape[1], a.shape[1])
    let (isATransposed, isBTransposed): (Int32, Int32) = (
      layoutA.isTransposed ? 1 : 0, layoutB.isTransposed ? 1 : 0
    )
    let (lda, ldb, type) = (layoutA.leading, layoutB.leading, out.dtype.kernelType)
    let (left, right, target) = (a.pointer, b.pointer, out.pointer)
    var epilogue = ck_epilogue()
    epilogue.column_bias = bias.map { UnsafeRawPointer($0.pointer) }
    let beta: Double = accumulates ? 1 : 0
    add([a, b, out] + [bias].compactMap { $0 }) {
      withUnsafePointer(to: epilogue) {
        ck_gemm(
          type, isATransposed, isBTransposed, m, n, k, 1, left, lda, right, ldb, beta, target, n,
          $0)
      }
    }
    return true
  }

  /// out = Σ over the rows of g.
  public mutating func add(sumOfRows g: Tensor, into out: Tensor) -> Bool {
    guard g.rank == 2, KernelList.fit([g]), KernelList.fit([out]), out.shape == [g.shape[1]],
      g.dtype == out.dtype
    else { return false }
    let (type, rows, n) = (g.dtype.kernelType, g.shape[0], g.shape[1])
    let (source, target) = (g.pointer, out.pointer)
    add([g, out]) { ck_sum_rows(type, rows, n, source, n, target) }
    return true
  }

  /// out += x
  public mutating func add(sumOf x: Tensor, into out: Tensor) -> Bool {
    guard KernelList.fit([x, out]) else { return false }
    let (type, n, source, target) = (x.dtype.kernelType, x.count, x.pointer, out.pointer)
    add([x, out]) { ck_accumulate(type, n, 1, source, target) }
    return true
  }

  /// loss = mean of a loss of each prediction and target.
  public mutating func add(
    _ loss: MeanLoss, of y: Tensor, _ t: Tensor, into out: Tensor
  ) -> Bool {
    guard KernelList.fit([y, t]), KernelList.fit([out]), out.count == 1, out.dtype == y.dtype,
      y.count > 0
    else { return false }
    let (type, n, kernel) = (y.dtype.kernelType, y.count, loss.kernel)
    let (prediction, target, result) = (y.pointer, t.pointer, out.pointer)
    add([y, t, out]) { ck_mean_loss(kernel, type, n, prediction, target, result) }
    return true
  }

  /// out = g · ∂loss/∂y, for a single g.
  public mutating func add(
    pullbackOf loss: MeanLoss, _ g: Tensor, _ y: Tensor, _ t: Tensor, into out: Tensor
  ) -> Bool {
    guard KernelList.fit([y, t, out]), KernelList.fit([g]), g.count == 1, g.dtype == y.dtype,
      y.count > 0
    else { return false }
    let (type, n, kernel) = (y.dtype.kernelType, y.count, loss.kernel)
    let (upstream, prediction, target, result) = (g.pointer, y.pointer, t.pointer, out.pointer)
    add([g, y, t, out]) {
      ck_mean_loss_backward(kernel, type, n, upstream, prediction, target, result)
    }
    return true
  }

  /// loss = mean cross-entropy of rows of logits and class numbers, and g · ∂loss/∂logits.
  public mutating func add(
    crossEntropyOf logits: Tensor, _ labels: Tensor, into out: Tensor
  ) -> Bool {
    guard let memory = CrossEntropyMemory(logits, labels, out) else { return false }
    add([logits, labels, out, memory.sums, memory.losses]) { try memory.computeLoss() }
    return true
  }

  /// out = g · ∂loss/∂logits, after the loss of the same logits was computed.
  public mutating func add(
    pullbackOfCrossEntropy g: Tensor, _ logits: Tensor, _ labels: Tensor, into out: Tensor
  ) -> Bool {
    guard out.shape == logits.shape, KernelList.fit([logits, out]), g.count == 1,
      g.dtype == logits.dtype, let memory = CrossEntropyMemory(logits, labels, g)
    else { return false }
    add([g, logits, labels, out, memory.sums, memory.losses]) { memory.passBack(g, into: out) }
    return true
  }

  /// Functions whose derivative is told by their result.
  public enum Activation: Sendable {
    case relu, tanh, sigmoid

    fileprivate var kernel: ck_unary_operation {
      switch self {
      case .relu: CK_RELU
      case .tanh: CK_TANH
      case .sigmoid: CK_SIGMOID
      }
    }
  }

  /// Losses that are the mean over all elements.
  public enum MeanLoss: Sendable {
    case squaredError, binaryCrossEntropy, binaryCrossEntropyWithLogits

    fileprivate var kernel: ck_loss {
      switch self {
      case .squaredError: CK_SQUARED_ERROR
      case .binaryCrossEntropy: CK_BINARY_CROSS_ENTROPY
      case .binaryCrossEntropyWithLogits: CK_BINARY_CROSS_ENTROPY_WITH_LOGITS
      }
    }
  }

  /// Whether all are contiguous, of one floating-point type and one shape.
  fileprivate static func fit(_ tensors: [Tensor]) -> Bool {
    tensors.allSatisfy {
      $0.isContiguous && $0.dtype.isFloatingPoint && $0.dtype == tensors[0].dtype
        && $0.shape == tensors[0].shape && !$0.isNumber
    }
  }
}

/// What the cross-entropy of a batch is computed in.
private struct CrossEntropyMemory {
  let logits: Tensor
  let labels: Tensor
  let out: Tensor
  let losses: Tensor
  let sums: Tensor

  /// nil where there is no kernel for such tensors.
  init?(_ logits: Tensor, _ labels: Tensor, _ out: Tensor) {
    guard logits.rank == 2, labels.shape == [logits.shape[0]], labels.dtype == .int64,
      logits.count > 0, KernelList.fit([logits]), labels.isContiguous, out.count == 1,
      out.dtype == logits.dtype, let losses = try? Tensor(unset: labels.shape, dtype: logits.dtype),
      let sums = try? Tensor(unset: labels.shape + [2], dtype: logits.dtype)
    else { return nil }
    (self.logits, self.labels, self.out) = (logits, labels, out)
    (self.losses, self.sums) = (losses, sums)
  }

  private var targets: ck_targets {
    ck_targets(
      type: logits.dtype.kernelType, rows: logits.shape[0], classes: logits.shape[1],
      targets: labels.pointer.assumingMemoryBound(to: Int64.self), weight: nil, ignored: -100,
      smoothing: 0)
  }

  func computeLoss() throws {
    var targets = targets
    let wrong = ck_wrong_target(&targets)
    guard wrong < 0 else {
      throw TensorError(.index, "Target \(targets.targets[wrong]) is out of bounds.")
    }
    ck_cross_entropy(&targets, logits.pointer, losses.pointer, sums.pointer)
    let total = ck_total_weight(&targets)
    var sum = 0.0
    if logits.dtype == .float32 {
      let losses = losses.pointer.assumingMemoryBound(to: Float.self)
      for row in 0..<targets.rows { sum += Double(losses[row]) }
      out.pointer.storeBytes(of: Float(sum / total), as: Float.self)
    } else {
      let losses = losses.pointer.assumingMemoryBound(to: Double.self)
      for row in 0..<targets.rows { sum += losses[row] }
      out.pointer.storeBytes(of: sum / total, as: Double.self)
    }
  }

  /// The largest logits and sums are computed once more: they belong to this pass alone.
  func passBack(_ g: Tensor, into gradient: Tensor) {
    var targets = targets
    ck_cross_entropy(&targets, logits.pointer, losses.pointer, sums.pointer)
    let total = ck_total_weight(&targets)
    if logits.dtype == .float32 {
      var share = Float(Double(g.pointer.load(as: Float.self)) / total)
      ck_cross_entropy_backward(
        &targets, logits.pointer, sums.pointer, &share, 0, gradient.pointer)
    } else {
      var share = g.pointer.load(as: Double.self) / total
      ck_cross_entropy_backward(
        &targets, logits.pointer, sums.pointer, &share, 0, gradient.pointer)
    }
  }
}

// MARK: Optimizers

extension KernelList {
  /// θ ← θ − α g, with what `step` says at that moment. False when the gradient does not fit.
  public mutating func add(
    descentOf parameter: Tensor, _ gradient: Tensor, _ step: @escaping () -> OptimizerStep
  ) -> Bool {
    guard KernelList.fit([parameter, gradient]) else { return false }
    let (type, n, target, source) = (
      parameter.dtype.kernelType, parameter.count, parameter.pointer, gradient.pointer
    )
    add([parameter, gradient]) {
      let now = step()
      var arrays = ck_optimizer_step(
        type: type, n: n, parameter: target, gradient: source, rate: now.rate,
        weight_decay: now.weightDecay, is_maximized: now.isMaximized ? 1 : 0)
      ck_sgd(&arrays, nil, 0, 0, 0, 0)
    }
    return true
  }
}

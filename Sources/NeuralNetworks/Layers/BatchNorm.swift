import Autograd
import Tensors

/// Batch norm (Ioffe and Szegedy, 2015): while training, γ ⊙ (x − μ)/√(σ² + ε) + β with mean and
/// variance of each channel over the batch; afterwards with the running means of these.
public class BatchNorm: Module, Layer {
  public let features: Int
  public let epsilon: Double
  /// How far the running means move in a step; nil for the mean over all batches.
  public let momentum: Double?
  public let isAffine: Bool
  public let tracksStatistics: Bool
  private let dtype: DataType
  private let home: Tape

  public var weight: Variable? { optionalVariable("weight") }
  public var bias: Variable? { optionalVariable("bias") }
  public var runningMean: Variable? { optionalVariable("running_mean") }
  public var runningVariance: Variable? { optionalVariable("running_var") }
  public var batchCount: Variable? { optionalVariable("num_batches_tracked") }

  public required init(
    _ features: Int, epsilon: Double = 1e-5, momentum: Double? = 0.1, isAffine: Bool = true,
    bias: Bool = true, tracksStatistics: Bool = true, tape: Tape, dtype: DataType = .float32
  ) throws {
    self.features = features
    self.epsilon = epsilon
    self.momentum = momentum
    self.isAffine = isAffine
    self.tracksStatistics = tracksStatistics
    self.dtype = dtype
    home = tape
    super.init()
    try registerScale([features], isAffine: isAffine, bias: bias, tape, dtype)
    func buffer(_ value: @autoclosure () throws -> Tensor, _ name: String) throws {
      try register(buffer: tracksStatistics ? tape.constant(value()) : nil, as: name)
    }
    try buffer(.zeros([features], dtype: dtype), "running_mean")
    try buffer(.ones([features], dtype: dtype), "running_var")
    try buffer(.scalar(0), "num_batches_tracked")
  }

  public override var settings: String {
    "\(features), eps=\(epsilon), momentum=\(momentum.map { "\($0)" } ?? "None"), "
      + "affine=\(PythonText.of(isAffine)), bias=\(PythonText.of(bias != nil)), "
      + "track_running_stats=\(PythonText.of(tracksStatistics))"
  }

  public override func anew() throws -> Module {
    try type(of: self).init(
      features, epsilon: epsilon, momentum: momentum, isAffine: isAffine, bias: bias != nil,
      tracksStatistics: tracksStatistics, tape: home, dtype: dtype)
  }

  /// How many dimensions a batch may have.
  var ranks: ClosedRange<Int> { 2...Int.max }

  public func forward(_ x: Variable) throws -> Variable {
    guard ranks.contains(x.rank) else {
      let wanted = ranks.count == 1 ? "\(ranks.lowerBound)D" : "2D or 3D"
      throw TensorError(.value, "expected \(wanted) input (got \(x.rank)D input)")
    }
    guard let mean = runningMean?.value, let variance = runningVariance?.value else {
      return try x.batchNorm(weight: weight, bias: bias, epsilon: epsilon)
    }
    guard mean.count == x.shape[1] else {
      throw TensorError(
        "running_mean should contain \(x.shape[1]) elements not \(mean.count)")
    }
    guard isTraining else {
      return try x.batchNorm(
        mean: mean, variance: variance, weight: weight, bias: bias, epsilon: epsilon)
    }
    return try x.batchNorm(
      weight: weight, bias: bias, epsilon: epsilon, running: (mean, variance),
      momentum: try countBatch())
  }

  /// Counts a batch, and says how far the running means move.
  private func countBatch() throws -> Double {
    guard let batches = batchCount?.value else { return momentum ?? 0 }
    try batches.assign(batches + Tensor.number(1))
    return try momentum ?? 1 / batches.item()
  }
}

/// Batch norm of (N, C) or (N, C, L).
public final class BatchNorm1d: BatchNorm {
  override var ranks: ClosedRange<Int> { 2...3 }
}

/// Batch norm of images (N, C, H, W).
public final class BatchNorm2d: BatchNorm {
  override var ranks: ClosedRange<Int> { 4...4 }
}

/// Batch norm of each sample by itself (Ulyanov et al., 2016).
public class InstanceNorm: Module, Layer {
  public let features: Int
  public let epsilon: Double
  public let isAffine: Bool
  private let dtype: DataType
  private let home: Tape

  public var weight: Variable? { optionalVariable("weight") }
  public var bias: Variable? { optionalVariable("bias") }

  public required init(
    _ features: Int, epsilon: Double = 1e-5, isAffine: Bool = false, tape: Tape,
    dtype: DataType = .float32
  ) throws {
    self.features = features
    self.epsilon = epsilon
    self.isAffine = isAffine
    self.dtype = dtype
    home = tape
    super.init()
    try registerScale([features], isAffine: isAffine, bias: true, tape, dtype)
  }

  public override var settings: String {
    "\(features), eps=\(epsilon), momentum=0.1, affine=\(PythonText.of(isAffine)), "
      + "bias=\(PythonText.of(bias != nil)), track_running_stats=False"
  }

  public override func anew() throws -> Module {
    try type(of: self).init(
      features, epsilon: epsilon, isAffine: isAffine, tape: home, dtype: dtype)
  }

  /// The dimensions of one sample.
  var sampleRank: Int { 2 }

  public func forward(_ x: Variable) throws -> Variable {
    guard x.rank == sampleRank || x.rank == sampleRank + 1 else {
      throw TensorError(
        .value,
        "expected \(sampleRank)D or \(sampleRank + 1)D input (got \(x.rank)D input)")
    }
    let channels = x.shape[x.rank - sampleRank]
    guard !isAffine || channels == features else {
      throw TensorError(
        .value,
        "expected input's size at dim=\(x.rank - sampleRank) to match num_features (\(features)), "
          + "but got: \(channels).")
    }
    let batch = try x.rank == sampleRank ? x.unsqueezed(0) : x
    let y = try batch.instanceNorm(weight: weight, bias: bias, epsilon: epsilon)
    return try x.rank == sampleRank ? y.squeezed(0) : y
  }
}

/// Instance norm of (C, L) or (N, C, L).
public final class InstanceNorm1d: InstanceNorm {}

/// Instance norm of images (C, H, W) or (N, C, H, W).
public final class InstanceNorm2d: InstanceNorm {
  override var sampleRank: Int { 3 }
}

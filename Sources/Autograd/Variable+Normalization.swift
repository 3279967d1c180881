import Tensors

/// PyTorch's normalisations on variables.
extension Variable {
  /// γ ⊙ (x − μ)/√(σ² + ε) + β over the last dimensions, which are `shape`.
  public func layerNorm(
    _ shape: [Int], weight: Variable? = nil, bias: Variable? = nil, epsilon: Double = 1e-5
  ) throws -> Variable {
    let operation = Operation.layerNorm(shape: shape, epsilon: epsilon)
    return try withParameters(operation, [self], shape, weight, bias)
  }

  /// γ ⊙ x/√(mean x² + ε) over the last dimensions; ε is by default the type's own.
  public func rmsNorm(_ shape: [Int], weight: Variable? = nil, epsilon: Double? = nil) throws
    -> Variable
  {
    let operands = weight.map { [self, $0] } ?? [self]
    return try tape.record(.rmsNorm(shape: shape, epsilon: epsilon), Operands(operands))
  }

  public func groupNorm(
    _ groups: Int, weight: Variable? = nil, bias: Variable? = nil, epsilon: Double = 1e-5
  ) throws -> Variable {
    let operation = Operation.groupNorm(groups: groups, epsilon: epsilon)
    return try withParameters(operation, [self], channels, weight, bias)
  }

  /// Batch norm of training: by mean and variance of each channel.
  /// - Parameters:
  ///   - running: means and variances that are moved towards those of this batch, the variance
  ///     with n − 1 in place of n.
  ///   - momentum: how far they are moved.
  public func batchNorm(
    weight: Variable? = nil, bias: Variable? = nil, epsilon: Double = 1e-5,
    running: (mean: Tensor, variance: Tensor)? = nil, momentum: Double = 0.1
  ) throws -> Variable {
    let operation = Operation.batchNorm(isTraining: true, epsilon: epsilon)
    let output = try withParameters(operation, [self], channels, weight, bias)
    if let running, count > 0 {
      let saved = tape.nodes[output.index].saved
      let batch = try saved.count == 2 ? (saved[0], saved[1]) : statistics(epsilon)
      let terms = Double(count / shape[1])
      try running.mean.move(towards: batch.0, by: momentum)
      let unbiased = try batch.1 * Tensor.number(terms / (terms - 1))
      try running.variance.move(towards: unbiased, by: momentum)
    }
    return output
  }

  /// Batch norm of evaluation: by mean and variance that are given.
  public func batchNorm(
    mean: Tensor, variance: Tensor, weight: Variable? = nil, bias: Variable? = nil,
    epsilon: Double = 1e-5
  ) throws -> Variable {
    let operation = Operation.batchNorm(isTraining: false, epsilon: epsilon)
    let operands = [self, constant(mean), constant(variance)]
    return try withParameters(operation, operands, channels, weight, bias)
  }

  /// Batch norm of each sample by itself (Ulyanov et al., 2016).
  public func instanceNorm(
    weight: Variable? = nil, bias: Variable? = nil, epsilon: Double = 1e-5
  ) throws -> Variable {
    guard rank > 2, shape.dropFirst(2).reduce(1, *) != 1 else {
      throw TensorError(
        .value,
        "Expected more than 1 spatial element when training, got input size torch.Size("
          + "\(Shapes.describe(shape)))")
    }
    let samples = shape[0]
    func repeated(_ parameter: Variable?) throws -> Variable? {
      try parameter?.expanded(to: [samples] + channels).reshaped([-1])
    }
    let single = try reshaped([1, samples * shape[1]] + shape.dropFirst(2))
    return try single.batchNorm(
      weight: repeated(weight), bias: repeated(bias), epsilon: epsilon
    ).reshaped(shape)
  }

  private var channels: [Int] { rank > 1 ? [shape[1]] : [] }

  private func statistics(_ epsilon: Double) throws -> (Tensor, Tensor) {
    let normalized = try value.batchNorm(epsilon: epsilon)
    return (normalized.mean, normalized.spread)
  }

  /// The operation with γ and β behind its operands; without γ and with β, γ is 1.
  private func withParameters(
    _ operation: Operation, _ operands: [Variable], _ shape: [Int], _ weight: Variable?,
    _ bias: Variable?
  ) throws -> Variable {
    var operands = operands
    if let weight { operands.append(weight) }
    if let bias {
      if weight == nil { operands.append(constant(try Tensor.ones(shape, dtype: dtype))) }
      operands.append(bias)
    }
    return try tape.record(operation, Operands(operands))
  }
}

extension Tensor {
  /// self ← (1 − m) self + m target
  fileprivate func move(towards target: Tensor, by momentum: Double) throws {
    let kept = try self * Tensor.number(1 - momentum)
    try assign(try kept + target * Tensor.number(momentum))
    countVersion()
  }
}

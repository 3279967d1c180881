import Tensors

/// PyTorch's losses of classes on variables.
extension Variable {
  /// Cross-entropy of these logits, (C), (N, C) or (N, C, d₁, …), and class numbers or
  /// probabilities.
  /// - Parameters:
  ///   - weight: of each class.
  ///   - ignoreIndex: the class number whose samples cost nothing.
  ///   - smoothing: how much of each target is spread evenly over all classes.
  public func crossEntropy(
    _ target: Variable, _ reduction: Reduction = .mean, weight: Tensor? = nil,
    ignoreIndex: Int = -100, smoothing: Double = 0
  ) throws -> Variable {
    let operands = [self, target] + (weight.map { [constant($0)] } ?? [])
    return try tape.record(
      .crossEntropy(reduction, ignoreIndex: ignoreIndex, smoothing: smoothing),
      Operands(operands))
  }

  /// The negative log-likelihood of class numbers by these log-probabilities.
  public func negativeLogLikelihood(
    _ target: Variable, _ reduction: Reduction = .mean, weight: Tensor? = nil,
    ignoreIndex: Int = -100
  ) throws -> Variable {
    let operands = [self, target] + (weight.map { [constant($0)] } ?? [])
    return try tape.record(
      .negativeLogLikelihood(reduction, ignoreIndex: ignoreIndex), Operands(operands))
  }

  /// Cross-entropy of the logits x Wᵀ + b of these rows x, (N, K), by class numbers, for many
  /// classes: the logits are never in memory all at once. A mean or a sum.
  public func linearCrossEntropy(
    weight: Variable, bias: Variable? = nil, _ target: Variable, _ reduction: Reduction = .mean,
    ignoreIndex: Int = -100, smoothing: Double = 0
  ) throws -> Variable {
    let operands = [self, weight, target] + (bias.map { [$0] } ?? [])
    return try tape.record(
      .linearCrossEntropy(reduction, ignoreIndex: ignoreIndex, smoothing: smoothing),
      Operands(operands))
  }
}

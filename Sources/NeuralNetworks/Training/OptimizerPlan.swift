/// What makes gradients into steps, with its settings.
public struct OptimizerPlan: Hashable, Codable, Sendable {
  public var kind: OptimizerKind
  /// The learning rate α.
  public var rate: Double
  /// Of SGD.
  public var momentum: Double
  /// Of Adam and AdamW.
  public var firstBeta: Double
  public var secondBeta: Double
  public var weightDecay: Double
  /// Whether vectors, such as biases and the scales of norms, are left out of weight decay.
  public var decaysOnlyMatrices: Bool

  public init(
    _ kind: OptimizerKind = .adam, rate: Double = 1e-3, momentum: Double? = nil,
    betas: (Double, Double) = (0.9, 0.999), weightDecay: Double? = nil,
    decaysOnlyMatrices: Bool = false
  ) {
    self.kind = kind
    self.rate = rate
    self.momentum = momentum ?? (kind == .momentum ? 0.9 : 0)
    (firstBeta, secondBeta) = betas
    self.weightDecay = weightDecay ?? (kind == .adamW ? 0.01 : 0)
    self.decaysOnlyMatrices = decaysOnlyMatrices
  }
}

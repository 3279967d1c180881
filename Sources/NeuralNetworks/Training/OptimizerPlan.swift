import Autograd

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

  public func make(_ parameters: [Variable]) throws -> any ParameterwiseOptimizer {
    let groups = groups(parameters)
    switch kind {
    case .sgd, .momentum: return try SGD(groups: groups, momentum: momentum)
    case .adam, .adamW:
      return try Adam(
        groups: groups, betas: (firstBeta, secondBeta), isDecoupled: kind == .adamW)
    }
  }

  private func groups(_ parameters: [Variable]) -> [ParameterGroup] {
    let vectors = decaysOnlyMatrices ? parameters.filter { $0.rank < 2 } : []
    guard !vectors.isEmpty else {
      return [ParameterGroup(parameters, rate: rate, weightDecay: weightDecay)]
    }
    return [
      ParameterGroup(parameters.filter { $0.rank >= 2 }, rate: rate, weightDecay: weightDecay),
      ParameterGroup(vectors, rate: rate),
    ]
  }
}

extension Optimizer {
  /// Of SGD, which may be changed while it runs; nil for other optimizers.
  var momentumControl: Double? {
    get { (self as? SGD)?.momentum }
    set { if let newValue { (self as? SGD)?.momentum = newValue } }
  }
}

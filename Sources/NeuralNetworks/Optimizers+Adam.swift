import Autograd
import Foundation
import Tensors

/// Adam (Kingma and Ba, 2015): each parameter's step is scaled by running means of its gradient
/// m and of the gradient's square v, corrected for their start at 0:
/// θ ← θ − α m̂ / (√v̂ + ε). With `isDecoupled` it is AdamW, where weight decay shrinks θ itself
/// (Loshchilov and Hutter, 2019); with `isAMSGrad`, v̂ never falls (Reddi et al., 2018).
public final class Adam: ParameterwiseOptimizer {
  public var groups: [ParameterGroup]
  public var states: [ParameterState?]
  public var betas: (Double, Double)
  public let epsilon: Double
  public let isDecoupled: Bool
  public let isAMSGrad: Bool
  public let isMaximized: Bool
  public let stateNames: [String]

  public init(
    groups: [ParameterGroup], betas: (Double, Double) = (0.9, 0.999), epsilon: Double = 1e-8,
    isDecoupled: Bool = false, isAMSGrad: Bool = false, isMaximized: Bool = false
  ) throws {
    try ParameterGroup.check(groups)
    try check(betas: betas, epsilon: epsilon)
    self.groups = groups
    self.betas = betas
    self.epsilon = epsilon
    self.isDecoupled = isDecoupled
    self.isAMSGrad = isAMSGrad
    self.isMaximized = isMaximized
    stateNames = ["exp_avg", "exp_avg_sq"] + (isAMSGrad ? ["max_exp_avg_sq"] : [])
    states = groups.flatMap(\.parameters).map { _ in nil }
  }

  public convenience init(
    _ parameters: [Variable], rate: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999),
    epsilon: Double = 1e-8, weightDecay: Double = 0, isDecoupled: Bool = false,
    isAMSGrad: Bool = false, isMaximized: Bool = false
  ) throws {
    try self.init(
      groups: [ParameterGroup(parameters, rate: rate, weightDecay: weightDecay)], betas: betas,
      epsilon: epsilon, isDecoupled: isDecoupled, isAMSGrad: isAMSGrad, isMaximized: isMaximized)
  }

  /// Adam whose weight decay shrinks the parameters themselves, with PyTorch's default of it.
  public static func adamW(
    _ parameters: [Variable], rate: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999),
    epsilon: Double = 1e-8, weightDecay: Double = 1e-2, isAMSGrad: Bool = false,
    isMaximized: Bool = false
  ) throws -> Adam {
    try Adam(
      parameters, rate: rate, betas: betas, epsilon: epsilon, weightDecay: weightDecay,
      isDecoupled: true, isAMSGrad: isAMSGrad, isMaximized: isMaximized)
  }

  public func move(
    _ parameter: Tensor, by gradient: Tensor, _ step: OptimizerStep, _ state: inout ParameterState
  ) throws {
    try parameter.adamStep(
      gradient, step, first: state.tensors[0], second: state.tensors[1],
      greatest: isAMSGrad ? state.tensors[2] : nil, count: state.steps, betas: betas,
      epsilon: epsilon, isDecoupled: isDecoupled)
  }
}

/// NAdam: Adam with Nesterov's momentum, which grows over time, μₜ = β₁ (1 − ½ 0.96^(t ψ))
/// (Dozat, 2016).
public final class NAdam: ParameterwiseOptimizer {
  public var groups: [ParameterGroup]
  public var states: [ParameterState?]
  public var betas: (Double, Double)
  public let epsilon: Double
  /// ψ
  public let momentumDecay: Double
  public let isDecoupled: Bool
  public let isMaximized: Bool
  public let stateNames = ["exp_avg", "exp_avg_sq", "mu_product"]

  public init(
    groups: [ParameterGroup], betas: (Double, Double) = (0.9, 0.999), epsilon: Double = 1e-8,
    momentumDecay: Double = 4e-3, isDecoupled: Bool = false, isMaximized: Bool = false
  ) throws {
    try ParameterGroup.check(groups)
    try check(betas: betas, epsilon: epsilon)
    try checkOption(momentumDecay, "momentum_decay value")
    self.groups = groups
    self.betas = betas
    self.epsilon = epsilon
    self.momentumDecay = momentumDecay
    self.isDecoupled = isDecoupled
    self.isMaximized = isMaximized
    states = groups.flatMap(\.parameters).map { _ in nil }
  }

  public convenience init(
    _ parameters: [Variable], rate: Double = 2e-3, betas: (Double, Double) = (0.9, 0.999),
    epsilon: Double = 1e-8, weightDecay: Double = 0, momentumDecay: Double = 4e-3,
    isDecoupled: Bool = false, isMaximized: Bool = false
  ) throws {
    try self.init(
      groups: [ParameterGroup(parameters, rate: rate, weightDecay: weightDecay)], betas: betas,
      epsilon: epsilon, momentumDecay: momentumDecay, isDecoupled: isDecoupled,
      isMaximized: isMaximized)
  }

  /// The product of all μ is kept in single precision, as PyTorch keeps it.
  public func start(_ parameter: Tensor) throws -> [Tensor] {
    [
      try Tensor.zeros(like: parameter), try Tensor.zeros(like: parameter),
      try Tensor.scalar(1.0, dtype: .float32),
    ]
  }

  public func move(
    _ parameter: Tensor, by gradient: Tensor, _ step: OptimizerStep, _ state: inout ParameterState
  ) throws {
    func momentum(_ t: Int) -> Double {
      betas.0 * (1 - 0.5 * pow(0.96, Double(t) * momentumDecay))
    }
    let now = momentum(state.steps)
    let product = Float(try state.tensors[2].item()) * Float(now)
    state.tensors[2] = try Tensor.scalar(Double(product), dtype: .float32)
    try parameter.nadamStep(
      gradient, step, first: state.tensors[0], second: state.tensors[1], count: state.steps,
      betas: betas, epsilon: epsilon,
      momenta: (now, momentum(state.steps + 1), Double(product)), isDecoupled: isDecoupled)
  }
}

private func check(betas: (Double, Double), epsilon: Double) throws {
  try checkOption(epsilon, "epsilon value")
  for (index, beta) in [betas.0, betas.1].enumerated() {
    try checkOption(beta, "beta parameter at index \(index)") { $0 >= 0 && $0 < 1 }
  }
}

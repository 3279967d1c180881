import Autograd
import Tensors

/// RMSprop (Tieleman and Hinton, 2012): the gradient is divided by the root of a running mean of
/// its square, v ← α v + (1 − α) g² and θ ← θ − rate · g/(√v + ε).
public final class RMSprop: ParameterwiseOptimizer {
  public var groups: [ParameterGroup]
  public var states: [ParameterState?]
  /// How much of the running mean is kept.
  public let alpha: Double
  public let epsilon: Double
  public var momentum: Double
  /// Whether v is the variance: less the square of a running mean of the gradient.
  public let isCentered: Bool
  public let isMaximized: Bool
  public let stateNames: [String]

  public init(
    groups: [ParameterGroup], alpha: Double = 0.99, epsilon: Double = 1e-8, momentum: Double = 0,
    isCentered: Bool = false, isMaximized: Bool = false
  ) throws {
    try ParameterGroup.check(groups)
    try checkOption(epsilon, "epsilon value")
    try checkOption(momentum, "momentum value")
    try checkOption(alpha, "alpha value")
    self.groups = groups
    self.alpha = alpha
    self.epsilon = epsilon
    self.momentum = momentum
    self.isCentered = isCentered
    self.isMaximized = isMaximized
    stateNames =
      ["square_avg"] + (isCentered ? ["grad_avg"] : []) + (momentum > 0 ? ["momentum_buffer"] : [])
    states = groups.flatMap(\.parameters).map { _ in nil }
  }

  public convenience init(
    _ parameters: [Variable], rate: Double = 1e-2, alpha: Double = 0.99, epsilon: Double = 1e-8,
    weightDecay: Double = 0, momentum: Double = 0, isCentered: Bool = false,
    isMaximized: Bool = false
  ) throws {
    try self.init(
      groups: [ParameterGroup(parameters, rate: rate, weightDecay: weightDecay)], alpha: alpha,
      epsilon: epsilon, momentum: momentum, isCentered: isCentered, isMaximized: isMaximized)
  }

  public func move(
    _ parameter: Tensor, by gradient: Tensor, _ step: OptimizerStep, _ state: inout ParameterState
  ) throws {
    try parameter.rmspropStep(
      gradient, step, squares: state.tensors[0], mean: isCentered ? state.tensors[1] : nil,
      velocity: momentum > 0 ? state.tensors.last : nil, alpha: alpha, epsilon: epsilon,
      momentum: momentum)
  }
}

/// Adagrad (Duchi et al., 2011): the gradient is divided by the root of the sum of all its
/// squares, s ← s + g² and θ ← θ − α g/(√s + ε), so that seldom used parameters move more.
public final class Adagrad: ParameterwiseOptimizer {
  public var groups: [ParameterGroup]
  public var states: [ParameterState?]
  /// η, which makes the rate of step t α/(1 + (t − 1) η).
  public let rateDecay: Double
  /// s before the first step.
  public let initialAccumulator: Double
  public let epsilon: Double
  public let isMaximized: Bool
  public let stateNames = ["sum"]

  public init(
    groups: [ParameterGroup], rateDecay: Double = 0, initialAccumulator: Double = 0,
    epsilon: Double = 1e-10, isMaximized: Bool = false
  ) throws {
    try ParameterGroup.check(groups)
    try checkOption(rateDecay, "lr_decay value")
    try checkOption(initialAccumulator, "initial_accumulator_value value")
    try checkOption(epsilon, "epsilon value")
    self.groups = groups
    self.rateDecay = rateDecay
    self.initialAccumulator = initialAccumulator
    self.epsilon = epsilon
    self.isMaximized = isMaximized
    states = groups.flatMap(\.parameters).map { _ in nil }
  }

  public convenience init(
    _ parameters: [Variable], rate: Double = 1e-2, rateDecay: Double = 0, weightDecay: Double = 0,
    initialAccumulator: Double = 0, epsilon: Double = 1e-10, isMaximized: Bool = false
  ) throws {
    try self.init(
      groups: [ParameterGroup(parameters, rate: rate, weightDecay: weightDecay)],
      rateDecay: rateDecay, initialAccumulator: initialAccumulator, epsilon: epsilon,
      isMaximized: isMaximized)
  }

  public func start(_ parameter: Tensor) throws -> [Tensor] {
    [try Tensor.full(parameter.shape, initialAccumulator, dtype: parameter.dtype)]
  }

  public func move(
    _ parameter: Tensor, by gradient: Tensor, _ step: OptimizerStep, _ state: inout ParameterState
  ) throws {
    var step = step
    step.rate /= 1 + Double(state.steps - 1) * rateDecay
    try parameter.adagradStep(gradient, step, squares: state.tensors[0], epsilon: epsilon)
  }
}

/// Adadelta (Zeiler, 2012): the step is measured by the steps before it,
/// d = √(u + ε)/√(v + ε) g and θ ← θ − α d, with running means v of g² and u of d².
public final class Adadelta: ParameterwiseOptimizer {
  public var groups: [ParameterGroup]
  public var states: [ParameterState?]
  /// How much of the running means is kept.
  public let rho: Double
  public let epsilon: Double
  public let isMaximized: Bool
  public let stateNames = ["square_avg", "acc_delta"]

  public init(
    groups: [ParameterGroup], rho: Double = 0.9, epsilon: Double = 1e-6, isMaximized: Bool = false
  ) throws {
    try ParameterGroup.check(groups)
    try checkOption(rho, "rho value") { $0 >= 0 && $0 <= 1 }
    try checkOption(epsilon, "epsilon value")
    self.groups = groups
    self.rho = rho
    self.epsilon = epsilon
    self.isMaximized = isMaximized
    states = groups.flatMap(\.parameters).map { _ in nil }
  }

  public convenience init(
    _ parameters: [Variable], rate: Double = 1, rho: Double = 0.9, epsilon: Double = 1e-6,
    weightDecay: Double = 0, isMaximized: Bool = false
  ) throws {
    try self.init(
      groups: [ParameterGroup(parameters, rate: rate, weightDecay: weightDecay)], rho: rho,
      epsilon: epsilon, isMaximized: isMaximized)
  }

  public func move(
    _ parameter: Tensor, by gradient: Tensor, _ step: OptimizerStep, _ state: inout ParameterState
  ) throws {
    try parameter.adadeltaStep(
      gradient, step, squares: state.tensors[0], changes: state.tensors[1], rho: rho,
      epsilon: epsilon)
  }
}

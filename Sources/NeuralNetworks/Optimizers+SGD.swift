import Autograd
import Tensors

/// Stochastic gradient descent, θ ← θ − α g; with momentum μ, v ← μ v + g and θ ← θ − α v.
/// Nesterov's momentum looks ahead: θ ← θ − α (g + μ v).
public final class SGD: ParameterwiseOptimizer {
  public var groups: [ParameterGroup]
  public var states: [ParameterState?]
  public var momentum: Double
  public let dampening: Double
  public let isNesterov: Bool
  public let isMaximized: Bool
  public let stateNames: [String]

  public init(
    groups: [ParameterGroup], momentum: Double = 0, dampening: Double = 0,
    isNesterov: Bool = false, isMaximized: Bool = false
  ) throws {
    try ParameterGroup.check(groups)
    try checkOption(momentum, "momentum value")
    guard !isNesterov || (momentum > 0 && dampening == 0) else {
      throw TensorError(.value, "Nesterov momentum requires a momentum and zero dampening")
    }
    self.groups = groups
    self.momentum = momentum
    self.dampening = dampening
    self.isNesterov = isNesterov
    self.isMaximized = isMaximized
    stateNames = momentum == 0 ? [] : ["momentum_buffer"]
    states = groups.flatMap(\.parameters).map { _ in nil }
  }

  public convenience init(
    _ parameters: [Variable], rate: Double = 1e-3, momentum: Double = 0, dampening: Double = 0,
    weightDecay: Double = 0, isNesterov: Bool = false, isMaximized: Bool = false
  ) throws {
    try self.init(
      groups: [ParameterGroup(parameters, rate: rate, weightDecay: weightDecay)],
      momentum: momentum, dampening: dampening, isNesterov: isNesterov, isMaximized: isMaximized)
  }

  /// Without momentum there is nothing to remember, so that a step is the bare kernels.
  public var hasPlannedStep: Bool { momentum == 0 }

  public func plannedStep() -> KernelList? {
    guard hasPlannedStep else { return nil }
    var kernels = KernelList()
    for (index, group) in groups.enumerated() {
      for parameter in group.parameters {
        guard let gradient = parameter.gradient,
          kernels.add(
            descentOf: parameter.value, gradient, { [unowned self] in step(ofGroup: index) })
        else { return nil }
      }
    }
    return kernels
  }

  private func step(ofGroup index: Int) -> OptimizerStep {
    OptimizerStep(
      rate: groups[index].rate, weightDecay: groups[index].weightDecay, isMaximized: isMaximized)
  }

  public func move(
    _ parameter: Tensor, by gradient: Tensor, _ step: OptimizerStep, _ state: inout ParameterState
  ) throws {
    try parameter.descend(
      gradient, step, velocity: state.tensors.first, isFirst: state.steps == 1,
      momentum: momentum, dampening: dampening, isNesterov: isNesterov)
  }
}

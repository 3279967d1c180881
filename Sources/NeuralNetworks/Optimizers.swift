import Autograd
import Tensors

/// What turns gradients into better parameters.
public protocol Optimizer: AnyObject {
  /// The learning rate α; it may be changed between steps.
  var rate: Double { get set }
  var parameters: [Variable] { get }

  /// Moves every parameter that has a gradient, once.
  func step() throws

  /// Copies of what it remembers from step to step, under PyTorch's names after the number of the
  /// parameter: `0.momentum_buffer`.
  func state() throws -> [NamedTensor]

  /// Takes back what `state` gave.
  /// - Throws: when it is that of another optimizer, or of other parameters.
  func load(_ state: [NamedTensor]) throws
}

extension Optimizer {
  /// Forgets all gradients. Without it, the gradients of several passes add up.
  public func zeroGradients() {
    for parameter in parameters { parameter.gradient = nil }
  }
}

/// Stochastic gradient descent, θ ← θ − α g; with momentum μ, v ← μ v + g and θ ← θ − α v.
/// Nesterov's momentum looks ahead: θ ← θ − α (g + μ v).
public final class SGD: Optimizer {
  public let parameters: [Variable]
  public var rate: Double
  public var momentum: Double
  public let dampening: Double
  /// λ, which adds λ θ to the gradient.
  public let weightDecay: Double
  public let isNesterov: Bool
  private var velocities: [Tensor?]

  public init(
    _ parameters: [Variable], rate: Double = 1e-3, momentum: Double = 0, dampening: Double = 0,
    weightDecay: Double = 0, isNesterov: Bool = false
  ) throws {
    try check(rate: rate, weightDecay: weightDecay)
    guard momentum >= 0 else {
      throw TensorError(.value, "Invalid momentum value: \(momentum)")
    }
    guard !isNesterov || (momentum > 0 && dampening == 0) else {
      throw TensorError(.value, "Nesterov momentum requires a momentum and zero dampening")
    }
    self.parameters = parameters
    self.rate = rate
    self.momentum = momentum
    self.dampening = dampening
    self.weightDecay = weightDecay
    self.isNesterov = isNesterov
    velocities = Array(repeating: nil, count: parameters.count)
  }

  public func step() throws {
    for (index, parameter) in parameters.enumerated() {
      guard let gradient = parameter.gradient else { continue }
      let isFirst = velocities[index] == nil
      if isFirst && momentum != 0 { velocities[index] = try Tensor.zeros(like: parameter.value) }
      try parameter.value.descend(
        gradient, velocity: momentum == 0 ? nil : velocities[index], isFirst: isFirst, rate: rate,
        momentum: momentum, dampening: dampening, isNesterov: isNesterov,
        weightDecay: weightDecay)
    }
  }

  public func state() throws -> [NamedTensor] {
    try velocities.enumerated().compactMap { index, velocity in
      try velocity.map { ("\(index).momentum_buffer", try $0.copied()) }
    }
  }

  public func load(_ state: [NamedTensor]) throws {
    let found = try OptimizerState(state, of: parameters)
    velocities = try parameters.indices.map { try found.moment($0, "momentum_buffer") }
    try found.checkAllTaken()
  }
}

/// Adam (Kingma and Ba, 2015): each parameter's step is scaled by running means of its gradient
/// m and of the gradient's square v, corrected for their start at 0:
/// θ ← θ − α m̂ / (√v̂ + ε). With `isDecoupled` it is AdamW, where weight decay shrinks θ itself.
public final class Adam: Optimizer {
  /// The running means of one parameter.
  public struct Moments {
    public let first: Tensor
    public let second: Tensor
    /// How many steps were taken.
    public internal(set) var steps: Int
  }

  public let parameters: [Variable]
  public var rate: Double
  public let betas: (Double, Double)
  public let epsilon: Double
  public let weightDecay: Double
  public let isDecoupled: Bool
  public private(set) var moments: [Moments?]

  public init(
    _ parameters: [Variable], rate: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999),
    epsilon: Double = 1e-8, weightDecay: Double = 0, isDecoupled: Bool = false
  ) throws {
    try check(rate: rate, weightDecay: weightDecay)
    for (index, beta) in [betas.0, betas.1].enumerated() where !(beta >= 0 && beta < 1) {
      throw TensorError(.value, "Invalid beta parameter at index \(index): \(beta)")
    }
    guard epsilon >= 0 else { throw TensorError(.value, "Invalid epsilon value: \(epsilon)") }
    self.parameters = parameters
    self.rate = rate
    self.betas = betas
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.isDecoupled = isDecoupled
    moments = Array(repeating: nil, count: parameters.count)
  }

  public func step() throws {
    for (index, parameter) in parameters.enumerated() {
      guard let gradient = parameter.gradient else { continue }
      var state =
        try moments[index]
        ?? Moments(
          first: Tensor.zeros(like: parameter.value), second: Tensor.zeros(like: parameter.value),
          steps: 0)
      state.steps += 1
      try parameter.value.adamStep(
        gradient, first: state.first, second: state.second, step: state.steps, rate: rate,
        betas: betas, epsilon: epsilon, weightDecay: weightDecay, isDecoupled: isDecoupled)
      moments[index] = state
    }
  }

  public func state() throws -> [NamedTensor] {
    try moments.enumerated().flatMap { index, moments -> [NamedTensor] in
      guard let moments else { return [] }
      return [
        ("\(index).step", try Tensor.scalar(moments.steps)),
        ("\(index).exp_avg", try moments.first.copied()),
        ("\(index).exp_avg_sq", try moments.second.copied()),
      ]
    }
  }

  public func load(_ state: [NamedTensor]) throws {
    let found = try OptimizerState(state, of: parameters)
    moments = try parameters.indices.map { index in
      guard let first = try found.moment(index, "exp_avg"),
        let second = try found.moment(index, "exp_avg_sq"), let steps = try found.steps(index)
      else { return nil }
      return Moments(first: first, second: second, steps: steps)
    }
    try found.checkAllTaken()
  }
}

private func check(rate: Double, weightDecay: Double) throws {
  guard rate >= 0 else { throw TensorError(.value, "Invalid learning rate: \(rate)") }
  guard weightDecay >= 0 else {
    throw TensorError(.value, "Invalid weight_decay value: \(weightDecay)")
  }
}

/// The optimizers by name, with PyTorch's defaults.
public enum OptimizerKind: String, CaseIterable, Codable, Hashable, Sendable {
  case sgd
  /// SGD with momentum 0.9.
  case momentum
  case adam
  case adamW

  public func make(_ parameters: [Variable], rate: Double) throws -> any Optimizer {
    try OptimizerPlan(self, rate: rate).make(parameters)
  }
}

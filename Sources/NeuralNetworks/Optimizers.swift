import Autograd
import Tensors

/// What turns gradients into better parameters.
public protocol Optimizer: AnyObject {
  /// The learning rate α of the first group; set, that of all. It may be changed between steps.
  var rate: Double { get set }
  var parameters: [Variable] { get }
  /// Parameters that share a learning rate and a weight decay.
  var groups: [ParameterGroup] { get set }

  /// Moves every parameter that has a gradient, once.
  func step() throws

  /// Moves them after computing the loss and its gradients anew, which L-BFGS does several times.
  /// - Parameter closure: forgets the gradients, computes the loss, runs a backward pass and
  ///   returns the loss.
  /// - Returns: the loss before the step.
  @discardableResult
  func step(_ closure: () throws -> Double) throws -> Double

  /// Moves more parameters from now on: PyTorch's `add_param_group`.
  func add(_ group: ParameterGroup) throws

  /// A step by the gradients that the parameters have now, to be taken again and again after these
  /// were computed anew in the same memory; nil where it is not to be had.
  func plannedStep() -> KernelList?
  /// Whether a planned step does now what `step` does.
  var hasPlannedStep: Bool { get }

  /// Copies of what it remembers from step to step, under PyTorch's names after the number of the
  /// parameter: `0.momentum_buffer`.
  func state() throws -> [NamedTensor]

  /// Takes back what `state` gave.
  /// - Throws: when it is that of another optimizer, or of other parameters.
  func load(_ state: [NamedTensor]) throws
}

extension Optimizer {
  public func plannedStep() -> KernelList? { nil }
  public var hasPlannedStep: Bool { false }

  public var parameters: [Variable] { groups.flatMap(\.parameters) }

  public var rate: Double {
    get { groups.first?.rate ?? 0 }
    set { for index in groups.indices { groups[index].rate = newValue } }
  }

  @discardableResult
  public func step(_ closure: () throws -> Double) throws -> Double {
    let loss = try closure()
    try step()
    return loss
  }

  public func add(_ group: ParameterGroup) throws {
    try ParameterGroup.check(groups + [group])
    groups.append(group)
  }

  /// Forgets all gradients. Without it, the gradients of several passes add up.
  public func zeroGradients() {
    for parameter in parameters { parameter.gradient = nil }
  }
}

/// Parameters that an optimizer treats alike.
public struct ParameterGroup {
  public let parameters: [Variable]
  /// The learning rate α.
  public var rate: Double
  /// λ, which adds λ θ to the gradient (or shrinks θ, where it is decoupled).
  public var weightDecay: Double

  public init(_ parameters: [Variable], rate: Double, weightDecay: Double = 0) {
    self.parameters = parameters
    self.rate = rate
    self.weightDecay = weightDecay
  }

  /// Refuses what PyTorch refuses of a list of groups.
  static func check(_ groups: [ParameterGroup]) throws {
    guard groups.contains(where: { !$0.parameters.isEmpty }) else {
      throw TensorError(.value, "optimizer got an empty parameter list")
    }
    for group in groups {
      try checkOption(group.rate, "learning rate")
      try checkOption(group.weightDecay, "weight_decay value")
    }
    var seen: Set<ObjectIdentifier> = []
    for parameter in groups.flatMap(\.parameters) {
      guard seen.insert(ObjectIdentifier(parameter)).inserted else {
        throw TensorError(.value, "some parameters appear in more than one parameter group")
      }
    }
  }
}

/// Refuses an option that is not within its range, in PyTorch's words.
func checkOption(_ value: Double, _ name: String, _ isValid: (Double) -> Bool = { $0 >= 0 }) throws
{
  guard isValid(value) else { throw TensorError(.value, "Invalid \(name): \(value)") }
}

/// What an optimizer remembers of one parameter.
public struct ParameterState {
  /// How many steps were taken.
  public internal(set) var steps = 0
  /// In the order of the optimizer's `stateNames`.
  public internal(set) var tensors: [Tensor]
}

/// An optimizer that moves each parameter by itself, with a few tensors that it remembers.
public protocol ParameterwiseOptimizer: Optimizer {
  /// PyTorch's names of what is remembered.
  var stateNames: [String] { get }
  /// Whether it climbs.
  var isMaximized: Bool { get }
  /// By parameter, in the order of the groups; nil before its first step.
  var states: [ParameterState?] { get set }

  /// What is remembered before the first step.
  func start(_ parameter: Tensor) throws -> [Tensor]
  /// Moves one parameter by its gradient; the state's `steps` counts this step already.
  func move(
    _ parameter: Tensor, by gradient: Tensor, _ step: OptimizerStep, _ state: inout ParameterState
  ) throws
}

extension ParameterwiseOptimizer {
  public func start(_ parameter: Tensor) throws -> [Tensor] {
    try stateNames.map { _ in try Tensor.zeros(like: parameter) }
  }

  public func add(_ group: ParameterGroup) throws {
    try ParameterGroup.check(groups + [group])
    groups.append(group)
    states += group.parameters.map { _ in nil }
  }

  public func step() throws {
    var place = 0
    for group in groups {
      let step = OptimizerStep(
        rate: group.rate, weightDecay: group.weightDecay, isMaximized: isMaximized)
      for parameter in group.parameters {
        defer { place += 1 }
        guard let gradient = parameter.gradient else { continue }
        var state = try states[place] ?? ParameterState(tensors: start(parameter.value))
        state.steps += 1
        try move(parameter.value, by: gradient, step, &state)
        states[place] = state
      }
    }
  }

  public func state() throws -> [NamedTensor] {
    try states.enumerated().flatMap { place, state -> [NamedTensor] in
      guard let state else { return [] }
      return try [("\(place).step", Tensor.scalar(state.steps))]
        + zip(stateNames, state.tensors).map { ("\(place).\($0)", try $1.copied()) }
    }
  }

  public func load(_ state: [NamedTensor]) throws {
    let found = try OptimizerState(state)
    let restored = try parameters.enumerated().map { place, parameter -> ParameterState? in
      guard let steps = try found.steps(place) else { return nil }
      let tensors = try zip(stateNames, start(parameter.value)).map {
        try found.tensor(place, $0, like: $1)
      }
      return ParameterState(steps: steps, tensors: tensors)
    }
    try found.checkAllTaken()
    states = restored
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

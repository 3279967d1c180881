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
}

extension Optimizer {
  public var parameters: [Variable] { groups.flatMap(\.parameters) }

  public var rate: Double {
    get { groups.first?.rate ?? 0 }
    set { for index in groups.indices { groups[index].rate = newValue } }
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
public struct OptimizerState {
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
  var states: [OptimizerState?] { get set }

  /// What is remembered before the first step.
  func start(_ parameter: Tensor) throws -> [Tensor]
  /// Moves one parameter by its gradient; the state's `steps` counts this step already.
  func move(
    _ parameter: Tensor, by gradient: Tensor, _ step: OptimizerStep, _ state: inout OptimizerState
  ) throws
}

extension ParameterwiseOptimizer {
  public func start(_ parameter: Tensor) throws -> [Tensor] {
    try stateNames.map { _ in try Tensor.zeros(like: parameter) }
  }

  public func step() throws {
    var place = 0
    for group in groups {
      let step = OptimizerStep(
        rate: group.rate, weightDecay: group.weightDecay, isMaximized: isMaximized)
      for parameter in group.parameters {
        defer { place += 1 }
        guard let gradient = parameter.gradient else { continue }
        var state = try states[place] ?? OptimizerState(tensors: start(parameter.value))
        state.steps += 1
        try move(parameter.value, by: gradient, step, &state)
        states[place] = state
      }
    }
  }

  /// All that is remembered, by names such as `state.0.exp_avg`, for a checkpoint.
  public func exportedState() throws -> [String: Tensor] {
    var exported: [String: Tensor] = [:]
    for (place, state) in states.enumerated() {
      guard let state else { continue }
      exported["state.\(place).step"] = try Tensor.scalar(state.steps)
      for (name, tensor) in zip(stateNames, state.tensors) {
        exported["state.\(place).\(name)"] = try tensor.copied()
      }
    }
    for (place, group) in groups.enumerated() {
      exported["groups.\(place).lr"] = try Tensor.scalar(group.rate, dtype: .float64)
      exported["groups.\(place).weight_decay"] = try Tensor.scalar(
        group.weightDecay, dtype: .float64)
    }
    return exported
  }

  /// Remembers what was exported.
  /// - Throws: when it is of other parameters.
  public func importState(_ exported: [String: Tensor]) throws {
    var restored: [OptimizerState?] = []
    for (place, parameter) in parameters.enumerated() {
      guard let steps = exported["state.\(place).step"] else {
        restored.append(nil)
        continue
      }
      let tensors = try zip(stateNames, start(parameter.value)).map { name, expected in
        guard let tensor = exported["state.\(place).\(name)"], tensor.shape == expected.shape
        else {
          throw TensorError(
            .value,
            "loaded state dict contains a parameter group that doesn't match the size of "
              + "optimizer's group")
        }
        return try tensor.converted(to: expected.dtype).copied()
      }
      guard let count = Int(exactly: try steps.item().rounded()), count >= 0 else {
        throw TensorError(.value, "state.\(place).step is no number of steps")
      }
      restored.append(OptimizerState(steps: count, tensors: tensors))
    }
    var groups = groups
    for place in groups.indices {
      if let rate = exported["groups.\(place).lr"] { groups[place].rate = try rate.item() }
      if let decay = exported["groups.\(place).weight_decay"] {
        groups[place].weightDecay = try decay.item()
      }
    }
    try ParameterGroup.check(groups)
    self.groups = groups
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
    switch self {
    case .sgd: try SGD(parameters, rate: rate)
    case .momentum: try SGD(parameters, rate: rate, momentum: 0.9)
    case .adam: try Adam(parameters, rate: rate)
    case .adamW: try OptimizerPlan(.adamW, rate: rate).make(parameters)
    }
  }
}

import Autograd
import Tensors

/// The state of an optimizer while it is read.
final class OptimizerState {
  private var tensors: [String: Tensor] = [:]
  private let parameters: [Variable]

  init(_ state: [NamedTensor], of parameters: [Variable]) throws {
    self.parameters = parameters
    for (name, tensor) in state {
      guard tensors.updateValue(tensor, forKey: name) == nil else {
        throw TensorError(.value, "the optimizer's state has two entries '\(name)'")
      }
    }
  }

  /// A copy of what is kept for each number of a parameter; nil when nothing is.
  func moment(_ index: Int, _ name: String) throws -> Tensor? {
    guard let tensor = tensors.removeValue(forKey: "\(index).\(name)") else { return nil }
    guard tensor.shape == parameters[index].shape, tensor.dtype == parameters[index].dtype else {
      throw misfit
    }
    return try tensor.copied()
  }

  func steps(_ index: Int) throws -> Int? {
    guard let tensor = tensors.removeValue(forKey: "\(index).step") else { return nil }
    guard tensor.count == 1, let steps = tensor.integers.first, steps > 0 else { throw misfit }
    return steps
  }

  func checkAllTaken() throws {
    guard tensors.isEmpty else { throw misfit }
  }

  private var misfit: TensorError {
    TensorError(.value, "the optimizer's state is of another optimizer, or of other parameters")
  }
}

/// Several optimizers for different parameters of one network, such as one with weight decay and
/// one without: PyTorch's parameter groups.
final class OptimizerGroups: Optimizer {
  private let groups: [any Optimizer]

  init(_ groups: [any Optimizer]) { self.groups = groups }

  var parameters: [Variable] { groups.flatMap(\.parameters) }

  var rate: Double {
    get { groups.first?.rate ?? 0 }
    set { for group in groups { group.rate = newValue } }
  }

  func step() throws { for group in groups { try group.step() } }

  func state() throws -> [NamedTensor] {
    try groups.enumerated().flatMap { index, group in
      try group.state().map { ("\(index).\($0.name)", $0.tensor) }
    }
  }

  func load(_ state: [NamedTensor]) throws {
    for (index, group) in groups.enumerated() {
      let prefix = "\(index)."
      try group.load(
        state.filter { $0.name.hasPrefix(prefix) }
          .map { (String($0.name.dropFirst(prefix.count)), $0.tensor) })
    }
  }
}

extension OptimizerPlan {
  public func make(_ parameters: [Variable]) throws -> any Optimizer {
    guard decaysOnlyMatrices, weightDecay != 0 else {
      return try make(parameters, weightDecay: weightDecay)
    }
    return OptimizerGroups([
      try make(parameters.filter { $0.rank >= 2 }, weightDecay: weightDecay),
      try make(parameters.filter { $0.rank < 2 }, weightDecay: 0),
    ])
  }

  private func make(_ parameters: [Variable], weightDecay: Double) throws -> any Optimizer {
    switch kind {
    case .sgd, .momentum:
      try SGD(parameters, rate: rate, momentum: momentum, weightDecay: weightDecay)
    case .adam, .adamW:
      try Adam(
        parameters, rate: rate, betas: (firstBeta, secondBeta), weightDecay: weightDecay,
        isDecoupled: kind == .adamW)
    }
  }
}

extension Optimizer {
  /// Of SGD, which may be changed while it runs; nil for other optimizers.
  var momentumControl: Double? {
    get { (self as? SGD)?.momentum }
    set { if let newValue { (self as? SGD)?.momentum = newValue } }
  }
}

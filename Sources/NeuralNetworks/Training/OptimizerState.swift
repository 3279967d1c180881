import Autograd
import Tensors

/// The state of an optimizer while it is read.
final class OptimizerState {
  private var tensors: [String: Tensor] = [:]

  init(_ state: [NamedTensor]) throws {
    for (name, tensor) in state {
      guard tensors.updateValue(tensor, forKey: name) == nil else {
        throw TensorError(.value, "the optimizer's state has two entries '\(name)'")
      }
    }
  }

  /// A copy of what is kept of a parameter, of the shape and type of `expected`.
  func tensor(_ index: Int, _ name: String, like expected: Tensor) throws -> Tensor {
    try tensor(index, name) { $0.shape == expected.shape && $0.dtype == expected.dtype }
  }

  /// A copy of what is kept of a parameter, where it is as it should be.
  func tensor(_ index: Int, _ name: String, where fits: (Tensor) -> Bool) throws -> Tensor {
    guard let tensor = tensors.removeValue(forKey: "\(index).\(name)"), fits(tensor) else {
      throw misfit
    }
    return try tensor.copied()
  }

  var isEmpty: Bool { tensors.isEmpty }

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

extension OptimizerPlan {
  public func make(_ parameters: [Variable]) throws -> any Optimizer {
    switch kind {
    case .sgd, .momentum: try SGD(groups: groups(parameters), momentum: momentum)
    case .adam, .adamW:
      try Adam(
        groups: groups(parameters), betas: (firstBeta, secondBeta), isDecoupled: kind == .adamW)
    }
  }

  /// The parameters with and without weight decay.
  private func groups(_ parameters: [Variable]) -> [ParameterGroup] {
    guard decaysOnlyMatrices, weightDecay != 0 else {
      return [ParameterGroup(parameters, rate: rate, weightDecay: weightDecay)]
    }
    return [
      ParameterGroup(parameters.filter { $0.rank >= 2 }, rate: rate, weightDecay: weightDecay),
      ParameterGroup(parameters.filter { $0.rank < 2 }, rate: rate),
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

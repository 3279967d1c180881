import Autograd
import Tensors

/// What a model takes: numbers, operations, and memory.
public struct ModelCost: Hashable, Sendable, Codable {
  /// How many numbers are learned.
  public let parameters: Int
  /// Floating-point operations of the forward pass of one sample.
  public let forwardOperations: Int
  /// Bytes of the parameters, and as many again of their gradients.
  public let weightBytes: Int
  /// Bytes of what the optimizer remembers of each parameter.
  public let optimizerBytes: Int
  /// Bytes that the forward pass of one batch keeps for the backward pass.
  public let activationBytes: Int

  /// Of one sample in training: forward, and twice as much backward, for the gradients of inputs
  /// and of weights.
  public var trainingOperations: Int { 3 * forwardOperations }

  public var gradientBytes: Int { weightBytes }

  /// Bytes that training takes besides the data.
  public var trainingBytes: Int {
    weightBytes + gradientBytes + optimizerBytes + activationBytes
  }
}

extension ZooModel {
  /// Counted from the operations that a small batch records.
  public func cost() throws -> ModelCost {
    let tape = Tape()
    let learner = try make(usualForm, tape)
    let samples = 2
    let batch = try learner.prepared(example(usualForm, samples)).map { tape.constant($0) }
    let cost = try learner.assess(batch).loss.cost()
    let weights = learner.module.parameters.reduce(0) {
      $0 + $1.count * $1.variable.dtype.size
    }
    return ModelCost(
      parameters: learner.module.parameterCount, forwardOperations: cost.operations / samples,
      weightBytes: weights, optimizerBytes: weights * plan.optimizer.momentsPerParameter,
      activationBytes: cost.keptBytes / samples * plan.batchSize)
  }
}

extension OptimizerPlan {
  /// How many numbers are remembered of each parameter.
  var momentsPerParameter: Int {
    switch kind {
    case .sgd, .momentum: momentum == 0 ? 0 : 1
    case .adam, .adamW: 2
    }
  }
}

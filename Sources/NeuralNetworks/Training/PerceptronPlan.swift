import Autograd
import Tensors

/// A multilayer perceptron that classifies, and how it is trained.
public struct PerceptronPlan: Hashable, Codable, Sendable {
  /// Units in each hidden layer.
  public var hidden: [Int] = [32]
  public var activation = Activation.relu
  public var optimizer = OptimizerKind.adam
  public var rate = 0.01
  public var batchSize = 32
  public var epochs = 20
  public var seed: UInt64 = 1
  /// The share of the samples that is held out for validation.
  public var heldShare = 0.2

  public init() {}

  /// A training of such a network. The seed decides the split, then the parameters, then the
  /// order of the batches.
  public func training(on data: LabelledRows) throws -> PerceptronTraining {
    let tape = Tape(seed: seed)
    let (training, held) = try data.split(held: heldShare, generator: &tape.generator)
    guard training.count > 0 else { throw DataError("no samples are left to train on") }
    let network = try Sequential.perceptron(
      [data.width] + hidden + [data.classes], activation: activation, tape: tape)
    let learner = Classifier(network, classNames: (0..<data.classes).map(String.init))
    let plan = TrainingPlan(
      OptimizerPlan(optimizer, rate: rate), batchSize: batchSize, epochs: epochs, seed: seed)
    return PerceptronTraining(
      training: try Training(
        learner, TrainingData(training: training, validation: held.count > 0 ? held : nil), plan,
        tape: tape),
      classifier: learner, held: held.count > 0 ? held : training)
  }
}

/// A perceptron that is being trained, and the samples that it is examined on.
public struct PerceptronTraining {
  public let training: Training
  public let classifier: Classifier
  public let held: LabelledRows

  /// The class probabilities that the network gives one sample.
  public func probabilities(_ row: [Float]) throws -> [Float] {
    try classifier.probabilities(
      try Tensor(row, shape: [1, row.count]), on: training.tape
    ).floats
  }
}

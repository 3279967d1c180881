import Autograd
import Tensors

/// What to train, and how.
public struct TrainingPlan: Hashable, Codable, Sendable {
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
}

/// How well a network does on samples that it was not trained on.
public struct Evaluation: Hashable, Sendable {
  /// After how many steps.
  public let step: Int
  public let loss: Double
  public let accuracy: Double
  public let confusion: ConfusionMatrix
  /// The class that it gave each sample.
  public let predictions: [Int]
}

/// What a screen shows of a training run.
public struct TrainingSnapshot: Sendable {
  public let plan: TrainingPlan
  public let rate: Double
  public let step: Int
  public let epoch: Int
  public let stepInEpoch: Int
  public let stepsPerEpoch: Int
  public let isFinished: Bool
  /// The loss and the accuracy on each step's batch.
  public let losses: [Float]
  public let accuracies: [Float]
  /// One at the start, and one after each epoch.
  public let evaluations: [Evaluation]
  /// The first layer's weights, one row for each unit.
  public let firstWeights: [[Float]]
}

/// The training loop of a classifier: a perceptron, cross-entropy, an optimizer, batches. It
/// goes one step at a time, so that whoever owns it can pause it, watch it, and change the
/// learning rate while it runs. It belongs to one thread.
public final class Training {
  private static let mostEpochs = 100_000

  public let plan: TrainingPlan
  public let model: Sequential
  public let training: LabelledRows
  public let held: LabelledRows
  public private(set) var step = 0
  public private(set) var evaluations: [Evaluation] = []
  private let tape: Tape
  private let optimizer: any Optimizer
  private let loader: DataLoader
  private var batches: [[Int]] = []
  private var losses: [Float] = []
  private var accuracies: [Float] = []

  public init(_ plan: TrainingPlan, data: LabelledRows) throws {
    guard (1...Training.mostEpochs).contains(plan.epochs) else {
      throw DataError("a training run has 1 to \(Training.mostEpochs) epochs, not \(plan.epochs)")
    }
    guard plan.rate.isFinite else { throw DataError("the learning rate must be a number") }
    self.plan = plan
    tape = Tape(seed: plan.seed)
    (training, held) = try data.split(held: plan.heldShare, generator: &tape.generator)
    guard training.count > 0 else { throw DataError("no samples are left to train on") }
    model = try Sequential.perceptron(
      [data.width] + plan.hidden + [data.classes], activation: plan.activation, tape: tape)
    optimizer = try plan.optimizer.make(model.parameters.map(\.variable), rate: plan.rate)
    loader = try DataLoader(count: training.count, batchSize: plan.batchSize, isShuffled: true)
    evaluations = [try evaluate()]
  }

  public var rate: Double {
    get { optimizer.rate }
    set { if newValue.isFinite && newValue >= 0 { optimizer.rate = newValue } }
  }

  public var stepsPerEpoch: Int { loader.batchCount }
  public var isFinished: Bool { step >= plan.epochs * stepsPerEpoch }

  /// Trains on one batch; after the last batch of an epoch, evaluates. Does nothing when all
  /// epochs are done.
  public func advance() throws {
    guard !isFinished else { return }
    if batches.isEmpty { batches = try loader.epoch(&tape.generator).reversed() }
    guard let indices = batches.popLast() else { return }
    let (features, labels) = try training.batch(indices)
    let logits = try model(tape.constant(features))
    let loss = try logits.crossEntropy(tape.constant(labels))
    optimizer.zeroGradients()
    try loss.backward()
    try optimizer.step()
    step += 1
    losses.append(Float(try loss.value.item()))
    let predictions = try logits.value.argmax(1).integers
    accuracies.append(Float(accuracy(predictions, indices.map { training.labels[$0] })))
    if batches.isEmpty { evaluations.append(try evaluate()) }
  }

  /// The class probabilities that the network gives one sample.
  public func probabilities(_ row: [Float]) throws -> [Float] {
    try tape.withoutRecording {
      try model(tape.constant(Tensor(row, shape: [1, row.count]))).value.softmax(1).floats
    }
  }

  private func evaluate() throws -> Evaluation {
    let samples = held.count > 0 ? held : training
    return try tape.withoutRecording {
      let (features, labels) = try samples.batch(Array(0..<samples.count))
      let logits = try model(tape.constant(features))
      let predictions = try logits.value.argmax(1).integers
      return Evaluation(
        step: step, loss: try logits.crossEntropy(tape.constant(labels)).value.item(),
        accuracy: accuracy(predictions, samples.labels),
        confusion: try ConfusionMatrix(
          predictions: predictions, labels: samples.labels, classes: samples.classes),
        predictions: predictions)
    }
  }

  /// How things stand, for another thread.
  public func snapshot() -> TrainingSnapshot {
    let weights = try? model.linearLayers.first?.weight.value
    let (values, width) = (weights?.floats ?? [], max(weights?.shape[1] ?? 1, 1))
    return TrainingSnapshot(
      plan: plan, rate: rate, step: step,
      epoch: stepsPerEpoch > 0 ? min(step / stepsPerEpoch, plan.epochs) : 0,
      stepInEpoch: stepsPerEpoch > 0 ? step % stepsPerEpoch : 0, stepsPerEpoch: stepsPerEpoch,
      isFinished: isFinished, losses: losses, accuracies: accuracies, evaluations: evaluations,
      firstWeights: stride(from: 0, to: values.count, by: width).map {
        Array(values[$0..<min($0 + width, values.count)])
      })
  }
}

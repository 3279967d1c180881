/// What has been measured during a training, step by step.
public struct TrainingRecord: Hashable, Sendable {
  /// The loss on each step's batch.
  public internal(set) var losses: [Float] = []
  /// The accuracy on each step's batch; none where the learner does not score its batches.
  public internal(set) var accuracies: [Float] = []
  /// The learning rate of each step.
  public internal(set) var rates: [Double] = []
  /// One at the start, and one after each epoch.
  public internal(set) var evaluations: [Evaluation] = []
  /// What was set by hand, from which step on.
  public internal(set) var controls: [Int: TrainingControls] = [:]

  public var step: Int { losses.count }

  /// The settings that held when a step was taken.
  public func controls(at step: Int) -> TrainingControls? {
    controls.filter { $0.key <= step }.max { $0.key < $1.key }?.value
  }

  /// Only what was known after so many steps.
  func prefix(_ steps: Int) -> TrainingRecord {
    var record = self
    record.losses = Array(losses.prefix(steps))
    record.accuracies = Array(accuracies.prefix(steps))
    record.rates = Array(rates.prefix(steps))
    record.evaluations = evaluations.filter { $0.step <= steps }
    record.controls = controls.filter { $0.key <= steps }
    return record
  }
}

/// How well a network does on samples that it was not trained on.
public struct Evaluation: Hashable, Sendable {
  /// After how many steps.
  public let step: Int
  public let loss: Double
  public let accuracy: Double
  /// Which classes were taken for which; nil where there are none.
  public let confusion: ConfusionMatrix?

  public init(step: Int, loss: Double, accuracy: Double, confusion: ConfusionMatrix? = nil) {
    self.step = step
    self.loss = loss
    self.accuracy = accuracy
    self.confusion = confusion
  }
}

/// What can be changed while a training runs.
public struct TrainingControls: Hashable, Codable, Sendable {
  /// The learning rate α, before the schedule's factor.
  public var rate: Double
  /// Of SGD; nil for other optimizers.
  public var momentum: Double?
  /// The greatest norm of all gradients together.
  public var clipping: Double?

  public init(rate: Double, momentum: Double? = nil, clipping: Double? = nil) {
    self.rate = rate
    self.momentum = momentum
    self.clipping = clipping
  }

  var isPossible: Bool {
    rate.isFinite && rate >= 0 && momentum.map { $0 >= 0 && $0.isFinite } ?? true
      && clipping.map { $0 > 0 && $0.isFinite } ?? true
  }
}

/// How a training stands: for another thread.
public struct TrainingSnapshot: Hashable, Sendable {
  public let plan: TrainingPlan
  public let record: TrainingRecord
  public let controls: TrainingControls
  public let step: Int
  public let steps: Int
  public let stepsPerEpoch: Int
  public let isFinished: Bool
  /// Whether it ended before its last step, since nothing became better.
  public let isStopped: Bool

  /// How many epochs there are to begin.
  public var epochs: Int { (steps + stepsPerEpoch - 1) / max(stepsPerEpoch, 1) }
  /// How many epochs are done.
  public var epoch: Int { step / max(stepsPerEpoch, 1) }
  /// The learning rate of the next step, before the schedule's factor.
  public var rate: Double { controls.rate }
  public var losses: [Float] { record.losses }
  public var accuracies: [Float] { record.accuracies }
  public var evaluations: [Evaluation] { record.evaluations }
}

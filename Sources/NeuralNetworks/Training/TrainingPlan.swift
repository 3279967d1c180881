/// How a model is trained.
public struct TrainingPlan: Hashable, Codable, Sendable {
  public static let mostEpochs = 100_000

  public var optimizer = OptimizerPlan()
  public var schedule = SchedulePlan.constant
  public var batchSize = 32
  /// How often the network sees each sample.
  public var epochs = 10
  /// The most steps; without it, as many as the epochs have.
  public var steps: Int?
  /// After how many steps the network is examined, besides at the end of each epoch.
  public var examinedEvery: Int?
  /// What parameters, orders and everything random are drawn from.
  public var seed: UInt64 = 0
  /// The greatest norm that all gradients together may have; longer ones are shortened to it.
  public var clipping: Double?
  public var stopping: EarlyStopping?

  public init() {}

  public init(
    _ optimizer: OptimizerPlan, schedule: SchedulePlan = .constant, batchSize: Int = 32,
    epochs: Int = 10, steps: Int? = nil, examinedEvery: Int? = nil, seed: UInt64 = 0,
    clipping: Double? = nil, stopping: EarlyStopping? = nil
  ) {
    self.optimizer = optimizer
    self.schedule = schedule
    self.batchSize = batchSize
    self.epochs = epochs
    self.steps = steps
    self.examinedEvery = examinedEvery
    self.seed = seed
    self.clipping = clipping
    self.stopping = stopping
  }

  /// - Throws: `DataError` that names the first value that makes no sense.
  func check() throws {
    guard (1...TrainingPlan.mostEpochs).contains(epochs) else {
      throw DataError("a training run has 1 to \(TrainingPlan.mostEpochs) epochs, not \(epochs)")
    }
    guard batchSize > 0 else { throw DataError("a batch has at least 1 sample, not \(batchSize)") }
    guard steps ?? 1 > 0, examinedEvery ?? 1 > 0 else {
      throw DataError("numbers of steps are at least 1")
    }
    guard optimizer.rate.isFinite, optimizer.rate >= 0 else {
      throw DataError("the learning rate must be a number that is not negative")
    }
    guard clipping.map({ $0 > 0 && $0.isFinite }) ?? true else {
      throw DataError("gradients are clipped to a norm that is greater than 0")
    }
    if let stopping, stopping.patience < 1 || !stopping.minimumDelta.isFinite {
      throw DataError("early stopping takes a patience of at least 1 evaluation")
    }
  }
}

/// Training ends when the validation loss has not become better for a while.
public struct EarlyStopping: Hashable, Codable, Sendable {
  /// How many evaluations in a row may bring nothing.
  public var patience: Int
  /// By how much the loss has to fall for an evaluation to count as better.
  public var minimumDelta: Double
  /// Whether the parameters with the best validation loss are brought back at the end.
  public var restoresBest: Bool

  public init(patience: Int = 5, minimumDelta: Double = 0, restoresBest: Bool = true) {
    self.patience = patience
    self.minimumDelta = minimumDelta
    self.restoresBest = restoresBest
  }

  /// Which of the losses was the best, and how many came after it.
  public func best(_ losses: [Double]) -> (index: Int?, waited: Int) {
    var best: (index: Int, loss: Double)?
    for (index, loss) in losses.enumerated()
    where loss < (best.map { $0.loss - minimumDelta } ?? .infinity) {
      best = (index, loss)
    }
    return (best?.index, losses.count - 1 - (best?.index ?? 0))
  }
}

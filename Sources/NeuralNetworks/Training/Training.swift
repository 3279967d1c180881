import Autograd
import Tensors

/// Samples to learn from, samples to look at while learning, and samples for the end.
public struct TrainingData {
  public var training: any Dataset
  public var validation: (any Dataset)?
  public var test: (any Dataset)?

  public init(
    training: any Dataset, validation: (any Dataset)? = nil, test: (any Dataset)? = nil
  ) {
    self.training = training
    self.validation = validation
    self.test = test
  }
}

/// The training loop: batches, a loss, its gradients, an optimizer. It goes one step at a time, so
/// that whoever owns it can pause it, watch it, change it while it runs, and go back to any step
/// it has taken (`Training+Scrubbing.swift`). It belongs to one thread.
public final class Training {
  public let plan: TrainingPlan
  public let learner: any Learner
  public let data: TrainingData
  public let tape: Tape
  public private(set) var record = TrainingRecord()
  /// What holds for the next steps; it may be changed between steps.
  public private(set) var controls: TrainingControls
  let optimizer: any Optimizer
  private let loader: DataLoader
  private let trainingStep: TrainingStep
  /// The batches of this epoch; none between epochs.
  private var batches: [[Int]] = []
  private(set) var epochStart: Generator?
  var history: TrainingHistory
  /// The numbers of the best evaluation, where early stopping wants them back.
  private(set) var best: [Tensor] = []

  /// How many samples are examined at once.
  private static let examinedAtOnce = 256

  /// - Parameters:
  ///   - tape: of the learner's parameters; its generator is the one that orders are drawn from.
  ///   - historyLimit: bytes that states to go back to may take; 0 for none.
  /// - Throws: `DataError` when the plan makes no sense, or there is nothing to train on.
  public init(
    _ learner: any Learner, _ data: TrainingData, _ plan: TrainingPlan, tape: Tape,
    historyLimit: Int = 64 << 20
  ) throws {
    try plan.check()
    guard data.training.count > 0 else { throw DataError("no samples are left to train on") }
    self.plan = plan
    self.learner = learner
    self.data = data
    self.tape = tape
    loader = try DataLoader(
      count: data.training.count, batchSize: plan.batchSize, isShuffled: true)
    optimizer = try plan.optimizer.make(learner.module.parameters.map(\.variable))
    trainingStep = TrainingStep(
      optimizer, tape: tape, isPlannable: learner.isPlannable,
      assess: { [unowned learner] in try learner.assess($0) })
    controls = TrainingControls(
      rate: plan.optimizer.rate, momentum: optimizer.momentumControl, clipping: plan.clipping)
    history = TrainingHistory(
      every: max(1, min(loader.batchCount, plan.steps ?? .max) / 4), limit: historyLimit)
    record.controls[0] = controls
    record.evaluations = [try evaluation()]
    if history.isDue(0) { history.keep(try state()) }
  }

  // MARK: Where it stands

  /// How many steps were taken.
  public var step: Int { record.step }
  public var stepsPerEpoch: Int { loader.batchCount }
  /// How many steps there are to take.
  public var steps: Int { min(plan.epochs * stepsPerEpoch, plan.steps ?? .max) }
  /// Whether early stopping has ended it.
  public var isStopped: Bool {
    guard let stopping = plan.stopping else { return false }
    return stopping.best(record.evaluations.map(\.loss)).waited >= stopping.patience
  }
  public var isFinished: Bool { step >= steps || isStopped }

  public func snapshot() -> TrainingSnapshot {
    TrainingSnapshot(
      plan: plan, record: record, controls: controls, step: step, steps: steps,
      stepsPerEpoch: stepsPerEpoch, isFinished: isFinished, isStopped: isStopped)
  }

  /// Changes what holds from the next step on; what makes no sense is not taken.
  public func set(_ new: TrainingControls) {
    guard new.isPossible, new != controls else { return }
    controls = new
    record.controls[step] = new
  }

  public var rate: Double {
    get { controls.rate }
    set {
      var new = controls
      new.rate = newValue
      set(new)
    }
  }

  // MARK: Going on

  /// Trains on one batch; after the last batch of an epoch, examines the network. Does nothing
  /// when all is done.
  public func advance() throws {
    guard !isFinished else { return }
    let rate = applyControls()
    let batch = try learner.prepared(data.training.collated(nextBatch()))
    learner.module.train()
    let assessment = try trainingStep(batch, clipping: controls.clipping)
    try note(assessment, rate)
    if step % stepsPerEpoch == 0 {
      (batches, epochStart) = ([], nil)
    }
    try examineWhenDue()
    if history.isDue(step) { history.keep(try state()) }
  }

  /// - Returns: the learning rate of this step.
  private func applyControls() -> Double {
    let rate = plan.schedule.make().rate(step, controls.rate)
    optimizer.rate = rate
    if let momentum = controls.momentum { optimizer.momentumControl = momentum }
    return rate
  }

  private func nextBatch() throws -> [Int] {
    if batches.isEmpty {
      epochStart = tape.generator
      batches = try loader.epoch(&tape.generator)
    }
    return batches[step % stepsPerEpoch]
  }

  private func note(_ assessment: Assessment, _ rate: Double) throws {
    let accuracy = learner.scoresBatches ? try assessment.score().accuracy : nil
    record.losses.append(Float(try assessment.loss.value.item()))
    record.rates.append(rate)
    if let accuracy { record.accuracies.append(Float(accuracy)) }
  }

  private func examineWhenDue() throws {
    let isDue = plan.examinedEvery.map { step % $0 == 0 } ?? false
    guard isDue || step % stepsPerEpoch == 0 || step == steps else { return }
    record.evaluations.append(try evaluation())
    guard let stopping = plan.stopping, stopping.restoresBest else { return }
    let losses = record.evaluations.map(\.loss)
    if stopping.best(losses).index == losses.count - 1 {
      best = try learner.module.copiedNumbers()
    }
    if isFinished, !best.isEmpty { try learner.module.setNumbers(best) }
  }

  // MARK: Examining

  private func evaluation() throws -> Evaluation {
    let (loss, score) = try examine(data.validation ?? data.training)
    let classes = learner.classNames.count
    return Evaluation(
      step: step, loss: loss, accuracy: score.accuracy,
      confusion: classes == 0
        ? nil
        : try ConfusionMatrix(
          predictions: score.predictions, labels: score.labels, classes: classes))
  }

  /// How the network does on samples, as it is now: its mean loss, and what it got right.
  public func examine(_ samples: any Dataset) throws -> (loss: Double, score: Score) {
    var (loss, count, score) = (0.0, 0, Score(right: 0, total: 0))
    try learner.evaluating(on: tape) {
      let size = max(plan.batchSize, Training.examinedAtOnce)
      for start in stride(from: 0, to: samples.count, by: size) {
        let indices = Array(start..<min(start + size, samples.count))
        let assessment = try learner.examine(
          try learner.prepared(samples.collated(indices)).map { tape.constant($0) })
        loss += try assessment.loss.value.item() * Double(assessment.count)
        count += assessment.count
        score += try assessment.score()
      }
    }
    return (loss / Double(count), score)
  }

  // MARK: Coming back

  /// All that the next steps depend on, copied.
  func state() throws -> TrainingState {
    TrainingState(
      step: step, numbers: try learner.module.copiedNumbers(),
      optimizer: try optimizer.state(),
      generator: tape.generator, epochStart: epochStart, best: best)
  }

  /// Puts the training where it was, with what was recorded until then.
  func restore(_ state: TrainingState, _ record: TrainingRecord) throws {
    try learner.module.setNumbers(state.numbers)
    try optimizer.load(state.optimizer)
    epochStart = state.epochStart
    batches = []
    if var start = state.epochStart { batches = try loader.epoch(&start) }
    tape.generator = state.generator
    best = state.best
    self.record = record.prefix(state.step)
    controls = self.record.controls(at: state.step) ?? controls
  }
}

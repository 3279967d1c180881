import Demos
import NeuralNetworks

/// Which model is to be trained, on what, and how.
public struct TrainRequest: Hashable, Sendable {
  public var model: String
  public var sources: ZooSources
  /// nil for the model's own.
  public var plan: TrainingPlan?
  /// Where the training is kept, after each evaluation and at the end.
  public var checkpoint: String?
  /// The file that it goes on from.
  public var resumed: String?
  /// A learning rate to go on with, in place of the file's.
  public var rate: Double?

  public init(
    model: String, sources: ZooSources, plan: TrainingPlan? = nil, checkpoint: String? = nil,
    resumed: String? = nil, rate: Double? = nil
  ) {
    self.model = model
    self.sources = sources
    self.plan = plan
    self.checkpoint = checkpoint
    self.resumed = resumed
    self.rate = rate
  }

  /// The model with its data, at the start or where the file was made.
  /// - Throws: `DataError` when there is no such model, its data is missing, or the file does not
  ///   fit.
  public func start() throws -> ZooRun {
    let run = try ModelZoo.named(model).start(sources, plan)
    if let resumed {
      let checkpoint = try Checkpoint(path: resumed)
      guard checkpoint.model == model else {
        throw DataError("\(resumed) is a checkpoint of \(checkpoint.model), not of \(model)")
      }
      try run.training.resume(from: checkpoint)
    }
    if let rate { run.training.rate = rate }
    return run
  }

  /// Writes the file, if one is wanted.
  public func keep(_ run: ZooRun) throws {
    guard let checkpoint else { return }
    try Checkpoint(run.training, model: model).save(checkpoint)
  }
}

extension ZooRun {
  /// How the network does at the end; nil where no samples were kept for that.
  public func testResult() throws -> TestResult? {
    try test().map {
      try TestResult(loss: $0.loss, score: $0.score, classNames: data.form.classNames)
    }
  }
}

/// Trains a model of the zoo for a screen.
struct ZooJob: Job {
  let request: TrainRequest
  let speed: TrainingSpeed
  let startsPaused: Bool

  /// How many samples are shown.
  private static let sampleCount = 12

  func run(_ link: JobLink) {
    do {
      let run = try request.start()
      var runner = try TrainingRunner(
        run.training, link,
        care: TrainingRunner.Care(
          illustrate: { try run.illustration(Self.sampleCount) },
          keep: { try request.keep(run) }, test: { try run.testResult() }),
        speed: speed, startsPaused: startsPaused)
      try runner.run()
    } catch {
      link.post(TrainingFailure(description: "\(error)"))
    }
  }
}

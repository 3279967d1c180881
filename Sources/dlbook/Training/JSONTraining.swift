import Demos
import Foundation
import Interface
import NeuralNetworks
import Tensors

/// A training as events for programs: one JSON object a line.
struct JSONTraining: TrainingOutput {
  private let launcher: Launcher

  init(_ launcher: Launcher) { self.launcher = launcher }

  /// What an event may say; what does not apply is left out.
  private struct TrainEvent: Encodable {
    struct ClassScore: Encodable {
      var name: String
      var precision: Double
      var recall: Double
      var f1: Double
      var support: Int
    }

    var event: String
    var model: String?
    var network: String?
    var data: String?
    var parameters: Int?
    var flops: Int?
    var samples: Int?
    var batch: Int?
    var epochs: Int?
    var steps: Int?
    var stepsPerEpoch: Int?
    var optimizer: String?
    var seed: UInt64?
    var threads: Int?
    var reason: String?
    var epoch: Int?
    var step: Int?
    var loss: Double?
    var accuracy: Double?
    var lr: Double?
    var seconds: Double?
    var samplesPerSecond: Double?
    var testLoss: Double?
    var testAccuracy: Double?
    var checkpoint: String?
    var classes: [ClassScore]?

    init(_ event: String, step: Int) {
      self.event = event
      self.step = step
    }
  }

  private func write(_ event: TrainEvent) {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let line = try? encoder.encode(event) else { return }
    launcher.writeExactly(String(decoding: line, as: UTF8.self) + "\n")
  }

  /// JSON has no word for a number that is not finite.
  private func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }

  func begin(_ run: ZooRun) {
    let (training, plan) = (run.training, run.training.plan)
    var event = TrainEvent("start", step: training.step)
    event.model = run.model.name
    event.network = run.model.network
    event.data = run.data.origin
    event.parameters = training.learner.module.parameterCount
    event.flops = try? run.model.cost().forwardOperations
    event.samples = training.data.training.count
    event.batch = plan.batchSize
    event.epochs = training.snapshot().epochs
    event.steps = training.steps
    event.stepsPerEpoch = training.stepsPerEpoch
    event.optimizer = plan.optimizer.kind.rawValue
    event.lr = finite(training.rate)
    event.seed = plan.seed
    event.threads = Parallelism.threads
    write(event)
  }

  func step(_ training: Training, _ pace: TrainingPace) {
    var event = TrainEvent("step", step: training.step)
    event.loss = finite(training.record.losses.last.map(Double.init))
    event.accuracy = finite(training.record.accuracies.last.map(Double.init))
    event.lr = finite(training.record.rates.last)
    write(event)
  }

  func evaluated(_ training: Training, _ pace: TrainingPace) {
    guard let last = training.record.evaluations.last else { return }
    var event = TrainEvent("epoch", step: training.step)
    event.epoch = training.snapshot().epoch
    event.loss = finite(last.loss)
    event.accuracy = finite(last.accuracy)
    event.seconds = pace.seconds
    event.samplesPerSecond = finite(pace.samplesPerSecond)
    write(event)
  }

  func end(
    _ training: Training, _ test: TestResult?, _ request: TrainRequest, _ pace: TrainingPace
  ) {
    var event = TrainEvent("end", step: training.step)
    event.reason =
      training.isStopped ? "stopped_early" : training.isFinished ? "finished" : "interrupted"
    event.seconds = pace.seconds
    event.testLoss = finite(test?.loss)
    event.testAccuracy = finite(test?.accuracy)
    event.checkpoint = request.checkpoint
    if let classes = test?.classes {
      event.classes = zip(classes.names, classes.scores).map { name, scores in
        TrainEvent.ClassScore(
          name: name, precision: scores.precision, recall: scores.recall, f1: scores.fscore,
          support: scores.support)
      }
    }
    write(event)
  }
}

import Canvas
import Demos
import Interface
import NeuralNetworks

/// A training as lines of text.
final class PlainTraining: TrainingOutput {
  private let launcher: Launcher
  private let words: TrainingWords
  private var lastLine = ContinuousClock.now

  /// Seconds without an evaluation after which a line says how far it is.
  private static let patience = Duration.seconds(10)

  init(_ launcher: Launcher, _ request: TrainRequest) {
    self.launcher = launcher
    words = TrainingWords(launcher.language)
  }

  private func write(_ lines: [String]) {
    guard !lines.isEmpty else { return }
    launcher.write(lines.joined(separator: "\n") + "\n")
    lastLine = .now
  }

  func begin(_ run: ZooRun) { write(words.beginning(run)) }

  func step(_ training: Training, _ pace: TrainingPace) {
    guard ContinuousClock.now - lastLine > Self.patience, let loss = training.record.losses.last
    else { return }
    let language = launcher.language
    let samples = Double(training.step % training.stepsPerEpoch) / pace.sinceMark
    write([
      language("step {0} of {1}", training.step, training.steps) + "  "
        + language("loss {0}", NumberFormat()(Double(loss))) + "  "
        + language(
          "{0} samples/s",
          NumberFormat.fixed(samples * Double(training.plan.batchSize), decimals: 0))
    ])
  }

  func evaluated(_ training: Training, _ pace: TrainingPace) {
    write([words.evaluation(training.snapshot(), samplesPerSecond: pace.samplesPerSecond)])
  }

  func end(
    _ training: Training, _ test: TestResult?, _ request: TrainRequest, _ pace: TrainingPace
  ) {
    write(
      words.ending(
        training.snapshot(), test, checkpoint: request.checkpoint, model: request.model))
  }
}

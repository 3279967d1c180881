import Demos
import Interface
import NeuralNetworks

/// Where a training without a screen tells how it goes.
protocol TrainingOutput {
  func begin(_ run: ZooRun)
  func step(_ training: Training, _ pace: TrainingPace)
  func evaluated(_ training: Training, _ pace: TrainingPace)
  func end(_ training: Training, _ test: TestResult?, _ request: TrainRequest, _ pace: TrainingPace)
}

/// How long a training has been going, and how fast it goes.
struct TrainingPace {
  private let start = ContinuousClock.now
  private var mark: (time: ContinuousClock.Instant, step: Int)
  private(set) var samplesPerSecond: Double?

  init(step: Int) { mark = (start, step) }

  var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }

  /// Seconds since the speed was measured.
  var sinceMark: Double { (ContinuousClock.now - mark.time) / .seconds(1) }

  mutating func measure(_ training: Training) {
    let (steps, elapsed) = (training.step - mark.step, sinceMark)
    if elapsed > 0 { samplesPerSecond = Double(steps * training.plan.batchSize) / elapsed }
    mark = (ContinuousClock.now, training.step)
  }
}

/// Trains a model to its end, or until the program is asked to end.
struct TrainingLoop {
  let request: TrainRequest
  let output: any TrainingOutput

  func run() throws {
    Interruption.watch()
    do {
      try train()
    } catch let error as Failure {
      throw error
    } catch {
      throw Failure("\(error)")
    }
    Interruption.end()
  }

  private func train() throws {
    let run = try request.start()
    let training = run.training
    var pace = TrainingPace(step: training.step)
    output.begin(run)
    while !training.isFinished, !Interruption.isAsked {
      let evaluations = training.record.evaluations.count
      try training.advance()
      output.step(training, pace)
      if training.record.evaluations.count > evaluations {
        pace.measure(training)
        output.evaluated(training, pace)
        try request.keep(run)
      }
    }
    try request.keep(run)
    let test = training.isFinished ? try run.testResult() : nil
    output.end(training, test, request, pace)
  }
}

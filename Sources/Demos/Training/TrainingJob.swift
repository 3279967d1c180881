import NeuralNetworks

/// What the learner asks of a training that runs.
enum TrainingCommand: Hashable, Sendable {
  case pause, resume
  /// One step, and pause again.
  case step
  case rate(Double)
  case speed(TrainingSpeed)
}

/// How fast a training may go.
enum TrainingSpeed: Int, Hashable, Sendable, CaseIterable {
  case slow = 2
  case walking = 10
  case quick = 100
  case full = 0

  /// Steps in a second; nil for as many as the machine makes.
  var stepsPerSecond: Double? { self == .full ? nil : Double(rawValue) }

  func changed(by offset: Int) -> TrainingSpeed {
    let all = TrainingSpeed.allCases
    let index = (all.firstIndex(of: self) ?? 0) + offset
    return all.indices.contains(index) ? all[index] : self
  }
}

/// A digit that the network was not trained on, shown while it learns.
struct TrainingSample: Hashable, Sendable {
  var pixels: [Float]
  var label: Int
}

/// How a training stands: what the job posts.
struct TrainingReport: Sendable {
  var plan: PerceptronPlan
  var snapshot: TrainingSnapshot
  var samples: [TrainingSample]
  /// For each step from 0 on, the class probabilities that each sample got, sample by sample.
  var probabilities: [[Float]]
  /// The learning rate from each step on at which it was changed.
  var rates: [Int: Double]
  var imagesPerSecond: Double?
  var isPaused: Bool
}

/// Why a training ended before its time.
struct TrainingFailure: Sendable {
  var description: String
}

/// Trains a network on the digits, and posts how it stands about thirty times a second.
struct TrainingJob: Job {
  var plan: PerceptronPlan
  var data: LabelledRows
  var speed = TrainingSpeed.quick
  var startsPaused = false

  /// How many digits are shown.
  static let sampleCount = 12

  func run(_ link: JobLink) {
    do {
      var runner = try TrainingRunner(self, link)
      try runner.run()
    } catch {
      link.post(TrainingFailure(description: "\(error)"))
    }
  }
}

/// The training at work, on the job's own thread.
private struct TrainingRunner {
  private let link: JobLink
  private let plan: PerceptronPlan
  private let perceptron: PerceptronTraining
  private let samples: [TrainingSample]
  private var probabilities: [[Float]] = []
  private var rates: [Int: Double]
  private var speed: TrainingSpeed
  private var isPaused: Bool
  /// Steps that are due although it is paused.
  private var pendingSteps = 0
  private var lastPost: Duration
  private var nextStep: Duration
  /// What the speed is measured from.
  private var mark: (time: Duration, step: Int)
  private var imagesPerSecond: Double?

  init(_ job: TrainingJob, _ link: JobLink) throws {
    self.link = link
    plan = job.plan
    perceptron = try job.plan.training(on: job.data)
    let shown = perceptron.held
    samples = (0..<min(TrainingJob.sampleCount, shown.count)).map {
      TrainingSample(pixels: Array(shown.row($0)), label: shown.labels[$0])
    }
    rates = [0: job.plan.rate]
    speed = job.speed
    isPaused = job.startsPaused
    let now = link.now
    (lastPost, nextStep, mark) = (now, now, (now, 0))
    try record()
  }

  private var training: Training { perceptron.training }

  mutating func run() throws {
    post()
    while !link.isCancelled, !training.isFinished {
      obey()
      guard !isPaused || pendingSteps > 0 else {
        link.wait()
        continue
      }
      if !isPaused, let wait = timeToNextStep() {
        link.wait(seconds: wait)
        continue
      }
      try advance()
      if isPaused || training.isFinished || link.now - lastPost > .milliseconds(33) {
        post()
      }
    }
  }

  private mutating func obey() {
    var isChanged = false
    for case let command as TrainingCommand in link.takeCommands() {
      isChanged = true
      switch command {
      case .pause: isPaused = true
      case .resume:
        isPaused = false
        restartMeasuring()
      case .step:
        isPaused = true
        pendingSteps += 1
      case .rate(let rate):
        training.rate = rate
        rates[training.step] = training.rate
      case .speed(let new):
        speed = new
        restartMeasuring()
      }
    }
    if isChanged { post() }
  }

  /// Seconds until a slower speed lets the next step be taken; nil when it is due.
  private func timeToNextStep() -> Double? {
    guard speed.stepsPerSecond != nil else { return nil }
    let wait = nextStep - link.now
    return wait > .zero ? Self.seconds(wait) : nil
  }

  private mutating func advance() throws {
    try training.advance()
    try record()
    pendingSteps = max(0, pendingSteps - 1)
    if let rate = speed.stepsPerSecond { nextStep = link.now + .seconds(1 / rate) }
    measure()
  }

  private mutating func record() throws {
    probabilities.append(try samples.flatMap { try perceptron.probabilities($0.pixels) })
  }

  private mutating func restartMeasuring() {
    mark = (link.now, training.step)
    imagesPerSecond = nil
  }

  private mutating func measure() {
    let elapsed = link.now - mark.time
    guard elapsed > .milliseconds(500) else { return }
    let images = Double((training.step - mark.step) * training.plan.batchSize)
    imagesPerSecond = images / Self.seconds(elapsed)
    mark = (link.now, training.step)
  }

  private static func seconds(_ duration: Duration) -> Double {
    let (seconds, attoseconds) = duration.components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }

  private mutating func post() {
    lastPost = link.now
    link.post(
      TrainingReport(
        plan: plan, snapshot: training.snapshot(), samples: samples, probabilities: probabilities,
        rates: rates, imagesPerSecond: isPaused ? nil : imagesPerSecond, isPaused: isPaused))
  }
}

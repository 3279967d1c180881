import NeuralNetworks

/// A training at work on a job's own thread: it obeys commands, keeps to a speed, and posts how it
/// stands about thirty times a second.
public struct TrainingRunner {
  /// What is done besides training.
  public struct Care {
    /// What the network makes of a few samples.
    public var illustrate: () throws -> Illustration?
    /// Whether it is asked after every step, or only as often as costs little time.
    public var illustratesEachStep: Bool
    /// Keeps the training in a file: after each evaluation, and at the end.
    public var keep: () throws -> Void
    /// How the network does at the end; with it the job goes on when all steps are taken, so that
    /// it can be sent back to one of them.
    public var test: (() throws -> TestResult?)?

    public init(
      illustrate: @escaping () throws -> Illustration?, illustratesEachStep: Bool = false,
      keep: @escaping () throws -> Void = {}, test: (() throws -> TestResult?)? = nil
    ) {
      self.illustrate = illustrate
      self.illustratesEachStep = illustratesEachStep
      self.keep = keep
      self.test = test
    }
  }

  private let link: JobLink
  private let training: Training
  private let care: Care
  private var illustrations: [(step: Int, seen: Illustration)] = []
  /// When the next one may be made.
  private var nextIllustration = Duration.zero
  private var keptEvaluations = 0
  private var speed: TrainingSpeed
  private var isPaused: Bool
  /// Steps that are due although it is paused.
  private var pendingSteps = 0
  private var lastPost: Duration
  private var nextStep: Duration
  /// What the speed is measured from.
  private var mark: (time: Duration, step: Int)
  private var samplesPerSecond: Double?
  private var test: TestResult?
  private var isTested = false

  /// How many illustrations are kept where not each step has one.
  private static let mostIllustrations = 400

  public init(
    _ training: Training, _ link: JobLink, care: Care, speed: TrainingSpeed, startsPaused: Bool
  ) throws {
    self.training = training
    self.link = link
    self.care = care
    self.speed = speed
    isPaused = startsPaused
    let now = link.now
    (lastPost, nextStep, mark) = (now, now, (now, training.step))
    keptEvaluations = training.record.evaluations.count
    try illustrate()
  }

  public mutating func run() throws {
    post()
    while !link.isCancelled {
      try obey()
      if training.isFinished {
        guard try finish() else { break }
        link.wait()
        continue
      }
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
    try care.keep()
  }

  /// - Returns: whether the job goes on nevertheless.
  private mutating func finish() throws -> Bool {
    guard let test = care.test else { return false }
    guard !isTested else { return true }
    isTested = true
    self.test = try test()
    try care.keep()
    post()
    return true
  }

  private mutating func obey() throws {
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
      case .rate(let rate): training.rate = rate
      case .speed(let new):
        speed = new
        restartMeasuring()
      case .scrub(let step): try scrub(to: step)
      }
    }
    if isChanged { post() }
  }

  private mutating func scrub(to step: Int) throws {
    try training.scrub(to: min(max(0, step), training.step))
    illustrations.removeAll { $0.step > training.step }
    keptEvaluations = training.record.evaluations.count
    (test, isTested) = (nil, false)
    restartMeasuring()
  }

  /// Seconds until a slower speed lets the next step be taken; nil when it is due.
  private func timeToNextStep() -> Double? {
    guard speed.stepsPerSecond != nil else { return nil }
    let wait = nextStep - link.now
    return wait > .zero ? wait / .seconds(1) : nil
  }

  private mutating func advance() throws {
    try training.advance()
    pendingSteps = max(0, pendingSteps - 1)
    if let rate = speed.stepsPerSecond { nextStep = link.now + .seconds(1 / rate) }
    measure()
    if training.record.evaluations.count > keptEvaluations {
      keptEvaluations = training.record.evaluations.count
      nextIllustration = .zero
      try care.keep()
    }
    if care.illustratesEachStep || link.now >= nextIllustration { try illustrate() }
  }

  private mutating func illustrate() throws {
    let start = link.now
    guard let seen = try care.illustrate() else {
      nextIllustration = .seconds(1_000_000_000)
      return
    }
    illustrations.append((training.step, seen))
    if !care.illustratesEachStep, illustrations.count > Self.mostIllustrations {
      illustrations = illustrations.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
    }
    // It takes a twentieth of the time at most, and comes twice a second at most.
    let end = link.now
    nextIllustration = end + max(.milliseconds(500), (end - start) * 20)
  }

  private mutating func restartMeasuring() {
    mark = (link.now, training.step)
    samplesPerSecond = nil
  }

  private mutating func measure() {
    let elapsed = link.now - mark.time
    guard elapsed > .milliseconds(500) else { return }
    let samples = Double((training.step - mark.step) * training.plan.batchSize)
    samplesPerSecond = samples / (elapsed / .seconds(1))
    mark = (link.now, training.step)
  }

  private mutating func post() {
    lastPost = link.now
    link.post(
      TrainingReport(
        snapshot: training.snapshot(), illustrations: illustrations,
        classNames: training.learner.classNames,
        samplesPerSecond: isPaused ? nil : samplesPerSecond, isPaused: isPaused, test: test))
  }
}

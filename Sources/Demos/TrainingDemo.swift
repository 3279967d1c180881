import Canvas
import Languages
import NeuralNetworks
import Plots
import Python

/// A network that learns the handwritten digits while the learner watches, and interferes.
public struct TrainingDemo: Demo {
  public static let kind = "training"

  private enum Phase { case idle, running, paused, finished }

  private let language: Language
  private let plan: PerceptronPlan
  /// The bundled digits, or why there are none.
  private let data: Result<LabelledRows, DataError>
  private var phase = Phase.idle
  private var rate: Double
  private var speed = TrainingSpeed.quick
  private var report: TrainingReport?
  /// Why the training ended before its time.
  private var failure: String?
  /// The recorded step that is looked at; nil for the latest.
  private var scrubbed: Int?
  private var isLogarithmic = false

  public init(_ parameters: TrainingParameters, session: Session, language: Language) throws {
    self.language = language
    plan = try parameters.plan()
    rate = plan.rate
    data = session.digits().flatMap { digits in
      Result { try digits.dataset }.mapError { ($0 as? DataError) ?? DataError("\($0)") }
    }
  }

  public var title: String {
    let sizes = [Digits.side * Digits.side] + plan.hidden + [10]
    return language(
      "a {0} network learns the digits", sizes.map(String.init).joined(separator: "-"))
  }

  public var wantsTicks: Bool { false }

  // MARK: Keys

  public var bindings: [Binding] {
    guard case .success = data else { return [] }
    let space =
      switch phase {
      case .idle: language("start")
      case .running: language("pause")
      case .paused: language("go on")
      case .finished: language("start again")
      }
    var bindings = [Binding(.character(" "), label: language("space"), action: space)]
    if phase != .finished {
      bindings += [
        Binding(.character("."), label: ".", action: language("one step")),
        Binding(.character("]"), label: "[ ]", action: language("speed")),
        Binding(.character("+"), label: "+/−", action: language("learning rate")),
      ]
    }
    guard report != nil else { return bindings }
    return bindings + [
      Binding(.left, label: "←→", action: language("look back")),
      Binding(.character("l"), label: "l", action: language("log scale")),
      Binding(.character("r"), label: "r", action: language("from the start")),
      Binding(.character("y"), label: "y", action: language("copy as PyTorch")),
    ]
  }

  public func takes(_ key: Key) -> Bool {
    guard case .success = data else { return false }
    switch key {
    case .character(" "), .character("."), .character("["), .character("]"), .character("+"),
      .character("="), .character("-"), .character("_"), .character("−"), .character("y"):
      return true
    case .character("l"), .character("r"), .left, .right, .shiftLeft, .shiftRight, .home, .end:
      return report != nil
    case .control("c"): return phase == .running
    default: return false
    }
  }

  public mutating func update(_ event: DemoEvent) -> [DemoEffect] {
    switch event {
    case .input(.key(let key)): return press(key)
    case .message(let message): receive(message)
    case .input, .tick: break
    }
    return []
  }

  private mutating func receive(_ message: any Sendable) {
    if let failure = message as? TrainingFailure {
      self.failure = failure.description
      phase = .finished
    }
    guard let report = message as? TrainingReport, phase != .idle else { return }
    self.report = report
    if report.snapshot.isFinished { phase = .finished }
  }

  private mutating func press(_ key: Key) -> [DemoEffect] {
    guard case .success(let data) = data, takes(key) else { return [] }
    switch key {
    case .character(" "), .control("c"): return startOrPause(data)
    case .character("."): return step(data)
    case .character("r"): return start(data)
    case .character("["): return setSpeed(speed.changed(by: -1))
    case .character("]"): return setSpeed(speed.changed(by: 1))
    case .character("+"), .character("="): return setRate(TrainingRate.next(rate))
    case .character("-"), .character("_"), .character("−"):
      return setRate(TrainingRate.previous(rate))
    case .character("y"): return [.copy(code)]
    case .character("l"): isLogarithmic.toggle()
    case .left: scrub(by: -1)
    case .right: scrub(by: 1)
    case .shiftLeft: scrub(by: -(report?.snapshot.stepsPerEpoch ?? 1))
    case .shiftRight: scrub(by: report?.snapshot.stepsPerEpoch ?? 1)
    case .home: scrubbed = 0
    case .end: scrubbed = nil
    default: break
    }
    return []
  }

  private mutating func startOrPause(_ data: LabelledRows) -> [DemoEffect] {
    switch phase {
    case .idle, .finished: return start(data)
    case .running:
      phase = .paused
      return [.send(TrainingCommand.pause)]
    case .paused:
      phase = .running
      scrubbed = nil
      return [.send(TrainingCommand.resume)]
    }
  }

  private mutating func start(_ data: LabelledRows, isPaused: Bool = false) -> [DemoEffect] {
    var plan = plan
    plan.rate = rate
    phase = isPaused ? .paused : .running
    report = nil
    failure = nil
    scrubbed = nil
    return [.start(TrainingJob(plan: plan, data: data, speed: speed, startsPaused: isPaused))]
  }

  private mutating func step(_ data: LabelledRows) -> [DemoEffect] {
    guard phase != .finished else { return [] }
    let begin = phase == .idle ? start(data, isPaused: true) : []
    phase = .paused
    scrubbed = nil
    return begin + [.send(TrainingCommand.step)]
  }

  private mutating func setSpeed(_ new: TrainingSpeed) -> [DemoEffect] {
    speed = new
    return isAlive ? [.send(TrainingCommand.speed(new))] : []
  }

  private mutating func setRate(_ new: Double) -> [DemoEffect] {
    rate = new
    return isAlive ? [.send(TrainingCommand.rate(new))] : []
  }

  private var isAlive: Bool { phase == .running || phase == .paused }

  private mutating func scrub(by steps: Int) {
    guard let report else { return }
    let last = report.snapshot.step
    let step = (scrubbed ?? last) + steps
    scrubbed = step >= last ? nil : max(0, step)
  }

  private var code: String {
    let changes = report?.snapshot.record.controls.mapValues(\.rate) ?? [0: rate]
    var started = plan
    started.rate = changes[0] ?? rate
    return TrainingCode(plan: started, rates: changes).text
  }

  // MARK: Variables

  public mutating func refresh(from session: Session) {}

  public func share(with session: Session) {}

  // MARK: Drawing

  public func preferredHeight(width: Int) -> Int {
    guard case .success = data else { return 3 }
    return width >= 64 ? 20 : 22
  }

  public func render(into frame: inout Frame, in area: Rect) {
    let area = area.intersection(frame.bounds)
    guard !area.isEmpty else { return }
    guard let report, failure == nil else {
      let lines = introduction.flatMap { TextWrap.lines($0, width: area.width) }
      for (row, line) in lines.enumerated() {
        frame.write(line, in: area, row: row, style: Style(isBroken ? .warning : .text))
      }
      return
    }
    TrainingPicture(
      moment: TrainingMoment(report, step: scrubbed), isScrubbing: scrubbed != nil,
      isLogarithmic: isLogarithmic, speed: speed, language: language
    ).render(into: &frame, in: area)
  }

  private var isBroken: Bool {
    if case .failure = data { true } else { failure != nil }
  }

  /// What stands in the place of the picture before there is one.
  private var introduction: [String] {
    if case .failure(let error) = data {
      return [language("The bundled digits cannot be shown."), error.description]
    }
    if let failure { return [language("The training stopped."), failure] }
    let sizes = [Digits.side * Digits.side] + plan.hidden + [10]
    let count = zip(sizes, sizes.dropFirst()).reduce(0) { $0 + ($1.0 + 1) * $1.1 }
    return [
      title + ".",
      language("{0} parameters, drawn from seed {1}", count, plan.seed),
      language(
        "{0}, learning rate {1}, batches of {2}, {3} epochs", plan.optimizer.rawValue,
        NumberFormat().column([rate])[0], plan.batchSize, plan.epochs),
      "",
      phase == .idle ? language("Space starts the training.") : language("Getting ready …"),
    ]
  }

  public func plainText(width: Int) -> [String] {
    guard let report, failure == nil else { return introduction }
    let moment = TrainingMoment(report, step: scrubbed)
    var lines = [
      language(
        "step {0} of {1}", moment.step,
        report.snapshot.steps)
    ]
    for evaluation in report.snapshot.evaluations where evaluation.step <= moment.step {
      let accuracy = NumberFormat.fixed(evaluation.accuracy * 100, decimals: 1)
      lines.append(
        language(
          "step {0}: validation loss {1}, accuracy {2} %", evaluation.step,
          NumberFormat()(evaluation.loss), accuracy))
    }
    return lines
  }
}

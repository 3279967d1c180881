import Canvas
import Demos
import Languages
import NeuralNetworks
import Plots

/// A model of the zoo while it learns: curves, what it makes of a few samples, what it confuses;
/// at the end how well it does on samples that it never saw.
public struct TrainScreen: Screen {
  private enum Phase { case starting, running, paused, failed }

  private let request: TrainRequest
  private let language: Language
  private var phase = Phase.starting
  private var speed = TrainingSpeed.full
  private var rate: Double?
  private var report: TrainingReport?
  private var failure: String?
  /// The recorded step that is looked at; nil for the latest.
  private var scrubbed: Int?
  private var isLogarithmic = false
  private var showsClasses = false

  public init(_ request: TrainRequest, language: Language) {
    self.request = request
    self.language = language
  }

  public var title: String { request.model }

  public var status: String {
    guard let snapshot = report?.snapshot else { return "" }
    return snapshot.isFinished
      ? language("done") : "\(100 * snapshot.step / max(snapshot.steps, 1)) %"
  }

  // MARK: Keys

  private enum Action {
    case pause, step, slower, faster, lower, higher, logarithm, back, forward, epochBack,
      epochForward, first, last, goOn, classes, interrupt, leave
  }

  private var isFinished: Bool { report?.snapshot.isFinished ?? false }

  private var keyTable: KeyTable<Action> {
    var bindings: [KeyBinding<Action>] = []
    if phase != .failed, !isFinished {
      let isRunning = phase == .running || phase == .starting
      bindings += [
        isRunning
          ? KeyBinding([.character(" ")], "␣", "pause", .pause, isInFooter: true)
          : KeyBinding([.character(" ")], "␣", "go on", .pause, isInFooter: true),
        KeyBinding([.character(".")], ".", "one step", .step, isInFooter: true),
        KeyBinding([.character("[")], "[", "slower", .slower),
        KeyBinding([.character("]")], "[ ]", "speed", .faster, isInFooter: true),
        KeyBinding(
          [.character("-"), .character("_"), .character("−")], "−", "a lower rate", .lower),
        KeyBinding(
          [.character("+"), .character("=")], "+/−", "learning rate", .higher, isInFooter: true),
        KeyBinding([.control("c")], "^C", "stop what runs", .interrupt),
      ]
    }
    if report != nil {
      bindings += [
        KeyBinding([.character("l")], "l", "log scale", .logarithm, isInFooter: true),
        KeyBinding([.left], "←→", "look back", .back, isInFooter: true),
        KeyBinding([.right], "→", "look forward", .forward),
        KeyBinding([.shiftLeft], "⇧←", "an epoch back", .epochBack),
        KeyBinding([.shiftRight], "⇧→", "an epoch on", .epochForward),
        KeyBinding([.home], "Home", "the first step", .first),
        KeyBinding([.end], "End", "the last step", .last),
      ]
    }
    if scrubbed != nil {
      bindings.append(
        KeyBinding([.enter], "⏎", "go on from here", .goOn, isInFooter: true))
    }
    if report?.test?.classes != nil {
      bindings.append(
        KeyBinding([.character("c")], "c", "each class", .classes, isInFooter: true))
    }
    bindings.append(KeyBinding([.escape], "Esc", "go back", .leave))
    return KeyTable(bindings)
  }

  public var keys: [KeyEntry] { keyTable.entries }

  public mutating func update(_ event: Event) -> [Effect] {
    switch event {
    case .shown where phase == .starting && report == nil:
      return [.startJob(0, ZooJob(request: request, speed: speed, startsPaused: false))]
    case .message(_, let message):
      receive(message)
      return []
    case .input(.key(let key)):
      return keyTable.action(for: key).map { perform($0) } ?? []
    default: return []
    }
  }

  private mutating func receive(_ message: any Sendable) {
    if let failure = message as? TrainingFailure {
      self.failure = failure.description
      phase = .failed
    }
    guard let report = message as? TrainingReport else { return }
    self.report = report
    phase = report.isPaused ? .paused : .running
    rate = report.snapshot.rate
    if let step = scrubbed, step >= report.snapshot.step { scrubbed = nil }
  }

  private mutating func perform(_ action: Action) -> [Effect] {
    let epoch = report?.snapshot.stepsPerEpoch ?? 1
    switch action {
    case .pause: return pauseOrGoOn()
    case .interrupt: return pause() + [.notice(language("Stopped."))]
    case .step:
      (phase, scrubbed) = (.paused, nil)
      return [.sendToJob(0, TrainingCommand.step)]
    case .slower: return setSpeed(speed.changed(by: -1))
    case .faster: return setSpeed(speed.changed(by: 1))
    case .lower: return setRate(TrainingRate.previous)
    case .higher: return setRate(TrainingRate.next)
    case .logarithm: isLogarithmic.toggle()
    case .back: scrub(by: -1)
    case .forward: scrub(by: 1)
    case .epochBack: scrub(by: -epoch)
    case .epochForward: scrub(by: epoch)
    case .first: scrubbed = 0
    case .last: scrubbed = nil
    case .goOn: return goOnFromHere()
    case .classes: showsClasses.toggle()
    case .leave: return [.back]
    }
    return []
  }

  private mutating func pause() -> [Effect] {
    phase = .paused
    return [.sendToJob(0, TrainingCommand.pause)]
  }

  private mutating func pauseOrGoOn() -> [Effect] {
    guard phase == .paused else { return pause() }
    (phase, scrubbed) = (.running, nil)
    return [.sendToJob(0, TrainingCommand.resume)]
  }

  private mutating func goOnFromHere() -> [Effect] {
    guard let step = scrubbed else { return [] }
    (scrubbed, showsClasses, phase) = (nil, false, .running)
    return [
      .sendToJob(0, TrainingCommand.scrub(step)), .sendToJob(0, TrainingCommand.resume),
    ]
  }

  private mutating func setSpeed(_ new: TrainingSpeed) -> [Effect] {
    speed = new
    return [.sendToJob(0, TrainingCommand.speed(new))]
  }

  private mutating func setRate(_ change: (Double) -> Double) -> [Effect] {
    guard let rate else { return [] }
    let new = change(rate)
    self.rate = new
    return [.sendToJob(0, TrainingCommand.rate(new))]
  }

  private mutating func scrub(by steps: Int) {
    guard let last = report?.snapshot.step else { return }
    let step = (scrubbed ?? last) + steps
    scrubbed = step >= last ? nil : max(0, step)
  }

  // MARK: Drawing

  public func render(into frame: inout Frame, in area: Rect) {
    let area = area.intersection(frame.bounds)
    guard !area.isEmpty else { return }
    if let failure {
      write([language("The training stopped."), failure], .warning, into: &frame, in: area)
      return
    }
    guard let report else {
      write([language("Getting ready …")], .text, into: &frame, in: area)
      return
    }
    if showsClasses, let classes = report.test?.classes {
      let lines = classes.description.split(separator: "\n", omittingEmptySubsequences: false)
      for (row, line) in lines.prefix(area.height).enumerated() {
        frame.write(String(line), in: area, row: row, style: Style(.text))
      }
      return
    }
    let (body, foot) = area.split(bottom: area.height >= 12 ? 1 : 0)
    TrainingPicture(
      moment: TrainingMoment(report, step: scrubbed), isScrubbing: scrubbed != nil,
      isLogarithmic: isLogarithmic, speed: speed, language: language
    ).render(into: &frame, in: body)
    let share = Double(report.snapshot.step) / Double(max(report.snapshot.steps, 1))
    ProgressBar(share).render(into: &frame, in: foot)
  }

  private func write(_ texts: [String], _ role: Role, into frame: inout Frame, in area: Rect) {
    let lines = texts.flatMap { TextWrap.lines($0, width: area.width) }
    for (row, line) in lines.prefix(area.height).enumerated() {
      frame.write(line, in: area, row: row, style: Style(role))
    }
  }

  // MARK: Leaving

  public var farewell: [String] {
    if let failure { return [failure] }
    guard let report else { return [] }
    return TrainingWords(language).ending(
      report.snapshot, report.test, checkpoint: request.checkpoint, model: request.model)
  }
}

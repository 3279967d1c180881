import Canvas
import Languages
import NeuralNetworks
import Plots

/// The picture of a training: curves at the left; at the right what the network makes of a few
/// samples (`TrainingSamples.swift`), and what it confuses.
public struct TrainingPicture {
  let moment: TrainingMoment
  let isScrubbing: Bool
  let isLogarithmic: Bool
  let speed: TrainingSpeed
  let language: Language

  public init(
    moment: TrainingMoment, isScrubbing: Bool, isLogarithmic: Bool, speed: TrainingSpeed,
    language: Language
  ) {
    self.moment = moment
    self.isScrubbing = isScrubbing
    self.isLogarithmic = isLogarithmic
    self.speed = speed
    self.language = language
  }

  /// Steps over which the bold curves are averaged.
  private static let window = 20

  private var snapshot: TrainingSnapshot { moment.report.snapshot }

  public func render(into frame: inout Frame, in area: Rect) {
    let (head, rest) = area.split(top: area.height > 6 ? 2 : 1)
    renderStatus(into: &frame, in: head)
    var (body, foot) = rest.split(bottom: rest.height > 3 ? 1 : 0)
    renderAccuracy(into: &frame, in: foot)
    let samples = moment.illustration.map { TrainingSamples($0, language: language) }
    let hasSide = samples != nil || moment.evaluation?.confusion != nil
    if hasSide, body.width >= 64 {
      let width = min(samples?.width(in: body, frame.medium) ?? 30, body.width / 2)
      let (left, right) = body.split(left: body.width - width - 2)
      body = left
      renderSide(samples, into: &frame, in: right.split(left: 2).rest)
    } else if let samples, body.height >= 16 {
      let (top, bottom) = body.split(bottom: 6)
      body = top
      samples.render(into: &frame, in: bottom)
    }
    renderCurves(into: &frame, in: body)
  }

  // MARK: Words

  /// The step and the state always; the rest as far as there is room.
  private func renderStatus(into frame: inout Frame, in area: Rect) {
    var text = language("step {0} of {1}", moment.step, snapshot.steps)
    let gap = "   "
    for part in details
    where TextWidth.of(text + gap + part + gap + state) <= area.width {
      text += gap + part
    }
    let x = frame.write(text + gap, in: area, style: Style(.text)) - area.x
    frame.write(state, in: area, column: x, style: Style(.accent))
  }

  private var details: [String] {
    var details = [
      "α \(NumberFormat().column([moment.rate])[0]) (\(snapshot.plan.optimizer.kind.rawValue))",
      language("epoch {0} of {1}", moment.epoch, snapshot.epochs),
    ]
    if let pace = moment.report.samplesPerSecond, !isScrubbing {
      let isOfPictures = if case .pictures = moment.illustration { true } else { false }
      details.append(
        isOfPictures
          ? language("{0} images/s", rounded(pace)) : language("{0} samples/s", rounded(pace)))
      if let left = secondsLeft(pace) { details.append(language("{0} left", Self.time(left))) }
    }
    return details
  }

  private var state: String {
    if isScrubbing { return language("looking back") }
    if snapshot.isFinished { return language("done") }
    return moment.report.isPaused ? language("paused") : speedName
  }

  private var speedName: String {
    speed.stepsPerSecond.map { language("{0} steps/s", Int($0)) } ?? language("running")
  }

  /// Seconds until the last step at this pace.
  private func secondsLeft(_ pace: Double) -> Double? {
    let left = Double((snapshot.steps - snapshot.step) * snapshot.plan.batchSize) / pace
    return left.isFinite && left >= 1 && left < 1e7 ? left : nil
  }

  /// `0:42`, `12:07`, `3:00:15`.
  static func time(_ seconds: Double) -> String {
    let seconds = Int(seconds)
    func twoDigits(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
    let start = hours > 0 ? "\(hours):\(twoDigits(minutes))" : "\(minutes)"
    return start + ":" + twoDigits(seconds % 60)
  }

  /// `4.1k` and the like, so that the number does not flicker.
  private func rounded(_ value: Double) -> String {
    value < 1000
      ? NumberFormat.fixed(value, decimals: 0)
      : NumberFormat.fixed(value / 1000, decimals: value < 10_000 ? 1 : 0) + "k"
  }

  private func percent(_ share: Double) -> String {
    NumberFormat.fixed(share * 100, decimals: 1) + " %"
  }

  private func renderAccuracy(into frame: inout Frame, in area: Rect) {
    guard let evaluation = moment.evaluation else { return }
    var parts: [String] = []
    if let test = moment.report.test, moment.isLatest, !isScrubbing {
      parts.append(language("test accuracy {0}", percent(test.accuracy)))
    }
    parts.append(language("validation accuracy {0}", percent(evaluation.accuracy)))
    if let loss = moment.loss { parts.append(language("loss {0}", NumberFormat()(loss))) }
    if let best = moment.best {
      parts.append(language("best {0} at step {1}", percent(best.accuracy), best.step))
    }
    while parts.count > 1, TextWidth.of(parts.joined(separator: "   ")) > area.width {
      parts.removeLast()
    }
    frame.write(parts.joined(separator: "   "), in: area, style: Style(.text))
  }

  // MARK: Curves

  private func renderCurves(into frame: inout Frame, in area: Rect) {
    let hasBoth = area.height >= 12
    let (top, bottom) = area.split(top: hasBoth ? (area.height + 1) / 2 : area.height)
    lossPlot.render(into: &frame, in: top)
    if hasBoth { accuracyPlot.render(into: &frame, in: bottom) }
  }

  private var steps: [Double] { snapshot.losses.indices.map { Double($0 + 1) } }

  private var xLimits: ClosedRange<Double> {
    0...Double(max(10, snapshot.losses.count))
  }

  private var lossPlot: LinePlot {
    plot(
      language("loss"), snapshot.losses.map(Double.init),
      snapshot.evaluations.map(\.loss), isLogarithmic: isLogarithmic)
  }

  private var accuracyPlot: LinePlot {
    plot(
      language("accuracy"), snapshot.accuracies.map(Double.init),
      snapshot.evaluations.map(\.accuracy), isLogarithmic: false)
  }

  private func plot(
    _ title: String, _ training: [Double], _ validation: [Double], isLogarithmic: Bool
  ) -> LinePlot {
    var plot = LinePlot(
      [
        LinePlot.Series(
          language("training"), x: steps, values: training, role: .series1,
          averagedOver: Self.window),
        LinePlot.Series(
          language("validation"), x: snapshot.evaluations.map { Double($0.step) },
          values: validation, role: .series2),
      ], title: title, xLabel: language("step"))
    plot.xLimits = xLimits
    plot.isLogarithmic = isLogarithmic
    if isScrubbing { plot.cursor = Double(moment.step) }
    return plot
  }

  // MARK: Samples and confusions

  private func renderSide(
    _ samples: TrainingSamples?, into frame: inout Frame, in area: Rect
  ) {
    let hasConfusions = moment.evaluation?.confusion != nil
    let (top, rest) = area.split(bottom: hasConfusions && area.height >= 12 ? 5 : 0)
    samples?.render(into: &frame, in: top)
    guard !rest.isEmpty else { return }
    frame.write(language("confused most"), in: rest, row: 1, style: Style(.faint))
    let confusions = moment.confusions(6).map { "\($0.label) → \($0.prediction)  ×\($0.count)" }
    if confusions.isEmpty {
      frame.write(language("nothing"), in: rest, row: 2, style: Style(.text))
    }
    let width = max(14, (confusions.map { TextWidth.of($0) }.max() ?? 0) + 2)
    for (index, text) in confusions.enumerated() {
      let column = index / 3 * width
      guard column == 0 || column + width <= rest.width + 2 else { break }
      frame.write(text, in: rest, row: 2 + index % 3, column: column, style: Style(.text))
    }
  }
}

import Canvas
import Languages
import NeuralNetworks
import Plots

/// The picture of a training: curves at the left, sample digits and confusions at the right.
struct TrainingPicture {
  let moment: TrainingMoment
  let isScrubbing: Bool
  let isLogarithmic: Bool
  let speed: TrainingSpeed
  let language: Language

  /// Steps over which the bold curves are averaged.
  private static let window = 20
  private static let sideWidth = 30

  private var snapshot: TrainingSnapshot { moment.report.snapshot }

  func render(into frame: inout Frame, in area: Rect) {
    let (head, rest) = area.split(top: area.height > 6 ? 2 : 1)
    renderStatus(into: &frame, in: head)
    var (body, foot) = rest.split(bottom: rest.height > 3 ? 1 : 0)
    renderAccuracy(into: &frame, in: foot)
    if body.width >= 64 {
      let (left, right) = body.split(left: body.width - Self.sideWidth - 2)
      body = left
      renderSide(into: &frame, in: right.split(left: 2).rest)
    } else if body.height >= 16 {
      let (top, bottom) = body.split(bottom: 6)
      body = top
      renderSamples(into: &frame, in: bottom)
    }
    renderCurves(into: &frame, in: body)
  }

  // MARK: Words

  /// The step and the state always; the rest as far as there is room.
  private func renderStatus(into frame: inout Frame, in area: Rect) {
    let steps = moment.report.plan.epochs * snapshot.stepsPerEpoch
    var text = language("step {0} of {1}", moment.step, steps)
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
      "α \(NumberFormat().column([moment.rate])[0]) (\(moment.report.plan.optimizer.rawValue))",
      language("epoch {0} of {1}", moment.epoch, moment.report.plan.epochs),
    ]
    if let images = moment.report.imagesPerSecond, !isScrubbing {
      details.append(language("{0} images/s", rounded(images)))
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
    var parts = [language("validation accuracy {0}", percent(evaluation.accuracy))]
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

  private func renderSide(into frame: inout Frame, in area: Rect) {
    let (samples, rest) = area.split(bottom: area.height >= 12 ? 5 : 0)
    renderSamples(into: &frame, in: samples)
    guard !rest.isEmpty else { return }
    frame.write(language("confused most"), in: rest, row: 1, style: Style(.faint))
    let confusions = moment.confusions(6)
    if confusions.isEmpty {
      frame.write(language("nothing"), in: rest, row: 2, style: Style(.text))
    }
    for (index, confusion) in confusions.enumerated() {
      let text = "\(confusion.label) → \(confusion.prediction)  ×\(confusion.count)"
      frame.write(
        text, in: rest, row: 2 + index % 3, column: index / 3 * 14, style: Style(.text))
    }
  }

  private func renderSamples(into frame: inout Frame, in area: Rect) {
    let medium = frame.medium
    let size = ImageView([], rows: Digits.side, columns: Digits.side)
      .naturalSize(zoom: 1, medium: medium)
    let cell = Size(width: max(size.width, 8) + 2, height: size.height + 1)
    let columns = area.width / cell.width
    let rows = area.height / cell.height
    guard columns > 0, rows > 0 else { return }
    for (index, sample) in moment.report.samples.prefix(columns * rows).enumerated() {
      let place = Rect(
        x: area.x + index % columns * cell.width, y: area.y + index / columns * cell.height,
        width: cell.width, height: cell.height
      ).intersection(area)
      render(index, sample, into: &frame, in: place, imageHeight: size.height)
    }
  }

  private func render(
    _ index: Int, _ sample: TrainingSample, into frame: inout Frame, in area: Rect,
    imageHeight: Int
  ) {
    let (picture, caption) = area.split(top: imageHeight)
    ImageView(
      sample.pixels.map(Double.init), rows: Digits.side, columns: Digits.side, range: 0...1
    ).render(into: &frame, in: picture)
    guard let prediction = moment.prediction(index) else { return }
    let isRight = prediction.label == sample.label
    let confidence = NumberFormat.fixed(prediction.confidence, decimals: 2)
    frame.write(
      "\(prediction.label) \(confidence)" + (isRight ? "" : " ≠\(sample.label)"), in: caption,
      style: Style(isRight ? .good : .bad))
  }
}

import Canvas

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The frame of a plot: where the picture is, what its ends mean, ticks and labels. What has no
/// room is left out: first the labels, then the axes.
struct PlotAxes {
  /// The cells of the picture itself.
  private(set) var plot: Rect
  let hasTitle: Bool
  var xLabel = ""

  private let area: Rect
  private let x: ClosedRange<Double>
  /// Logarithms on a logarithmic axis.
  private let y: ClosedRange<Double>
  private let isLogarithmic: Bool
  private let hasXAxis: Bool
  private let hasYAxis: Bool
  private let yTicks: Ticks

  init(
    area: Rect, x: ClosedRange<Double>?, y: ClosedRange<Double>?, isLogarithmic: Bool,
    hasTitle: Bool
  ) {
    self.area = area
    self.isLogarithmic = isLogarithmic
    self.x = PlotAxes.widened(x ?? 0...1)
    let limits = y ?? (isLogarithmic ? 0.1...1 : 0...1)
    self.y = PlotAxes.widened(
      isLogarithmic
        ? log10(
          max(limits.lowerBound, .leastNormalMagnitude))...log10(
            max(limits.upperBound, .leastNormalMagnitude)) : limits)
    self.hasTitle = hasTitle && area.height >= 3
    hasXAxis = area.height >= 5 && area.width >= 8
    var plot = area.split(top: self.hasTitle ? 1 : 0).rest
    if hasXAxis { plot = plot.split(bottom: 2).rest }
    let count = max(2, (2 * plot.height + 3) / 5)
    yTicks =
      isLogarithmic
      ? Ticks.logarithmic(self.y, count: count) : Ticks.linear(self.y, count: count)
    let labelWidth = yTicks.labels.map { TextWidth.of($0) }.max() ?? 0
    hasYAxis = area.height >= 3 && area.width >= labelWidth + 6
    if hasYAxis { plot = plot.split(left: labelWidth + 1).rest }
    self.plot = plot
  }

  /// A range with some length, so that there is something to divide by.
  private static func widened(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
    guard range.lowerBound.isFinite, range.upperBound.isFinite else { return 0...1 }
    if range.lowerBound < range.upperBound { return range }
    let half = max(range.lowerBound.magnitude * 0.1, 0.5)
    return (range.lowerBound - half)...(range.upperBound + half)
  }

  /// The dot column of an x among `across`; nil outside the axis.
  func dot(x value: Double, across: Int) -> Int? {
    let place = PlotAxes.place(value, in: x)
    guard place >= -1e-9, place <= 1 + 1e-9 else { return nil }
    return min(max(Int((place * Double(across - 1)).rounded()), 0), across - 1)
  }

  /// The dot row of a y among `down`, counted from the top; values beyond the axis lie one
  /// height outside at most, and those that have no place are nil.
  func dot(y value: Double, down: Int) -> Int? {
    guard value.isFinite, !isLogarithmic || value > 0 else { return nil }
    let place = PlotAxes.place(isLogarithmic ? log10(value) : value, in: y)
    return Int(((1 - min(max(place, -1), 2)) * Double(down - 1)).rounded())
  }

  private static func place(_ value: Double, in range: ClosedRange<Double>) -> Double {
    let half = range.upperBound / 2 - range.lowerBound / 2
    return half > 0 ? (value / 2 - range.lowerBound / 2) / half : 0.5
  }

  /// The screen's column of an x.
  func column(of x: Double) -> Int? {
    guard x.isFinite, plot.width > 0, let dot = dot(x: x, across: plot.width) else { return nil }
    return plot.x + dot
  }

  /// The x in the middle of a column of the screen.
  func x(ofColumn column: Int) -> Double {
    let place = Double(column - plot.x) / Double(max(1, plot.width - 1))
    return x.lowerBound * (1 - place) + x.upperBound * place
  }

  /// The screen's row of a y of the axis (a logarithm on a logarithmic one).
  private func row(of value: Double) -> Int? {
    let place = PlotAxes.place(value, in: y)
    guard place >= -1e-9, place <= 1 + 1e-9, plot.height > 0 else { return nil }
    return plot.y + Int(((1 - place) * Double(plot.height - 1)).rounded())
  }

  func render(into frame: inout Frame) {
    if hasYAxis { renderY(into: &frame) }
    if hasXAxis { renderX(into: &frame) }
  }

  private func renderY(into frame: inout Frame) {
    let axis = plot.x - 1
    for row in plot.y..<plot.bottom { frame.write("│", x: axis, y: row, style: Style(.rule)) }
    var lastRow: Int?
    for (value, label) in zip(yTicks.values, yTicks.labels) {
      guard let row = row(of: value), row != lastRow else { continue }
      lastRow = row
      frame.write("┤", x: axis, y: row, style: Style(.rule))
      let text = value == yTicks.values.last ? label + (yTicks.exponentLabel ?? "") : label
      let width = TextWidth.of(label)
      if text != label, axis + 1 + TextWidth.of(text) - width < plot.right {
        frame.write(
          yTicks.exponentLabel ?? "", x: axis + 1, y: row, style: Style(.faint), limit: plot.right)
      }
      frame.write(label, x: axis - width, y: row, style: Style(.faint), limit: axis)
    }
  }

  private func renderX(into frame: inout Frame) {
    let axis = plot.bottom
    for column in plot.x..<plot.right { frame.write("─", x: column, y: axis, style: Style(.rule)) }
    if hasYAxis { frame.write("└", x: plot.x - 1, y: axis, style: Style(.rule)) }
    let name = xLabel.isEmpty ? "" : "  " + xLabel
    let exponentRoom = 6
    let labelEnd = area.right - TextWidth.of(name)
    var free = area.x
    let ticks = xTicks()
    for (value, label) in zip(ticks.values, ticks.labels) {
      guard let column = column(of: value) else { continue }
      let width = TextWidth.of(label)
      let start = min(max(area.x, column - width / 2), labelEnd - width)
      guard start >= free, start + width > column else { continue }
      frame.write("┬", x: column, y: axis, style: Style(.rule))
      free = frame.write(label, x: start, y: axis + 1, style: Style(.faint)) + 1
    }
    if let exponent = ticks.exponentLabel, free + exponentRoom <= labelEnd {
      free = frame.write(exponent, x: free, y: axis + 1, style: Style(.faint), limit: labelEnd) + 1
    }
    if !name.isEmpty, free <= labelEnd + 1 {
      frame.write(
        xLabel, x: area.right - TextWidth.of(xLabel), y: axis + 1, style: Style(.faint),
        limit: area.right)
    }
  }

  /// As many ticks as have labels that keep apart.
  private func xTicks() -> Ticks {
    var count = max(2, plot.width / 6)
    while count > 1 {
      let ticks = Ticks.linear(x, count: count)
      let width = (ticks.labels.map { TextWidth.of($0) }.max() ?? 0) + 2
      if ticks.values.count * width <= plot.width + 2 { return ticks }
      count -= 1
    }
    return Ticks.linear(x, count: 2)
  }
}

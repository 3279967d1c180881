import Canvas

/// Curves over a common x axis, with ticks, a legend and a cursor.
public struct LinePlot: Sendable {
  public struct Series: Hashable, Sendable {
    public var name: String
    /// Where the values are on the x axis; nil for 0, 1, 2, …
    public var x: [Double]?
    /// NaN and infinities are gaps, marked at the plot's edge.
    public var values: [Double]
    public var role: Role
    /// Over how many values the bold curve is averaged, with the raw ones dim behind it; 1 for
    /// the raw values alone.
    public var averagedOver: Int

    public init(
      _ name: String = "", x: [Double]? = nil, values: [Double], role: Role = .series1,
      averagedOver: Int = 1
    ) {
      self.name = name
      self.x = x
      self.values = values
      self.role = role
      self.averagedOver = max(1, averagedOver)
    }

    /// The points, as many as both axes give.
    func points() -> [(x: Double, y: Double)] {
      guard let x else { return values.enumerated().map { (Double($0), $1) } }
      return Array(zip(x, values)).map { ($0, $1) }
    }
  }

  public var series: [Series]
  public var title: String
  public var xLabel: String
  /// A logarithmic y axis. Values that are not positive are counted and not drawn.
  public var isLogarithmic = false
  /// Fixed limits, from `StickyLimits` where the picture is live; nil to fit the numbers.
  public var xLimits: ClosedRange<Double>?
  public var yLimits: ClosedRange<Double>?
  /// The x whose values are read out.
  public var cursor: Double?
  public var showsLegend = true

  public init(_ series: [Series], title: String = "", xLabel: String = "") {
    self.series = series
    self.title = title
    self.xLabel = xLabel
  }

  /// The extent of the finite x, for `StickyLimits`.
  public var xExtent: ClosedRange<Double>? {
    LinePlot.extent(series.flatMap { $0.points().map(\.x) })
  }

  /// The extent of the values that can be drawn, for `StickyLimits`.
  public var yExtent: ClosedRange<Double>? {
    LinePlot.extent(series.flatMap(\.values).filter { !isLogarithmic || $0 > 0 })
  }

  static func extent(_ values: [Double]) -> ClosedRange<Double>? {
    var range: ClosedRange<Double>?
    for value in values where value.isFinite {
      range = range.map { min($0.lowerBound, value)...max($0.upperBound, value) } ?? value...value
    }
    return range
  }

  public func render(into frame: inout Frame, in area: Rect) {
    let area = area.intersection(frame.bounds)
    guard !area.isEmpty else { return }
    var axes = axes(in: area)
    axes.xLabel = xLabel
    axes.render(into: &frame)
    renderTitle(into: &frame, in: area, hasRow: axes.hasTitle)
    renderCursor(into: &frame, axes)
    var grid = DotGrid(axes.plot.size, glyphs: frame.medium.glyphs)
    for (index, one) in series.enumerated() {
      LineCurve(one, index: index, axes: axes, medium: frame.medium).draw(into: &grid)
    }
    grid.render(into: &frame, at: Point(x: axes.plot.x, y: axes.plot.y))
    for one in series { renderMarks(of: one, into: &frame, axes) }
  }

  /// The x under a point of the screen, for the cursor to follow the mouse.
  public func x(at point: Point, in area: Rect) -> Double? {
    let axes = axes(in: area)
    return axes.plot.contains(point) ? axes.x(ofColumn: point.x) : nil
  }

  private func axes(in area: Rect) -> PlotAxes {
    PlotAxes(
      area: area, x: xLimits ?? xExtent, y: yLimits ?? yExtent.map(niceY),
      isLogarithmic: isLogarithmic, hasTitle: hasTitle)
  }

  private func niceY(_ extent: ClosedRange<Double>) -> ClosedRange<Double> {
    isLogarithmic ? extent : StickyLimits.nice(extent)
  }

  private var hasTitle: Bool {
    !title.isEmpty || (showsLegend && series.contains { !$0.name.isEmpty }) || !notes.isEmpty
  }

  /// What can't be drawn, said in a few characters.
  private var notes: String {
    let values = series.flatMap(\.values)
    let counts = [
      ("NaN", values.count { $0.isNaN }),
      ("∞", values.count { $0 == .infinity }),
      ("−∞", values.count { $0 == -.infinity }),
      ("≤0", isLogarithmic ? values.count { $0 <= 0 && $0.isFinite } : 0),
    ]
    return counts.filter { $0.1 > 0 }.map { "\($0.0)×\($0.1)" }.joined(separator: " ")
  }

  /// The first row: the title at the left, the legend or the cursor's numbers at the right.
  private func renderTitle(into frame: inout Frame, in area: Rect, hasRow: Bool) {
    guard hasRow else { return }
    var left = frame.write(title, in: area, style: Style(.heading))
    if !notes.isEmpty {
      left = frame.write(
        notes, x: title.isEmpty ? left : left + 2, y: area.y, style: Style(.bad),
        limit: area.right)
    }
    var legend = cursor.map(readout) ?? self.legend(frame.medium)
    while !legend.isEmpty {
      let width = legend.reduce(0) { $0 + TextWidth.of($1.text) }
      if left + 2 + width <= area.right || (left == area.x && width <= area.width) {
        frame.write(legend, x: area.right - width, y: area.y, limit: area.right)
        return
      }
      legend.removeLast()
    }
  }

  private func legend(_ medium: Medium) -> [TextRun] {
    guard showsLegend else { return [] }
    let named = series.enumerated().filter { !$1.name.isEmpty }
    return named.enumerated().map { place, entry in
      let mark = LineCurve.legendMark(index: entry.offset, medium: medium)
      return TextRun(
        (place == 0 ? "" : "  ") + "\(entry.element.name) \(mark)", Style(entry.element.role))
    }
  }

  private func readout(at x: Double) -> [TextRun] {
    let format = NumberFormat()
    var runs = [TextRun("\(xLabel.isEmpty ? "x" : xLabel) \(format(x))", Style(.accent))]
    for one in series {
      guard let value = one.value(at: x) else { continue }
      runs.append(TextRun("  \(one.name) \(format(value))", Style(one.role)))
    }
    return runs
  }

  private func renderCursor(into frame: inout Frame, _ axes: PlotAxes) {
    guard let cursor, let column = axes.column(of: cursor) else { return }
    for y in axes.plot.y..<axes.plot.bottom {
      frame.write("┊", x: column, y: y, style: Style(.accent))
    }
  }

  /// Values that have no place on the axis are marked where they would be: NaN at the bottom,
  /// infinities at the end that they flee to.
  private func renderMarks(of one: Series, into frame: inout Frame, _ axes: PlotAxes) {
    guard !axes.plot.isEmpty else { return }
    for point in one.points() where !point.y.isFinite {
      guard let column = axes.column(of: point.x) else { continue }
      let isTop = point.y == .infinity
      frame.write(
        point.y.isNaN ? "×" : isTop ? "▲" : "▼", x: column,
        y: isTop ? axes.plot.y : axes.plot.bottom - 1, style: Style(.bad, .bold))
    }
  }
}

extension LinePlot.Series {
  /// The value at the point nearest to an x.
  public func value(at x: Double) -> Double? {
    points().min { ($0.x - x).magnitude < ($1.x - x).magnitude }?.y
  }
}

import Canvas

/// Points of a plane in groups. A group is told from others by its mark, not by colour alone.
public struct Scatter: Sendable {
  public struct Group: Sendable {
    public var name: String
    public var points: [(x: Double, y: Double)]
    public var role: Role

    public init(_ name: String = "", _ points: [(x: Double, y: Double)], role: Role = .series1) {
      self.name = name
      self.points = points
      self.role = role
    }
  }

  public var groups: [Group]
  public var title: String
  public var xLabel: String
  public var xLimits: ClosedRange<Double>?
  public var yLimits: ClosedRange<Double>?

  public init(_ groups: [Group], title: String = "", xLabel: String = "") {
    self.groups = groups
    self.title = title
    self.xLabel = xLabel
  }

  private static let marks = ["●", "○", "×", "+", "▲", "□"]

  public func render(into frame: inout Frame, in area: Rect) {
    let area = area.intersection(frame.bounds)
    guard !area.isEmpty else { return }
    let points = groups.flatMap(\.points)
    let hidden = points.count { !$0.x.isFinite || !$0.y.isFinite }
    var axes = PlotAxes(
      area: area, x: xLimits ?? LinePlot.extent(points.map(\.x)).map(StickyLimits.nice),
      y: yLimits ?? LinePlot.extent(points.map(\.y)).map(StickyLimits.nice), isLogarithmic: false,
      hasTitle: !title.isEmpty || hidden > 0 || groups.contains { !$0.name.isEmpty })
    axes.xLabel = xLabel
    axes.render(into: &frame)
    if axes.hasTitle { renderTitle(hidden, into: &frame, in: area) }
    for (index, group) in groups.enumerated() {
      let mark = Scatter.marks[index % Scatter.marks.count]
      for point in group.points {
        guard let column = axes.column(of: point.x),
          let row = axes.dot(y: point.y, down: axes.plot.height),
          row >= 0, row < axes.plot.height
        else { continue }
        frame.write(mark, x: column, y: axes.plot.y + row, style: Style(group.role))
      }
    }
  }

  private func renderTitle(_ hidden: Int, into frame: inout Frame, in area: Rect) {
    var x = frame.write(title, in: area, style: Style(.heading))
    if hidden > 0 {
      x = frame.write(
        "NaN/∞×\(hidden)", x: x > area.x ? x + 2 : x, y: area.y, style: Style(.bad),
        limit: area.right)
    }
    for (index, group) in groups.enumerated() where !group.name.isEmpty {
      let text =
        (x > area.x ? "  " : "") + "\(Scatter.marks[index % Scatter.marks.count]) \(group.name)"
      guard x + TextWidth.of(text) <= area.right else { return }
      x = frame.write(text, x: x, y: area.y, style: Style(group.role))
    }
  }
}

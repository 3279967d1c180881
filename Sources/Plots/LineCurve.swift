import Canvas

/// One series as dots: for every column of dots the first, smallest, largest and last value, so
/// that no peak is lost however many points share a column.
struct LineCurve {
  private let series: LinePlot.Series
  private let axes: PlotAxes
  private let dash: Int
  private let mark: Character

  init(_ series: LinePlot.Series, index: Int, axes: PlotAxes, medium: Medium) {
    self.series = series
    self.axes = axes
    dash = medium.hasColor || medium.isASCII ? 0 : LineCurve.dashes[index % LineCurve.dashes.count]
    mark = LineCurve.marks[index % LineCurve.marks.count]
  }

  /// How a series is told from others: by colour, by dashes where there is none, by letters in
  /// ASCII.
  static func legendMark(index: Int, medium: Medium) -> String {
    if medium.isASCII { return String(marks[index % marks.count]) }
    return medium.hasColor ? "─" : ["─", "┄", "┈"][index % dashes.count]
  }

  private static let marks: [Character] = ["*", "+", "o", "x", "#", "@"]
  private static let dashes = [0, 3, 1]

  func draw(into grid: inout DotGrid) {
    guard grid.width > 0, grid.height > 0 else { return }
    let points = series.points()
    if series.averagedOver > 1 {
      grid.beginLayer(Style(.faint), mark: ".", isBackdrop: true)
      draw(points, into: &grid)
      grid.beginLayer(Style(series.role, .bold), mark: mark)
      draw(LineCurve.averaged(points, over: series.averagedOver), into: &grid)
    } else {
      grid.beginLayer(Style(series.role), mark: mark)
      draw(points, into: &grid)
    }
  }

  /// The trailing mean of finite values.
  static func averaged(
    _ points: [(x: Double, y: Double)], over window: Int
  ) -> [(x: Double, y: Double)] {
    var recent: [Double] = []
    var next = 0
    var sum = 0.0
    return points.map { point in
      guard point.y.isFinite else { return point }
      sum += point.y
      if recent.count < window {
        recent.append(point.y)
      } else {
        sum -= recent[next]
        recent[next] = point.y
      }
      next = (next + 1) % window
      return (point.x, sum / Double(recent.count))
    }
  }

  private struct Column {
    var x: Int
    var first: Int
    var low: Int
    var high: Int
    var last: Int
  }

  private func draw(_ points: [(x: Double, y: Double)], into grid: inout DotGrid) {
    var previous: Column?
    var current: Column?
    for point in points {
      guard let x = axes.dot(x: point.x, across: grid.width),
        let y = axes.dot(y: point.y, down: grid.height)
      else {
        finish(&current, &previous, &grid)
        previous = nil
        continue
      }
      if var column = current, column.x == x {
        column.low = min(column.low, y)
        column.high = max(column.high, y)
        column.last = y
        current = column
      } else {
        finish(&current, &previous, &grid)
        current = Column(x: x, first: y, low: y, high: y, last: y)
      }
    }
    finish(&current, &previous, &grid)
  }

  /// Draws a column of dots and the way to it from the one before.
  private func finish(_ current: inout Column?, _ previous: inout Column?, _ grid: inout DotGrid) {
    guard let column = current else { return }
    if let previous {
      grid.line(
        from: Point(x: previous.x, y: previous.last), to: Point(x: column.x, y: column.first),
        dash: dash)
    }
    grid.line(
      from: Point(x: column.x, y: column.low), to: Point(x: column.x, y: column.high), dash: dash)
    previous = column
    current = nil
  }
}

import Canvas

/// How often numbers fall into bins of equal, nice width.
public struct Histogram: Sendable {
  /// NaN and infinities are counted and said, not drawn.
  public var values: [Double]
  public var title: String
  public var role: Role = .series1
  /// The least and the largest number; nil to fit.
  public var limits: ClosedRange<Double>?
  /// The most bins; nil for about the square root of the count.
  public var maximumBins: Int?

  public init(_ values: [Double], title: String = "") {
    self.values = values
    self.title = title
  }

  /// The bins that are drawn: the first one's lower edge, the width of each, and the counts.
  public var bins: (start: Double, width: Double, counts: [Int]) {
    let finite = values.filter(\.isFinite)
    guard let extent = limits ?? LinePlot.extent(finite) else { return (0, 1, [0]) }
    let wanted =
      maximumBins ?? min(40, max(5, Int(Double(finite.count).squareRoot().rounded(.up))))
    guard let width = Ticks.step(for: extent, count: max(2, min(wanted, 1000))) else {
      return (extent.lowerBound - 0.5, 1, [finite.count])
    }
    let start = (extent.lowerBound / width + 1e-9).rounded(.down) * width
    let reach = ((extent.upperBound - start) / width - 1e-9).rounded(.up)
    let count = Int(min(max(reach, 1), 2000))
    var counts = Array(repeating: 0, count: count)
    for value in finite where extent.contains(value) {
      let place = ((value - start) / width).rounded(.down)
      counts[Int(min(max(place, 0), Double(count - 1)))] += 1
    }
    return (start, width, counts)
  }

  public func render(into frame: inout Frame, in area: Rect) {
    let area = area.intersection(frame.bounds)
    guard !area.isEmpty else { return }
    let (start, width, counts) = bins
    let end = start + width * Double(counts.count)
    let hidden = values.count { !$0.isFinite }
    let axes = PlotAxes(
      area: area, x: start...end, y: 0...Double(max(1, counts.max() ?? 1)), isLogarithmic: false,
      hasTitle: !title.isEmpty || hidden > 0)
    axes.render(into: &frame)
    if axes.hasTitle {
      let end = frame.write(title, in: area, style: Style(.heading))
      if hidden > 0 {
        frame.write(
          "NaN/∞×\(hidden)", x: title.isEmpty ? end : end + 2, y: area.y, style: Style(.bad),
          limit: area.right)
      }
    }
    renderBars(counts, into: &frame, in: axes.plot)
  }

  /// Each column of cells shows the fullest of the bins that it covers.
  private func renderBars(_ counts: [Int], into frame: inout Frame, in plot: Rect) {
    let highest = Double(max(1, counts.max() ?? 1))
    for column in 0..<plot.width {
      let low = column * counts.count / plot.width
      let high = max(low + 1, (column + 1) * counts.count / plot.width)
      let count = counts[low..<min(high, counts.count)].max() ?? 0
      let place = Rect(x: plot.x + column, y: plot.y, width: 1, height: plot.height)
      EighthBlocks.vertical(
        from: 0, to: Double(count) / highest * Double(plot.height), style: Style(role),
        into: &frame, in: place)
    }
  }
}

import Canvas

/// A curve in a line of text: Braille where the medium has it, else one step of a ramp for each
/// cell.
public struct Sparkline: Hashable, Sendable {
  /// Values that are not finite are gaps.
  public var values: [Double]
  public var role: Role
  /// The numbers at the bottom and the top; nil to fit.
  public var limits: ClosedRange<Double>?

  public init(_ values: [Double], role: Role = .series1, limits: ClosedRange<Double>? = nil) {
    self.values = values
    self.role = role
    self.limits = limits
  }

  public func render(into frame: inout Frame, in area: Rect) {
    let line = area.split(top: 1).top.intersection(frame.bounds)
    guard !line.isEmpty, let limits = limits ?? LinePlot.extent(values) else { return }
    if frame.medium.glyphs == .braille {
      var plot = LinePlot([.init(values: values, role: role)])
      plot.yLimits = limits
      plot.render(into: &frame, in: line)
      return
    }
    for column in 0..<min(line.width, values.count) {
      guard let value = strongest(column, of: min(line.width, values.count), limits) else {
        continue
      }
      let place = ColorScale(.gray, limits).place(of: value)
      let ramp = ramp(frame.medium)
      let glyph = ramp[min(Int(place * Double(ramp.count)), ramp.count - 1)]
      frame.write(String(glyph), x: line.x + column, y: line.y, style: Style(role))
    }
  }

  /// Of the values that share a column, the one furthest from the middle.
  private func strongest(_ column: Int, of count: Int, _ limits: ClosedRange<Double>) -> Double? {
    let low = column * values.count / count
    let high = (column + 1) * values.count / count
    let middle = limits.lowerBound / 2 + limits.upperBound / 2
    return values[low..<high].filter(\.isFinite).max {
      ($0 - middle).magnitude < ($1 - middle).magnitude
    }
  }

  private func ramp(_ medium: Medium) -> [Character] {
    switch medium.glyphs {
    case .ascii: ["_", ".", "-", "=", "^"]
    case .halfBlock: ["_", "▄", "█"]
    case .quadrant, .braille: Array(EighthBlocks.lowers.dropFirst())
    }
  }
}

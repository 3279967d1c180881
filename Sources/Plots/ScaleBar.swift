import Canvas

/// What the colours of a heatmap mean: the map as a strip between its two ends, one row high.
public struct ScaleBar: Sendable {
  public var scale: ColorScale

  public init(_ scale: ColorScale) {
    self.scale = scale
  }

  /// The width at which everything shows.
  public var naturalWidth: Int { TextWidth.of(low) + TextWidth.of(high) + 14 }

  public func render(into frame: inout Frame, in area: Rect) {
    let area = area.intersection(frame.bounds)
    guard !area.isEmpty else { return }
    let labels = TextWidth.of(low) + TextWidth.of(high) + 2
    let hasLabels = area.width >= labels + 4
    var strip = area.split(top: 1).top
    if hasLabels {
      let start = frame.write(low, in: area, style: Style(.faint)) + 1
      strip.x = start
      strip.width = min(area.width - labels, 24)
      frame.write(
        high, x: strip.right + 1, y: area.y, style: Style(.faint), limit: area.right)
    }
    for column in 0..<strip.width {
      let place = strip.width > 1 ? Double(column) / Double(strip.width - 1) : 0.5
      let value = scale.range.lowerBound * (1 - place) + scale.range.upperBound * place
      let (glyph, style) = HeatCell.look(value, scale, frame.medium)
      frame.write(glyph, x: strip.x + column, y: strip.y, style: style)
    }
  }

  private var low: String { label(scale.range.lowerBound) }
  private var high: String { label(scale.range.upperBound) }

  /// An end in as few digits as both ends need.
  private func label(_ end: Double) -> String {
    let format = NumberFormat(significant: 3)
    let ends = format.column([scale.range.lowerBound, scale.range.upperBound])
    let text = end == scale.range.lowerBound ? ends[0] : ends[1]
    return String(text.drop { $0 == " " }.prefix { $0 != " " })
  }
}

/// How one value looks in one cell: as a background where there are enough colours, else as a
/// glyph of a ramp.
enum HeatCell {
  static func look(_ value: Double, _ scale: ColorScale, _ medium: Medium) -> (String, Style) {
    if value.isNaN { return (medium.isASCII ? "?" : "×", Style(.bad, .bold)) }
    guard medium.hasShades else {
      let glyph = scale.glyph(of: value, ascii: medium.isASCII)
      return (String(glyph), rampStyle(value, scale, medium))
    }
    return (" ", Style(.plain, on: .rgb(scale.color(of: value))))
  }

  /// The style of a number on its colour: black or white, whichever reads better.
  static func numberStyle(_ value: Double, _ scale: ColorScale, _ medium: Medium) -> Style {
    guard !value.isNaN else { return Style(.bad, .bold) }
    guard medium.hasShades else { return rampStyle(value, scale, medium) }
    let color = scale.color(of: value)
    let ink = color.lightness > 0.6 ? RGB(hex: 0x101114) : RGB(hex: 0xF5F6F8)
    return Style(.rgb(ink), on: .rgb(color))
  }

  private static func rampStyle(_ value: Double, _ scale: ColorScale, _ medium: Medium) -> Style {
    guard scale.isSigned, medium.hasColor else { return .plain }
    return Style(scale.place(of: value) < 0.5 ? .negative : .positive)
  }
}

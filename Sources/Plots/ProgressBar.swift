import Canvas

/// How far something is, as a line one row high.
public struct ProgressBar: Hashable, Sendable {
  /// From 0 to 1; nil while nobody knows.
  public var fraction: Double?
  public var role: Role
  public var showsPercent: Bool

  public init(_ fraction: Double?, role: Role = .accent, showsPercent: Bool = false) {
    self.fraction = fraction
    self.role = role
    self.showsPercent = showsPercent
  }

  public func render(into frame: inout Frame, in area: Rect) {
    let area = area.intersection(frame.bounds)
    guard !area.isEmpty else { return }
    let part = min(max(fraction.flatMap { $0.isNaN ? nil : $0 } ?? 0, 0), 1)
    let hasPercent = showsPercent && fraction != nil && area.width >= 10
    let width = area.width - (hasPercent ? 5 : 0)
    let filled = Int((part * Double(width)).rounded(.down))
    let isASCII = frame.medium.isASCII
    frame.fill(
      Rect(x: area.x, y: area.y, width: filled, height: 1), isASCII ? "=" : "━", style: Style(role))
    frame.fill(
      Rect(x: area.x + filled, y: area.y, width: width - filled, height: 1), "─",
      style: Style(.rule))
    if hasPercent {
      let text = "\(Int((part * 100).rounded(.down)))%"
      frame.write(
        text, x: area.right - TextWidth.of(text), y: area.y, style: Style(.faint),
        limit: area.right)
    }
  }
}

import Canvas

/// A box with round corners and a title in its upper edge, to group what is inside.
public struct PanelBox: Hashable, Sendable {
  public var title: String
  /// What stands at the right end of the upper edge.
  public var note: String
  public var style: Style
  public var titleStyle: Style

  public init(
    _ title: String = "", note: String = "", style: Style = Style(.rule),
    titleStyle: Style = Style(.heading)
  ) {
    self.title = title
    self.note = note
    self.style = style
    self.titleStyle = titleStyle
  }

  /// The part of an area inside the box, with a column of space at either side.
  public static func inside(_ area: Rect) -> Rect {
    area.inset(horizontal: area.width >= 6 ? 2 : 1, vertical: 1)
  }

  /// Draws the box. What was inside stays.
  public func render(into frame: inout Frame, in area: Rect) {
    guard area.width >= 2, area.height >= 2 else { return }
    let (right, bottom) = (area.right - 1, area.bottom - 1)
    for x in area.x + 1..<right {
      frame.write("─", x: x, y: area.y, style: style)
      frame.write("─", x: x, y: bottom, style: style)
    }
    for y in area.y + 1..<bottom {
      frame.write("│", x: area.x, y: y, style: style)
      frame.write("│", x: right, y: y, style: style)
    }
    let corners = [
      ("╭", area.x, area.y), ("╮", right, area.y), ("╰", area.x, bottom), ("╯", right, bottom),
    ]
    for (glyph, x, y) in corners { frame.write(glyph, x: x, y: y, style: style) }
    renderTitle(into: &frame, in: area)
  }

  private func renderTitle(into frame: inout Frame, in area: Rect) {
    let limit = area.right - 2
    guard limit - area.x >= 4 else { return }
    var free = area.x + 1
    if !title.isEmpty {
      free = frame.write(" \(title)", x: free, y: area.y, style: titleStyle, limit: limit)
      free = frame.write(" ", x: free, y: area.y, limit: limit)
    }
    let width = TextWidth.of(note) + 2
    if !note.isEmpty, free + 1 + width <= area.right - 1 {
      frame.write(
        " \(note) ", x: area.right - 1 - width, y: area.y, style: Style(.faint),
        limit: area.right - 1)
    }
  }
}

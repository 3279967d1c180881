import Canvas

/// Bars that end between cells: eighths of a cell where the medium has them, halves or whole
/// cells where not.
enum EighthBlocks {
  /// Draws a horizontal bar from one place to another, both in cells from the left of `area`,
  /// on all its rows. The end at the zero line lies on a cell's edge.
  static func horizontal(
    from start: Double, to end: Double, style: Style, into frame: inout Frame, in area: Rect
  ) {
    let isLeftward = end < start
    let low = eighths(min(start, end), limit: area.width)
    let high = eighths(max(start, end), limit: area.width)
    for column in low / 8..<max(low / 8, (high + 7) / 8) {
      let filled = min(high, 8 * column + 8) - max(low, 8 * column)
      let (glyph, isReversed) = glyph(filled, fromFarSide: isLeftward, lefts, "▌", frame.medium)
      let style = isReversed ? style.adding(.reverse) : style
      for y in area.y..<area.bottom where glyph != " " {
        frame.write(String(glyph), x: area.x + column, y: y, style: style, limit: area.right)
      }
    }
  }

  /// Draws a vertical bar from one height to another, both in cells from the bottom of `area`.
  static func vertical(
    from start: Double, to end: Double, style: Style, into frame: inout Frame, in area: Rect
  ) {
    let isDownward = end < start
    let low = eighths(min(start, end), limit: area.height)
    let high = eighths(max(start, end), limit: area.height)
    for row in low / 8..<max(low / 8, (high + 7) / 8) {
      let filled = min(high, 8 * row + 8) - max(low, 8 * row)
      let (glyph, isReversed) = glyph(filled, fromFarSide: isDownward, lowers, "▄", frame.medium)
      guard glyph != " " else { continue }
      let cells = Rect(x: area.x, y: area.bottom - 1 - row, width: area.width, height: 1)
      frame.fill(cells, glyph, style: isReversed ? style.adding(.reverse) : style)
    }
  }

  /// The glyph for a cell that is filled by so many eighths, from its near side (left, bottom) or
  /// from the far one: there the rest is drawn in reverse.
  private static func glyph(
    _ filled: Int, fromFarSide: Bool, _ ramp: [Character], _ half: Character, _ medium: Medium
  ) -> (Character, Bool) {
    switch medium.glyphs {
    case .ascii: return (filled >= 4 ? "#" : " ", false)
    case .halfBlock:
      if filled >= 6 { return ("█", false) }
      return filled < 2 ? (" ", false) : (half, fromFarSide)
    case .quadrant, .braille:
      if filled >= 8 { return ("█", false) }
      if filled <= 0 { return (" ", false) }
      return fromFarSide ? (ramp[8 - filled], true) : (ramp[filled], false)
    }
  }

  private static func eighths(_ place: Double, limit: Int) -> Int {
    guard place.isFinite else { return place > 0 ? 8 * limit : 0 }
    return Int((min(max(place, 0), Double(limit)) * 8).rounded())
  }

  static let lefts: [Character] = [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
  static let lowers: [Character] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
}

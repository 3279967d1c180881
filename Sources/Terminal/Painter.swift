import CNcurses
import Canvas

/// Brings frames onto the screen through the terminal library, changed cells only.
struct Painter {
  private struct ColorPair: Hashable {
    var foreground: Int32
    var background: Int32
  }

  private let isUTF8: Bool
  private var palette: Palette
  private var pairs: [ColorPair: Int32] = [:]
  /// What stands on the screen, nil when that is not known.
  private var shown: Frame?

  init(palette: Palette, isUTF8: Bool) {
    self.palette = palette
    self.isUTF8 = isUTF8
  }

  /// Forgets what is shown, so that the next frame is sent whole.
  mutating func invalidate() {
    shown = nil
  }

  /// Sends what differs between the frame and the screen. A frame larger than the screen is cut.
  mutating func draw(_ frame: Frame, on screen: Size) {
    if pairs.count >= Int(nc_color_pairs()) - 1 { forgetColors() }
    if shown?.size != frame.size { shown = nil }
    if shown == nil {
      clearok(nc_curscr(), true)
      werase(nc_stdscr())
    }
    for y in 0..<min(frame.size.height, screen.height) {
      drawRow(y, of: frame, width: min(frame.size.width, screen.width))
    }
    placeCursor(frame.cursor, on: screen)
    wnoutrefresh(nc_stdscr())
    doupdate()
    shown = frame
  }

  private mutating func drawRow(_ y: Int, of frame: Frame, width: Int) {
    let start = y * frame.size.width
    for x in 0..<width {
      let cell = frame.cells[start + x]
      if let shown, shown.cells[start + x] == cell { continue }
      let isWide = x + 1 < frame.size.width && frame.cells[start + x + 1].isContinuation
      if cell.isContinuation {
        // The left half has drawn it, unless it stands alone.
        if x > 0, !frame.cells[start + x - 1].isContinuation { continue }
        put([0x20], cell.style, x: x, y: y)
      } else if isWide, x + 1 == width {
        put([0x20], cell.style, x: x, y: y)
      } else {
        put(characters(cell.text, isWide: isWide), cell.style, x: x, y: y)
      }
    }
  }

  private mutating func put(_ text: [wchar_t], _ style: Style, x: Int, y: Int) {
    let look = palette.resolve(style)
    var text = text
    text.append(0)
    _ = nc_put(
      Int32(y), Int32(x), text, attributes(look.traits),
      pair(ColorPair(foreground: number(look.foreground), background: number(look.background))))
  }

  private func placeCursor(_ cursor: Point?, on screen: Size) {
    if let cursor, Rect(screen).contains(cursor) {
      leaveok(nc_stdscr(), false)
      wmove(nc_stdscr(), Int32(cursor.y), Int32(cursor.x))
      curs_set(1)
    } else {
      leaveok(nc_stdscr(), true)
      curs_set(0)
    }
  }

  /// The characters of a cell, or a mark of the same width where the terminal library would
  /// disagree with the frame about how wide they are.
  private func characters(_ text: String, isWide: Bool) -> [wchar_t] {
    let scalars = text.unicodeScalars
    let mark: [wchar_t] = isUTF8 && !isWide ? [0xFFFD] : isWide ? [0x3F, 0x3F] : [0x3F]
    guard let first = scalars.first else { return [0x20] }
    let width = isUTF8 ? nc_width(wchar_t(first.value)) : first.isASCII ? 1 : -1
    guard width == (isWide ? 2 : 1) else { return mark }
    var characters = [wchar_t(first.value)]
    for scalar in scalars.dropFirst().prefix(Int(CCHARW_MAX) - 1)
    where nc_width(wchar_t(scalar.value)) == 0 {
      characters.append(wchar_t(scalar.value))
    }
    return characters
  }

  private func attributes(_ traits: Traits) -> attr_t {
    var attributes: attr_t = 0
    if traits.contains(.bold) { attributes |= nc_bold() }
    if traits.contains(.dim) { attributes |= nc_dim() }
    if traits.contains(.italic) { attributes |= nc_italic() }
    if traits.contains(.underline) { attributes |= nc_underline() }
    if traits.contains(.reverse) { attributes |= nc_reverse() }
    return attributes
  }

  private mutating func pair(_ colors: ColorPair) -> Int32 {
    if colors == ColorPair(foreground: -1, background: -1) { return 0 }
    if let known = pairs[colors] { return known }
    let pair = max(0, alloc_pair(colors.foreground, colors.background))
    pairs[colors] = pair
    return pair
  }

  private func number(_ color: TerminalColor) -> Int32 {
    switch color {
    case .standard: -1
    case .indexed(let index): Int32(index)
    // Direct terminals take the values below 8 for the old eight colours.
    case .rgb(let rgb):
      max(8, Int32(rgb.red) << 16 | Int32(rgb.green) << 8 | Int32(rgb.blue))
    }
  }

  /// Starts with no colour pairs again: the terminal library has only so many, and those that it
  /// would take back may still be on the screen.
  private mutating func forgetColors() {
    reset_color_pairs()
    pairs.removeAll()
    shown = nil
  }
}

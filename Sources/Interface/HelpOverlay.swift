import Canvas
import Languages
import Plots

/// Every key that is valid on the screen below, from the table that dispatches it.
struct HelpOverlay {
  var title: String
  var keys: [KeyEntry]
  var scroll = 0

  /// Scrolls, or returns false when the key closes the overlay.
  mutating func update(_ key: Key, height: Int) -> Bool {
    let last = max(0, keys.count - max(1, height - 6))
    switch key {
    case .down, .character("j"): scroll = min(last, scroll + 1)
    case .up, .character("k"): scroll = max(0, scroll - 1)
    case .pageDown, .character(" "): scroll = min(last, scroll + max(1, height - 6))
    case .pageUp: scroll = max(0, scroll - max(1, height - 6))
    default: return false
    }
    return true
  }

  func render(into frame: inout Frame, in area: Rect, language: Language) {
    let labelWidth = keys.map { TextWidth.of($0.label) }.max() ?? 0
    let phraseWidth = keys.map { TextWidth.of(language($0.phrase)) }.max() ?? 0
    let wanted = Size(
      width: max(labelWidth + phraseWidth + 8, TextWidth.of(title) + 8), height: keys.count + 4)
    let box = area.inset(horizontal: 1, vertical: 1).centered(wanted)
    frame.fill(box, " ")
    PanelBox(title).render(into: &frame, in: box)
    let inside = box.inset(horizontal: 3, vertical: 2)
    let shown = keys.dropFirst(scroll).prefix(inside.height)
    for (row, key) in shown.enumerated() {
      let indent = labelWidth - TextWidth.of(key.label)
      frame.write(key.label, in: inside, row: row, column: indent, style: Style(.key, .bold))
      frame.write(language(key.phrase), in: inside, row: row, column: labelWidth + 2)
    }
    if scroll + shown.count < keys.count {
      frame.write("↓", x: box.right - 3, y: box.bottom - 2, style: Style(.faint), limit: box.right)
    }
  }
}

import Canvas
import Languages

/// The quiet frame around every screen: a title line, a rule, the screen, a rule, the keys.
enum Chrome {
  /// Below this size a screen says what it needs in place of drawing itself.
  static let leastSize = Size(width: 40, height: 12)

  /// What is left for the screen between the title and the keys.
  static func body(of area: Rect) -> Rect {
    area.split(top: 2).rest.split(bottom: 2).rest
  }

  /// Draws the title line and the footer, and returns what is left between them.
  /// - Parameters:
  ///   - keys: what the screen offers; the footer names those that are for it.
  ///   - globalKeys: what holds everywhere. The first of them, the help on all the others, is
  ///     never crowded out.
  static func draw(
    into frame: inout Frame, in area: Rect, title: String, status: String = "",
    keys: [KeyEntry], globalKeys: [KeyEntry], notice: String? = nil, language: Language
  ) -> Rect {
    let head = area.split(top: 2).top
    let foot = area.split(top: 2).rest.split(bottom: 2).bottom
    drawHead(into: &frame, in: head, title: title, status: status)
    rule(into: &frame, in: foot, row: 0)
    let line = Rect(x: foot.x, y: foot.y + 1, width: foot.width, height: min(1, foot.height - 1))
    if let notice {
      frame.write(notice, in: line, column: 1, style: Style(.warning))
    } else {
      let foot = footer(
        keys.filter(\.isInFooter), globalKeys.filter(\.isInFooter), width: line.width - 2,
        language: language)
      drawKeys(foot, into: &frame, in: line, language: language)
    }
    return body(of: area)
  }

  /// A horizontal rule with a margin of one cell.
  static func rule(into frame: inout Frame, in area: Rect, row: Int) {
    guard row < area.height else { return }
    let line = Rect(x: area.x + 1, y: area.y + row, width: area.width - 2, height: 1)
    frame.fill(line, "─", style: Style(.rule))
  }

  private static func drawHead(
    into frame: inout Frame, in area: Rect, title: String, status: String
  ) {
    let statusWidth = TextWidth.of(status)
    let room = area.width - 2
    let showsStatus = statusWidth > 0 && statusWidth + 8 <= room
    let titleLimit = area.right - 1 - (showsStatus ? statusWidth + 2 : 0)
    if area.height > 0 {
      frame.write(title, x: area.x + 1, y: area.y, style: Style(.heading, .bold), limit: titleLimit)
      if showsStatus {
        frame.write(
          status, x: area.right - 1 - statusWidth, y: area.y, style: Style(.faint),
          limit: area.right)
      }
    }
    rule(into: &frame, in: area, row: 1)
  }

  /// The most keys of a screen that the footer names.
  private static let mostKeys = 6
  /// The columns between two keys.
  private static let gap = 3

  /// As many keys as fit whole, the help among them.
  private static func footer(
    _ keys: [KeyEntry], _ globalKeys: [KeyEntry], width: Int, language: Language
  ) -> [KeyEntry] {
    func columns(_ key: KeyEntry) -> Int {
      TextWidth.of(key.label) + 1 + TextWidth.of(language(key.phrase)) + gap
    }
    var room = width + gap - (globalKeys.first.map(columns) ?? 0)
    func fits(_ key: KeyEntry) -> Bool {
      guard columns(key) <= room else { return false }
      room -= columns(key)
      return true
    }
    return keys.prefix(mostKeys).filter(fits) + globalKeys.prefix(1)
      + globalKeys.dropFirst().filter(fits)
  }

  private static func drawKeys(
    _ keys: [KeyEntry], into frame: inout Frame, in area: Rect, language: Language
  ) {
    var column = 1
    for key in keys {
      column = frame.write(key.label, in: area, column: column, style: Style(.key, .bold)) - area.x
      column =
        frame.write(language(key.phrase), in: area, column: column + 1, style: Style(.faint))
        - area.x + gap
    }
  }

  /// What is shown in a window that is too small to work in.
  static func drawTooSmall(into frame: inout Frame, in area: Rect, language: Language) {
    let lines = [
      language("This window is too small."),
      language(
        "{0}×{1} is needed, {2}×{3} is here.", leastSize.width, leastSize.height, area.width,
        area.height),
      language("q quits."),
    ]
    let top = area.y + max(0, (area.height - lines.count) / 2)
    for (index, line) in lines.enumerated() where top + index < area.bottom {
      let column = max(0, (area.width - TextWidth.of(line)) / 2)
      frame.write(
        line, in: area, row: top - area.y + index, column: column,
        style: Style(index == 0 ? .text : .faint))
    }
  }
}

extension Frame {
  /// The frame as an SVG picture. Every cell is at its exact place, and box-drawing characters,
  /// blocks and Braille are shapes, so that it looks the same in every viewer.
  /// - Parameter title: draws a quiet window around the frame, with this title; nil for none.
  public func svg(theme: Theme = .dark, title: String? = nil) -> String {
    SVGPicture(self, theme: theme, title: title).document
  }
}

/// Draws one frame as SVG.
private struct SVGPicture {
  private let frame: Frame
  private let theme: Theme
  private let title: String?
  private var palette: Palette
  private var body = ""

  private static let cell = (width: 9, height: 18)
  private static let fontSize = 15
  private static let baseline = 14
  private static let fonts =
    "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Noto Sans Mono CJK SC',"
    + "'PingFang SC','Microsoft YaHei',monospace"

  init(_ frame: Frame, theme: Theme, title: String?) {
    self.frame = frame
    self.theme = theme
    self.title = title
    palette = Palette(theme: theme, profile: frame.medium.colors)
    for y in 0..<frame.size.height { drawRow(y) }
  }

  /// The space around the cells.
  private var margin: (x: Int, top: Int, bottom: Int) {
    title == nil ? (9, 9, 9) : (14, 40, 14)
  }

  var document: String {
    let width = frame.size.width * Self.cell.width + 2 * margin.x
    let height = frame.size.height * Self.cell.height + margin.top + margin.bottom
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
      viewBox="0 0 \(width) \(height)">
      <rect width="\(width)" height="\(height)" rx="\(title == nil ? 0 : 8)" \
      fill="\(theme.background.hex)"/>
      \(window(width))<g transform="translate(\(margin.x) \(margin.top))" \
      font-family="\(Self.fonts)" font-size="\(Self.fontSize)" xml:space="preserve">
      \(body)</g>
      </svg>

      """
  }

  private func window(_ width: Int) -> String {
    guard let title else { return "" }
    let ink = (theme.look(of: .rule).color ?? theme.foreground).hex
    let buttons = (0..<3).map { "<circle cx=\"\(20 + 18 * $0)\" cy=\"17\" r=\"5.5\"/>" }.joined()
    let faint = (theme.look(of: .faint).color ?? theme.foreground).hex
    return """
      <g fill="\(ink)">\(buttons)</g>
      <text x="\(width / 2)" y="21.5" fill="\(faint)" font-size="13" text-anchor="middle" \
      font-family="system-ui,sans-serif">\(SVGPicture.escaped(title))</text>

      """
  }

  private mutating func drawRow(_ y: Int) {
    let looks = (0..<frame.size.width).map { inks(of: frame[$0, y].style) }
    drawBackgrounds(y, looks)
    var x = 0
    while x < frame.size.width {
      let cell = frame[x, y]
      if cell.isContinuation || cell.text == " " {
        if looks[x].isUnderlined, !cell.isContinuation { drawUnderline(x, y, 1, looks[x]) }
        x += 1
        continue
      }
      x = drawGlyphs(x, y, cell, looks)
    }
  }

  private mutating func drawBackgrounds(_ y: Int, _ looks: [Look]) {
    var x = 0
    while x < looks.count {
      guard let background = looks[x].background else {
        x += 1
        continue
      }
      let start = x
      while x < looks.count, looks[x].background == background { x += 1 }
      let cell = Self.cell
      body +=
        "<rect x=\"\(start * cell.width)\" y=\"\(y * cell.height)\" "
        + "width=\"\((x - start) * cell.width)\" height=\"\(cell.height)\" "
        + "fill=\"\(background.hex)\" shape-rendering=\"crispEdges\"/>\n"
    }
  }

  /// Draws the glyph at a place, or the word of ASCII letters in one style that begins there.
  /// - Returns: the column after it.
  private mutating func drawGlyphs(_ x: Int, _ y: Int, _ cell: Cell, _ looks: [Look]) -> Int {
    let look = looks[x]
    let isWide = frame[x + 1, y].isContinuation
    var end = x + (isWide ? 2 : 1)
    if let shape = CellShape(cell.text) {
      while shape.isUniformAcross, end < looks.count, frame[end, y].text == cell.text,
        looks[end] == look
      {
        end += 1
      }
      body += shape.svg(
        x: x * Self.cell.width, y: y * Self.cell.height, width: (end - x) * Self.cell.width,
        height: Self.cell.height, ink: look.foreground.hex, opacity: look.opacity)
      return end
    }
    var text = cell.text
    if SVGPicture.isPlain(text) {
      while end < frame.size.width, SVGPicture.isPlain(frame[end, y].text), looks[end] == look {
        text += frame[end, y].text
        end += 1
      }
    }
    let width = (end - x) * Self.cell.width
    body +=
      "<text x=\"\(x * Self.cell.width)\" y=\"\(y * Self.cell.height + Self.baseline)\" "
      + "textLength=\"\(width)\" lengthAdjust=\"spacingAndGlyphs\" "
      + "fill=\"\(look.foreground.hex)\"\(look.attributes)>\(SVGPicture.escaped(text))</text>\n"
    if look.isUnderlined { drawUnderline(x, y, end - x, look) }
    return end
  }

  private mutating func drawUnderline(_ x: Int, _ y: Int, _ cells: Int, _ look: Look) {
    body +=
      "<rect x=\"\(x * Self.cell.width)\" y=\"\(y * Self.cell.height + Self.baseline + 2)\" "
      + "width=\"\(cells * Self.cell.width)\" height=\"1\" fill=\"\(look.foreground.hex)\"/>\n"
  }

  private static func isPlain(_ text: String) -> Bool {
    text.utf8.count == 1 && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
  }

  /// A style as SVG has it.
  private struct Look: Hashable {
    var foreground: RGB
    var background: RGB?
    var isBold: Bool
    var isItalic: Bool
    var isUnderlined: Bool
    var opacity: Double

    var attributes: String {
      (isBold ? " font-weight=\"bold\"" : "") + (isItalic ? " font-style=\"italic\"" : "")
        + (opacity < 1 ? " fill-opacity=\"\(opacity)\"" : "")
    }
  }

  private mutating func inks(of style: Style) -> Look {
    let resolved = palette.resolve(style)
    var foreground = color(resolved.foreground) ?? theme.foreground
    var background = color(resolved.background)
    if resolved.traits.contains(.reverse) {
      (foreground, background) = (background ?? theme.background, foreground)
    }
    return Look(
      foreground: foreground, background: background, isBold: resolved.traits.contains(.bold),
      isItalic: resolved.traits.contains(.italic),
      isUnderlined: resolved.traits.contains(.underline),
      opacity: resolved.traits.contains(.dim) ? 0.6 : 1)
  }

  private func color(_ color: TerminalColor) -> RGB? {
    switch color {
    case .standard: nil
    case .indexed(let index): IndexedColors.color(index)
    case .rgb(let color): color
    }
  }

  /// Text as XML has it. Frames hold no control characters; a title might.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case _ where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value): result += " "
      case "\u{FFFE}", "\u{FFFF}": result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension RGB {
  /// The colour as `#rrggbb`.
  public var hex: String {
    "#"
      + [red, green, blue].map { value in
        let digits = String(value, radix: 16)
        return digits.count < 2 ? "0" + digits : digits
      }.joined()
  }
}

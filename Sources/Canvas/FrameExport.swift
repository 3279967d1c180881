extension Frame {
  /// The rows as plain text, without trailing spaces, each ended by a newline.
  public func text() -> String {
    lines.map { $0 + "\n" }.joined()
  }

  /// The rows as text with SGR sequences for the medium's colours, each ended by a newline.
  public func ansi(theme: Theme = .dark) -> String {
    var palette = Palette(theme: theme, profile: medium.colors)
    var result = ""
    for y in 0..<size.height {
      var current = ResolvedStyle()
      for x in 0..<lineEnd(y, &palette) {
        let cell = self[x, y]
        let style = palette.resolve(cell.style)
        if style != current, !cell.isContinuation {
          result += style.selectGraphicRendition
          current = style
        }
        result += cell.text
      }
      result += current == ResolvedStyle() ? "\n" : "\u{1B}[0m\n"
    }
    return result
  }

  /// The column after the last cell of a row that shows anything.
  private func lineEnd(_ y: Int, _ palette: inout Palette) -> Int {
    var end = size.width
    while end > 0 {
      let style = palette.resolve(self[end - 1, y].style)
      guard self[end - 1, y].text == " ", style.background == .standard,
        style.traits.isDisjoint(with: [.underline, .reverse])
      else { return end }
      end -= 1
    }
    return 0
  }
}

extension ResolvedStyle {
  /// The escape sequence that sets this style and nothing else.
  public var selectGraphicRendition: String {
    var codes = ["0"]
    let codesOfTraits: [(Traits, String)] = [
      (.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"), (.reverse, "7"),
    ]
    for (trait, code) in codesOfTraits where traits.contains(trait) { codes.append(code) }
    codes += ResolvedStyle.codes(foreground, base: 30)
    codes += ResolvedStyle.codes(background, base: 40)
    return "\u{1B}[" + codes.joined(separator: ";") + "m"
  }

  private static func codes(_ color: TerminalColor, base: Int) -> [String] {
    switch color {
    case .standard: []
    case .indexed(let index) where index < 8: ["\(base + Int(index))"]
    case .indexed(let index) where index < 16: ["\(base + 52 + Int(index))"]
    case .indexed(let index): ["\(base + 8)", "5", "\(index)"]
    case .rgb(let color):
      ["\(base + 8)", "2", "\(color.red)", "\(color.green)", "\(color.blue)"]
    }
  }
}

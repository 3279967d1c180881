import Canvas

/// What the learner asked for on the command line; it wins over everything that is detected.
public struct TerminalOptions: Hashable, Sendable {
  /// The words of `--color`.
  public enum Color: String, Hashable, Sendable, CaseIterable {
    case auto, always, never
    case ansi8 = "8"
    case ansi16 = "16"
    case indexed256 = "256"
    case truecolor
  }

  public var color: Color
  /// `--glyphs` and `--ascii`; nil asks the locale.
  public var glyphs: GlyphSet?
  /// `--plain`: lines of text even on a terminal that could do more.
  public var plain: Bool

  public init(color: Color = .auto, glyphs: GlyphSet? = nil, plain: Bool = false) {
    self.color = color
    self.glyphs = glyphs
    self.plain = plain
  }
}

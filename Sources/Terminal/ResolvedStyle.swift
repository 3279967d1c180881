import Canvas

/// A colour as a terminal is told it.
public enum TerminalColor: Hashable, Sendable {
  /// The terminal's own foreground or background.
  case standard
  /// A place in the terminal's table of 8, 16 or 256 colours.
  case indexed(UInt8)
  case rgb(RGB)
}

/// A style in the terms of one terminal.
public struct ResolvedStyle: Hashable, Sendable {
  public var foreground: TerminalColor
  public var background: TerminalColor
  public var traits: Traits

  public init(foreground: TerminalColor, background: TerminalColor, traits: Traits) {
    self.foreground = foreground
    self.background = background
    self.traits = traits
  }
}

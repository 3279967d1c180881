/// A colour as 8-bit sRGB.
public struct RGB: Hashable, Sendable {
  public var red: UInt8
  public var green: UInt8
  public var blue: UInt8

  public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }
}

/// What a piece of the picture means. A theme gives each role its colour; meaning is never
/// carried by the colour alone.
public enum Role: UInt8, Hashable, Sendable, CaseIterable {
  /// Plain prose and numbers.
  case text
  /// Secondary text: units, captions, what was already seen.
  case faint
  /// Headings and names.
  case heading
  /// Rules and frames.
  case rule
  /// Where you are: the selected line, the cursor.
  case accent
  /// What changed in this step.
  case change
  /// A right answer, a passed check.
  case good
  /// A wrong answer, an error.
  case bad
  /// Something to look at.
  case warning
  /// Code and what is typed.
  case code
  /// Keywords in code.
  case keyword
  /// Strings and comments in code.
  case literal
  /// Mathematical symbols.
  case formula
  /// Keys in the footer and in help.
  case key
  /// Values above and below zero.
  case positive, negative
  /// Curves, in the order in which they are drawn.
  case series1, series2, series3, series4, series5, series6
}

/// One of the two colours of a cell.
public enum Ink: Hashable, Sendable {
  /// The terminal's own foreground or background.
  case plain
  /// The theme's colour of a role.
  case role(Role)
  /// Exactly this colour (heatmaps and images), or the nearest that the terminal has.
  case rgb(RGB)
}

/// Ways of setting text that need no colour.
public struct Traits: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let bold = Traits(rawValue: 1)
  public static let dim = Traits(rawValue: 2)
  public static let italic = Traits(rawValue: 4)
  public static let underline = Traits(rawValue: 8)
  public static let reverse = Traits(rawValue: 16)
}

/// How a cell looks: two inks and traits.
public struct Style: Hashable, Sendable {
  public var foreground: Ink
  public var background: Ink
  public var traits: Traits

  public init(_ foreground: Ink = .plain, on background: Ink = .plain, _ traits: Traits = []) {
    self.foreground = foreground
    self.background = background
    self.traits = traits
  }

  /// The style of a role on the terminal's own background.
  public init(_ role: Role, _ traits: Traits = []) {
    self.init(.role(role), on: .plain, traits)
  }

  public static let plain = Style()

  public func adding(_ more: Traits) -> Style {
    Style(foreground, on: background, traits.union(more))
  }
}

/// How many colours can be shown.
public enum ColorProfile: String, Hashable, Sendable, CaseIterable, Comparable {
  case mono, ansi8, ansi16, indexed256, truecolor

  public static func < (a: ColorProfile, b: ColorProfile) -> Bool {
    a.rank < b.rank
  }

  private var rank: Int {
    switch self {
    case .mono: 0
    case .ansi8: 1
    case .ansi16: 2
    case .indexed256: 3
    case .truecolor: 4
    }
  }
}

/// The ladder of glyph sets, from the plainest to the finest.
public enum GlyphSet: String, Hashable, Sendable, CaseIterable, Comparable {
  /// 7-bit characters only.
  case ascii
  /// Box drawing and half-blocks.
  case halfBlock = "half-block"
  /// Quadrant blocks too.
  case quadrant
  /// Braille too.
  case braille

  public static func < (a: GlyphSet, b: GlyphSet) -> Bool {
    a.rank < b.rank
  }

  private var rank: Int {
    switch self {
    case .ascii: 0
    case .halfBlock: 1
    case .quadrant: 2
    case .braille: 3
    }
  }
}

/// What a frame will be shown on. Widgets ask it which glyphs and colours they may use.
public struct Medium: Hashable, Sendable {
  public var glyphs: GlyphSet
  public var colors: ColorProfile

  public init(glyphs: GlyphSet = .braille, colors: ColorProfile = .truecolor) {
    self.glyphs = glyphs
    self.colors = colors
  }

  public var isASCII: Bool { glyphs == .ascii }
  public var hasColor: Bool { colors > .mono }
}

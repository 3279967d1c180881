/// A colour as a terminal is told it.
public enum TerminalColor: Hashable, Sendable {
  /// The terminal's own foreground or background.
  case standard
  /// A colour of the terminal's table: 0–7, 0–15 or 0–255, as the profile has it.
  case indexed(UInt8)
  case rgb(RGB)
}

/// A style that a terminal can show.
public struct ResolvedStyle: Hashable, Sendable {
  public var foreground: TerminalColor
  public var background: TerminalColor
  public var traits: Traits

  public init(
    foreground: TerminalColor = .standard, background: TerminalColor = .standard,
    traits: Traits = []
  ) {
    self.foreground = foreground
    self.background = background
    self.traits = traits
  }
}

/// Turns styles into what a terminal can show, for one theme and one colour profile. It keeps
/// what it worked out, so that a frame costs a table look-up per cell.
public struct Palette: Sendable {
  public let theme: Theme
  public let profile: ColorProfile
  private let looks: [Theme.Look]
  private var cache: [Entry]

  private struct Entry: Sendable {
    var style: Style?
    var resolved: ResolvedStyle
  }

  private static let cacheSize = 4096

  public init(theme: Theme, profile: ColorProfile) {
    self.theme = theme
    self.profile = profile
    looks = Role.allCases.map { theme.look(of: $0) }
    cache = Array(
      repeating: Entry(style: nil, resolved: ResolvedStyle()), count: Palette.cacheSize)
  }

  /// How a style is shown.
  public mutating func resolve(_ style: Style) -> ResolvedStyle {
    let slot = Palette.slot(style)
    if cache[slot].style == style { return cache[slot].resolved }
    let resolved = compute(style)
    cache[slot] = Entry(style: style, resolved: resolved)
    return resolved
  }

  /// A place in the cache: multiplicative hashing of the two inks.
  private static func slot(_ style: Style) -> Int {
    let key =
      UInt64(code(style.foreground)) << 31 ^ UInt64(code(style.background)) << 5
      ^ UInt64(style.traits.rawValue)
    return Int((key &* 0x9E37_79B9_7F4A_7C15) >> 52)
  }

  private static func code(_ ink: Ink) -> UInt32 {
    switch ink {
    case .plain: 0
    case .role(let role): 1 + UInt32(role.rawValue)
    case .rgb(let color):
      1 << 24 | UInt32(color.red) << 16 | UInt32(color.green) << 8 | UInt32(color.blue)
    }
  }

  private func compute(_ style: Style) -> ResolvedStyle {
    var traits = style.traits
    if case .role(let role) = style.foreground {
      let look = looks[Int(role.rawValue)]
      traits.formUnion(profile == .mono ? look.monoTraits : look.traits)
      if profile < .ansi16, look.ansi == 8 { traits.insert(.dim) }
    }
    if profile == .mono {
      if case .role = style.background { traits.formSymmetricDifference(.reverse) }
      return ResolvedStyle(traits: traits)
    }
    return ResolvedStyle(
      foreground: color(style.foreground), background: color(style.background), traits: traits)
  }

  private func color(_ ink: Ink) -> TerminalColor {
    switch ink {
    case .plain: return .standard
    case .rgb(let color): return reduce(color)
    case .role(let role):
      let look = looks[Int(role.rawValue)]
      guard profile > .ansi16 else { return reduce(ansi: look.ansi) }
      return look.color.map(reduce) ?? .standard
    }
  }

  /// The ANSI colour that a theme chose for a role. Among 8 there is no bright black: dim plain
  /// text stands for it.
  private func reduce(ansi: UInt8?) -> TerminalColor {
    guard let ansi else { return .standard }
    if profile == .ansi16 { return .indexed(ansi) }
    return ansi == 8 ? .standard : .indexed(ansi % 8)
  }

  private func reduce(_ color: RGB) -> TerminalColor {
    switch profile {
    case .truecolor: .rgb(color)
    case .indexed256: .indexed(IndexedColors.nearest256(to: color))
    case .ansi16: .indexed(IndexedColors.nearestANSI(to: color, count: 16))
    case .ansi8: .indexed(IndexedColors.nearestANSI(to: color, count: 8))
    case .mono: .standard
    }
  }
}

/// A set of colours for the roles.
public enum Theme: String, Hashable, Sendable, CaseIterable {
  case dark, light
  case highContrast = "high-contrast"
  case colorBlind = "color-blind"

  /// The colours that stand for the terminal's own in pictures.
  public var foreground: RGB {
    switch self {
    case .dark, .colorBlind: RGB(hex: 0xD3D7DE)
    case .light: RGB(hex: 0x2B2F36)
    case .highContrast: RGB(hex: 0xFFFFFF)
    }
  }

  public var background: RGB {
    switch self {
    case .dark, .colorBlind: RGB(hex: 0x16181D)
    case .light: RGB(hex: 0xFBFAF7)
    case .highContrast: RGB(hex: 0x000000)
    }
  }

  /// How a role looks in this theme.
  public func look(of role: Role) -> Look {
    let look = Theme.darkLook(of: role)
    switch self {
    case .dark: return look
    case .light: return Theme.lightLook(of: role, over: look)
    case .highContrast: return Theme.highContrastLook(of: role, over: look)
    case .colorBlind: return Theme.colorBlindLook(of: role, over: look)
    }
  }

  /// How a role looks: its colour, the one of the 16 ANSI colours that stands for it, its
  /// traits, and the traits that carry its meaning where there are no colours.
  public struct Look: Hashable, Sendable {
    /// Nil for the terminal's own foreground.
    public var color: RGB?
    /// 0–7, and 8–15 for the bright ones; nil for the terminal's own foreground.
    public var ansi: UInt8?
    public var traits: Traits
    public var monoTraits: Traits

    init(
      _ color: UInt32? = nil, ansi: UInt8? = nil, _ traits: Traits = [], mono: Traits = []
    ) {
      self.color = color.map { RGB(hex: $0) }
      self.ansi = ansi
      self.traits = traits
      self.monoTraits = mono
    }
  }

  private static func darkLook(of role: Role) -> Look {
    switch role {
    case .text: Look()
    case .faint: Look(0x868D9A, ansi: 8, mono: .dim)
    case .heading: Look(nil, ansi: nil, .bold, mono: .bold)
    case .rule: Look(0x4D535F, ansi: 8, mono: .dim)
    case .accent: Look(0x5FD3BC, ansi: 14, mono: .bold)
    case .change: Look(0xFFB454, ansi: 11, mono: [.bold, .underline])
    case .good: Look(0x7FD06B, ansi: 10, mono: .bold)
    case .bad: Look(0xF4737A, ansi: 9, mono: [.bold, .underline])
    case .warning: Look(0xE6C84F, ansi: 3, mono: .underline)
    case .code: Look(0xC3CCDB, ansi: 7)
    case .keyword: Look(0xC594F0, ansi: 13, mono: .bold)
    case .literal: Look(0xA9C77A, ansi: 2)
    case .formula: Look(0xE3DDC8, ansi: 15)
    case .key: Look(0x5FD3BC, ansi: 14, mono: .bold)
    case .positive: Look(0xF08A75, ansi: 9)
    case .negative: Look(0x6FAEF7, ansi: 12, mono: .underline)
    case .series1: Look(0x5AB6F0, ansi: 12)
    case .series2: Look(0xF0A94A, ansi: 3, mono: .bold)
    case .series3: Look(0x58C995, ansi: 10)
    case .series4: Look(0xDB87B8, ansi: 13)
    case .series5: Look(0xEAE06A, ansi: 11)
    case .series6: Look(0xAFA0F5, ansi: 5)
    }
  }

  private static func lightLook(of role: Role, over dark: Look) -> Look {
    let (color, ansi): (UInt32?, UInt8?) =
      switch role {
      case .text, .heading: (nil, nil)
      case .faint: (0x6A707B, 8)
      case .rule: (0xB4B8C0, 7)
      case .accent, .key: (0x00796B, 6)
      case .change: (0xB45309, 3)
      case .good: (0x2E7D32, 2)
      case .bad: (0xC62828, 1)
      case .warning: (0x8A6A00, 3)
      case .code: (0x3A4150, nil)
      case .keyword: (0x7B2FB5, 5)
      case .literal: (0x4B7318, 2)
      case .formula: (0x3B3526, nil)
      case .positive: (0xC0392B, 1)
      case .negative: (0x1F62C4, 4)
      case .series1: (0x1769B5, 4)
      case .series2: (0xC46A00, 3)
      case .series3: (0x138A5E, 2)
      case .series4: (0xAD3F81, 5)
      case .series5: (0x8C7A00, 11)
      case .series6: (0x6247C9, 13)
      }
    var look = dark
    look.color = color.map { RGB(hex: $0) }
    look.ansi = ansi
    return look
  }

  private static func highContrastLook(of role: Role, over dark: Look) -> Look {
    let (color, ansi): (UInt32?, UInt8?) =
      switch role {
      case .text, .heading, .code, .formula: (nil, nil)
      case .faint: (0xD0D0D0, 7)
      case .rule: (0xFFFFFF, 15)
      case .accent, .key: (0x00FFFF, 14)
      case .change: (0xFFFF00, 11)
      case .good: (0x66FF66, 10)
      case .bad: (0xFF7070, 9)
      case .warning: (0xFFD24A, 11)
      case .keyword: (0xFF9CFF, 13)
      case .literal: (0xB8FF7A, 10)
      case .positive: (0xFF8A70, 9)
      case .negative: (0x7FBFFF, 12)
      case .series1: (0x66C2FF, 12)
      case .series2: (0xFFB347, 11)
      case .series3: (0x66FFB2, 10)
      case .series4: (0xFF8AD8, 13)
      case .series5: (0xFFFF66, 15)
      case .series6: (0xC9B8FF, 14)
      }
    var look = dark
    look.color = color.map { RGB(hex: $0) }
    look.ansi = ansi
    switch role {
    case .accent, .change, .good, .bad, .key: look.traits.insert(.bold)
    default: break
    }
    return look
  }

  /// Okabe and Ito's palette (2008), lightened for a dark background: blue and orange carry what
  /// green and red carry elsewhere.
  private static func colorBlindLook(of role: Role, over dark: Look) -> Look {
    var look = dark
    let (color, ansi): (UInt32, UInt8)
    switch role {
    case .accent, .key: (color, ansi) = (0x56B4E9, 14)
    case .change: (color, ansi) = (0xF0E442, 11)
    case .good: (color, ansi) = (0x4AA8F0, 12)
    case .bad: (color, ansi) = (0xF0824A, 3)
    case .warning: (color, ansi) = (0xF0E442, 11)
    case .literal: (color, ansi) = (0xC9B27A, 3)
    case .keyword: (color, ansi) = (0xE09AC4, 13)
    case .positive: (color, ansi) = (0xF0944A, 3)
    case .negative: (color, ansi) = (0x5AA9F0, 12)
    case .series1: (color, ansi) = (0x56B4E9, 14)
    case .series2: (color, ansi) = (0xE69F00, 3)
    case .series3: (color, ansi) = (0x2FBF93, 10)
    case .series4: (color, ansi) = (0xE08FBD, 13)
    case .series5: (color, ansi) = (0xF0E442, 11)
    case .series6: (color, ansi) = (0x6E9BE8, 12)
    default: return look
    }
    look.color = RGB(hex: color)
    look.ansi = ansi
    return look
  }
}

extension RGB {
  /// A colour written as 0xRRGGBB.
  public init(hex: UInt32) {
    self.init(UInt8(hex >> 16 & 0xFF), UInt8(hex >> 8 & 0xFF), UInt8(hex & 0xFF))
  }
}

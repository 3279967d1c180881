/// How many cells text takes, and what of it is drawn at all.
///
/// The widths are those of `wcwidth` in Unicode 14. Clusters about which terminals disagree
/// (joined emoji, flags, keycaps, bidirectional controls, private use) are never drawn as they
/// are: `printable` reduces each to something that has one width everywhere.
public enum TextWidth {
  /// The number of cells of a grapheme as it is drawn: 0 (nothing is drawn), 1 or 2.
  public static func of(_ grapheme: Character) -> Int {
    drawn(grapheme)?.width ?? 0
  }

  /// The number of cells of a text.
  public static func of(_ text: String) -> Int {
    text.reduce(0) { $0 + of($1) }
  }

  /// The grapheme that is drawn for one that came from outside: its first visible scalar with at
  /// most four combining marks. U+FFFD stands for what can't be drawn (control characters, flags,
  /// private use, unknown scalars); nil means that nothing is drawn (soft hyphens, joiners,
  /// variation selectors, a mark without a base).
  public static func printable(_ grapheme: Character) -> Character? {
    drawn(grapheme)?.grapheme
  }

  /// The grapheme that is drawn, and how many cells it takes.
  static func drawn(_ grapheme: Character) -> (grapheme: Character, width: Int)? {
    let scalars = grapheme.unicodeScalars
    guard let first = scalars.first else { return nil }
    guard scalars.index(after: scalars.startIndex) == scalars.endIndex else {
      return reduced(grapheme)
    }
    switch kind(first) {
    case .narrow: return (grapheme, 1)
    case .wide: return (grapheme, 2)
    case .undrawable: return (replacement, 1)
    case .mark, .invisible: return nil
    }
  }

  /// What is drawn of a grapheme of several scalars.
  private static func reduced(_ grapheme: Character) -> (grapheme: Character, width: Int)? {
    var drawn = String.UnicodeScalarView()
    var width = 0
    loop: for scalar in grapheme.unicodeScalars {
      switch (kind(scalar), width) {
      case (.undrawable, 0): return (replacement, 1)
      case (.narrow, 0): width = 1
      case (.wide, 0): width = 2
      case (.narrow, _), (.wide, _): break loop
      case (.mark, 1...) where drawn.count <= marksPerCell: break
      default: continue
      }
      drawn.append(scalar)
    }
    return width == 0 ? nil : (Character(String(drawn)), width)
  }

  static let replacement: Character = "\u{FFFD}"

  /// A cell of curses holds one spacing character and four marks.
  private static let marksPerCell = 4

  private enum Kind {
    case narrow, wide, mark, invisible, undrawable
  }

  private static func kind(_ scalar: Unicode.Scalar) -> Kind {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0: return .undrawable
    case 0xAD: return .invisible
    case 0..<0x300: return .narrow
    case 0x0391...0x03A1, 0x03B1...0x03C9, 0x2010...0x2027, 0x2190...0x22FF, 0x2500...0x25FC,
      0x2800...0x28FF:
      return .narrow
    case 0x3001...0x3029, 0x4E00...0x9FFF, 0xFF01...0xFF60: return .wide
    case 0x034F, 0x180B...0x180F, 0xFE00...0xFE0F, 0x1171E, 0xE0100...0xE01EF: return .invisible
    case 0x115F, 0x1160, 0x3164, 0xFFA0: return .invisible
    case 0x1161...0x11FF, 0xD7B0...0xD7FB: return .mark
    case 0x1F1E6...0x1F1FF: return .undrawable
    default: break
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark: return isKnown(scalar) ? .mark : .invisible
    case .enclosingMark, .format: return .invisible
    case .unassigned, .privateUse, .control, .surrogate, .lineSeparator, .paragraphSeparator:
      return .undrawable
    default:
      guard isKnown(scalar) else { return .undrawable }
      return WideCharacters.contains(scalar) ? .wide : .narrow
    }
  }

  /// Whether Unicode 14 has the scalar: the C library that counts cells knows no later one.
  private static func isKnown(_ scalar: Unicode.Scalar) -> Bool {
    guard let age = scalar.properties.age else { return false }
    return age.major <= 14
  }
}

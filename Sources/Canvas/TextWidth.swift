/// How many cells text takes.
public enum TextWidth {
  /// The number of cells of a grapheme: 0 (combining or nothing), 1 or 2.
  public static func of(_ grapheme: Character) -> Int {
    guard let first = grapheme.unicodeScalars.first else { return 0 }
    if first.value < 0x300 { return first.value < 0x20 || first.value == 0x7F ? 0 : 1 }
    if first.properties.generalCategory == .nonspacingMark { return 0 }
    return isWide(first) ? 2 : 1
  }

  /// The number of cells of a text.
  public static func of(_ text: String) -> Int {
    text.reduce(0) { $0 + of($1) }
  }

  /// The grapheme that is drawn for one that came from outside: control characters and other
  /// invisible ones become a replacement mark.
  static func printable(_ grapheme: Character, ascii: Bool) -> Character {
    guard let first = grapheme.unicodeScalars.first else { return " " }
    if first.value < 0x20 || (0x7F..<0xA0).contains(first.value) { return ascii ? "?" : "\u{FFFD}" }
    return grapheme
  }

  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xA000...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      true
    default:
      false
    }
  }
}

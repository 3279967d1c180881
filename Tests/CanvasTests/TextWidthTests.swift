import Canvas
import Glibc
import Testing

@Suite struct TextWidthTests {
  /// What is drawn of any scalar is as wide as the C library, and so curses, thinks.
  @Test func everyDrawnScalarIsAsWideAsTheCLibrarySays() throws {
    let utf8 = try #require(newlocale(LC_CTYPE_MASK, "C.UTF-8", nil))
    let before = uselocale(utf8)
    defer {
      uselocale(before)
      freelocale(utf8)
    }
    let symbol = try #require(dlsym(nil, "wcwidth"))
    let wcwidth = unsafeBitCast(symbol, to: (@convention(c) (wchar_t) -> CInt).self)
    var disagreements: [String] = []
    for value in Array(UInt32(0x20)..<0x4E10) + Array(0x9FF0..<0x20010) + Array(0xE0000..<0xE0200) {
      guard let scalar = Unicode.Scalar(value),
        let drawn = TextWidth.printable(Character(scalar))
      else { continue }
      let counted = drawn.unicodeScalars.reduce(0) { $0 + Int(wcwidth(wchar_t($1.value))) }
      if counted != TextWidth.of(drawn) || counted < 1 {
        disagreements.append(String(value, radix: 16))
      }
    }
    #expect(disagreements.prefix(20) == [])
  }

  @Test(arguments: [
    ("a", 1), ("−", 1), ("∂", 1), ("α", 1), ("…", 1), ("“", 1), ("─", 1), ("⣿", 1), ("●", 1),
    ("神", 2), ("，", 2), ("（", 2), ("　", 2), ("😀", 2), ("é", 1), ("e\u{301}", 1), ("ŷ", 1),
    ("y\u{302}", 1), ("❤\u{FE0F}", 1), ("👍🏽", 2), ("👩‍👩‍👧", 2), ("\u{AD}", 0), ("\u{200B}", 0),
    ("\u{301}", 0), ("\u{202E}", 0), ("\u{FEFF}", 0), ("🇨🇳", 1), ("\u{E000}", 1), ("\u{1B}", 1),
    ("", 0), ("深度学习 ABC", 12),
  ])
  func widthOf(_ text: String, _ width: Int) {
    #expect(TextWidth.of(text) == width)
  }

  @Test(arguments: [
    ("\u{1B}", "\u{FFFD}"), ("\u{9B}", "\u{FFFD}"), ("\r\n", "\u{FFFD}"),
    ("\u{2028}", "\u{FFFD}"), ("\u{F8FF}", "\u{FFFD}"), ("🇨🇳", "\u{FFFD}"), ("❤\u{FE0F}", "❤"),
    ("1\u{FE0F}\u{20E3}", "1"), ("👩‍👩‍👧", "👩"), ("👍🏽", "👍"), ("y\u{302}", "y\u{302}"),
    ("a\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}", "a\u{301}\u{302}\u{303}\u{304}"),
  ])
  func disputedClustersAreReduced(_ grapheme: Character, _ drawn: Character) {
    #expect(
      TextWidth.printable(grapheme).map { Array($0.unicodeScalars) }
        == Array(drawn.unicodeScalars))
  }

  @Test(arguments: ["\u{AD}", "\u{200D}", "\u{200E}", "\u{2066}", "\u{FE0F}", "\u{E0041}"])
  func invisibleCharactersAreNotDrawn(_ grapheme: Character) {
    #expect(TextWidth.printable(grapheme) == nil)
  }
}

import CNcurses
import Canvas
import Testing

@testable import Terminal

@Suite struct KeyDecoderTests {
  /// What the terminal library hands on for a text, with codes where it found them.
  static func raw(_ parts: Any...) -> [RawInput] {
    parts.flatMap { part -> [RawInput] in
      if let code = part as? Int32 { return [.code(code)] }
      return "\(part)".utf8.map { .byte($0) }
    }
  }

  @Test(
    arguments: [
      ("a", [.character("a")]), ("\u{3}", [.control("c")]), ("\u{1C}", [.control("\\")]),
      ("\u{0}", [.control(" ")]), ("\r", [.enter]), ("\n", [.enter]), ("\t", [.tab]),
      ("\u{7F}", [.backspace]), ("\u{8}", [.backspace]), ("\u{1B}", [.escape]),
      ("\u{1B}\u{1B}", [.escape, .escape]), ("\u{1B}x", [.alt("x")]), ("\u{1B}[", [.alt("[")]),
      ("e\u{301}x", [.character("e\u{301}"), .character("x")]),
      ("👩‍🔬", [.character("👩‍🔬")]), ("梯度", [.character("梯"), .character("度")]),
      ("\u{1B}[1;9Zq", [.character("q")]), ("\u{1B}]0;title\u{7}q", [.character("q")]),
      ("\u{1B}P+r\u{1B}\\q", [.character("q")]), ("\u{1B}[?", []),
    ] as [(String, [Key])])
  func textBecomesKeys(_ text: String, _ keys: [Key]) {
    var decoder = KeyDecoder()
    #expect(decoder.decode(Self.raw(text)) == keys.map { .key($0) })
  }

  @Test(
    arguments: [
      (KEY_UP, .up), (KEY_SR, .shiftUp), (KEY_BTAB, .backTab), (KEY_F0 + 5, .function(5)),
      (KEY_RESIZE, nil), (KEY_MAX + 500, nil),
    ] as [(Int32, Key?)])
  func codesBecomeKeys(_ code: Int32, _ key: Key?) {
    var decoder = KeyDecoder()
    #expect(decoder.decode([.code(code)]) == (key.map { [.key($0)] } ?? []))
  }

  @Test func aCharacterMayComeInPieces() {
    var decoder = KeyDecoder()
    let bytes = Self.raw("梯")
    #expect(decoder.decode(Array(bytes[..<2])) == [])
    #expect(decoder.decode(Array(bytes[2...])) == [.key(.character("梯"))])
  }

  @Test func bytesThatAreNoTextAreDropped() {
    var decoder = KeyDecoder()
    let bytes: [UInt8] = [0xFF, 0xC3, 0x28, 0x80, 0xF5, 0x80, 0x80, 0x80, 0x80, 0x61]
    #expect(
      decoder.decode(bytes.map { .byte($0) }) == [.key(.character("(")), .key(.character("a"))])
  }

  @Test func aPasteIsOneTextWithoutControls() {
    var decoder = KeyDecoder()
    let first = decoder.decode(Self.raw("x", KeyDecoder.pasteStart, "a\rb\t", KEY_UP, "\u{1B}["))
    #expect(first == [.key(.character("x"))])
    #expect(decoder.isPasting)
    let rest = decoder.decode(Self.raw("2J\u{202E}c", KeyDecoder.pasteEnd, "y"))
    #expect(rest == [.paste("a\nb\t[2Jc"), .key(.character("y"))])
  }

  @Test func aPasteIsBounded() {
    var decoder = KeyDecoder()
    _ = decoder.decode([.code(KeyDecoder.pasteStart)])
    _ = decoder.decode(Array(repeating: .byte(0x61), count: KeyDecoder.pasteLimit + 10))
    guard case .paste(let text)? = decoder.decode([.code(KeyDecoder.pasteEnd)]).first else {
      Issue.record("no paste")
      return
    }
    #expect(text.count == KeyDecoder.pasteLimit)
  }

  @Test(
    arguments: [
      ("0;8;6M", Mouse(.press, at: Point(x: 7, y: 5))),
      ("0;1;1m", Mouse(.release, at: Point(x: 0, y: 0))),
      ("35;8;6M", Mouse(.move, at: Point(x: 7, y: 5))),
      ("64;1;1M", Mouse(.scrollUp, at: Point(x: 0, y: 0))),
      ("65;1;1M", Mouse(.scrollDown, at: Point(x: 0, y: 0))),
      ("4;8;6M", Mouse(.press, at: Point(x: 7, y: 5))),
      ("2;8;6M", nil), ("0;8M", nil), ("0;x;6M", nil), ("", nil),
    ] as [(String, Mouse?)])
  func theMouseIsRead(_ parameters: String, _ mouse: Mouse?) {
    var decoder = KeyDecoder()
    let inputs = decoder.decode(Self.raw(MouseDecoder.code, parameters))
    let found = inputs.compactMap { if case .mouse(let mouse) = $0 { mouse } else { nil } }
    #expect(found == (mouse.map { [$0] } ?? []))
  }

  @Test func hugeMouseNumbersDoNotOverflow() {
    var decoder = KeyDecoder()
    let digits = String(repeating: "9", count: 400)
    let inputs = decoder.decode(Self.raw(MouseDecoder.code, "0;\(digits);\(digits)M"))
    #expect(inputs.count == 1)
  }

  @Test func onlyTheLastOfManyMotionsCounts() {
    var decoder = KeyDecoder()
    let code = MouseDecoder.code
    let inputs = decoder.decode(
      Self.raw(code, "35;1;1M", code, "35;2;1M", code, "0;2;1M", code, "32;3;1M", code, "32;4;1M"))
    #expect(
      inputs == [
        .mouse(Mouse(.move, at: Point(x: 1, y: 0))), .mouse(Mouse(.press, at: Point(x: 1, y: 0))),
        .mouse(Mouse(.drag, at: Point(x: 3, y: 0))),
      ])
  }

  @Test func anythingCanBeReadWithoutATrap() {
    var random = SystemRandomNumberGenerator()
    var decoder = KeyDecoder()
    for _ in 0..<2000 {
      let raw = (0..<Int.random(in: 0...40, using: &random)).map { _ -> RawInput in
        switch Int.random(in: 0..<4, using: &random) {
        case 0: .code(.random(in: 256...KEY_MAX + 1010, using: &random))
        case 1: .byte(0x1B)
        default: .byte(.random(in: 0...255, using: &random))
        }
      }
      for case .paste(let text) in decoder.decode(raw) {
        #expect(!text.unicodeScalars.contains(where: PlainOutput.isUnsafe))
      }
    }
  }
}

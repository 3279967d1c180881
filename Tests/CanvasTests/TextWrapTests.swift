import Canvas
import Testing

@Suite struct TextWrapTests {
  @Test(arguments: [
    ("the chain rule", 9, ["the chain", "rule"]),
    ("the chain rule", 14, ["the chain rule"]),
    ("a  b", 1, ["a", "b"]),
    ("one\n\ntwo", 10, ["one", "", "two"]),
    ("two-dimensional", 8, ["two-", "dimensio", "nal"]),
    ("−1-2 -x", 4, ["−1-2", "-x"]),
    ("backpropagation", 6, ["backpr", "opagat", "ion"]),
    ("", 5, [""]),
    ("神经网络", 4, ["神经", "网络"]),
    ("神经网络。", 8, ["神经网", "络。"]),
    ("他说（好）", 6, ["他说", "（好）"]),
    ("用 relu 激活", 6, ["用", "relu", "激活"]),
    ("损失loss下降", 8, ["损失loss", "下降"]),
    ("好——的", 3, ["好", "——", "的"]), ("好——的", 4, ["好——", "的"]),
    ("神", 1, ["…"]),
    ("anything", 0, []),
  ])
  func linesOf(_ text: String, _ width: Int, _ expected: [String]) {
    #expect(TextWrap.lines(text, width: width) == expected)
  }

  @Test func stylesStayWithTheirWords() {
    let bold = Style(.text, .bold)
    let runs = [TextRun("the "), TextRun("chain rule", bold), TextRun(", twice")]
    #expect(
      TextWrap.lines(runs, width: 11) == [
        [TextRun("the "), TextRun("chain", bold)], [TextRun("rule", bold), TextRun(", twice")],
      ])
  }

  @Test func laterLinesLeaveRoomForTheIndent() {
    let lines = TextWrap.lines([TextRun("one two three four")], width: 8, indent: 3)
    #expect(lines.map { $0.map(\.text).joined() } == ["one two", "three", "four"])
  }

  private static let alphabet: [Character] = Array("ab c-，。（）“”神经é😀\u{AD}\n")

  @Test(arguments: 0..<60)
  func noLineIsWiderThanTheWidthAndNothingIsLost(seed: Int) {
    var random = SplitMix(state: UInt64(seed))
    let text = String((0..<80).map { _ in Self.alphabet[random.next(below: Self.alphabet.count)] })
    for width in 0...12 {
      let lines = TextWrap.lines(text, width: width)
      #expect(lines.allSatisfy { TextWidth.of($0) <= width })
      guard width >= 2 else { continue }
      let kept = lines.joined().filter { $0 != " " }
      #expect(kept == text.filter { $0 != " " && $0 != "\n" && $0 != "\u{AD}" })
    }
  }

  @Test(arguments: 0..<20)
  func chineseMarksStayWithTheirText(seed: Int) {
    var random = SplitMix(state: UInt64(seed))
    let text = (0..<30).map { _ in ["神经", "网络，", "（好）", "梯度。"][random.next(below: 4)] }
      .joined()
    for width in 6...20 {
      let lines = TextWrap.lines(text, width: width)
      #expect(lines.allSatisfy { !"，。）".contains($0.first ?? "a") })
      #expect(lines.allSatisfy { $0.last != "（" })
    }
  }
}

/// A small generator, so that a failing case can be had again.
struct SplitMix {
  var state: UInt64

  mutating func next(below bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(bound))
  }
}

import Canvas
import Testing

@Suite struct FrameTests {
  @Test func wideTextIsNeverCutInHalf() {
    var frame = Frame(Size(width: 5, height: 1))
    frame.write("神经元网", x: 0, y: 0)
    #expect(frame.lines == ["神经"])
  }

  @Test func writingOverHalfOfAWideGraphemeClearsTheOtherHalf() {
    var frame = Frame(Size(width: 4, height: 1))
    frame.write("神经", x: 0, y: 0)
    frame.write("a", x: 1, y: 0)
    #expect(frame.lines == [" a经"])
  }

  @Test func aWideGraphemeOverTwoOthersClearsBoth() {
    var frame = Frame(Size(width: 4, height: 1))
    frame.write("神经", x: 0, y: 0)
    frame.write("网", x: 1, y: 0)
    #expect(frame.lines == [" 网"])
    #expect(frame[3, 0].text == " ")
  }

  @Test func controlCharactersNeverEnterAFrame() {
    var frame = Frame(Size(width: 8, height: 1))
    frame.write("a\u{1B}[2J", x: 0, y: 0)
    #expect(frame.lines == ["a\u{FFFD}[2J"])
  }

  @Test func anASCIIFrameHoldsSevenBitCharactersOnly() {
    var frame = Frame(Size(width: 12, height: 1), medium: Medium(glyphs: .ascii))
    frame.write("├─ −1 神 →", x: 0, y: 0)
    #expect(frame.lines == ["+- -1 ?? >"])
  }

  @Test func copyingCutsWideGraphemesAtTheEdges() {
    var page = Frame(Size(width: 6, height: 1))
    page.write("神经网", x: 0, y: 0)
    var frame = Frame(Size(width: 6, height: 1))
    frame.fill(frame.bounds, "·")
    frame.copy(page, from: Rect(x: 1, y: 0, width: 4, height: 1), to: Point(x: 1, y: 0))
    #expect(frame.lines == ["· 经 ·"])
  }

  /// Any sequence of drawing leaves whole graphemes: each wide one is followed by its empty
  /// half, and no empty half stands alone.
  @Test(arguments: 0..<40)
  func anyDrawingLeavesWholeGraphemes(seed: Int) {
    var random = SplitMix(state: UInt64(seed))
    let glyphs: GlyphSet = seed.isMultiple(of: 4) ? .ascii : .braille
    var frame = Frame(Size(width: 9, height: 3), medium: Medium(glyphs: glyphs))
    var other = Frame(Size(width: 7, height: 3), medium: frame.medium)
    let texts = ["神经网络", "a", "e\u{301}神", "\u{1B}[0m", "😀b", "──", "\u{200D}", "，"]
    for _ in 0..<60 {
      let x = random.next(below: 14) - 3
      let y = random.next(below: 5) - 1
      switch random.next(below: 5) {
      case 0: frame.fill(Rect(x: x, y: y, width: random.next(below: 5), height: 2), "神")
      case 1: other.write(texts[random.next(below: texts.count)], x: x, y: y)
      case 2:
        frame.copy(
          other, from: Rect(x: x, y: 0, width: random.next(below: 8), height: 3),
          to: Point(x: random.next(below: 9) - 2, y: y),
          clip: Rect(x: random.next(below: 4), y: 0, width: random.next(below: 9), height: 3))
      default:
        frame.write(
          texts[random.next(below: texts.count)], x: x, y: y, limit: random.next(below: 12))
      }
      expectWholeGraphemes(frame)
      expectWholeGraphemes(other)
    }
  }

  private func expectWholeGraphemes(_ frame: Frame) {
    for y in 0..<frame.size.height {
      var x = 0
      while x < frame.size.width {
        let cell = frame[x, y]
        let width = TextWidth.of(cell.text)
        #expect(!cell.isContinuation && cell.text.unicodeScalars.allSatisfy { $0.value >= 0x20 })
        #expect(width == 1 || (width == 2 && frame[x + 1, y].isContinuation))
        x += max(width, 1)
      }
    }
  }
}

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

  @Test func controlCharactersNeverEnterAFrame() {
    var frame = Frame(Size(width: 8, height: 1))
    frame.write("a\u{1B}[2J", x: 0, y: 0)
    #expect(frame.lines == ["a\u{FFFD}[2J"])
  }
}

import Canvas
import Languages
import Quiz
import Testing

@testable import Interface

@Suite struct QuestionPanelTests {
  private func lines(
    _ panel: QuestionPanel, _ width: Int = 60, glyphs: GlyphSet = .braille
  ) -> [String] {
    let medium = Medium(glyphs: glyphs)
    return panel.picture(width: width, medium: medium, isFocused: true).frame.lines
  }

  private func press(_ keys: [Key], _ panel: inout QuestionPanel) -> QuestionPanel.Outcome {
    keys.map { panel.update(.key($0)) }.last ?? .ignored
  }

  private func type(_ text: String) -> [Key] { text.map { .character($0) } }

  @Test func aNumberIsTypedAndExplained() throws {
    var panel = try Sample.panel(Sample.number)
    #expect(panel.isTyping)
    #expect(press(type("1") + [.enter], &panel) == .settled)
    #expect(
      lines(panel) == [
        "A neuron has w = 2, x = 0.5 and b = −0.5. What is its score", "z = wx + b?", "",
        "your answer  1", "", "✗ not right", "  The bias is missing.", "right answer  0.5",
        "solution  2 · 0.5 − 0.5 = 0.5",
      ])
    #expect(!panel.isTyping && panel.update(.key(.enter)) == .ignored)
  }

  @Test func whatCanNotBeReadIsSaidUntilTheLearnerGoesOn() throws {
    var panel = try Sample.panel(Sample.number)
    #expect(press([.enter], &panel) == .taken)
    #expect(lines(panel).contains("Type an answer first."))
    #expect(press(type("1/0") + [.enter], &panel) == .taken)
    #expect(lines(panel).contains { $0.hasPrefix("That can't be read: ZeroDivisionError") })
    #expect(press([.backspace], &panel) == .taken)
    #expect(!lines(panel).contains { $0.hasPrefix("That can't be read") })
    #expect(press(type("2") + [.enter], &panel) == .settled)
    #expect(panel.attempt.verdict?.isRight == true)
  }

  @Test func lettersThatAreKeysElsewhereCanBeTyped() throws {
    var panel = try Sample.panel(Sample.number)
    #expect(press(type("sh"), &panel) == .taken)
    #expect(!panel.isSettled && panel.attempt.hintsTaken == 0)
    #expect(lines(panel).contains("your answer  sh"))
    #expect(press([.alt("h"), .alt("h"), .alt("h")], &panel) != .settled)
    #expect(panel.attempt.hintsTaken == 2)
    #expect(press([.alt("s")], &panel) == .settled && panel.attempt.isSkipped)
  }

  @Test func anOptionIsPickedByArrowsOrItsNumber() throws {
    for keys in [[.down, .enter], [.character("2"), .enter], type("j") + [.enter]] as [[Key]] {
      var panel = try Sample.panel(Sample.choice)
      #expect(press(keys, &panel) == .settled)
      #expect(panel.attempt.entry == .options([1]))
    }
  }

  @Test func optionsAreWrappedAndMarked() throws {
    var panel = try Sample.panel(Sample.choice)
    #expect(
      lines(panel, 40) == [
        "Which function has its values between 0", "and 1?", "", " ▸ 1 tanh", "   2 sigmoid",
        "   3 relu, which cuts off what is below", "     zero and leaves everything above as",
        "     it is, however large",
      ])
    _ = press(type("h") + [.enter], &panel)
    #expect(
      lines(panel) == [
        "Which function has its values between 0 and 1?", "", " ✗ 1 tanh", " ○ 2 sigmoid",
        "   3 relu, which cuts off what is below zero and leaves",
        "     everything above as it is, however large", "", "hint 1 of 2  Look at the bias.", "",
        "✗ not right", "  Its values reach from −1 to 1.", "right answer  sigmoid",
        "solution  The sigmoid: σ(z) = 1/(1 + e^(−z)).",
      ])
  }

  @Test func severalOptionsAreToggled() throws {
    var panel = try Sample.panel(Sample.multi)
    #expect(press([.enter], &panel) == .taken)
    #expect(panel.attempt.advice != nil)
    #expect(press(type("12 ") + [.down, .character(" ")], &panel) == .taken)
    #expect(lines(panel).filter { $0.contains("[x]") }.count == 2)
    #expect(press([.enter], &panel) == .settled)
    #expect(panel.attempt.entry == .options([0, 2]))
  }

  @Test func cellsAreFilledOneAfterTheOther() throws {
    var panel = try Sample.panel(Sample.vector)
    #expect(press(type("2") + [.enter] + type("3") + [.enter] + type("4"), &panel) == .taken)
    #expect(lines(panel)[2...3] == [" ⎡ 1         2         ⎤", " ⎣ 3         4         ⎦"])
    #expect(press([.enter], &panel) == .settled)
    #expect(panel.attempt.entry == .cells([["1", "2"], ["3", "4"]]))
    #expect(lines(panel)[2...3] == [" ⎡ 1         2       ✓ ⎤", " ⎣ 3       ✓ 4       ✗ ⎦"])
  }

  @Test func cellsAreReachedByTabAndArrows() throws {
    var panel = try Sample.panel(Sample.vector)
    #expect(panel.editor.openCells.map(\.row) == [0, 1, 1])
    var cursors: [Int] = []
    for key: Key in [.tab, .tab, .tab, .backTab, .up, .down, .down] {
      _ = panel.update(.key(key))
      cursors.append(panel.editor.cursor)
    }
    #expect(cursors == [1, 2, 0, 2, 0, 2, 2])
  }

  @Test func stepsAreMoved() throws {
    var panel = try Sample.panel(Sample.order)
    let before = panel.editor.order
    #expect(press([.shiftDown, .character("J"), .down, .shiftUp], &panel) == .taken)
    #expect(panel.editor.order == [before[1], before[2], before[3], before[0]])
    _ = press([.home, .shiftUp, .character("K")], &panel)
    #expect(panel.editor.order.sorted() == [0, 1, 2, 3])
    #expect(press([.enter], &panel) == .settled)
  }

  @Test func aBugShowsTheLineThatDiffersAndBothOutputs() throws {
    var panel = try Sample.panel(Sample.bug)
    #expect(press([.enter], &panel) == .settled)
    let shown = lines(panel)
    let start = try #require(shown.firstIndex(of: "as it stands"))
    #expect(
      shown[start...] == [
        "as it stands", "  z = 3*x - b", "  → 10", "", "mended", "  z = 3*x + b", "  → 14",
      ])
  }

  @Test func aClickChoosesAndASecondTakes() throws {
    var panel = try Sample.panel(Sample.choice)
    let row = try #require(lines(panel).firstIndex { $0.contains("2 sigmoid") })
    let point = Point(x: 6, y: row)
    #expect(panel.click(at: point, width: 60, medium: Medium()) == .taken)
    #expect(panel.editor.cursor == 1)
    #expect(panel.click(at: Point(x: 6, y: 0), width: 60, medium: Medium()) == .ignored)
    #expect(panel.click(at: point, width: 60, medium: Medium()) == .settled)
  }

  @Test func pastedTextIsTextAndNeverAnAnswer() throws {
    var panel = try Sample.panel(Sample.number)
    #expect(panel.update(.paste("0.5\n")) == .taken)
    #expect(!panel.isSettled && lines(panel).contains("your answer  0.5"))
  }

  @Test func inASCIIThereIsNothingElse() throws {
    for yaml in Sample.all {
      var panel = try Sample.panel(yaml)
      _ = panel.update(.key(.enter))
      let text = lines(panel, glyphs: .ascii).joined()
      #expect(text == text.filter(\.isASCII))
    }
  }

  @Test(arguments: Sample.all) func everySizeIsSurvived(_ yaml: String) throws {
    var panel = try Sample.panel(yaml, language: .chinese)
    for settle in [false, true] {
      if settle { _ = panel.update(.key(.alt("s"))) }
      for width in 0...14 {
        #expect(panel.preferredHeight(width: width) > 0)
        for height in 0...6 {
          var frame = Frame(Size(width: width, height: height))
          panel.render(into: &frame, in: frame.bounds, isFocused: true)
          #expect(frame.lines.count == height)
        }
      }
    }
  }
}

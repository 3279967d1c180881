import Canvas
import Languages
import Quiz
import Testing

@testable import Interface

@Suite struct QuizScreenTests {
  private let names = QuizScreen.Names(
    concepts: ["neuron": "neuron", "activation": "activation function"],
    lessons: ["forward": "Forward"])

  private func screen(_ yamls: [String], language: Language = .english) throws -> QuizScreen {
    var screen = QuizScreen(
      session: try Sample.session(yamls, language: language), names: names, clock: { 5 })
    _ = screen.update(.input(.resize(Size(width: 60, height: 20))))
    return screen
  }

  private func press(_ keys: [Key], _ screen: inout QuizScreen) -> [Effect] {
    keys.flatMap { screen.update(.input(.key($0))) }
  }

  private func lines(_ screen: QuizScreen, _ width: Int = 60, _ height: Int = 16) -> [String] {
    var frame = Frame(Size(width: width, height: height))
    screen.render(into: &frame, in: frame.bounds)
    return frame.lines
  }

  private func reviews(_ effects: [Effect]) -> [Review] {
    effects.compactMap { if case .keep(.review(let review)) = $0 { review } else { nil } }
  }

  @Test func anAnswerIsKeptAtOnceAndGraded() throws {
    var screen = try screen([Sample.choice, Sample.number])
    #expect(screen.title == "quiz ▸ activation function" && screen.status == "1 of 2")
    let kept = reviews(press([.enter], &screen))
    #expect(kept.map(\.grade) == [.good] && kept.map(\.time) == [5])
    #expect(
      lines(screen) == [
        "  ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄", "",
        "  Which function has its values between 0 and 1?", "", "   ✓ 1 sigmoid",
        "     2 tanh", "     3 relu, which cuts off what is below zero and leaves",
        "       everything above as it is, however large", "", "  ✓ right",
        "  solution  The sigmoid: σ(z) = 1/(1 + e^(−z)).", "", "", "", "",
        "  graded  1 again   2 hard   3 good   4 easy",
      ])
    #expect(press([.enter], &screen).isEmpty)
    #expect(screen.status == "2 of 2" && screen.isTyping)
    #expect(lines(screen)[0].hasPrefix("  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━┄"))
  }

  @Test func theGradeIsOverruledByItsNumber() throws {
    var screen = try screen([Sample.choice])
    let first = reviews(press([.enter], &screen))
    let second = reviews(press([.character("4"), .character("4")], &screen))
    #expect(second.map(\.grade) == [.easy] && second.map(\.amends) == [first[0].id])
  }

  @Test func whatWasMissedTwiceNamesItsPage() throws {
    var screen = try screen([Sample.choice])
    _ = press([.character("s")], &screen)
    #expect(!screen.keys.contains { $0.phrase == "where this is taught" && $0.isInFooter })
    _ = press([.enter, .character("s")], &screen)
    #expect(screen.status == "once more")
    #expect(screen.keys.contains { $0.phrase == "where this is taught" && $0.isInFooter })
    guard case .open(.lesson("forward", page: "weights"))? = press([.character("t")], &screen).first
    else {
      Issue.record("the page was not opened")
      return
    }
  }

  @Test func theSummarySaysWhatWasMissedAndWhatComesNext() throws {
    var screen = try screen([Sample.choice, Sample.multi])
    _ = press([.enter, .enter], &screen)
    while screen.session.stage != .finished {
      _ = press([.character("s"), .enter], &screen)
    }
    #expect(
      lines(screen, 60, 10) == [
        "  right at the first try: 1 of 2", "",
        "    activation function   ●●●●●●●●●●  0% → 100%",
        "    neuron                ○○○○○○○○○○  0% → 0%", "", "  missed", "  ▸ neuron · Forward",
        "", "  The next of these is due in 10 minutes.", "",
      ])
    guard
      case .open(.lesson("forward", page: "weights"))? = press([.character("t")], &screen).first,
      case .back? = press([.escape], &screen).first
    else {
      Issue.record("the keys of the summary")
      return
    }
  }

  @Test func anEmptyQuizSaysWhatToDo() throws {
    var screen = try screen([])
    #expect(lines(screen)[0] == "  Nothing is due, and nothing new was read.")
    guard case .back? = press([.enter], &screen).first else {
      Issue.record("Enter leads back")
      return
    }
  }

  @Test func escapeAsksOnlyOverAnUnjudgedAnswer() throws {
    var screen = try screen([Sample.number])
    guard case .back? = press([.escape], &screen).first else {
      Issue.record("an untouched question can be left")
      return
    }
    guard case .notice? = press([.character("1"), .escape], &screen).last else {
      Issue.record("a typed answer is not dropped")
      return
    }
    #expect(screen.panel?.editor.entry == .text("1"))
    guard case .back? = press([.escape], &screen).last else {
      Issue.record("a second Esc leaves")
      return
    }
  }

  @Test func aLongExplanationIsScrolled() throws {
    var screen = try screen([Sample.bug])
    _ = screen.update(.input(.resize(Size(width: 40, height: 12))))
    _ = press([.enter], &screen)
    let first = lines(screen, 40, 8)
    #expect(first.contains("  ✓ right"))
    _ = press([.pageDown, .pageDown, .pageDown], &screen)
    let last = lines(screen, 40, 8)
    #expect(last.contains("    → 14") && last != first)
    _ = press([.pageUp, .pageUp, .pageUp, .pageUp], &screen)
    #expect(lines(screen, 40, 8)[1] == "  Which line is wrong?")
  }

  @Test func aMouseClickFindsItsOptionOnTheScreen() throws {
    var screen = try screen([Sample.choice])
    let row = try #require(lines(screen).firstIndex { $0.contains("2 tanh") })
    let mouse = Mouse(.press, at: Point(x: 8, y: row + 2))
    _ = screen.update(.input(.mouse(mouse)))
    #expect(lines(screen).contains("   ▸ 2 tanh"))
    let kept = reviews(screen.update(.input(.mouse(mouse))))
    #expect(kept.map(\.isCorrect) == [false])
  }

  @Test(arguments: Sample.all) func everySizeIsSurvived(_ yaml: String) throws {
    for language in [Language.english, .chinese] {
      var screen = try screen([yaml], language: language)
      for key: Key? in [nil, .alt("s"), .enter] {
        if let key { _ = press([key], &screen) }
        for width in 0...12 {
          for height in 0...12 {
            _ = screen.update(.input(.resize(Size(width: width, height: height))))
            var frame = Frame(Size(width: width, height: height))
            screen.render(into: &frame, in: frame.bounds)
            #expect(frame.lines.count == height)
          }
        }
      }
    }
  }

  @Test(arguments: Sample.all) func everyKeyAndEntryIsSaidInChinese(_ yaml: String) throws {
    var screen = try screen([yaml], language: .chinese)
    for key: Key? in [nil, .alt("s"), .enter, .alt("s")] {
      if let key { _ = press([key], &screen) }
      for entry in screen.keys {
        // A phrase with a blank comes filled in, in the learner's language already.
        let isSaid = entry.phrase.unicodeScalars.contains { $0.value > 0x2E80 }
        #expect(isSaid || Language.chinese.knows(entry.phrase), "\(entry.phrase)")
      }
    }
  }
}

import Canvas
import Quiz
import Testing

@testable import Interface

private let ask = """
  <!-- page: one -->
  ## One neuron

  Words before.

  ```python hidden
  w = 3
  ```

  ```predict
  id: product
  ask: What is 2 · w?
  kind: number
  answer: 2 * w
  tolerance: 0.01
  reveal: Twice {=w} is {=2 * w}.
  ```

  Words after.

  ---
  <!-- page: two -->
  ## Two

  ```predict
  id: pick
  ask: Which is larger?
  kind: choice
  options: ["one", "two"]
  answer: 1
  reveal: Two is.
  ```

  See [the first page](lesson:probe#one).
  """

private let code = """
  <!-- page: one -->
  ## Code

  ```python
  a = 2
  a + 1
  ```

  ```python
  a * 10
  ```
  """

@Suite struct LessonPageTests {
  @Test func aPageNamesItselfAndItsKeys() {
    let stage = Stage(TestBook.lesson(ask), size: Size(width: 60, height: 16))
    #expect(
      stage.lines == [
        " Probe                                          page 1 of 2",
        " ──────────────────────────────────────────────────────────",
        "  One neuron",
        "",
        "  Words before.",
        "",
        "  ? What is 2 · w?",
        "    your guess first",
        "",
        "  what comes next shows after your answer, or after a skip",
        "", "", "", "",
        " ──────────────────────────────────────────────────────────",
        " ⏎ predict   s skip and show   n next page   ? help",
      ])
  }

  @Test func pagesAreTurnedAndKept() throws {
    var stage = Stage(TestBook.lesson(ask))
    try stage.press("n")
    #expect(stage.lines[0].hasSuffix("page 2 of 2"))
    guard case .keep(.place(lesson: "probe", page: "two")) = stage.effects.first else {
      Issue.record("the place is not kept: \(stage.effects)")
      return
    }
    try stage.press("n")
    guard case .notice(let words) = stage.effects.first else {
      Issue.record("the end is not told of")
      return
    }
    #expect(words == "This is the last page. Esc goes back.")
    try stage.press("p p")
    #expect(stage.lines[0].hasSuffix("page 1 of 2") && stage.effects.isEmpty == false)
  }

  @Test func anUnknownPageOpensTheFirst() {
    let stage = Stage(TestBook.lesson(ask, page: "none"))
    #expect(stage.lines[0].hasSuffix("page 1 of 2"))
  }

  @Test func theHeadNamesThePageOnceItsHeadingIsScrolledAway() throws {
    let body = "<!-- page: one -->\n## Long\n\n" + String(repeating: "Line.\n\n", count: 40)
    var stage = Stage(TestBook.lesson(body))
    #expect(stage.lines[0].hasPrefix(" Probe  "))
    try stage.press("j")
    #expect(stage.lines[0].hasPrefix(" Probe ▸ Long "))
    try stage.press("End")
    #expect(stage.lines[21].hasPrefix("  Line."))
    try stage.press("Home")
    #expect(stage.lines[2].hasPrefix("  Long"))
  }

  @Test func aLinkIsFollowed() throws {
    var stage = Stage(TestBook.lesson(ask, page: "two"))
    #expect(stage.place(of: "the first page") == nil)
    try stage.press("s f")
    guard case .open(.lesson("probe", page: "one")) = stage.effects.first else {
      Issue.record("no page was opened: \(stage.effects)")
      return
    }
    let place = try #require(stage.place(of: "the first page"))
    stage.click(place.x + 2, place.y)
    #expect(stage.effects.count == 1)
  }
}

@Suite struct LessonPredictionTests {
  @Test(arguments: ["6", "Enter 6", "Tab 2 * 3"])
  func aRightGuessShowsWhatComesNext(_ keys: String) throws {
    var stage = Stage(TestBook.lesson(ask))
    try stage.press(keys + " Enter")
    #expect(stage.text.contains("✓ What is 2 · w?\n    your guess "))
    #expect(stage.text.contains("computed 6\n    Twice 3 is 6.\n\n  Words after."))
    guard
      case .keep(.prediction(lesson: "probe", block: "product", _, isRight: true)) =
        stage.effects.last
    else {
      Issue.record("the prediction is not kept")
      return
    }
  }

  @Test func aWrongGuessStandsBesideWhatWasComputed() throws {
    var stage = Stage(TestBook.lesson(ask))
    try stage.press("− 6 Enter")
    #expect(stage.text.contains("✗ What is 2 · w?\n    your guess −6   computed 6"))
    guard case .keep(.prediction(_, _, answer: "−6", isRight: false)) = stage.effects.last else {
      Issue.record("the prediction is not kept")
      return
    }
  }

  @Test(arguments: ["s", "Enter M-s", "Enter 1 2 M-s"])
  func aSkipShowsAndKeepsNothing(_ keys: String) throws {
    var stage = Stage(TestBook.lesson(ask))
    try stage.press(keys)
    #expect(stage.text.contains("· What is 2 · w?\n    computed 6"))
    #expect(stage.effects.isEmpty)
  }

  @Test func lettersAreLettersWhileAGuessIsTyped() throws {
    var stage = Stage(TestBook.lesson(ask))
    try stage.press("Enter sqnp?/")
    #expect(stage.text.contains("your guess first  sqnp?/"))
    #expect(stage.footer == " ⏎ answer   Alt-s skip and show   Esc to the page   F1 help")
    try stage.press("Enter")
    #expect(stage.text.contains("NameError") || stage.text.contains("SyntaxError"))
    #expect(!stage.text.contains("Words after"))
    try stage.press("Esc")
    #expect(stage.text.contains("your guess first  sqnp?/"))
    #expect(stage.footer.hasPrefix(" ⏎ predict"))
  }

  @Test func aGuessSurvivesAResize() throws {
    var stage = Stage(TestBook.lesson(ask))
    try stage.press("1 . 5")
    stage.send(.input(.resize(Size(width: 3, height: 2))))
    stage.send(.input(.resize(Size(width: 40, height: 12))))
    #expect(stage.text.contains("your guess first  1.5"))
  }

  @Test func aChoiceMarksWhatWasRight() throws {
    var stage = Stage(TestBook.lesson(ask, page: "two"))
    #expect(stage.text.contains("  1 one\n      2 two"))
    try stage.press("1 Enter")
    #expect(stage.text.contains("    ✗ 1 one\n    ✓ 2 two\n    Two is."))
  }
}

@Suite struct LessonCellTests {
  @Test func aCellRunsAfterThoseAboveIt() throws {
    var stage = Stage(TestBook.lesson(code))
    try stage.press("Tab Tab Enter")
    #expect(stage.text.contains("20"))
  }

  @Test func aCellIsEditedRunAndRestored() throws {
    var stage = Stage(TestBook.lesson(code))
    try stage.press("Enter e Up Backspace 7 C-r")
    #expect(stage.text.contains("a = 7") && stage.text.contains("8"))
    try stage.press("r")
    #expect(stage.text.contains("a = 2") && stage.text.contains("3"))
  }

  @Test func aMistakeIsShownWhereItIs() throws {
    var stage = Stage(TestBook.lesson(code))
    try stage.press("Enter e paste:* Enter 2 C-r")
    #expect(stage.text.contains("Error"))
    #expect(stage.text.contains("^"))
    #expect(stage.footer.hasPrefix(" ⏎ run   e edit   r as the lesson has it"))
  }

  @Test func noLetterLeavesTheEditor() throws {
    var stage = Stage(TestBook.lesson(code))
    try stage.press("Enter e qn?rp")
    #expect(stage.text.contains("a + 1qn?rp"))
    #expect(stage.footer == " ^R run   Esc done   ⏎ new line   F1 help")
    try stage.press("Esc Esc")
    #expect(stage.text.contains("a + 1qn?rp"))
    #expect(stage.effects.isEmpty)
  }
}

@Suite struct LessonReloadTests {
  @Test func theLearnerStaysOnThePage() throws {
    var text = ask
    var stage = Stage(TestBook.lesson(ask, page: "two", rewritten: { text }))
    text = ask.replacing("Which is larger?", with: "Which is greater?")
    stage.send(.filesChanged)
    #expect(stage.text.contains("Which is greater?"))
    #expect(stage.lines[0].hasSuffix("page 2 of 2"))
  }

  @Test func aBrokenTextLeavesTheOldOneAndIsToldOf() throws {
    var text = ask
    var stage = Stage(TestBook.lesson(ask, rewritten: { text }))
    text = ask.replacing("kind: number", with: "kind: nonsense")
    stage.send(.filesChanged)
    #expect(stage.text.contains("What is 2 · w?"))
    #expect(stage.lines[0].hasSuffix("an older text · page 1 of 2"))
    guard case .notice(let problem) = stage.effects.first else {
      Issue.record("nothing is said")
      return
    }
    #expect(problem.hasPrefix("lesson.en.md:"))
    text = ask
    stage.send(.filesChanged)
    #expect(!stage.lines[0].contains("an older text"))
  }
}

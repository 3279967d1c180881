import Languages
import Python
import Testing

@testable import Book

private let twoPages = """
  <!-- page: one -->
  ## One

  ```python hidden
  w = 2
  ```

  ```python
  x = w * 3
  x
  ```

  ```python
  >>> x + 1
  >>> x + 2
  ```

  ---
  <!-- page: two -->
  ## Two

  The value is {=x:.2f}, and {=-x / 4}.

  ```python
  x = 10
  ```
  """

func run(_ body: String, language: Language = .english) -> LessonRun {
  LessonRun(
    lesson: lesson(body).lesson, engine: LessonEngine(session: Session()), language: language)
}

extension LessonRun {
  func output(_ page: String, _ index: Int) -> String? {
    cell(page: page, index: index)?.output?.text
  }
}

@Suite struct LessonRunTests {
  @Test func openingAPageRunsItsHiddenCellsOnly() {
    var run = run(twoPages)
    run.open(page: 0)
    #expect(run.output("one", 1) == "")
    #expect(run.output("one", 2) == nil)
  }

  @Test func runningACellRunsThoseAboveItFirst() {
    var run = run(twoPages)
    run.open(page: 0)
    run.run(BlockPlace(page: "one", index: 3))
    #expect(run.output("one", 2) == "6")
    #expect(run.output("one", 3) == "7\n8")
  }

  @Test func openingALaterPageMakesUpForTheEarlierOnes() {
    var run = run(twoPages)
    run.open(page: 1)
    let numbers = run.lesson.pages[1].blocks[1].spans.compactMap { span in
      if case .computed(let computed) = span.content { run.text(of: computed) } else { nil }
    }
    #expect(numbers == ["6.00", "−1.5"])
    run.run(BlockPlace(page: "two", index: 2))
    guard case .computed(let computed) = run.lesson.pages[1].blocks[1].spans[1].content else {
      Issue.record("no number")
      return
    }
    #expect(run.text(of: computed) == "10.00")
  }

  @Test func anEditedCellRunsAsItIsAndCanBeRestored() {
    var run = run(twoPages)
    run.open(page: 0)
    let place = BlockPlace(page: "one", index: 3)
    run.edit(place, source: "x\n[x,\n x]\nq")
    let output = run.run(place)
    #expect(output?.text == "6\n[6, 6]")
    #expect(output?.error?.message == "NameError: name 'q' is not defined")
    #expect(output?.error?.place == Place(line: 4, column: 1))
    run.restore(place)
    #expect(run.cell(page: "one", index: 3)?.source == "x + 1\nx + 2")
  }

  @Test func noOutputCarriesControlCharacters() {
    var run = run("<!-- page: one -->\n## One\n\n```python\nprint(\"a\\x1b[2Jb\")\n```")
    run.run(BlockPlace(page: "one", index: 1))
    #expect(run.output("one", 1) == "a\u{FFFD}[2Jb")
  }

  private func predictBlock(
    _ kind: String, _ answer: String, tolerance: String = "0.01", options: String = ""
  ) -> PredictBlock? {
    let body =
      "```predict\nid: g\nask: What?\nkind: \(kind)\nanswer: \"\(answer)\"\n"
      + (options.isEmpty ? "" : "options: \(options)\n")
      + "tolerance: \(tolerance)\nreveal: So.\n```"
    for block in page(body).lesson.pages[0].blocks {
      if case .predict(let predict) = block.kind { return predict }
    }
    return nil
  }

  @Test(arguments: [
    ("number", "1/3", "0.33", true), ("number", "1/3", "1/3", true),
    ("number", "1/3", "0.3", false),
    ("number", "-0.5", "−0.5", true), ("number", "torch.tensor([0.25]).sum()", "0.25", true),
    ("vector", "torch.tensor([1.0, -2.0])", "[1, −2]", true),
    ("vector", "torch.tensor([1.0, -2.0])", "1 2", false),
    ("vector", "torch.tensor([[1.0], [2.0]])", "1, 2", true),
    ("vector", "[0.5, 1]", "0.5; 1", true),
    ("shape", "torch.zeros(2, 3).shape", "2x3", true), ("shape", "(2, 3)", "(2, 3)", true),
    ("shape", "(2, 3)", "3x2", false),
  ])
  func guessesAreJudgedByValue(kind: String, answer: String, guess: String, isRight: Bool) throws {
    var run = run(twoPages)
    let block = try #require(predictBlock(kind, answer))
    let attempt = run.answer(guess, predict: block)
    guard case .settled(let result) = attempt else {
      Issue.record("\(attempt)")
      return
    }
    #expect(result.isRight == isRight && !result.isSkipped && result.guess == guess)
    #expect(run.isSettled(predict: "g"))
  }

  @Test(arguments: [
    ("number", "1", "", "Type an answer first"), ("number", "1", "q + 1", "can't be read"),
    ("vector", "[1, 2]", "1", "give 2 numbers"), ("shape", "(2,)", "two", "A shape is whole"),
  ])
  func whatCannotBeReadDoesNotCount(
    kind: String, answer: String, guess: String, says: String
  ) throws {
    var run = run(twoPages)
    let block = try #require(predictBlock(kind, answer))
    guard case .unreadable(let advice) = run.answer(guess, predict: block) else {
      Issue.record("counted")
      return
    }
    #expect(advice.contains(says))
    #expect(!run.isSettled(predict: "g"))
  }

  @Test func aChoiceIsJudgedByItsIndexAndASkipShowsTheAnswer() throws {
    let block = try #require(predictBlock("choice", "3 - 2", options: "[up, $x$, down]"))
    var first = run(twoPages)
    #expect(
      first.answer("1", predict: block)
        == .settled(PredictionResult(guess: "x", answer: "x", isRight: true, isSkipped: false)))
    var second = run(twoPages)
    #expect(second.answer("7", predict: block) == .unreadable("choose one of the options"))
    #expect(
      second.skip(predict: block)
        == .settled(PredictionResult(guess: "", answer: "x", isRight: false, isSkipped: true)))
  }

  @Test func anAnswerThatFailsIsSaidAndDoesNotBlockThePage() throws {
    var run = run(twoPages)
    let block = try #require(predictBlock("number", "nothing"))
    guard case .failed = run.answer("1", predict: block) else {
      Issue.record("judged")
      return
    }
    run.skip(predict: block)
    #expect(run.isSettled(predict: "g"))
  }

  @Test func aReloadKeepsPlaceAndOutputs() {
    var run = run(twoPages)
    run.open(page: 0)
    run.run(BlockPlace(page: "one", index: 2))
    let old = run.lesson
    let text = "<!-- page: zero -->\n## Zero\n\nnew\n\n---\n"
    let reading = lesson(text + twoPages.replacing("## One\n", with: "## One\n\nMore words.\n"))
    #expect(run.reload(reading) == nil)
    #expect(run.lesson.pageIndex(inPlaceOf: 1, of: old) == 2)
    #expect(run.output("one", 3) == "6")
    #expect(run.output("one", 4) == nil)
  }

  @Test func aBrokenTextLeavesTheOldOneAndIsTold() {
    var run = run(twoPages)
    let old = run.lesson
    let problem = run.reload(lesson(twoPages + "\n\n```pyton\n```"))
    #expect(problem?.message.description == "unknown block \"pyton\"")
    #expect(run.lesson == old)
  }

  @Test func aPageThatIsGoneLeadsToTheOneInItsPlace() {
    let old = lesson(twoPages).lesson
    let new = lesson("<!-- page: only -->\n## Only\n\nwords").lesson
    #expect(new.pageIndex(inPlaceOf: 1, of: old) == 0)
    #expect(new.pageIndex(inPlaceOf: 9, of: old) == 0)
  }
}

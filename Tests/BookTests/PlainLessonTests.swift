import Canvas
import Languages
import Python
import Testing

@testable import Book

@Suite struct PlainLessonTests {
  private final class Paper {
    var text = ""
    var events: [String] = []
  }

  private static let body = """
    <!-- page: one -->
    ## One

    ```python hidden
    w = 3
    ```

    Words about $w_1$.

    ```predict
    id: guess
    ask: What is w?
    kind: number
    answer: w
    reveal: It is {=w}.
    ```

    ```python
    w * 2
    ```

    ---
    <!-- page: two -->
    ## Two

    ```quiz
    id: probe/q-1
    kind: choice
    concept: neuron
    page: two
    ask: Which?
    options:
      - {text: this, correct: true}
      - {text: that, say: Not that.}
    hints: [Look again.]
    solution: This.
    ```
    """

  private func read(_ input: [String], language: Language = .english) -> Paper {
    let paper = Paper()
    var lines = input[...]
    var plain = PlainLesson(
      run: run(Self.body, language: language), page: 0, width: 60, medium: Medium(),
      readLine: { lines.popFirst() }, write: { paper.text += $0 },
      note: { event in
        switch event {
        case .opened(let page): paper.events.append(page)
        case .predicted(let id, let result): paper.events.append("\(id) \(result.isRight)")
        case .answered(let question, _, let isCorrect, let hints):
          paper.events.append("\(question.question.id) \(isCorrect) \(hints)")
        }
      })
    plain.read()
    return paper
  }

  @Test func thePageWaitsForThePredictionAndThenGoesOn() {
    let paper = read(["many", "3", "q"])
    #expect(
      paper.text == """

        Probe · page 1 of 2

        One

        Words about w₁.

        What is w?
        your guess (s skips) > \n\
        That can't be read: NameError: name 'many' is not defined
        your guess (s skips) > \n\
        right: 3
        It is 3.

        ▎ w * 2
          6

        n next, p back, a number for a page, q quit, ? help >\u{20}

        """)
    #expect(paper.events == ["one", "guess true"])
  }

  @Test func commandsTurnPagesEvenWhereSomethingIsAsked() {
    #expect(read(["n", "n", "p", "2", "q"]).events == ["one", "two", "one", "guess false"])
    #expect(read([]).events == ["one"])
    #expect(read(["s", "7", "2"]).events == ["one", "guess false", "two"])
  }

  @Test func aQuestionGivesHintsJudgesAndSolves() {
    let paper = read(["n", "h", "h", "x", "1", "q"])
    #expect(paper.text.contains("Which?\n 1) "))
    #expect(paper.text.contains("Look again."))
    #expect(paper.text.contains("there are no more hints"))
    #expect(paper.text.contains("This.\n"))
    #expect(paper.events.last?.hasPrefix("probe/q-1 ") == true)
    #expect(paper.events.last?.hasSuffix(" 1") == true)
  }

  @Test func itSpeaksChinese() {
    let paper = read(["?", "q"], language: .chinese)
    #expect(paper.text.contains("第 1 页，共 2 页"))
    #expect(paper.text.contains("先猜一猜（s 跳过）"))
  }
}

import Languages
import Testing

@testable import Book

@Suite struct LessonParsingTests {
  @Test func aLessonIsPagesOfBlocks() {
    let reading = lesson(
      """
      <!-- page: first -->
      ## First

      Words with **strong**, *soft* and `code`.

      ---
      <!-- page: second -->
      ## Second

      - one
      - two

      > said

      $$
      a = b
      $$
      """)
    #expect(reading.problems == [])
    #expect(reading.lesson.frontMatter.concepts == ["neuron"])
    #expect(reading.lesson.pages.map(\.id) == ["first", "second"])
    #expect(reading.lesson.pages.map(\.title) == ["First", "Second"])
    let lines = reading.lesson.pages.map { $0.blocks.map(\.line) }
    #expect(lines == [[10, 12], [16, 18, 21, 24]])
  }

  @Test func markdownLeavesFormulasAlone() {
    let reading = page("So $a_1 * b_2 * c$ and ` $x ` and \\$5 and 3$ or {=w_1*x_1*2:.2f}.")
    #expect(reading.problems == [])
    let spans = spans(reading)
    #expect(
      spans.map(\.content) == [
        .text("So "), .formula("a_1 * b_2 * c", Place(line: 12, column: 5)), .text(" and "),
        .code("$x"), .text(" and $5 and 3$ or "),
        .computed(
          Computed(
            expression: CodeExpression(source: "w_1*x_1*2", place: Place(line: 12, column: 51)),
            format: ".2f")),
        .text("."),
      ])
  }

  private func spans(_ reading: LessonReading, block: Int = 1) -> [Span] {
    guard let page = reading.lesson.pages.first, page.blocks.indices.contains(block),
      case .paragraph(let spans) = page.blocks[block].kind
    else { return [] }
    return spans
  }

  @Test func aFormulaOverLinesKeepsTheLineNumbers() {
    let reading = page("$$\na\n+ b\n$$\nafter\n\n[x](nowhere)")
    #expect(reading.lesson.pages[0].blocks.map(\.line) == [10, 13, 16, 18])
    #expect(
      reading.problems.map(\.description).first?.hasPrefix("lesson.en.md:18:5: error") == true)
  }

  @Test(arguments: [
    ("{=x}", "x", ""), ("{=x:.3f}", "x", ".3f"), ("{=a[1:2].sum():.1f}", "a[1:2].sum()", ".1f"),
    ("{=f(\"}:\")}", "f(\"}:\")", ""), ("{={1: 2}[1]}", "{1: 2}[1]", ""),
  ])
  func aComputedNumberEndsAtItsOwnBrace(text: String, expression: String, format: String) {
    let computed: [Computed] = spans(page("v \(text) w")).compactMap {
      if case .computed(let computed) = $0.content { computed } else { nil }
    }
    #expect(computed.map(\.expression.source) == [expression])
    #expect(computed.map(\.format) == [format])
  }

  @Test func aCellWithPromptsIsATest() {
    let reading = page("```python\n>>> a = 1\n>>> [a,\n...  2]\n[1, 2]\n```")
    guard case .cell(let cell) = reading.lesson.pages[0].blocks[1].kind else {
      Issue.record("no cell")
      return
    }
    #expect(cell.source == "a = 1\n[a,\n 2]")
    #expect(
      cell.examples == [
        CodeCell.Example(source: "a = 1", output: "", line: 13),
        CodeCell.Example(source: "[a,\n 2]", output: "[1, 2]", line: 14),
      ])
  }

  @Test func liveBlocksAreRead() {
    let reading = page(
      """
      ```demo
      kind: network
      id: net
      sizes: [2, 1]
      ```

      ```predict
      id: guess
      ask: What is $z$?
      kind: choice
      options: [one, "two $x$"]
      answer: 1
      reveal: It is {=z}.
      ```

      ```quiz
      id: probe/q-1
      concept: neuron
      page: one
      kind: number
      ask: How much?
      answer: 1 + 1
      hints: [Add.]
      solution: It is {answer}.
      ```

      ```note
      kind: warning
      Take **care**.
      ```

      ```table
      a | $|b|$ | `c|d`
      1 | 2 | 3
      ```
      """)
    #expect(reading.problems == [])
    let kinds = reading.lesson.pages[0].blocks.dropFirst().map(\.kind)
    guard kinds.count == 5, case .demo(let demo) = kinds[0], case .predict(let predict) = kinds[1],
      case .quiz(let quiz) = kinds[2], case .note(let note) = kinds[3],
      case .table(let table) = kinds[4]
    else {
      Issue.record("\(kinds)")
      return
    }
    #expect(demo.id == "net" && demo.kind == "network")
    #expect(demo.parameters.entries.map(\.key) == ["sizes"])
    #expect(predict.options.count == 2 && predict.kind == .choice)
    #expect(predict.answer == CodeExpression(source: "1", place: Place(line: 23, column: 9)))
    #expect(quiz.question.id == "probe/q-1")
    #expect(note.kind == .warning)
    #expect(table.rows.map(\.count) == [3, 3])
  }

  @Test func controlCharactersAreReportedAndNeverShown() {
    let reading = page("a\u{1B}[2Jb \u{202E}c")
    #expect(reading.problems.map(\.place) == [Place(line: 12, column: 2)])
    #expect(spans(reading).plainText == "a\u{FFFD}[2Jb \u{FFFD}c")
  }

  @Test func crlfAndAByteOrderMarkAreFine() {
    let text = frontMatter + "<!-- page: one -->\n## One\n\nwords\n"
    let bytes = [0xEF, 0xBB, 0xBF] + Array(text.replacing("\n", with: "\r\n").utf8)
    let reading = LessonReading(bytes: bytes, file: "f", language: .english)
    #expect(reading.problems == [])
    #expect(reading.lesson.pages[0].blocks.count == 2)
  }
}

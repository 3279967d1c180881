import Canvas
import Languages
import Testing

@testable import Book

/// A page of which nothing is known but what a test says.
struct FixedState: PageState {
  var numbers: [String: String] = [:]
  var cells: [Int: CellState] = [:]
  var settled: Set<String> = []

  func text(of computed: Computed) -> String? { numbers[computed.expression.source] }
  func cell(page: String, index: Int) -> CellState? { cells[index] }
  func isSettled(predict id: String) -> Bool { settled.contains(id) }
}

@Suite struct PageLayoutTests {
  private func layout(
    _ body: String, width: Int = 40, glyphs: GlyphSet = .braille, language: Language = .english,
    state: FixedState = FixedState()
  ) -> PageLayout {
    PageLayout(
      page(body).lesson.pages[0], width: width, medium: Medium(glyphs: glyphs),
      language: language, state: state
    ) { _, _ in 3 }
  }

  private func lines(_ layout: PageLayout, glyphs: GlyphSet = .braille) -> [String] {
    var frame = Frame(
      Size(width: layout.width, height: layout.height), medium: Medium(glyphs: glyphs))
    layout.draw(into: &frame, in: frame.bounds, scroll: 0)
    return frame.lines
  }

  @Test func proseFormulasAndListsStandOneBelowTheOther() {
    let layout = layout(
      """
      A neuron adds up its **weighted** inputs $w_1 x_1$ and its bias, {=b:.1f} here.

      $$y = \\frac{a}{b}$$

      3. first
      4. second thing that is longer than a row of this page
      """, state: FixedState(numbers: ["b": "−0.5"]))
    #expect(
      lines(layout) == [
        " One",
        "",
        " A neuron adds up its weighted inputs",
        " w₁x₁ and its bias, −0.5 here.",
        "",
        "         a",
        "     y = ─",
        "         b",
        "",
        " 3. first",
        " 4. second thing that is longer than a",
        "    row of this page",
      ])
    #expect(layout.items.map(\.block) == [0, 1, 2, 3])
    #expect(layout.item(atRow: 6)?.block == 2)
    #expect(layout.item(atRow: 4) == nil)
  }

  @Test func chineseIsWrappedByItsRules() {
    let layout = layout("神经元把加权后的输入相加，再加上偏置，然后通过激活函数得到输出。", width: 20)
    #expect(
      lines(layout) == [
        "One", "", "神经元把加权后的输入", "相加，再加上偏置，然", "后通过激活函数得到输", "出。",
      ])
  }

  @Test func anOpenPredictionCoversWhatIsBelowIt() {
    let body = """
      ```predict
      id: guess
      ask: What?
      kind: number
      answer: 1
      reveal: One.
      ```

      after
      """
    #expect(layout(body).items.map(\.kind) == [.text, .predict, .covered])
    let settled = layout(body, state: FixedState(settled: ["guess"]))
    #expect(settled.items.map(\.kind) == [.text, .predict, .text])
  }

  @Test func aCellShowsItsOutputAndItsErrorUnderACaret() {
    let error = CellOutput.Failure(
      message: "NameError: name 'q' is not defined", hint: "run the cell above first",
      place: Place(line: 2, column: 5))
    let state = FixedState(cells: [
      1: CellState(source: "x = 2\nx + q", output: CellOutput(text: "2", error: error))
    ])
    #expect(
      lines(layout("```python\nx = 2\n```", state: state)) == [
        " One",
        "",
        " ▎ x = 2",
        " ▎ x + q",
        "   2",
        "   x + q",
        "       ^",
        "   NameError: name 'q' is not defined",
        "   run the cell above first",
      ])
  }

  @Test func aNoteIsAQuietBoxAndATableAlignsItsColumns() {
    let body = """
      ```note
      kind: warning
      Mind the sign.
      ```

      ```table
      kind | range
      tanh | −1 to 1
      ```
      """
    #expect(
      lines(layout(body)) == [
        " One",
        "",
        " ╭─ take care ────────────────────────╮",
        " │ Mind the sign.                     │",
        " ╰────────────────────────────────────╯",
        "",
        " kind   range",
        " ────   ───────",
        " tanh   −1 to 1",
      ])
    #expect(lines(layout(body, glyphs: .ascii), glyphs: .ascii)[2].hasPrefix(" +- take care -"))
  }

  @Test func linksKnowWhereTheyStand() {
    let layout = layout("See [the chain rule](lesson:backprop#chain) and [this](https://a.b).")
    #expect(lines(layout)[2] == " See the chain rule and this.")
    #expect(layout.link(at: Point(x: 5, y: 2)) == .lesson(slug: "backprop", page: "chain"))
    #expect(layout.link(at: Point(x: 4, y: 2)) == nil)
    #expect(layout.links.map(\.link).last == .web("https://a.b"))
  }

  @Test(arguments: [0, 1, 2, 3, 5, 8, 13, 20, 29, 40, 59, 60, 80, 120, 400])
  func everyWidthIsLaidOutInsideItself(width: Int) throws {
    for (_, text) in try LessonScaffold(slug: "probe").files {
      for glyphs in GlyphSet.allCases {
        let lesson = LessonReading(text: text, file: "f", language: .english).lesson
        let layout = PageLayout(
          lesson.pages[0], width: width, medium: Medium(glyphs: glyphs), language: .english,
          state: FixedState(settled: ["first-guess"])
        ) { _, _ in 2 }
        #expect(layout.items.allSatisfy { $0.area.x >= 0 && $0.area.right <= max(width, 0) })
        let tops = layout.items.map(\.area.y)
        #expect(tops == tops.sorted())
        var frame = Frame(Size(width: width, height: 12), medium: Medium(glyphs: glyphs))
        layout.draw(into: &frame, in: frame.bounds, scroll: 3)
      }
    }
  }
}

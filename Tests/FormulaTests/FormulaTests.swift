import Canvas
import Plots
import Testing

@Suite struct FormulaErrorTests {
  @Test(arguments: [
    (#"a + \foo"#, 4, #"unknown command \foo"#),
    (#"\frac{a}"#, 8, #"\frac has nothing after it"#),
    (#"{a"#, 0, "this { is never closed"),
    (#"a}"#, 1, "a } closes nothing"),
    (#"a^b^c"#, 3, "two superscripts"),
    (#"a_b_c"#, 3, "two subscripts"),
    (#"a_"#, 2, "_ has nothing after it"),
    (#"\left( a"#, 0, #"this \left has no \right"#),
    (#"a \right)"#, 2, #"\right without \left"#),
    (#"\left x \right)"#, 6, #"\left needs a delimiter"#),
    (#"\begin{bmatrix} a"#, 0, #"\begin{bmatrix} is never closed"#),
    (#"\begin{tabular} a"#, 0, "unknown environment tabular"),
    (#"\begin{cases} a \end{matrix}"#, 16, #"\end{matrix} where \end{cases} is due"#),
    (#"a & b"#, 2, "rows and columns stand outside an environment"),
    (#"\text{abc"#, 5, #"the brace after \text is never closed"#),
    (#"\val{m}"#, 0, "there is no value named m"),
    (#"\sqrt[3 x"#, 5, "this [ is never closed"),
    ("a \\", 2, "the formula ends with a backslash"),
    ("a\u{1B}[2J", 1, "a control character stands in the formula"),
  ])
  func sayWhatIsWrongAndWhere(_ tex: String, _ offset: Int, _ problem: String) {
    let error = #expect(throws: FormulaError.self) { try Formula(tex) }
    #expect(error?.offset == offset)
    #expect(error?.problem == problem)
    #expect(error?.advice.isEmpty == false)
  }

  @Test func nestingHasALimit() {
    let deep = String(repeating: "{", count: 60) + String(repeating: "}", count: 60)
    #expect(throws: FormulaError.self) { try Formula(deep) }
    let roots = String(repeating: #"\sqrt"#, count: 300) + "x"
    #expect(throws: FormulaError.self) { try Formula(roots) }
  }

  @Test func lengthHasALimit() {
    #expect(throws: FormulaError.self) { try Formula(String(repeating: "x", count: 2_001)) }
  }
}

@Suite struct FormulaBreakingTests {
  @Test func aWideFormulaIsBrokenBeforeItsRelations() throws {
    let formula = try Formula(#"z = w_1 x_1 + w_2 x_2 + b = 0.80 \cdot 0.5 + 0.10 = 0.50"#)
    #expect(
      formula.layout(medium: Medium(), width: 30).lines() == [
        "z = w₁x₁ + w₂x₂ + b",
        "  = 0.80 · 0.5 + 0.10 = 0.50",
      ])
    #expect(
      formula.layout(medium: Medium(), width: 16).lines() == [
        "z = w₁x₁ + w₂x₂",
        "    + b",
        "  = 0.80 · 0.5",
        "    + 0.10",
        "  = 0.50",
      ])
  }

  @Test(arguments: 0...40)
  func everyPieceIsKeptAtEveryWidth(_ width: Int) throws {
    let formula = try Formula(#"y = f(a + b, c \cdot d) = \frac{1}{n} \sum_i x_i + e"#)
    let whole = formula.layout(medium: Medium())
    let broken = formula.layout(medium: Medium(), width: width)
    #expect(broken.pieces.map(\.text) == whole.pieces.map(\.text))
    #expect(formula.fits(width: width, medium: Medium()) == (broken.width <= width))
  }

  @Test func whatCannotBeBrokenDoesNotFit() throws {
    let formula = try Formula(#"\frac{abcdef}{g}"#)
    #expect(!formula.fits(width: 5, medium: Medium()))
    #expect(formula.fits(width: 6, medium: Medium()))
  }
}

@Suite struct FormulaDrawingTests {
  @Test func valuesCanHaveStylesOfTheirOwn() throws {
    let formula = try Formula(#"\val{w} + \val{b}"#, values: ["w": "-1", "b": "2"])
    let pieces = formula.layout(medium: Medium(), styles: ["b": Style(.change)]).pieces
    #expect(pieces.map(\.text) == ["−1", "+", "2"])
    #expect(pieces.map { $0.style.foreground == .role(.change) } == [false, false, true])
  }

  @Test func identifiersAreSlantedAndNamesAreNot() throws {
    let pieces = try Formula(#"x \tanh \mathbf{W} 2"#).layout(medium: Medium()).pieces
    #expect(pieces.map(\.style.traits) == [.italic, [], .bold, []])
  }

  @Test(arguments: 0...12, [0, 1, 2, 3, 12])
  func drawsInsideItsAreaAtEverySize(_ width: Int, _ height: Int) throws {
    let area = Rect(x: 1, y: 1, width: width, height: height)
    for golden in GoldenFormula.all {
      let formula = try Formula(golden.tex, values: GoldenTests.values)
      var frame = Frame(Size(width: width + 2, height: height + 2))
      let rows = formula.render(into: &frame, in: area, centered: true)
      #expect(rows <= height)
      let margin = [frame.lines.first, frame.lines.last].compactMap { $0 }
      #expect(margin.allSatisfy { $0.isEmpty })
      #expect((0..<height).allSatisfy { frame[0, $0] == .blank && frame[width + 1, $0] == .blank })
    }
  }

  @Test func isCenteredOnRequest() throws {
    var frame = Frame(Size(width: 9, height: 1))
    try Formula("a = b").render(into: &frame, in: frame.bounds, centered: true)
    #expect(frame.lines == ["  a = b"])
  }
}

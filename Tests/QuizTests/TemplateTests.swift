import Python
import Testing

@testable import Quiz

@Suite struct TemplateTests {
  private func filled(_ text: String) throws -> String {
    let evaluator = SessionEvaluator(Session())
    try evaluator.run("m = 4")
    try evaluator.run("w = -0.5")
    try evaluator.run("W = torch.tensor([[1.0, -2], [3, 4]])")
    return try Template(text).filled { place in
      if let specification = place.specification {
        return try evaluator.formatted(place.expression, specification)
      }
      return try evaluator.evaluate(place.expression).text(in: place.context)
    }
  }

  @Test(arguments: [
    ("{m} inputs", "4 inputs"),
    ("{m*m + 1}", "17"),
    ("{w}", "−0.5"),
    ("`{w}`", "`-0.5`"),
    ("$x^{2} \\cdot \\val{w}$ and {m}", "$x^{2} \\cdot -0.5$ and 4"),
    ("{1/3}", "0.3333"),
    ("{1/3:.2f}", "0.33"),
    ("{{literal}} {m}", "{literal} 4"),
    ("{W}", "[[1, −2], [3, 4]]"),
    ("$\\val{W}$", "$\\begin{pmatrix} 1 & -2 \\\\ 3 & 4 \\end{pmatrix}$"),
    ("{(m, 2)}", "(4, 2)"),
    ("\\$5 and {m}", "\\$5 and 4"),
    ("没有 {m} 个", "没有 4 个"),
  ])
  func placesAreFilledIn(_ text: String, _ result: String) throws {
    #expect(try filled(text) == result)
  }

  @Test(arguments: ["{m", "{}", "{ }", "a {m[0} b"])
  func aMalformedPlaceIsAnError(_ text: String) {
    #expect(throws: Template.Malformed.self) { try filled(text) }
  }

  @Test(arguments: [
    (12_345.0, "12345"), (0.000_123_45, "0.0001235"), (0.000_012_347, "1.235e−5"),
    (1_234_567.8, "1.235e6"),
    (12_345.678, "12346"), (0.1 + 0.2, "0.3"), (-0.0, "0"), (.nan, "nan"), (-.infinity, "−inf"),
    (0.01, "0.01"), (99.999_9, "100"), (.leastNonzeroMagnitude, "4.941e−324"), (1e300, "1e300"),
  ])
  func numbersHaveFourSignificantDigits(_ value: Double, _ text: String) {
    #expect(NumberText.of(value) == text)
  }
}

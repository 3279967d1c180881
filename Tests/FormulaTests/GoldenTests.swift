import Canvas
import Plots
import Testing

/// A formula and how it is set: on one line and on several, in Unicode and in 7 bits.
struct GoldenFormula: Sendable, CustomTestStringConvertible {
  let tex: String
  let inline: String
  let inASCII: String
  let unicode: String
  let ascii: String

  init(_ tex: String, inline: String, inASCII: String, unicode: String, ascii: String) {
    self.tex = tex
    self.inline = inline
    self.inASCII = inASCII
    self.unicode = unicode
    self.ascii = ascii
  }

  var testDescription: String { tex }

  static let all = earlyFormulas + laterFormulas + structureFormulas + scriptFormulas
}

let sevenBit = Medium(glyphs: .ascii, colors: .mono)

@Suite struct GoldenTests {
  static let values = ["w": "0.80", "x": "-0.40"]

  @Test(arguments: GoldenFormula.all)
  func isSetInTwoDimensions(_ golden: GoldenFormula) throws {
    let formula = try Formula(golden.tex, values: GoldenTests.values)
    let lines = formula.layout(medium: Medium()).lines()
    #expect(lines.joined(separator: "\n") == golden.unicode)
  }

  @Test(arguments: GoldenFormula.all)
  func isSetInSevenBits(_ golden: GoldenFormula) throws {
    let formula = try Formula(golden.tex, values: GoldenTests.values)
    let lines = formula.layout(medium: sevenBit).lines(medium: sevenBit)
    #expect(lines.joined(separator: "\n") == golden.ascii)
  }

  @Test(arguments: GoldenFormula.all)
  func isWrittenOnOneLine(_ golden: GoldenFormula) throws {
    let formula = try Formula(golden.tex, values: GoldenTests.values)
    #expect(formula.inline() == golden.inline)
    #expect(formula.inline(medium: sevenBit) == golden.inASCII)
  }

  @Test func sevenBitsAreEnoughForEverythingButTheAuthorsText() throws {
    for golden in GoldenFormula.all where !golden.tex.contains(#"\text"#) {
      let formula = try Formula(golden.tex, values: GoldenTests.values)
      let written = formula.layout(medium: sevenBit).lines(medium: sevenBit)
      #expect((written + [formula.inline(medium: sevenBit)]).joined().allSatisfy { $0.isASCII })
    }
  }
}

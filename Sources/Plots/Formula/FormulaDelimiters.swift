import Canvas

/// Delimiters that grow with what they hold.
extension FormulaSetter {
  func fenced(_ left: FormulaDelimiter, _ content: FormulaBox, _ right: FormulaDelimiter)
    -> FormulaBox
  {
    FormulaBox.beside([
      (0, delimiter(left, like: content)), (0, content), (0, delimiter(right, like: content)),
    ])
  }

  /// A delimiter as high as a box, on the same axis.
  func delimiter(_ delimiter: FormulaDelimiter, like content: FormulaBox) -> FormulaBox {
    guard delimiter != .none else { return FormulaBox() }
    guard content.height > 1 else { return FormulaBox(single(delimiter), style) }
    return FormulaBox(
      column: column(delimiter, height: content.height, axis: content.baseline),
      baseline: content.baseline, style)
  }

  func single(_ delimiter: FormulaDelimiter) -> String {
    switch delimiter {
    case .none: ""
    case .leftParenthesis: "("
    case .rightParenthesis: ")"
    case .leftBracket: "["
    case .rightBracket: "]"
    case .leftBrace: "{"
    case .rightBrace: "}"
    case .bar: "|"
    case .doubleBar: glyph("‖", "||")
    case .leftAngle: glyph("⟨", "<")
    case .rightAngle: glyph("⟩", ">")
    case .leftFloor: glyph("⌊", "|_")
    case .rightFloor: glyph("⌋", "_|")
    case .leftCeiling: glyph("⌈", "|^")
    case .rightCeiling: glyph("⌉", "^|")
    }
  }

  private func column(_ delimiter: FormulaDelimiter, height: Int, axis: Int) -> [String] {
    func build(_ top: String, _ middle: String, _ bottom: String, axis tip: String? = nil)
      -> [String]
    {
      let tipRow = (1..<height - 1).contains(axis) ? axis : height / 2
      return (0..<height).map { row in
        row == 0 ? top : row == height - 1 ? bottom : row == tipRow ? tip ?? middle : middle
      }
    }
    return switch delimiter {
    case .none: []
    case .leftParenthesis: isASCII ? build("/", "|", "\\") : build("⎛", "⎜", "⎝")
    case .rightParenthesis: isASCII ? build("\\", "|", "/") : build("⎞", "⎟", "⎠")
    case .leftBracket: isASCII ? build("[", "[", "[") : build("⎡", "⎢", "⎣")
    case .rightBracket: isASCII ? build("]", "]", "]") : build("⎤", "⎥", "⎦")
    case .leftBrace:
      isASCII ? build("/", "|", "\\", axis: "<") : build("⎧", "⎪", "⎩", axis: "⎨")
    case .rightBrace:
      isASCII ? build("\\", "|", "/", axis: ">") : build("⎫", "⎪", "⎭", axis: "⎬")
    case .bar: isASCII ? build("|", "|", "|") : build("│", "│", "│")
    case .doubleBar: isASCII ? build("||", "||", "||") : build("║", "║", "║")
    case .leftAngle: angle(glyph("╱", "/"), glyph("╲", "\\"), glyph("⟨", "<"), height)
    case .rightAngle: angle(glyph("╲", "\\"), glyph("╱", "/"), glyph("⟩", ">"), height)
    case .leftFloor: isASCII ? build("|", "|", "L") : build("⎢", "⎢", "⎣")
    case .rightFloor: isASCII ? build("|", "|", "J") : build("⎥", "⎥", "⎦")
    case .leftCeiling: isASCII ? build("r", "|", "|") : build("⎡", "⎢", "⎢")
    case .rightCeiling: isASCII ? build("7", "|", "|") : build("⎤", "⎥", "⎥")
    }
  }

  private func angle(_ upper: String, _ lower: String, _ middle: String, _ height: Int)
    -> [String]
  {
    (0..<height).map { row in
      row * 2 + 1 == height ? middle : row * 2 < height ? upper : lower
    }
  }
}

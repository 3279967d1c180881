import Canvas

extension Typesetter {
  /// A formula on a row of its own.
  func formula(_ tex: String, width: Int) -> Picture {
    prose([Span(.code(tex))], width: width)
  }

  /// A formula as part of a line.
  func inlineFormula(_ tex: String) -> String { tex }
}

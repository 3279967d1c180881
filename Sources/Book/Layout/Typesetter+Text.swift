import Canvas

extension Typesetter {
  /// Sets a text that stands in a value of a block (a question, a hint): one paragraph with
  /// `code`, **strong** and inline `$maths$`.
  public func picture(ofText text: String, width: Int, style: Style = Style(.text)) -> Picture {
    var log = ProblemLog(file: "")
    let spans = InlineText.spans(text, at: Place(line: 1), log: &log)
    return picture(of: spans, width: width, style: style)
  }
}

/// Markdown of one paragraph, as it stands in a value of a block.
enum InlineText {
  /// The spans of a text; anything that is no paragraph is logged.
  static func spans(_ text: String, at place: Place, log: inout ProblemLog) -> [Span] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let blocks = MarkdownReader.read(lines: lines, firstLine: place.line, log: &log)
    var spans: [Span] = []
    for block in blocks {
      switch block.kind {
      case .paragraph(let words):
        if !spans.isEmpty { spans.append(Span(.lineBreak)) }
        spans += words
      case .formula(let tex, let place):
        spans.append(Span(.formula(tex, place)))
      case .comment: break
      default:
        log.error(block.line, "only words and formulas can stand here", "write plain sentences")
      }
    }
    return spans
  }

  /// The cells of a table's row: its text cut at each `|` that no `$…$` and no backticks hold.
  static func cells(_ row: some StringProtocol) -> [String] {
    var cells = [""]
    var holder: Character?
    for character in row {
      if let open = holder {
        if character == open { holder = nil }
      } else if character == "$" || character == "`" {
        holder = character
      } else if character == "|" {
        cells.append("")
        continue
      }
      cells[cells.count - 1].append(character)
    }
    return cells.map { $0.trimmingWhitespace() }
  }
}

extension InlineText {
  /// The TeX between the dollars of a text.
  static func formulas(_ text: String) -> [String] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var log = ProblemLog(file: "")
    let protection = Protection(lines: lines, firstLine: 1, log: &log)
    return protection.items.compactMap { item in
      switch item {
      case .formula(let tex, _), .display(let tex, _): tex
      case .computed: nil
      }
    }
  }
}

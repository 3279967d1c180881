import Quiz

/// Gives Markdown blocks their meaning: prose stays prose, a fenced block with a known word
/// becomes live.
struct BlockReader {
  var log: ProblemLog

  static let words = ["python", "demo", "predict", "quiz", "note", "table", "text"]

  mutating func blocks(_ blocks: [MarkdownBlock]) -> [Block] {
    var result: [Block] = []
    for block in blocks {
      if let block = self.block(block) { result.append(block) }
    }
    return result
  }

  /// The block, or nil for one that shows nothing. Problems are logged.
  mutating func block(_ block: MarkdownBlock) -> Block? {
    let line = block.line
    switch block.kind {
    case .heading(let level, let spans):
      return Block(.heading(level: level, spans), line: line)
    case .paragraph(let spans):
      return Block(.paragraph(spans), line: line)
    case .formula(let tex, let place):
      return Block(.formula(tex, place), line: line)
    case .list(let start, let items, let isTight):
      var read: [[Block]] = []
      for item in items { read.append(blocks(item)) }
      return Block(.list(ListBlock(start: start, items: read, isTight: isTight)), line: line)
    case .quote(let blocks):
      return Block(.quote(self.blocks(blocks)), line: line)
    case .fence(let info, let body):
      return fence(info: info, body: body, line: line).map { Block($0, line: line) }
    case .comment, .pageBreak:
      return nil
    }
  }

  private mutating func fence(info: String, body: String, line: Int) -> Block.Kind? {
    let words = info.split(separator: " ").map(String.init)
    guard let word = words.first else {
      return .listing(body, language: "")
    }
    let options = Array(words.dropFirst())
    if word != "python", let option = options.first {
      log.error(line, "unknown word \"\(option)\" after \"\(word)\"", "remove it")
    }
    switch word {
    case "python": return cell(options, body: body, line: line)
    case "demo": return demo(body, line: line)
    case "predict": return predict(body, line: line)
    case "quiz": return quiz(body, line: line)
    case "note": return note(body, line: line)
    case "table": return table(body, line: line)
    case "text": return .listing(body, language: "")
    default:
      Fields.unknown("block", word, at: Place(line: line, column: 4), known: Self.words, log: &log)
      return .listing(body, language: word)
    }
  }

  /// The YAML of a block's body, which must be a mapping.
  mutating func yaml(_ body: String, line: Int, word: String) -> YAML? {
    do throws(YAMLError) {
      if let yaml = try YAML.parse(body, firstLine: line + 1) { return yaml }
      log.error(line, "the \"\(word)\" block is empty", "say what it is")
    } catch {
      log.error(error)
    }
    return nil
  }

  private mutating func demo(_ body: String, line: Int) -> Block.Kind? {
    guard let yaml = yaml(body, line: line, word: "demo") else { return nil }
    let fields = Fields(yaml, known: yaml.entries.map(\.key), log: &log)
    let kind = fields.text("kind", log: &log)
    let id = fields.identifier("id", log: &log)
    var parameters = yaml
    parameters.content = .mapping(yaml.entries.filter { !["kind", "id"].contains($0.key) })
    return .demo(
      DemoBlock(
        id: id, kind: kind, parameters: parameters,
        kindPlace: yaml["kind"]?.place ?? yaml.place))
  }

  private mutating func quiz(_ body: String, line: Int) -> Block.Kind? {
    guard let yaml = yaml(body, line: line, word: "quiz") else { return nil }
    let question: Question
    do throws(YAMLError) {
      question = try yaml.decode(Question.self)
    } catch {
      log.error(error)
      return nil
    }
    let parts = question.id.split(separator: "/", omittingEmptySubsequences: false)
    if parts.count != 2 || !parts.allSatisfy({ Identifier.isValid(String($0)) }) {
      log.error(
        yaml["id"]?.place ?? yaml.place, "\"\(question.id)\" is not a question's id",
        "write lesson/name, in small letters, digits and hyphens")
    }
    return .quiz(QuizBlock(question: question, source: yaml))
  }

  private mutating func note(_ body: String, line: Int) -> Block.Kind? {
    var lines = body.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var kind = NoteBlock.Kind.remark
    var firstLine = line + 1
    if let first = lines.first, first.hasPrefix("kind:") {
      let word = first.dropFirst("kind:".count).trimmingWhitespace()
      if let known = NoteBlock.Kind(rawValue: word) {
        kind = known
      } else {
        Fields.unknown(
          "kind of note", word, at: Place(line: firstLine, column: 7),
          known: NoteBlock.Kind.allCases.map(\.rawValue), log: &log)
      }
      lines.removeFirst()
      firstLine += 1
    }
    let inner = MarkdownReader.read(lines: lines, firstLine: firstLine, log: &log)
    for block in inner {
      switch block.kind {
      case .pageBreak, .heading:
        log.error(block.line, "a note holds no heading and no page", "write paragraphs")
      case .fence(let info, _) where !info.isEmpty:
        log.error(block.line, "a note holds no live block", "put it below the note")
      default: break
      }
    }
    let kept = inner.filter { if case .fence = $0.kind { false } else { true } }
    if kept.isEmpty { log.error(line, "the note is empty", "write its text, or remove it") }
    return .note(NoteBlock(kind: kind, blocks: blocks(kept)))
  }

  private mutating func table(_ body: String, line: Int) -> Block.Kind? {
    var rows: [[[Span]]] = []
    for (index, text) in body.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where !text.isBlank {
      let cells = InlineText.cells(text).map {
        InlineText.spans($0, at: Place(line: line + 1 + index), log: &log)
      }
      if let first = rows.first, first.count != cells.count {
        log.error(
          line + 1 + index, "this row has \(cells.count) cells and the header \(first.count)",
          "write as many cells, divided by |")
      }
      rows.append(cells)
    }
    if rows.count < 2 {
      log.error(line, "the table has no rows", "write a header row and rows of a | b | c")
    }
    return .table(TableBlock(rows: rows))
  }
}

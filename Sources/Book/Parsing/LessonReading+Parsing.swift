import Languages

extension LessonReading {
  /// Parses the bytes of a lesson file, whatever they are.
  /// - Parameter file: its name in messages.
  public init(bytes: [UInt8], file: String, language: Language) {
    var log = ProblemLog(file: file)
    let source = LessonSource(bytes: bytes, log: &log)
    let frontMatter = FrontMatter(yaml: source.head, log: &log)
    let blocks = MarkdownReader.read(
      lines: source.lines, firstLine: source.firstLine, log: &log)
    var builder = PageBuilder(firstLine: source.firstLine)
    for block in blocks { builder.add(block, log: &log) }
    let pages = builder.finish(log: &log)
    lesson = Lesson(frontMatter: frontMatter, language: language, file: file, pages: pages)
    problems = log.problems.sorted {
      ($0.place, $0.severity.rawValue) < ($1.place, $1.severity.rawValue)
    }
  }

  /// Parses the text of a lesson file.
  public init(text: String, file: String, language: Language) {
    self.init(bytes: Array(text.utf8), file: file, language: language)
  }
}

/// Cuts the blocks of a lesson into pages.
private struct PageBuilder {
  private var pages: [Page] = []
  private var page: Page
  private var hasID = false
  private var hasTitle = false
  private var identifiers: Set<String> = []

  init(firstLine: Int) {
    page = Page(id: "", title: "", line: firstLine, blocks: [])
  }

  mutating func add(_ block: MarkdownBlock, log: inout ProblemLog) {
    switch block.kind {
    case .pageBreak:
      close(log: &log)
      page = Page(id: "", title: "", line: block.line, blocks: [])
      (hasID, hasTitle) = (false, false)
    case .comment(let words):
      comment(words, line: block.line, log: &log)
    case .heading(let level, let spans):
      heading(level, spans, line: block.line, log: &log)
    default:
      var reader = BlockReader(log: log)
      if let block = reader.block(block) { page.blocks.append(block) }
      log = reader.log
    }
  }

  private mutating func comment(_ words: String, line: Int, log: inout ProblemLog) {
    guard words.hasPrefix("page:") else { return }
    let id = words.dropFirst("page:".count).trimmingWhitespace()
    if hasID {
      log.error(line, "this page has two ids", "remove one of them")
    } else if !Identifier.isValid(id) {
      log.error(line, "\"\(id)\" is not a name", "use small letters, digits and hyphens")
    } else if !identifiers.insert(id).inserted {
      log.error(line, "there is another page \"\(id)\"", "give this one an id of its own")
    } else {
      page.id = id
    }
    hasID = true
  }

  private mutating func heading(
    _ level: Int, _ spans: [Span], line: Int, log: inout ProblemLog
  ) {
    if level == 2, !hasTitle {
      page.title = spans.plainText
      hasTitle = true
      if !page.blocks.isEmpty {
        log.error(
          line, "the page's heading comes after its first paragraph",
          "put the ## heading first")
      }
    } else if level != 3 {
      log.error(
        line, "a heading of level \(level) stands here",
        level == 2 ? "a page has one ## heading; use ###" : "use ## for the page, ### inside it")
    }
    page.blocks.append(Block(.heading(level: level, spans), line: line))
  }

  private mutating func close(log: inout ProblemLog) {
    if page.blocks.isEmpty, !hasID {
      if !pages.isEmpty { log.error(page.line, "this page is empty", "remove one ---") }
      return
    }
    if !hasID {
      log.error(page.line, "this page has no id", "add <!-- page: a-name --> below the ---")
    }
    if !hasTitle {
      log.error(page.line, "this page has no heading", "add a ## heading below its id")
    }
    // A page that lost its id can still be shown.
    if page.id.isEmpty { page.id = "page-\(pages.count + 1)" }
    pages.append(page)
  }

  mutating func finish(log: inout ProblemLog) -> [Page] {
    close(log: &log)
    if pages.isEmpty {
      log.error(page.line, "the lesson has no pages", "write a page below the front matter")
    }
    return pages
  }
}

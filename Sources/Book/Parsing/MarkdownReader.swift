import CMark

/// A block as Markdown knows it, before the live blocks get their meaning.
struct MarkdownBlock {
  indirect enum Kind {
    case heading(level: Int, [Span])
    case paragraph([Span])
    case formula(String, Place)
    case list(start: Int?, items: [[MarkdownBlock]], isTight: Bool)
    case quote([MarkdownBlock])
    case fence(info: String, body: String)
    case comment(String)
    case pageBreak
  }

  var kind: Kind
  var line: Int
}

/// Reads CommonMark by libcmark, with formulas and computed numbers put back in their places.
struct MarkdownReader {
  private static let deepest = 12

  private let protection: Protection
  private let firstLine: Int
  private let lines: [String]
  private var log: ProblemLog

  static func read(
    lines: [String], firstLine: Int, log: inout ProblemLog
  ) -> [MarkdownBlock] {
    let protection = Protection(lines: lines, firstLine: firstLine, log: &log)
    var reader = MarkdownReader(
      protection: protection, firstLine: firstLine, lines: lines, log: log)
    let blocks = reader.document()
    log = reader.log
    return blocks
  }

  private mutating func document() -> [MarkdownBlock] {
    let text = protection.text
    guard let root = cmark_parse_document(text, text.utf8.count, CMARK_OPT_DEFAULT) else {
      return []
    }
    defer { cmark_node_free(root) }
    return blocks(in: root, depth: 0)
  }

  private func children(of node: OpaquePointer) -> [OpaquePointer] {
    Array(
      sequence(first: cmark_node_first_child(node)) { $0.flatMap(cmark_node_next) }
        .prefix { $0 != nil }.compactMap { $0 })
  }

  private func line(of node: OpaquePointer) -> Int {
    firstLine + max(0, Int(cmark_node_get_start_line(node)) - 1)
  }

  private mutating func blocks(in parent: OpaquePointer, depth: Int) -> [MarkdownBlock] {
    guard depth <= Self.deepest else {
      log.error(line(of: parent), "lists or quotes are nested too deep", "flatten them")
      return []
    }
    return children(of: parent).flatMap { block($0, depth: depth) }
  }

  private mutating func block(_ node: OpaquePointer, depth: Int) -> [MarkdownBlock] {
    let line = line(of: node)
    switch cmark_node_get_type(node) {
    case CMARK_NODE_PARAGRAPH:
      return paragraph(node, line: line)
    case CMARK_NODE_HEADING:
      if lines.indices.contains(line - firstLine), !lines[line - firstLine].contains("#") {
        log.error(
          line + 1, "this line makes a heading of the line above it",
          "leave a blank line before ---, or write the heading with #")
      }
      return [
        MarkdownBlock(
          kind: .heading(level: Int(cmark_node_get_heading_level(node)), spans(in: node)),
          line: line)
      ]
    case CMARK_NODE_LIST:
      let isNumbered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
      var items: [[MarkdownBlock]] = []
      for item in children(of: node) { items.append(blocks(in: item, depth: depth + 1)) }
      return [
        MarkdownBlock(
          kind: .list(
            start: isNumbered ? Int(cmark_node_get_list_start(node)) : nil, items: items,
            isTight: cmark_node_get_list_tight(node) != 0), line: line)
      ]
    case CMARK_NODE_BLOCK_QUOTE:
      return [MarkdownBlock(kind: .quote(blocks(in: node, depth: depth + 1)), line: line)]
    case CMARK_NODE_CODE_BLOCK:
      let info = cmark_node_get_fence_info(node).map { String(cString: $0) } ?? ""
      let body = cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
      return [MarkdownBlock(kind: .fence(info: info, body: body), line: line)]
    case CMARK_NODE_HTML_BLOCK:
      return html(node, line: line)
    case CMARK_NODE_THEMATIC_BREAK:
      return [MarkdownBlock(kind: .pageBreak, line: line)]
    default:
      return []
    }
  }

  private mutating func html(_ node: OpaquePointer, line: Int) -> [MarkdownBlock] {
    let literal = cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
    let text = literal.trimmingWhitespace()
    guard text.hasPrefix("<!--"), text.hasSuffix("-->"), text.count >= 7 else {
      log.error(line, "HTML is not shown", "write Markdown in its place")
      return []
    }
    let words = String(text.dropFirst(4).dropLast(3)).trimmingWhitespace()
    return [MarkdownBlock(kind: .comment(words), line: line)]
  }

  /// A paragraph, cut where a display formula stands.
  private mutating func paragraph(_ node: OpaquePointer, line: Int) -> [MarkdownBlock] {
    var result: [MarkdownBlock] = []
    var words: [Span] = []
    func isBlank(_ spans: [Span]) -> Bool {
      spans.allSatisfy { if case .text(let text) = $0.content { text.isBlank } else { false } }
    }
    func finish() {
      if !isBlank(words) { result.append(MarkdownBlock(kind: .paragraph(words), line: line)) }
      words = []
    }
    for piece in pieces(in: node) {
      switch piece {
      case .span(let span): words.append(span)
      case .display(let tex, let place):
        finish()
        result.append(MarkdownBlock(kind: .formula(tex, place), line: place.line))
      }
    }
    finish()
    return result
  }

  private enum Piece {
    case span(Span)
    case display(String, Place)
  }

  private mutating func spans(in node: OpaquePointer) -> [Span] {
    pieces(in: node).map {
      switch $0 {
      case .span(let span): span
      case .display(let tex, let place): Span(.formula(tex, place))
      }
    }
  }

  /// Walks the inline nodes with libcmark's iterator, which needs no recursion.
  private mutating func pieces(in parent: OpaquePointer) -> [Piece] {
    var pieces: [Piece] = []
    var strong = 0
    var emphasis = 0
    var link: Link?
    let iterator = cmark_iter_new(parent)
    defer { cmark_iter_free(iterator) }
    while true {
      let event = cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { return pieces }
      guard let node = cmark_iter_get_node(iterator) else { return pieces }
      let step = event == CMARK_EVENT_ENTER ? 1 : -1
      func add(_ content: Span.Content) {
        pieces.append(
          .span(Span(content, isStrong: strong > 0, isEmphasized: emphasis > 0, link: link)))
      }
      let literal = { cmark_node_get_literal(node).map { String(cString: $0) } ?? "" }
      switch cmark_node_get_type(node) {
      case CMARK_NODE_STRONG: strong += step
      case CMARK_NODE_EMPH: emphasis += step
      case CMARK_NODE_LINK: link = step > 0 ? target(of: node) : nil
      case CMARK_NODE_CODE: add(.code(literal()))
      case CMARK_NODE_SOFTBREAK: add(.text(" "))
      case CMARK_NODE_LINEBREAK: add(.lineBreak)
      case CMARK_NODE_TEXT:
        for piece in restored(literal()) {
          switch piece {
          case .text(let text): add(.text(text))
          case .item(.formula(let tex, let place)): add(.formula(tex, place))
          case .item(.computed(let computed)): add(.computed(computed))
          case .item(.display(let tex, let place)): pieces.append(.display(tex, place))
          }
        }
      case CMARK_NODE_HTML_INLINE where !literal().hasPrefix("<!--"):
        log.error(line(of: node), "HTML is not shown", "write Markdown in its place")
      case CMARK_NODE_IMAGE where step > 0:
        log.error(
          line(of: node), "a picture can't be shown in a terminal", "use a demo or a formula")
      default: break
      }
    }
  }

  private enum Restored {
    case text(String)
    case item(Protection.Item)
  }

  private func restored(_ text: String) -> [Restored] {
    guard text.unicodeScalars.contains(where: Protection.isMark) else { return [.text(text)] }
    var result: [Restored] = []
    var words = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if let item = protection.item(scalar) {
        if !words.isEmpty { result.append(.text(String(words))) }
        words = String.UnicodeScalarView()
        result.append(.item(item))
      } else {
        words.append(scalar)
      }
    }
    if !words.isEmpty { result.append(.text(String(words))) }
    return result
  }

  private mutating func target(of node: OpaquePointer) -> Link? {
    let url = cmark_node_get_url(node).map { String(cString: $0) } ?? ""
    if let link = Link(url) { return link }
    log.error(
      place(ofLink: url, near: line(of: node)), "the link \"\(url)\" leads nowhere",
      "write lesson:SLUG, lesson:SLUG#PAGE or https://…")
    return nil
  }

  /// Where a link's address stands; libcmark knows only its line.
  private func place(ofLink url: String, near line: Int) -> Place {
    guard lines.indices.contains(line - firstLine) else { return Place(line: line) }
    let text = lines[line - firstLine]
    guard let range = text.firstRange(of: "](" + url) else { return Place(line: line) }
    return Place(
      line: line, column: text.distance(from: text.startIndex, to: range.lowerBound) + 3)
  }
}

extension Link {
  /// The target that an address names; nil for one that the book doesn't follow.
  init?(_ url: String) {
    if url.hasPrefix("https://") || url.hasPrefix("http://") {
      self = .web(url)
      return
    }
    guard url.hasPrefix("lesson:") else { return nil }
    let parts = url.dropFirst("lesson:".count).split(
      separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    guard let slug = parts.first, slug.isEmpty || Identifier.isValid(String(slug)) else {
      return nil
    }
    let page = parts.count > 1 ? String(parts[1]) : nil
    if slug.isEmpty, page == nil { return nil }
    self = .lesson(slug: String(slug), page: page)
  }
}

extension StringProtocol {
  var isBlank: Bool { allSatisfy(\.isWhitespace) }

  func trimmingWhitespace() -> String {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest = rest.dropFirst() }
    while rest.last?.isWhitespace == true { rest = rest.dropLast() }
    return String(rest)
  }
}

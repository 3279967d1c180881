import Languages
import Plots

/// The words of all lessons in one language, ready to be searched at every keystroke.
public struct SearchIndex: Sendable {
  /// A passage that holds every word of the query.
  public struct Hit: Hashable, Sendable {
    public var lesson: String
    public var lessonTitle: String
    /// The page's id.
    public var page: String
    public var pageTitle: String
    /// A piece of the passage around the first match.
    public var snippet: String
    /// The match in the snippet, in characters.
    public var match: Range<Int>
  }

  private enum Rank: Int {
    case title, concept, heading, prose, code
  }

  private struct Passage: Sendable {
    var lesson: Int
    var page: Int
    var rank: Rank
    var text: [Character]
    /// The UTF-8 of the folded text, character by character as long as `text`.
    var folded: [UInt8]
  }

  private let lessons: [Lesson]
  private var passages: [Passage] = []

  public init(lessons: [Lesson], book: BookIndex?) {
    self.lessons = lessons
    for (index, lesson) in lessons.enumerated() { add(lesson, index, book: book) }
    // Passages are looked at in the order in which hits are shown.
    passages.sort {
      ($0.rank.rawValue, $0.lesson, $0.page) < ($1.rank.rawValue, $1.lesson, $1.page)
    }
  }

  private mutating func add(_ lesson: Lesson, _ index: Int, book: BookIndex?) {
    add("\(lesson.frontMatter.title) · \(lesson.frontMatter.summary)", index, 0, .title)
    for id in lesson.frontMatter.concepts {
      let teaching = lesson.questions.first { $0.question.question.concept == id }?.question
      let page = teaching.flatMap { lesson.pageIndex(id: $0.question.page) } ?? 0
      add(book?.concept(id)?.name(lesson.language) ?? id, index, page, .concept)
    }
    for (page, content) in lesson.pages.enumerated() {
      for block in content.blocks.flatMap(\.withInner) {
        switch block.kind {
        case .heading: add(words(block.spans), index, page, .heading)
        case .cell(let cell): add(cell.source, index, page, .code)
        case .listing(let code, _): add(code, index, page, .code)
        default: add(words(block.spans), index, page, .prose)
        }
      }
    }
  }

  private func words(_ spans: [Span]) -> String {
    spans.reduce(into: "") { text, span in
      if case .formula(let tex, _) = span.content {
        text += (try? Formula(tex))?.inline() ?? tex
      } else {
        text += [span].plainText
      }
    }
  }

  private mutating func add(_ text: String, _ lesson: Int, _ page: Int, _ rank: Rank) {
    let characters = text.map { $0.isNewline ? " " : $0 }
    guard !characters.isEmpty else { return }
    passages.append(
      Passage(
        lesson: lesson, page: page, rank: rank, text: characters,
        folded: Array(Self.folded(characters).utf8)))
  }

  /// Small letters, and narrow ones in place of full-width ones; one character for each.
  private static func folded(_ text: some Sequence<Character>) -> String {
    String(
      text.map { character in
        if let scalar = character.unicodeScalars.first, (0xFF01...0xFF5E).contains(scalar.value),
          let narrow = Unicode.Scalar(scalar.value - 0xFEE0)
        {
          return Character(Character(narrow).lowercased())
        }
        return character.lowercased().first ?? character
      })
  }

  /// The passages that hold every word of a query: titles first, then concepts, headings, prose
  /// and code, each in the order of the book.
  public func search(_ query: String, limit: Int = 50) -> [Hit] {
    let words = Self.folded(query.prefix(200)).split(whereSeparator: \.isWhitespace)
      .map { Array($0.utf8) }
    guard !words.isEmpty else { return [] }
    var hits: [Hit] = []
    for passage in passages where hits.count < limit {
      let places = words.map { Self.find($0, in: passage.folded) }
      guard let first = places.first, let first, !places.contains(nil) else { continue }
      hits.append(hit(passage, at: first, length: words[0]))
    }
    return hits
  }

  /// Where a word begins in a text; UTF-8 never matches in the middle of a character.
  private static func find(_ word: [UInt8], in text: [UInt8]) -> Int? {
    guard let first = word.first, word.count <= text.count else { return nil }
    return text.withUnsafeBufferPointer { text in
      word.withUnsafeBufferPointer { word in
        for start in 0...(text.count - word.count) where text[start] == first {
          var index = 1
          while index < word.count, text[start + index] == word[index] { index += 1 }
          if index == word.count { return start }
        }
        return nil
      }
    }
  }

  /// The columns of text before and after a match.
  private static let context = (before: 24, after: 56)

  private func hit(_ passage: Passage, at byte: Int, length word: [UInt8]) -> Hit {
    let start = String(decoding: passage.folded[..<byte], as: UTF8.self).count
    let length = String(decoding: word, as: UTF8.self).count
    let from = max(0, start - Self.context.before)
    let to = min(passage.text.count, start + length + Self.context.after)
    let lead = from > 0 ? "…" : ""
    let snippet =
      lead + String(passage.text[from..<max(from, to)]) + (to < passage.text.count ? "…" : "")
    let matchStart = start - from + lead.count
    let lesson = lessons[passage.lesson]
    let page = lesson.pages.indices.contains(passage.page) ? lesson.pages[passage.page] : nil
    return Hit(
      lesson: lesson.slug, lessonTitle: lesson.frontMatter.title, page: page?.id ?? "",
      pageTitle: page?.title ?? "", snippet: snippet,
      match: matchStart..<min(snippet.count, matchStart + length))
  }
}

extension Library {
  /// Reads every lesson of the book in a language, for searching. A lesson that can't be read is
  /// left out.
  public func searchIndex(language: Language) -> SearchIndex {
    SearchIndex(
      lessons: book.lessons.compactMap { try? lesson($0).read(language).lesson }, book: book)
  }
}

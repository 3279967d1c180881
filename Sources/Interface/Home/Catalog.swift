import Book
import Languages

/// What the home screen shows of the book, in the learner's language.
public struct Catalog: Hashable, Sendable {
  public struct Part: Hashable, Sendable {
    public var id: String
    public var title: String
  }

  public struct Entry: Hashable, Sendable {
    public var slug: String
    /// The part that it belongs to.
    public var part: String
    public var title: String
    public var summary: String
    public var minutes: Int
    public var requires: [String]
    /// The ids of the concepts that it teaches.
    public var concepts: [String]
    /// Why it can't be opened.
    public var problem: String?
  }

  public struct Concept: Hashable, Sendable {
    public var id: String
    public var lesson: String
    public var name: String
  }

  public var title: String
  public var parts: [Part]
  /// In reading order.
  public var lessons: [Entry]
  /// In teaching order.
  public var concepts: [Concept]

  public func concept(_ id: String) -> Concept? { concepts.first { $0.id == id } }

  public func lesson(_ slug: String) -> Entry? { lessons.first { $0.slug == slug } }
}

extension Catalog {
  /// Reads the heads of all lessons.
  public init(library: Library, language: Language) {
    let book = library.book
    title = book.title(language)
    parts = book.parts.map { Part(id: $0.id, title: $0.title(language)) }
    concepts = book.concepts.map {
      Concept(id: $0.id, lesson: $0.lesson, name: $0.name(language))
    }
    lessons = book.parts.flatMap { part in
      part.lessons.map { slug in
        let entry = library.entry(slug, language: language)
        let head = entry.frontMatter
        return Entry(
          slug: slug, part: part.id, title: head.title, summary: head.summary,
          minutes: head.minutes, requires: head.requires, concepts: head.concepts,
          problem: entry.problem?.text(in: language))
      }
    }
  }
}

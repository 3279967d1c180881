import Languages

/// A text in several languages.
public struct Localized: Hashable, Sendable {
  var texts: [String: String]

  /// The text in a language, else in English, else in whichever there is.
  public func callAsFunction(_ language: Language) -> String {
    texts[language.code] ?? texts["en"] ?? texts.min { $0.key < $1.key }?.value ?? ""
  }
}

/// What `book.yaml` says: the parts, the order of the lessons, and the concepts.
public struct BookIndex: Hashable, Sendable {
  public struct Part: Hashable, Sendable {
    public var id: String
    public var title: Localized
    /// Slugs in reading order.
    public var lessons: [String]
    /// The line of `book.yaml` that begins it.
    public var line: Int
  }

  /// Something that can be known, taught by one lesson and asked by its questions.
  public struct Concept: Hashable, Sendable {
    public var id: String
    public var lesson: String
    public var name: Localized
    /// The line of `book.yaml` that names it.
    public var line: Int
  }

  public internal(set) var title = Localized(texts: [:])
  public internal(set) var parts: [Part] = []
  /// In teaching order.
  public internal(set) var concepts: [Concept] = []

  /// All slugs in reading order.
  public var lessons: [String] { parts.flatMap(\.lessons) }

  public func concept(_ id: String) -> Concept? { concepts.first { $0.id == id } }

  /// The concepts that a lesson teaches.
  public func concepts(of slug: String) -> [Concept] { concepts.filter { $0.lesson == slug } }
}

extension BookIndex {
  /// Reads the text of `book.yaml`. What is wrong is logged and left out.
  static func parse(_ text: String, file: String) -> (book: BookIndex, problems: [LessonProblem]) {
    var log = ProblemLog(file: file)
    var book = BookIndex()
    do throws(YAMLError) {
      guard let yaml = try YAML.parse(text) else {
        log.error(1, "the file is empty", "name the book's parts, lessons and concepts")
        return (book, log.problems)
      }
      let fields = Fields(yaml, known: ["title", "parts", "concepts"], log: &log)
      book.title = fields.localized("title", log: &log)
      book.parts = fields.list("parts", log: &log).map { Part(yaml: $0, log: &log) }
      book.concepts = fields.list("concepts", log: &log).map { Concept(yaml: $0, log: &log) }
    } catch {
      log.error(error)
    }
    return (book, log.problems)
  }
}

extension BookIndex.Part {
  fileprivate init(yaml: YAML, log: inout ProblemLog) {
    let fields = Fields(yaml, known: ["id", "title", "lessons"], log: &log)
    id = fields.identifier("id", log: &log)
    title = fields.localized("title", log: &log)
    lessons = fields.identifiers("lessons", log: &log)
    line = yaml.place.line
  }
}

extension BookIndex.Concept {
  fileprivate init(yaml: YAML, log: inout ProblemLog) {
    let fields = Fields(yaml, known: ["id", "lesson", "name"], log: &log)
    id = fields.identifier("id", log: &log)
    lesson = fields.identifier("lesson", log: &log)
    name = fields.localized("name", log: &log)
    line = yaml.place.line
  }
}

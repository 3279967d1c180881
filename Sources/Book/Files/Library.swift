import Languages
import Python

/// The folder of lessons. Making one reads `book.yaml`; listing lessons reads the head of each
/// file; a whole lesson is read when it is opened.
public struct Library: Sendable {
  /// The path of the folder.
  public let path: String
  /// The parts, the order and the concepts.
  public let book: BookIndex
  /// What is wrong in `book.yaml`.
  public let problems: [LessonProblem]
  let folder: Folder
  /// Where the book's data sets are, for a session's demos.
  public var dataFolder: String { path + "/data" }

  /// - Throws: `LessonProblem` when there is no such folder or no `book.yaml` in it.
  public init(path: String) throws(LessonProblem) {
    folder = try Folder(path: path)
    let bytes = try folder.bytes(of: "book.yaml", limit: 256 * 1024)
    (book, problems) = BookIndex.parse(
      String(decoding: bytes, as: UTF8.self), file: folder.path(of: "book.yaml"))
    self.path = folder.path
  }

  /// Finds the folder of lessons.
  /// - Parameters:
  ///   - option: what `--lessons` said; no other place is tried when it is there.
  ///   - environment: what `DLBOOK_LESSONS` says, likewise.
  ///   - executable: the real path of the running program. Its installation's
  ///     `../share/dlbook/Lessons` and every `Lessons` folder above it are tried.
  public static func find(
    option: String?, environment: String?, executable: String?
  ) throws(LessonProblem) -> Library {
    if let path = option ?? environment.flatMap({ $0.isEmpty ? nil : $0 }) {
      return try Library(path: path)
    }
    var folder = (executable ?? "")[...]
    var candidates: [String] = []
    while let slash = folder.lastIndex(of: "/") {
      folder = folder[..<slash]
      if candidates.isEmpty, let above = folder.lastIndex(of: "/") {
        candidates.append(folder[..<above] + "/share/dlbook/Lessons")
      }
      candidates.append(folder + "/Lessons")
    }
    for path in candidates {
      if let folder = try? Folder(path: path), folder.contains("book.yaml") {
        return try Library(path: path)
      }
    }
    throw LessonProblem(
      file: candidates.first ?? "Lessons", place: .whole,
      message: "the folder of lessons is not found",
      advice: "name it with --lessons or DLBOOK_LESSONS")
  }

  /// What the home screen shows of a lesson.
  public struct Entry: Hashable, Sendable {
    public var slug: String
    public var frontMatter: FrontMatter
    /// Set when its file can't be read or its front matter is wrong.
    public var problem: LessonProblem?
  }

  /// The head of a lesson's file in a language, or in one that there is.
  public func entry(_ slug: String, language: Language) -> Entry {
    var entry = Entry(slug: slug, frontMatter: FrontMatter())
    entry.frontMatter.id = slug
    entry.frontMatter.title = slug
    do throws(LessonProblem) {
      let lesson = try LessonFolder(try folder.subfolder(slug))
      let head = try lesson.frontMatter(language: language)
      entry.frontMatter = head.frontMatter
      entry.problem = head.problems.first
    } catch {
      entry.problem = error
    }
    return entry
  }

  /// All lessons in reading order.
  public func entries(language: Language) -> [Entry] {
    book.lessons.map { entry($0, language: language) }
  }

  /// A lesson's folder.
  /// - Throws: `LessonProblem` that names the lesson that was meant when there is none.
  public func lesson(_ slug: String) throws(LessonProblem) -> LessonFolder {
    guard Identifier.isValid(slug), folder.contains(slug) else {
      let known = book.lessons
      throw LessonProblem(
        file: path, place: .whole, message: "there is no lesson \"\(slug)\"",
        advice: Spelling.closest(to: slug, among: known).map { "did you mean \"\($0)\"?" }
          ?? "there are \(known.joined(separator: ", "))")
    }
    return try LessonFolder(try folder.subfolder(slug))
  }
}

import Languages

/// What was read of a lesson, and what is wrong with it.
public struct LessonReading: Hashable, Sendable {
  /// As much of the lesson as makes sense.
  public var lesson: Lesson
  /// In the order of their places; empty for a sound file.
  public var problems: [LessonProblem]
  /// The stamp of the file when it was read.
  public var stamp: FileStamp?

  /// Whether the lesson can be shown as its author meant it.
  public var isSound: Bool { !problems.contains { $0.severity == .error } }
}

/// The folder of one lesson, which may be anyone's: `lesson.en.md`, `lesson.zh.md`, ….
public struct LessonFolder: Sendable {
  /// The largest lesson file that is read, in bytes.
  static let limit = 256 * 1024
  /// The largest front matter, in bytes.
  static let headLimit = 8 * 1024

  let folder: Folder
  /// The languages there are, in the order of `Language.all`.
  public let languages: [Language]

  /// - Throws: `LessonProblem` when there is no such folder, or no lesson in it.
  public init(path: String) throws(LessonProblem) {
    try self.init(try Folder(path: path))
  }

  init(_ folder: Folder) throws(LessonProblem) {
    self.folder = folder
    languages = Language.all.filter { folder.contains(Self.fileName($0)) }
    guard !languages.isEmpty else {
      throw LessonProblem(
        file: folder.path(of: "lesson.en.md"), place: .whole,
        message: "there is no lesson in this folder",
        advice: "write lesson.en.md; `dlbook new lesson` makes one to begin with")
    }
  }

  public var path: String { folder.path }
  /// The folder's own name, which is the lesson's slug.
  public var name: String { folder.name }

  private static func fileName(_ language: Language) -> String { "lesson.\(language.code).md" }

  /// The language asked for, else English, else the first there is.
  public func nearest(_ language: Language) -> Language {
    languages.first { $0 == language } ?? languages.first { $0 == .english } ?? languages[0]
  }

  /// The path of the file of a language.
  public func file(_ language: Language) -> String {
    folder.path(of: Self.fileName(nearest(language)))
  }

  /// Changes when the file of a language is written.
  public func stamp(_ language: Language) -> FileStamp? {
    folder.stamp(of: Self.fileName(nearest(language)))
  }

  /// Reads a whole lesson.
  /// - Throws: `LessonProblem` when the file can't be read at all.
  public func read(_ language: Language) throws(LessonProblem) -> LessonReading {
    let language = nearest(language)
    let name = Self.fileName(language)
    let stamp = folder.stamp(of: name)
    let bytes = try folder.bytes(of: name, limit: Self.limit)
    var reading = LessonReading(bytes: bytes, file: folder.path(of: name), language: language)
    reading.stamp = stamp
    return reading
  }

  /// Reads a lesson up to the end of the page with its first demo, which is its picture: a tenth
  /// of the work.
  /// - Throws: `LessonProblem` when the file can't be read at all.
  public func readOpening(_ language: Language) throws(LessonProblem) -> LessonReading {
    let language = nearest(language)
    let name = Self.fileName(language)
    let bytes = try folder.bytes(of: name, limit: Self.limit)
    return LessonReading(
      bytes: Self.opening(bytes), file: folder.path(of: name), language: language)
  }

  private static func opening(_ bytes: [UInt8]) -> [UInt8] {
    var hasDemo = false
    for line in bytes.split(separator: 0x0A) {
      if hasDemo, line.starts(with: Array("---".utf8)) { return Array(bytes[..<line.startIndex]) }
      if line.starts(with: Array("```demo".utf8)) { hasDemo = true }
    }
    return bytes
  }

  /// Reads the front matter only.
  func frontMatter(
    language: Language
  ) throws(LessonProblem) -> (frontMatter: FrontMatter, problems: [LessonProblem]) {
    let name = Self.fileName(nearest(language))
    let head = try folder.head(of: name, most: Self.headLimit)
    var log = ProblemLog(file: folder.path(of: name))
    let source = LessonSource(bytes: head, isWhole: false, log: &log)
    let frontMatter = FrontMatter(yaml: source.head, log: &log)
    return (frontMatter, log.problems)
  }
}

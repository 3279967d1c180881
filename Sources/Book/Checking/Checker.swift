import Languages
import Python

/// Proves lesson files: everything that they say is true, can be run, and can be shown.
public struct Checker {
  /// The book that the lessons belong to; nil for a lesson of its own.
  let library: Library?
  /// Opens a session of its own for each lesson.
  let makeEngine: () -> LessonEngine

  public init(library: Library?, makeEngine: @escaping () -> LessonEngine) {
    self.library = library
    self.makeEngine = makeEngine
  }

  /// Checks a folder of lessons, or one lesson's folder, which may lie in a folder of lessons.
  /// - Throws: `LessonProblem` when there is neither.
  public static func check(
    path: String, makeEngine: @escaping () -> LessonEngine
  ) throws(LessonProblem) -> [LessonProblem] {
    let folder = try Folder(path: path)
    if folder.contains("book.yaml") {
      return Checker(library: try Library(path: path), makeEngine: makeEngine).checkLibrary()
    }
    let lesson = try LessonFolder(folder)
    let library = try? Library(path: folder.parent)
    let isListed = library?.book.lessons.contains(lesson.name) == true
    let checker = Checker(library: isListed ? library : nil, makeEngine: makeEngine)
    return checker.check(lesson)
  }

  /// Checks the whole book.
  /// - Returns: the problems in the order of files, lines and columns.
  public func checkLibrary() -> [LessonProblem] {
    guard let library else { return [] }
    var problems = library.problems + BookCheck(library: library).problems()
    for slug in library.book.lessons {
      // A folder that isn't there is told about by the check of book.yaml.
      if let folder = try? library.lesson(slug) { problems += self.problems(of: folder) }
    }
    return sorted(problems)
  }

  /// Checks one lesson in all its languages.
  public func check(_ folder: LessonFolder) -> [LessonProblem] {
    sorted(problems(of: folder))
  }

  private func problems(of folder: LessonFolder) -> [LessonProblem] {
    var problems: [LessonProblem] = []
    var lessons: [Lesson] = []
    for language in folder.languages {
      do throws(LessonProblem) {
        let reading = try folder.read(language)
        problems += reading.problems
        let seeds: UInt64 = lessons.isEmpty ? Self.seeds : Self.translationSeeds
        problems += self.problems(of: reading.lesson, in: folder, seeds: seeds)
        lessons.append(reading.lesson)
      } catch {
        problems.append(error)
      }
    }
    if let first = lessons.first {
      for other in lessons.dropFirst() {
        problems += SkeletonCheck(lesson: other, model: first).problems()
      }
      for language in Language.all where !folder.languages.contains(language) {
        problems.append(
          LessonProblem(
            .warning, file: first.file, place: Place(line: 1),
            message: "the lesson is not there in \(language.name)",
            advice: "write lesson.\(language.code).md"))
      }
    }
    return problems
  }

  /// With how many seeds each question is proved.
  private static let seeds: UInt64 = 200
  /// The same in further languages, which share their numbers with the first.
  private static let translationSeeds: UInt64 = 40

  private func problems(
    of lesson: Lesson, in folder: LessonFolder, seeds: UInt64
  ) -> [LessonProblem] {
    var log = ProblemLog(file: lesson.file)
    FrontMatterCheck(lesson: lesson, folder: folder.name, library: library).run(&log)
    NameCheck(lesson: lesson).run(&log)
    LinkCheck(lesson: lesson, library: library).run(&log)
    FormulaCheck(lesson: lesson).run(&log)
    QuestionCheck(lesson: lesson, library: library, seeds: 0..<seeds).run(&log)
    let engine = makeEngine()
    if engine.session.dataFolder == nil { engine.session.dataFolder = library?.dataFolder }
    var run = RunCheck(lesson: lesson, engine: engine)
    run.run(&log)
    LayoutCheck(lesson: lesson, run: run.lessonRun).run(&log)
    return log.problems
  }

  private func sorted(_ problems: [LessonProblem]) -> [LessonProblem] {
    var seen: Set<LessonProblem> = []
    return problems.filter { seen.insert($0).inserted }
      .sorted { ($0.file, $0.place, $0.description) < ($1.file, $1.place, $1.description) }
  }
}

import Book
import Canvas
import Demos
import Languages
import Python
import Quiz

/// Makes the screen that a route leads to.
public struct ScreenMaker {
  public let library: Library
  public let language: Language
  public let medium: Medium
  /// Where numbers and orders of questions come from.
  public let seed: UInt64
  /// Now, in seconds since 1970.
  public let clock: () -> Double
  /// A name that no other run of the program ever had, for ids of reviews.
  public let identity: String

  public init(
    library: Library, language: Language, medium: Medium, seed: UInt64,
    clock: @escaping () -> Double, identity: String
  ) {
    self.library = library
    self.language = language
    self.medium = medium
    self.seed = seed
    self.clock = clock
    self.identity = identity
  }

  /// - Throws: why there is no such screen, in words for the learner.
  public func make(_ route: Route, keeper: any RecordKeeping) throws -> any Screen {
    switch route {
    case .home:
      return HomeScreen(
        catalog: Catalog(library: library, language: language), language: language,
        progress: keeper.progress)
    case .lesson(let name, let page): return try lesson(name, page: page, keeper: keeper)
    case .quiz(let request):
      return QuizScreen(
        session: try quiz(request, keeper: keeper), names: names, clock: clock)
    case .stepper(let source):
      return DemoScreen(
        try StepperDemo(source: source, seed: seed, language: language), language: language)
    case .train(let request): return TrainScreen(request, language: language)
    case .search:
      return SearchScreen(index: library.searchIndex(language: language), language: language)
    }
  }

  // MARK: - Lessons

  /// The folder of a lesson: by its slug in the library, or anyone's by its path.
  public func folder(of name: String) throws(LessonProblem) -> LessonFolder {
    name.contains("/") || name.hasPrefix(".")
      ? try LessonFolder(path: name) : try library.lesson(name)
  }

  /// A lesson that can be read.
  /// - Throws: `LessonProblem` at the first mistake of its file.
  public func reading(of name: String) throws(LessonProblem) -> LessonReading {
    let reading = try folder(of: name).read(language)
    if let problem = reading.problems.first(where: { $0.severity == .error }) { throw problem }
    return reading
  }

  public func engine() -> LessonEngine {
    let session = Session()
    session.dataFolder = library.path + "/data"
    return LessonEngine(session: session)
  }

  private func lesson(_ name: String, page: String?, keeper: any RecordKeeping) throws
    -> LessonScreen
  {
    let folder = try folder(of: name)
    let lesson = try reading(of: name).lesson
    guard !lesson.pages.isEmpty else {
      throw LessonProblem(
        file: lesson.file, place: .whole, message: "the lesson has no pages",
        advice: "write a page after the front matter")
    }
    if let page, lesson.pageIndex(id: page) == nil {
      throw LessonProblem(
        file: lesson.file, place: .whole, message: "there is no page \"\(page)\"",
        advice: "there are \(lesson.pages.map(\.id).joined(separator: ", "))")
    }
    let run = LessonRun(lesson: lesson, engine: engine(), language: language)
    let language = language
    return LessonScreen(
      run: run, page: page ?? keeper.progress.page(of: lesson.slug)?.id, seed: seed,
      medium: medium, reread: { try? folder.read(language) })
  }

  /// The first demo of a lesson, which is its picture; nil when there is none.
  func picture(of slug: String) -> (any Demo)? {
    guard let lesson = try? folder(of: slug).readOpening(language).lesson else { return nil }
    var run = LessonRun(lesson: lesson, engine: engine(), language: language)
    for (index, page) in lesson.pages.enumerated() {
      for block in page.blocks {
        guard case .demo(let demo) = block.kind else { continue }
        run.open(page: index)
        return try? run.makeDemo(demo)
      }
    }
    return nil
  }

  // MARK: - Questions

  /// What the quiz calls concepts and lessons.
  public var names: QuizScreen.Names {
    let catalog = Catalog(library: library, language: language)
    return QuizScreen.Names(
      concepts: Dictionary(catalog.concepts.map { ($0.id, $0.name) }) { first, _ in first },
      lessons: Dictionary(catalog.lessons.map { ($0.slug, $0.title) }) { first, _ in first })
  }

  /// A quiz as it was asked for.
  /// - Throws: when there is nothing to ask, or no such lesson or concept.
  public func quiz(_ request: QuizRequest, keeper: any RecordKeeping) throws -> QuizSession {
    if let slug = request.lesson { _ = try library.lesson(slug) }
    let book = library.book
    if let id = request.concept, book.concept(id) == nil {
      throw Refusal(
        language(
          "There is no concept \"{0}\"; there are {1}.", id,
          book.concepts.map(\.id).joined(separator: ", ")))
    }
    let history = try keeper.history()
    let questions = library.questions(language: language)
    let options = QuizOptions(
      lesson: request.lesson, concept: request.concept, dueOnly: request.onlyDue,
      count: request.count ?? 10, seed: request.seed ?? seed)
    let chosen = QuizPlan.choose(
      from: questions, cards: history.cards,
      isTaught: { history.hasRead($0.page, of: $0.lesson) }, options: options, at: clock())
    guard !chosen.isEmpty else {
      throw Refusal(
        request.onlyDue
          ? language("Nothing is due now.")
          : language("There is nothing to ask yet: read a lesson first, or name one."))
    }
    return QuizSession(
      chosen, pool: questions, cards: history.cards, seed: options.seed, identity: identity,
      language: language, at: clock(), evaluator: SessionEvaluator.maker)
  }
}

/// Why something that was asked for can't be done, in the learner's language.
public struct Refusal: Error, CustomStringConvertible {
  public var description: String

  public init(_ description: String) {
    self.description = description
  }
}

extension Library {
  /// Every lesson of the book in a language; one that can't be read is left out.
  public func allLessons(language: Language) -> [Lesson] {
    book.lessons.compactMap { try? lesson($0).read(language).lesson }
  }

  /// Every question of the book, in its order.
  public func questions(language: Language) -> [Question] {
    allLessons(language: language).flatMap(\.questions)
  }
}

extension Lesson {
  /// The questions of a lesson, in its order.
  public var questions: [Question] {
    pages.flatMap(\.blocks).compactMap { block in
      if case .quiz(let quiz) = block.kind { quiz.question } else { nil }
    }
  }
}

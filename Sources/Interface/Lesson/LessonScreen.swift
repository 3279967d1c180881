import Book
import Canvas
import Demos
import Languages
import Quiz

/// A lesson, page by page: prose, formulas, cells, demos, predictions and questions that share
/// one session.
public struct LessonScreen: Screen {
  var run: LessonRun
  let language: Language
  let medium: Medium
  /// Where the numbers of this reading's questions come from.
  private let seed: UInt64
  private(set) var page: Int
  var scroll = 0
  var size = Size(width: 80, height: 24)
  /// The block that has the keys; nil when the page has them.
  var focus: Int?
  /// The block that had them before the page took them back.
  var lastFocus: Int?
  var editor: CellEditor?
  var demos: [BlockPlace: DemoPanel] = [:]
  var predictions: [BlockPlace: PredictionPanel] = [:]
  var questions: [BlockPlace: QuestionPanel] = [:]
  /// What is wrong with the text that was written last, while an older one is shown.
  var problem: String?
  private let reread: () -> LessonReading?

  /// - Parameters:
  ///   - page: the id of the page to open; nil or an unknown one opens the first.
  ///   - reread: reads the lesson's file again, after it was written.
  public init(
    run: LessonRun, page: String?, seed: UInt64, medium: Medium,
    reread: @escaping () -> LessonReading? = { nil }
  ) {
    self.run = run
    self.language = run.language
    self.medium = medium
    self.seed = seed
    self.reread = reread
    self.page = page.flatMap { run.lesson.pageIndex(id: $0) } ?? 0
    openPage()
  }

  var lesson: Lesson { run.lesson }

  /// The page at hand.
  var current: Page {
    lesson.pages.indices.contains(page)
      ? lesson.pages[page] : Page(id: "", title: "", line: 1, blocks: [])
  }

  func place(_ block: Int) -> BlockPlace { BlockPlace(page: current.id, index: block) }

  /// Names the page once its heading is scrolled away.
  public var title: String {
    lesson.frontMatter.title + (scroll > 0 ? " ▸ " + current.title : "")
  }

  public var status: String {
    let place = language("page {0} of {1}", page + 1, lesson.pages.count)
    return problem == nil ? place : language("an older text") + " · " + place
  }

  public var wantsTicks: Bool {
    current.blocks.indices.contains { demos[place($0)]?.wantsTicks ?? false }
  }

  public var isTyping: Bool {
    guard let focus else { return false }
    if editor != nil { return true }
    let place = place(focus)
    if let question = questions[place] { return question.isTyping }
    if let prediction = openPrediction(at: focus) { return !prediction.isChoice }
    return demos[place]?.takes(.character("q")) ?? false
  }

  // MARK: - Pages

  /// Makes the page ready: runs its hidden cells, then makes its demos, predictions and questions.
  mutating func openPage() {
    run.open(page: page)
    for (index, block) in current.blocks.enumerated() {
      let place = place(index)
      switch block.kind {
      case .demo(let demo) where demos[place] == nil:
        do throws(LessonProblem) {
          demos[place] = DemoPanel(demo: try run.makeDemo(demo))
        } catch {
          demos[place] = DemoPanel("demo", failedBecause: error.text(in: language))
        }
      case .predict(let predict) where predictions[place] == nil:
        predictions[place] = PredictionPanel(block: predict, language: language)
      case .quiz(let quiz) where questions[place] == nil:
        do {
          questions[place] = try QuestionPanel(
            question: quiz.question, seed: seed &+ UInt64(page), language: language,
            evaluator: SessionEvaluator.maker)
        } catch {
          demos[place] = DemoPanel("question", failedBecause: "\(error)")
        }
      default: break
      }
    }
  }

  mutating func turn(to index: Int) -> [Effect] {
    let index = max(0, min(index, lesson.pages.count - 1))
    guard index != page else { return [] }
    page = index
    scroll = 0
    focus = nil
    lastFocus = nil
    editor = nil
    openPage()
    return [.keep(.place(lesson: lesson.slug, page: current.id))]
  }

  // MARK: - Events

  public mutating func update(_ event: Event) -> [Effect] {
    switch event {
    case .input(let input): return update(input)
    case .tick(let seconds): return tick(seconds)
    case .message(let job, let message):
      guard let place = place(ofJob: job) else { return [] }
      return updateDemo(place, .message(message))
    case .filesChanged: return reload()
    case .shown: return [.keep(.place(lesson: lesson.slug, page: current.id))]
    case .progress, .picture: return []
    }
  }

  private mutating func update(_ input: Input) -> [Effect] {
    switch input {
    case .resize(let size):
      self.size = size
      scrollBy(0)
      scroll(to: focus)
      return []
    case .mouse(let mouse): return update(mouse)
    case .key(.control("c")): return stopWhatRuns()
    case .key, .paste:
      if focus == nil, case .key(let key) = input { startAnswer(with: key) }
      if let effects = updateFocused(input) { return effects }
      guard case .key(let key) = input, let action = keyTable.action(for: key) else { return [] }
      return perform(action)
    case .resumed: return []
    }
  }

  private mutating func tick(_ seconds: Double) -> [Effect] {
    current.blocks.indices.flatMap { block -> [Effect] in
      let place = place(block)
      guard demos[place]?.wantsTicks == true else { return [] }
      return updateDemo(place, .tick(seconds: seconds))
    }
  }

  /// Reads the file again and stays where the learner is.
  private mutating func reload() -> [Effect] {
    guard let reading = reread() else { return [] }
    let old = lesson
    let oldPage = page
    if let problem = run.reload(reading) {
      self.problem = problem.text(in: language)
      return [.notice(problem.text(in: language))]
    }
    problem = nil
    guard lesson != old else { return [] }
    page = lesson.pageIndex(inPlaceOf: oldPage, of: old)
    let jobs = demos.keys.compactMap { jobNumber(of: $0, in: old) }
    demos = [:]
    predictions = [:]
    questions = [:]
    focus = nil
    lastFocus = nil
    editor = nil
    openPage()
    scrollBy(0)
    return jobs.map { .stopJob($0) } + [.notice(language("The lesson was read again."))]
  }

  // MARK: - Keys of the page

  /// The keys of the part that has them, and those of the page that are left.
  public var keys: [KeyEntry] {
    let free = keyTable.bindings.filter { !($0.keys.first.map(isTakenByFocus) ?? false) }
    return focusedKeys + free.map(\.entry)
  }

  mutating func perform(_ action: Action) -> [Effect] {
    switch action {
    case .next:
      guard page + 1 < lesson.pages.count else {
        return [.notice(language("This is the last page. Esc goes back."))]
      }
      return turn(to: page + 1)
    case .previous: return turn(to: page - 1)
    case .firstPage: return turn(to: 0)
    case .lastPage: return turn(to: lesson.pages.count - 1)
    case .down: scrollBy(1)
    case .up: scrollBy(-1)
    case .top: scroll = 0
    case .bottom: scrollBy(Int.max / 4)
    case .pageDown:
      let before = scroll
      scrollBy(max(1, window.height - 2))
      if scroll == before { return perform(.next) }
    case .pageUp: scrollBy(-max(1, window.height - 2))
    case .focusNext: setFocus(nextInteractive(after: focus ?? lastFocus, inView: false))
    case .focusPrevious: setFocus(previousInteractive(before: focus ?? lastFocus))
    case .skip: return skipAnswer()
    case .enter:
      if let focus, isCell(focus) { return runCell(focus) }
      setFocus(nextInteractive(after: nil, inView: true))
    case .leave:
      guard focus != nil else { return [.back] }
      lastFocus = focus
      focus = nil
    case .edit:
      if let focus, isCell(focus) {
        editor = CellEditor(block: focus, source: cellSource(focus))
      }
    case .restore:
      if let focus {
        run.restore(place(focus))
        return runCell(focus)
      }
    case .link: return firstLink.map(follow) ?? []
    }
    return []
  }
}

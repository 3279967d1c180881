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

  public var title: String { lesson.frontMatter.title + " ▸ " + current.title }

  public var status: String {
    language("page {0} of {1}", page + 1, lesson.pages.count)
  }

  public var wantsTicks: Bool {
    current.blocks.indices.contains { demos[place($0)]?.wantsTicks ?? false }
  }

  public var isTyping: Bool {
    guard let focus else { return false }
    if editor != nil { return true }
    let place = place(focus)
    if let question = questions[place] { return question.isTyping }
    if let prediction = predictions[place] {
      return !prediction.isChoice && !run.isSettled(predict: prediction.block.id)
    }
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
          demos[place] = DemoPanel(problem: error.text(in: language))
        }
      case .predict(let predict) where predictions[place] == nil:
        predictions[place] = PredictionPanel(block: predict, language: language)
      case .quiz(let quiz) where questions[place] == nil:
        questions[place] = try? QuestionPanel(
          question: quiz.question, seed: seed &+ UInt64(page), language: language,
          evaluator: SessionEvaluator.maker)
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
      return []
    case .mouse(let mouse): return update(mouse)
    case .key, .paste:
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
    editor = nil
    openPage()
    scrollBy(0)
    return jobs.map { .stopJob($0) } + [.notice(language("The lesson was read again."))]
  }

  // MARK: - Keys of the page

  enum Action {
    case next, previous, down, up, pageDown, pageUp, top, bottom, firstPage, lastPage
    case focusNext, focusPrevious, enter, leave, edit, restore, link
  }

  /// What Enter does now, in English; nil when there is nothing to enter.
  private var enterPhrase: String? {
    guard let block = focus ?? nextInteractive(after: nil, inView: true) else { return nil }
    switch current.blocks[block].kind {
    case .cell: return focus == nil ? "go to the code" : "run"
    case .predict: return "predict"
    case .quiz: return "answer the question"
    case .demo: return "go to the demo"
    default: return nil
    }
  }

  var keyTable: KeyTable<Action> {
    var bindings: [KeyBinding<Action>] = []
    let isOnCell = focus.map { run.cell(page: current.id, index: $0) != nil || isCell($0) } ?? false
    if let phrase = enterPhrase, focus == nil || isOnCell {
      bindings.append(KeyBinding([.enter], "⏎", phrase, .enter, isInFooter: true))
    }
    if isOnCell {
      bindings.append(KeyBinding([.character("e")], "e", "edit", .edit, isInFooter: true))
      bindings.append(
        KeyBinding([.character("r")], "r", "as the lesson has it", .restore, isInFooter: true))
    }
    bindings += [
      KeyBinding([.character("n"), .right], "n", "next", .next, isInFooter: true),
      KeyBinding([.character("p"), .left], "p", "previous", .previous, isInFooter: true),
      KeyBinding([.tab], "⇥", "next part", .focusNext, isInFooter: true),
      KeyBinding([.escape], "Esc", focus == nil ? "back" : "the page", .leave, isInFooter: true),
      KeyBinding([.backTab], "⇧⇥", "previous part", .focusPrevious),
      KeyBinding([.down, .character("j")], "↓ j", "scroll down", .down),
      KeyBinding([.up, .character("k")], "↑ k", "scroll up", .up),
      KeyBinding(
        focus == nil ? [.character(" "), .pageDown] : [.pageDown], focus == nil ? "␣" : "PgDn",
        "on, then the next page", .pageDown),
      KeyBinding([.pageUp, .character("b")], "PgUp b", "back", .pageUp),
      KeyBinding([.home], "Home", "top of the page", .top),
      KeyBinding([.end], "End", "end of the page", .bottom),
      KeyBinding([.character("g")], "g", "first page", .firstPage),
      KeyBinding([.character("G")], "G", "last page", .lastPage),
    ]
    if firstLink != nil {
      bindings.append(KeyBinding([.character("f")], "f", "follow the link", .link))
    }
    return KeyTable(bindings)
  }

  public var keys: [KeyEntry] { focusedKeys + (editor == nil ? keyTable.entries : []) }

  mutating func perform(_ action: Action) -> [Effect] {
    switch action {
    case .next: return turn(to: page + 1)
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
      if scroll == before { return turn(to: page + 1) }
    case .pageUp: scrollBy(-max(1, window.height - 2))
    case .focusNext: setFocus(nextInteractive(after: focus ?? lastFocus, inView: false))
    case .focusPrevious: setFocus(previousInteractive(before: focus ?? lastFocus))
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

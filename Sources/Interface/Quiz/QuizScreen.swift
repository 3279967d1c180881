import Book
import Canvas
import Languages
import Quiz

/// A quiz: one question after the other, then what it came to.
public struct QuizScreen: Screen {
  /// What the quiz calls concepts and pages.
  public struct Names {
    /// Names of concepts by their ids.
    public var concepts: [String: String]
    /// Titles of lessons by their ids.
    public var lessons: [String: String]

    public init(concepts: [String: String] = [:], lessons: [String: String] = [:]) {
      self.concepts = concepts
      self.lessons = lessons
    }
  }

  private(set) var session: QuizSession
  private(set) var panel: QuestionPanel?
  let language: Language
  private let names: Names
  private let clock: () -> Double
  private var size = Size(width: 80, height: 24)
  /// Rows above the window, when the learner scrolled by hand.
  private var scroll: Int?
  /// Which of the missed questions is at hand in the summary.
  private(set) var selected = 0
  /// Whether Esc was pressed over an entry that is not judged.
  private var isLeaving = false

  /// - Parameter clock: now, in seconds since 1970.
  public init(session: QuizSession, names: Names, clock: @escaping () -> Double) {
    self.session = session
    self.names = names
    self.clock = clock
    language = session.language
    panel = session.attempt.map(QuestionPanel.init)
  }

  // MARK: - What the program asks

  public var title: String {
    guard let question = session.current?.question else { return language("quiz") }
    return language("quiz") + " ▸ " + name(ofConcept: question.concept)
  }

  public var status: String {
    guard session.stage != .finished else { return "" }
    return QuizWords.place(session)
  }

  public var isTyping: Bool { panel?.isTyping ?? false }

  public var keys: [KeyEntry] {
    let own = keyTable.entries
    return session.stage == .asking ? (panel?.keys ?? []) + own : own
  }

  func name(ofConcept id: String) -> String { names.concepts[id] ?? id }
  func title(ofLesson id: String) -> String { names.lessons[id] ?? id }

  // MARK: - Keys

  enum Action: Hashable {
    case next, leave, teach
    case grade(Grade)
    case pageUp, pageDown, up, down
  }

  private var keyTable: KeyTable<Action> {
    let leave = KeyBinding<Action>([.escape], "Esc", "go back", .leave, isInFooter: true)
    let paging = [
      KeyBinding<Action>([.pageUp], "PgUp", "scroll up", .pageUp),
      KeyBinding<Action>([.pageDown], "PgDn", "scroll down", .pageDown),
    ]
    switch session.stage {
    case .asking: return KeyTable([leave] + paging)
    case .answered(let outcome):
      let next = KeyBinding<Action>(
        [.enter, .character("n"), .character(" ")], "⏎", "next question", .next, isInFooter: true)
      let teach = KeyBinding<Action>(
        [.character("t")], "t", "where this is taught", .teach,
        isInFooter: outcome.isPageOffered)
      let grades = Grade.allCases.map { grade in
        KeyBinding<Action>(
          [.character(Character("\(grade.rawValue)"))], "\(grade.rawValue)",
          language("grade: {0}", language(grade.phrase)), .grade(grade))
      }
      return KeyTable([next, teach, leave] + grades + paging + scrolling)
    case .finished:
      var bindings = [
        KeyBinding<Action>([.enter, .escape], "⏎", "go back", .leave, isInFooter: true)
      ]
      if !summary.missed.isEmpty {
        bindings += [
          KeyBinding([.character("t")], "t", "where this is taught", .teach, isInFooter: true),
          KeyBinding([.up, .character("k")], "↑ k", "the one above", .up),
          KeyBinding([.down, .character("j")], "↓ j", "the one below", .down),
        ]
      }
      return KeyTable(bindings)
    }
  }

  private var scrolling: [KeyBinding<Action>] {
    [
      KeyBinding([.up, .character("k")], "↑ k", "scroll up", .up),
      KeyBinding([.down, .character("j")], "↓ j", "scroll down", .down),
    ]
  }

  // MARK: - Events

  public mutating func update(_ event: Event) -> [Effect] {
    switch event {
    case .input(.resize(let size)):
      self.size = size
      scroll = nil
      return []
    case .input(.mouse(let mouse)):
      return update(mouse)
    case .input(let input):
      return update(input)
    default:
      return []
    }
  }

  private mutating func update(_ input: Input) -> [Effect] {
    if session.stage == .asking, var panel {
      let outcome = panel.update(input)
      self.panel = panel
      if outcome != .ignored { return react(to: outcome) }
    }
    guard case .key(let key) = input, let action = keyTable.action(for: key) else { return [] }
    return perform(action)
  }

  private mutating func react(to outcome: QuestionPanel.Outcome) -> [Effect] {
    scroll = nil
    isLeaving = false
    guard outcome == .settled, let panel else { return [] }
    return session.update(panel.attempt, at: clock()).map { [.keep(.review($0))] } ?? []
  }

  private mutating func perform(_ action: Action) -> [Effect] {
    switch action {
    case .next:
      session.advance(at: clock())
      panel = session.attempt.map(QuestionPanel.init)
      scroll = nil
    case .leave: return leave()
    case .teach: return teach()
    case .grade(let grade):
      return session.overrule(grade, at: clock()).map { [.keep(.review($0))] } ?? []
    case .pageUp: scrollBy(-max(1, window.height - 1))
    case .pageDown: scrollBy(max(1, window.height - 1))
    case .up where session.stage == .finished: selected = max(0, selected - 1)
    case .down where session.stage == .finished:
      selected = max(0, min(summary.missed.count - 1, selected + 1))
    case .up: scrollBy(-1)
    case .down: scrollBy(1)
    }
    return []
  }

  private mutating func leave() -> [Effect] {
    guard session.stage == .asking, !isLeaving, let panel,
      panel.editor.entry != EntryEditor(panel.editor.presentation).entry
    else { return [.back] }
    isLeaving = true
    return [.notice(language("This answer is not judged yet. Esc again leaves the quiz."))]
  }

  private func teach() -> [Effect] {
    if session.stage == .finished {
      let missed = summary.missed
      guard missed.indices.contains(selected) else { return [] }
      return [.open(.lesson(missed[selected].lesson, page: missed[selected].page))]
    }
    guard let question = session.current?.question else { return [] }
    return [.open(.lesson(question.lesson, page: question.page))]
  }

  private mutating func update(_ mouse: Mouse) -> [Effect] {
    switch mouse.action {
    case .scrollUp: scrollBy(-2)
    case .scrollDown: scrollBy(2)
    case .press:
      guard session.stage == .asking, var panel, window.contains(mouse.at) else { return [] }
      let point = Point(x: mouse.at.x - window.x, y: mouse.at.y - window.y + offset)
      let outcome = panel.click(at: point, width: window.width, medium: Medium())
      self.panel = panel
      if outcome != .ignored { return react(to: outcome) }
    default: break
    }
    return []
  }

  // MARK: - The window on the question

  /// Where the question is drawn on the whole screen.
  var window: Rect { layout(in: Chrome.body(of: Rect(size))).question }

  /// The rows above the window: where the learner scrolled to, else so that the place at hand is
  /// seen.
  private var offset: Int {
    guard let panel else { return 0 }
    let picture = panel.picture(width: window.width, medium: Medium(), isFocused: true)
    return offset(of: picture, height: window.height)
  }

  func offset(of picture: QuestionPanel.Picture, height: Int) -> Int {
    let last = max(0, picture.frame.size.height - height)
    if let scroll { return max(0, min(scroll, last)) }
    let focus = picture.focus
    let wanted = focus.count > height ? focus.lowerBound : max(0, focus.upperBound - height)
    return min(wanted, last)
  }

  private mutating func scrollBy(_ rows: Int) {
    let wanted = offset + rows
    scroll = wanted
    scroll = offset
  }

  var now: Double { clock() }

  var summary: QuizSession.Summary { session.summary(at: clock()) }
}

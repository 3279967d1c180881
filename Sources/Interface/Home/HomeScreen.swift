import Book
import Canvas
import Demos
import Languages
import Quiz

/// The first screen: the book's parts and lessons, how well each is known, what is due, and the
/// way back to where the learner was.
public struct HomeScreen: Screen {
  let catalog: Catalog
  let language: Language
  var progress: Progress
  var selected: Int
  var scroll = 0
  var size = Size(width: 80, height: 20)
  /// The first demo of a lesson, for the card of the selected one.
  private(set) var pictures: [String: any Demo] = [:]

  public init(catalog: Catalog, language: Language, progress: Progress) {
    self.catalog = catalog
    self.language = language
    self.progress = progress
    self.selected = catalog.lessons.firstIndex { $0.slug == progress.lastLesson } ?? 0
  }

  public var title: String { catalog.title }

  public var status: String {
    let mastered = catalog.concepts.count { progress.isMastered($0.id) }
    let known = language("{0} of {1} concepts mastered", mastered, catalog.concepts.count)
    guard progress.dueCount > 0 else { return known }
    return language("{0} due", progress.dueCount) + " · " + known
  }

  enum Action { case up, down, first, last, open, review, quiz, search }

  var keyTable: KeyTable<Action> {
    let isStarted = selectedLesson.map { progress.page(of: $0.slug) != nil } ?? false
    var bindings: [KeyBinding<Action>] = [
      KeyBinding(
        [.enter, .right, .character("l")], "⏎", isStarted ? "continue" : "read", .open,
        isInFooter: true)
    ]
    if progress.dueCount > 0 {
      bindings.append(
        KeyBinding(
          [.character("r")], "r", language("review {0}", progress.dueCount), .review,
          isInFooter: true))
    }
    bindings += [
      KeyBinding([.character("t")], "t", "test yourself", .quiz, isInFooter: true),
      KeyBinding([.character("/")], "/", "search", .search, isInFooter: true),
      KeyBinding([.up, .character("k")], "↑ k", "the lesson above", .up),
      KeyBinding([.down, .character("j")], "↓ j", "the lesson below", .down),
      KeyBinding([.home, .character("g")], "g", "the first lesson", .first),
      KeyBinding([.end, .character("G")], "G", "the last lesson", .last),
    ]
    return KeyTable(bindings)
  }

  public var keys: [KeyEntry] { keyTable.entries }

  var selectedLesson: Catalog.Entry? {
    catalog.lessons.indices.contains(selected) ? catalog.lessons[selected] : nil
  }

  public mutating func update(_ event: Event) -> [Effect] {
    switch event {
    case .input(.key(let key)):
      guard let action = keyTable.action(for: key) else { return [] }
      return perform(action)
    case .input(.mouse(let mouse)):
      return update(mouse)
    case .input(.resize(let size)):
      self.size = size
    case .progress(let progress):
      self.progress = progress
    case .shown: return wantedPicture
    case .picture(let lesson, let demo): pictures[lesson] = demo
    case .tick, .message, .filesChanged, .input: break
    }
    return []
  }

  /// Asks for the picture of the selected lesson when it is not there yet.
  private var wantedPicture: [Effect] {
    guard let slug = selectedLesson?.slug, pictures[slug] == nil else { return [] }
    return [.wantPicture(lesson: slug)]
  }

  private mutating func perform(_ action: Action) -> [Effect] {
    switch action {
    case .up: return select(selected - 1)
    case .down: return select(selected + 1)
    case .first: return select(0)
    case .last: return select(catalog.lessons.count - 1)
    case .open: return selectedLesson.map { [.open(.lesson($0.slug, page: nil))] } ?? []
    case .review: return [.open(.quiz(QuizRequest(onlyDue: true)))]
    case .quiz: return [.open(.quiz(QuizRequest(lesson: selectedLesson?.slug)))]
    case .search: return [.open(.search)]
    }
  }

  private mutating func select(_ index: Int) -> [Effect] {
    selected = max(0, min(catalog.lessons.count - 1, index))
    return wantedPicture
  }

  private mutating func update(_ mouse: Mouse) -> [Effect] {
    switch mouse.action {
    case .scrollUp: return perform(.up)
    case .scrollDown: return perform(.down)
    case .press:
      let body = Chrome.body(of: Rect(size))
      let row = mouse.at.y - body.y + listScroll(height: body.height)
      guard listRows.indices.contains(row), case .lesson(let index) = listRows[row] else {
        return []
      }
      if index == selected { return perform(.open) }
      return select(index)
    default: return []
    }
  }
}

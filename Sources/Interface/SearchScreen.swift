import Book
import Canvas
import Languages

/// Finds a word in all lessons: as it is typed, what is found is listed beneath.
public struct SearchScreen: Screen {
  private let index: SearchIndex
  private let language: Language
  private var field = TextField()
  private var hits: [SearchIndex.Hit] = []
  private var selected = 0
  private var size = Size(width: 80, height: 24)

  public init(index: SearchIndex, language: Language) {
    self.index = index
    self.language = language
  }

  public var title: String { language("search") }

  public var status: String {
    field.isEmpty ? "" : language("{0} found", hits.count)
  }

  public var isTyping: Bool { true }

  private enum Action { case open, up, down, leave }

  private var keyTable: KeyTable<Action> {
    KeyTable([
      KeyBinding([.enter], "⏎", "open", .open, isInFooter: true),
      KeyBinding([.up, .control("p")], "↑", "the one above", .up, isInFooter: true),
      KeyBinding([.down, .control("n")], "↓", "the one below", .down, isInFooter: true),
      KeyBinding([.escape], "Esc", "go back", .leave, isInFooter: true),
    ])
  }

  public var keys: [KeyEntry] { keyTable.entries }

  public mutating func update(_ event: Event) -> [Effect] {
    switch event {
    case .input(.resize(let size)): self.size = size
    case .input(.paste(let text)):
      field.paste(text)
      search()
    case .input(.key(let key)):
      if let action = keyTable.action(for: key) { return perform(action) }
      if field.update(key) { search() }
    case .input(.mouse(let mouse)) where mouse.action == .press:
      let body = Chrome.body(of: Rect(size))
      let row = mouse.at.y - body.y - Self.listTop
      guard row >= 0 else { return [] }
      let place = firstVisible(height: body.height - Self.listTop) + row / 2
      guard hits.indices.contains(place) else { return [] }
      selected = place
      return perform(.open)
    default: break
    }
    return []
  }

  private mutating func search() {
    hits = index.search(field.text)
    selected = 0
  }

  private mutating func perform(_ action: Action) -> [Effect] {
    switch action {
    case .up: selected = max(0, selected - 1)
    case .down: selected = max(0, min(hits.count - 1, selected + 1))
    case .leave: return [.back]
    case .open:
      guard hits.indices.contains(selected) else { return [] }
      return [.open(.lesson(hits[selected].lesson, page: hits[selected].page))]
    }
    return []
  }

  /// The row of the first hit.
  private static let listTop = 3

  private func firstVisible(height: Int) -> Int {
    let rows = max(1, height / 2)
    return max(0, min(selected - rows / 2, hits.count - rows))
  }

  public func render(into frame: inout Frame, in area: Rect) {
    let line = Rect(x: area.x + 2, y: area.y + 1, width: area.width - 4, height: 1)
    frame.write("/", in: line, style: Style(.accent, .bold))
    field.render(
      into: &frame, in: Rect(x: line.x + 2, y: line.y, width: line.width - 2, height: 1),
      isFocused: true)
    let list = area.split(top: Self.listTop).rest
    guard !hits.isEmpty else {
      let words =
        field.isEmpty
        ? language("Type a word, a concept or the name of a function.")
        : language("Nothing found.")
      frame.write(words, in: list, column: 2, style: Style(.faint))
      return
    }
    let first = firstVisible(height: list.height)
    for (row, hit) in hits.dropFirst(first).prefix(list.height / 2 + 1).enumerated() {
      draw(hit, isSelected: first + row == selected, into: &frame, in: list, row: row * 2)
    }
  }

  private func draw(
    _ hit: SearchIndex.Hit, isSelected: Bool, into frame: inout Frame, in area: Rect, row: Int
  ) {
    if isSelected { frame.write("▸", in: area, row: row, column: 2, style: Style(.accent, .bold)) }
    frame.write(
      hit.lessonTitle + " ▸ " + hit.pageTitle, in: area, row: row, column: 4,
      style: isSelected ? Style(.accent, .bold) : Style(.heading))
    let snippet = Array(hit.snippet)
    let match = hit.match.clamped(to: 0..<snippet.count)
    var column = 4
    for (part, style) in [
      (snippet[..<match.lowerBound], Style(.faint)), (snippet[match], Style(.change, .bold)),
      (snippet[match.upperBound...], Style(.faint)),
    ] {
      column =
        frame.write(String(part), in: area, row: row + 1, column: column, style: style) - area.x
    }
  }
}

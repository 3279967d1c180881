import Canvas
import Quiz

/// What the learner is choosing or typing for one question, before it is judged.
struct EntryEditor {
  let presentation: Presentation
  /// The option, step or line at hand, or the open cell.
  private(set) var cursor = 0
  private(set) var chosen: Set<Int> = []
  /// The presented steps in the learner's order.
  private(set) var order: [Int] = []
  /// The field, or one field for each open cell in row order.
  private(set) var fields: [TextField] = []

  /// What a key did.
  enum Outcome: Hashable {
    case ignored, taken
    /// The learner is done: the entry is to be judged.
    case submitted
  }

  init(_ presentation: Presentation) {
    self.presentation = presentation
    switch presentation {
    case .options, .lines: break
    case .steps(let steps): order = Array(steps.indices)
    case .field: fields = [TextField()]
    case .cells(let rows): fields = rows.joined().filter { $0 == nil }.map { _ in TextField() }
    }
  }

  /// Whether characters are text now.
  var isTyping: Bool { !fields.isEmpty }

  var entry: Entry {
    switch presentation {
    case .options(_, many: true): return .options(chosen)
    case .options: return .options([cursor])
    case .field: return .text(fields.first?.text ?? "")
    case .steps: return .order(order)
    case .lines: return .line(cursor)
    case .cells(let rows):
      var open = fields[...]
      return .cells(rows.map { $0.map { $0 ?? open.popFirst()?.text ?? "" } })
    }
  }

  /// How many places the cursor has.
  private var count: Int {
    switch presentation {
    case .options(let texts, _), .steps(let texts), .lines(let texts): texts.count
    case .field, .cells: fields.count
    }
  }

  mutating func update(_ key: Key) -> Outcome {
    isTyping ? updateFields(key) : updateList(key)
  }

  mutating func paste(_ text: String) {
    guard fields.indices.contains(cursor) else { return }
    fields[cursor].paste(text)
  }

  /// Moves to a place that was clicked; a second click on an option takes it.
  mutating func click(_ place: Int) -> Outcome {
    guard (0..<count).contains(place) else { return .ignored }
    let wasHere = cursor == place
    cursor = place
    if case .options(_, many: true) = presentation { toggle() }
    if case .options(_, many: false) = presentation, wasHere { return .submitted }
    return .taken
  }

  // MARK: - Lists

  private mutating func updateList(_ key: Key) -> Outcome {
    switch key {
    case .up, .character("k"): cursor = max(0, cursor - 1)
    case .down, .character("j"): cursor = max(0, min(count - 1, cursor + 1))
    case .home, .character("g"): cursor = 0
    case .end, .character("G"): cursor = max(0, count - 1)
    case .shiftUp, .character("K"): return moveStep(by: -1)
    case .shiftDown, .character("J"): return moveStep(by: 1)
    case .enter: return .submitted
    case .character(" "):
      guard case .options(_, many: true) = presentation else { return .ignored }
      toggle()
    case .character(let character):
      guard let number = character.wholeNumberValue, (1...max(1, count)).contains(number) else {
        return .ignored
      }
      cursor = number - 1
      if case .options(_, many: true) = presentation { toggle() }
    default: return .ignored
    }
    return .taken
  }

  private mutating func toggle() { chosen.formSymmetricDifference([cursor]) }

  private mutating func moveStep(by distance: Int) -> Outcome {
    let target = cursor + distance
    guard order.indices.contains(cursor), order.indices.contains(target) else {
      return order.isEmpty ? .ignored : .taken
    }
    order.swapAt(cursor, target)
    cursor = target
    return .taken
  }

  // MARK: - Fields

  private mutating func updateFields(_ key: Key) -> Outcome {
    switch key {
    case .enter: return enter()
    case .tab where fields.count > 1: cursor = (cursor + 1) % fields.count
    case .backTab where fields.count > 1: cursor = (cursor + fields.count - 1) % fields.count
    case .up where fields.count > 1: cursor = cell(rows: -1)
    case .down where fields.count > 1: cursor = cell(rows: 1)
    default:
      guard fields.indices.contains(cursor) else { return .ignored }
      return fields[cursor].update(key) ? .taken : .ignored
    }
    return .taken
  }

  /// Enter goes to the next empty cell; when none is left the entry is done.
  private mutating func enter() -> Outcome {
    guard fields.count > 1 else { return .submitted }
    let order = (1...fields.count).map { (cursor + $0) % fields.count }
    guard let empty = order.first(where: { fields[$0].isEmpty }), empty != cursor else {
      return .submitted
    }
    cursor = empty
    return .taken
  }

  /// The open cell nearest to the cursor's column in the next row that has one.
  private func cell(rows distance: Int) -> Int {
    let places = openCells
    guard places.indices.contains(cursor) else { return cursor }
    let here = places[cursor]
    let rows = Set(places.map(\.row)).filter { distance < 0 ? $0 < here.row : $0 > here.row }
    guard let row = distance < 0 ? rows.max() : rows.min() else { return cursor }
    let candidates = places.indices.filter { places[$0].row == row }
    return candidates.min { a, b in
      abs(places[a].column - here.column) < abs(places[b].column - here.column)
    } ?? cursor
  }

  /// Where the open cells stand in the matrix, in row order.
  var openCells: [(row: Int, column: Int)] {
    guard case .cells(let rows) = presentation else { return [] }
    return rows.enumerated().flatMap { row, cells in
      cells.indices.filter { cells[$0] == nil }.map { (row, $0) }
    }
  }
}

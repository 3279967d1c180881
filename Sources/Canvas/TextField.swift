/// One line of text that the learner types, with the keys of readline: a value without a
/// screen's frame, so that screens and demos share it.
///
/// Ctrl-A/E and Home/End go to the ends, Ctrl-B/F and the arrows by a character, Alt-B/F by a
/// word; Ctrl-H/D, Backspace and Delete erase a character, Ctrl-W, Alt-D, Ctrl-U and Ctrl-K a
/// word or a side; Ctrl-Y yanks what was cut; Ctrl-T swaps; Ctrl-_ undoes.
public struct TextField: Hashable, Sendable {
  private var characters: [Character]
  /// The cursor's place, in characters.
  public private(set) var cursor: Int
  private var cut: [Character] = []
  private var past: [State] = []

  private struct State: Hashable, Sendable {
    var characters: [Character]
    var cursor: Int
  }

  /// The longest text that a field takes, in characters.
  public static let limit = 4096
  /// How many changes can be undone.
  private static let undoLimit = 200

  public init(_ text: String = "") {
    characters = Array(text.filter { !$0.isNewline }.prefix(Self.limit))
    cursor = characters.count
  }

  public var text: String { String(characters) }
  public var isEmpty: Bool { characters.isEmpty }

  /// Replaces the text; the old one can be had back with undo.
  public mutating func replace(with text: String) {
    remember()
    characters = Array(text.filter { !$0.isNewline }.prefix(Self.limit))
    cursor = characters.count
  }

  /// Does what a key means in a text field.
  /// - Returns: whether the key means anything here; Enter, Esc, Tab and ↑ ↓ do not.
  public mutating func update(_ key: Key) -> Bool {
    switch key {
    case .character(let character): insert([character])
    case .left, .control("b"): cursor = max(0, cursor - 1)
    case .right, .control("f"): cursor = min(characters.count, cursor + 1)
    case .home, .control("a"): cursor = 0
    case .end, .control("e"): cursor = characters.count
    case .alt("b"): cursor = wordStart
    case .alt("f"): cursor = wordEnd
    case .backspace, .control("h"): erase(max(0, cursor - 1)..<cursor, keeps: false)
    case .delete, .control("d"):
      erase(cursor..<min(characters.count, cursor + 1), keeps: false)
    case .control("w"): erase(wordStart..<cursor, keeps: true)
    case .alt("d"): erase(cursor..<wordEnd, keeps: true)
    case .control("u"): erase(0..<cursor, keeps: true)
    case .control("k"): erase(cursor..<characters.count, keeps: true)
    case .control("y"): insert(cut)
    case .control("t"): swap()
    case .control("_"): undo()
    default: return false
    }
    return true
  }

  /// Takes a pasted text; its newlines become spaces.
  public mutating func paste(_ text: String) {
    insert(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
  }

  /// Draws the text on the first row of an area, scrolled so that the cursor is seen, and puts
  /// the frame's cursor there when the field is focused.
  public func render(into frame: inout Frame, in area: Rect, isFocused: Bool) {
    guard area.width > 0, area.height > 0 else { return }
    let style = Style(.role(.code), on: .plain, .underline)
    frame.fill(Rect(x: area.x, y: area.y, width: area.width, height: 1), " ", style: style)
    let first = firstVisible(width: area.width)
    frame.write(
      String(characters[first...]), x: area.x, y: area.y, style: style, limit: area.right)
    if isFocused {
      let column = characters[first..<cursor].reduce(0) { $0 + TextWidth.of($1) }
      frame.cursor = Point(x: min(area.x + column, area.right - 1), y: area.y)
    }
  }

  /// The first character that is drawn.
  private func firstVisible(width: Int) -> Int {
    var first = cursor
    var used = 1
    while first > 0 {
      used += TextWidth.of(characters[first - 1])
      if used > width { break }
      first -= 1
    }
    return first
  }

  private var wordStart: Int {
    var place = cursor
    while place > 0, !Self.isWord(characters[place - 1]) { place -= 1 }
    while place > 0, Self.isWord(characters[place - 1]) { place -= 1 }
    return place
  }

  private var wordEnd: Int {
    var place = cursor
    while place < characters.count, !Self.isWord(characters[place]) { place += 1 }
    while place < characters.count, Self.isWord(characters[place]) { place += 1 }
    return place
  }

  private static func isWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }

  private mutating func insert(_ new: [Character]) {
    let new = new.filter { !$0.isNewline }.prefix(Self.limit - characters.count)
    guard !new.isEmpty else { return }
    remember()
    characters.insert(contentsOf: new, at: cursor)
    cursor += new.count
  }

  private mutating func erase(_ range: Range<Int>, keeps: Bool) {
    guard !range.isEmpty else { return }
    remember()
    if keeps { cut = Array(characters[range]) }
    characters.removeSubrange(range)
    cursor = range.lowerBound
  }

  private mutating func swap() {
    let place = cursor == characters.count ? cursor - 1 : cursor
    guard place > 0 else { return }
    remember()
    characters.swapAt(place - 1, place)
    cursor = place + 1
  }

  private mutating func remember() {
    past.append(State(characters: characters, cursor: cursor))
    if past.count > Self.undoLimit { past.removeFirst() }
  }

  private mutating func undo() {
    guard let state = past.popLast() else { return }
    characters = state.characters
    cursor = state.cursor
  }
}

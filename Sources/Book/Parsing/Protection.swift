/// Takes formulas and computed numbers out of Markdown text before it is parsed, so that their
/// underscores, asterisks and braces mean nothing to Markdown, and knows how to put them back.
///
/// Each is replaced by one scalar of a private-use plane; a formula over several lines leaves
/// its newlines behind, so that every line keeps its number.
struct Protection {
  enum Item: Hashable {
    case formula(String, Place)
    case display(String, Place)
    case computed(Computed)
  }

  private(set) var items: [Item] = []
  private(set) var text = ""

  private static let firstMark: UInt32 = 0xF0000
  private static let lastMark: UInt32 = 0xFFFFD

  static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    (firstMark...lastMark).contains(scalar.value)
  }

  /// The item that a scalar stands for.
  func item(_ scalar: Unicode.Scalar) -> Item? {
    guard Self.isMark(scalar) else { return nil }
    let index = Int(scalar.value - Self.firstMark)
    return items.indices.contains(index) ? items[index] : nil
  }

  init(lines: [String], firstLine: Int, log: inout ProblemLog) {
    var fence: Fence?
    var paragraph: [String] = []
    var start = 0
    for (index, line) in lines.enumerated() {
      let isFenceLine: Bool
      if let open = fence {
        isFenceLine = true
        if open.isClosed(by: line) { fence = nil }
      } else {
        fence = Fence(line)
        isFenceLine = fence != nil
      }
      let isBlank = line.allSatisfy { $0 == " " || $0 == "\t" }
      if isFenceLine || isBlank {
        protect(paragraph, firstLine: firstLine + start, log: &log)
        paragraph = []
        start = index + 1
        text += line + "\n"
      } else {
        paragraph.append(line)
      }
    }
    protect(paragraph, firstLine: firstLine + start, log: &log)
  }

  private mutating func protect(_ lines: [String], firstLine: Int, log: inout ProblemLog) {
    guard !lines.isEmpty else { return }
    var scanner = Scanner(lines: lines, firstLine: firstLine)
    while let piece = scanner.next(log: &log) {
      switch piece {
      case .plain(let character):
        text.append(character)
      case .item(let item, let newlines):
        if let mark = Unicode.Scalar(Self.firstMark + UInt32(clamping: items.count)),
          Self.isMark(mark)
        {
          items.append(item)
          text.unicodeScalars.append(mark)
        }
        text += String(repeating: "\n", count: newlines)
      }
    }
    text += "\n"
  }

  /// The opening line of a fenced block.
  private struct Fence {
    var mark: Character
    var length: Int

    init?(_ line: String) {
      let rest = line.drop { $0 == " " || $0 == "\t" || $0 == ">" }
      guard let mark = rest.first, mark == "`" || mark == "~" else { return nil }
      let run = rest.prefix { $0 == mark }
      guard run.count >= 3, mark == "~" || !rest[run.endIndex...].contains("`") else { return nil }
      self.mark = mark
      length = run.count
    }

    func isClosed(by line: String) -> Bool {
      let rest = line.drop { $0 == " " || $0 == "\t" || $0 == ">" }
      let run = rest.prefix { $0 == mark }
      return run.count >= length && rest[run.endIndex...].allSatisfy { $0 == " " || $0 == "\t" }
    }
  }
}

/// Finds formulas, computed numbers and code spans in one paragraph.
private struct Scanner {
  enum Piece {
    case plain(Character)
    case item(Protection.Item, newlines: Int)
  }

  /// The longest formula inside a line; a computed number is a third of it at most.
  private static let longest = 600

  private let characters: [Character]
  private var position = 0
  private var place: Place
  /// Where a code span that was found ends; nothing inside it is looked at.
  private var codeEnd = 0
  /// No run of this many backticks follows, so that it is looked for once.
  private var unclosedRuns: Set<Int> = []
  private var noDisplayFollows = false

  init(lines: [String], firstLine: Int) {
    characters = Array(lines.joined(separator: "\n"))
    place = Place(line: firstLine)
  }

  mutating func next(log: inout ProblemLog) -> Piece? {
    guard position < characters.count else { return nil }
    let character = characters[position]
    if position >= codeEnd {
      switch character {
      case "\\" where position + 1 < characters.count && characters[position + 1] == "$":
        // Markdown drops the backslash, and the dollar is past.
        advance(by: 1)
        codeEnd = position + 1
        return .plain("\\")
      case "`": skipCodeSpan()
      case "$": if let item = formula(log: &log) { return item }
      case "{" where position + 1 < characters.count && characters[position + 1] == "=":
        if let item = computed(log: &log) { return item }
      default: break
      }
    }
    advance(by: 1)
    return .plain(character)
  }

  private mutating func advance(by count: Int) {
    for _ in 0..<count {
      if characters[position] == "\n" {
        place = Place(line: place.line + 1)
      } else {
        place.column += 1
      }
      position += 1
    }
  }

  private mutating func skipCodeSpan() {
    let length = run(at: position)
    codeEnd = position + length
    if unclosedRuns.contains(length) { return }
    var index = codeEnd
    while index < characters.count {
      guard characters[index] == "`" else {
        index += 1
        continue
      }
      let other = run(at: index)
      index += other
      if other == length {
        codeEnd = index
        return
      }
    }
    unclosedRuns.insert(length)
  }

  private func run(at start: Int) -> Int {
    characters[start...].prefix { $0 == "`" }.count
  }

  private mutating func formula(log: inout ProblemLog) -> Piece? {
    let isDisplay = position + 1 < characters.count && characters[position + 1] == "$"
    let mark = isDisplay ? 2 : 1
    let start = position + mark
    guard let end = isDisplay ? displayEnd(from: start) : inlineEnd(from: start) else {
      if isDisplay {
        log.error(place, "the formula has no end", "close it with $$ before the next blank line")
        codeEnd = start
      }
      return nil
    }
    let tex = String(characters[start..<end])
    let lead = tex.prefix { $0 == " " || $0 == "\n" }
    let newlines = tex.count { $0 == "\n" }
    var at = place
    for character in "$" + (isDisplay ? "$" : "") + lead {
      at =
        character == "\n" ? Place(line: at.line + 1) : Place(line: at.line, column: at.column + 1)
    }
    advance(by: end + mark - position)
    let trimmed = String(tex.dropFirst(lead.count))
    return .item(
      isDisplay ? .display(trimmed, at) : .formula(trimmed, at), newlines: newlines)
  }

  private mutating func displayEnd(from start: Int) -> Int? {
    if noDisplayFollows { return nil }
    var index = start
    while index + 1 < characters.count {
      if characters[index] == "$", characters[index + 1] == "$" { return index }
      index += 1
    }
    noDisplayFollows = true
    return nil
  }

  /// As in most Markdown with formulas: no space inside the dollars, no digit after them.
  private func inlineEnd(from start: Int) -> Int? {
    guard start < characters.count, !characters[start].isWhitespace else { return nil }
    let longest = min(characters.count, start + Self.longest)
    var index = start
    while index < longest, characters[index] != "$" {
      index += characters[index] == "\\" ? 2 : 1
    }
    guard index < longest, !characters[index - 1].isWhitespace else { return nil }
    if index + 1 < characters.count, ("0"..."9").contains(characters[index + 1]) { return nil }
    return index
  }

  private mutating func computed(log: inout ProblemLog) -> Piece? {
    var depth = 0
    var quote: Character?
    var colon: Int?
    var index = position
    let longest = min(characters.count, position + Self.longest / 3)
    while index < longest, characters[index] != "\n" {
      let character = characters[index]
      if let open = quote {
        if character == open { quote = nil }
      } else {
        switch character {
        case "'", "\"": quote = character
        case "(", "[", "{": depth += 1
        case ")", "]", "}": depth -= 1
        case ":" where depth == 1 && colon == nil: colon = index
        default: break
        }
      }
      if depth == 0 { break }
      index += 1
    }
    guard index < longest, characters[index] == "}" else {
      log.error(place, "the computed number has no end", "close it with } on the same line")
      codeEnd = position + 1
      return nil
    }
    let end = colon ?? index
    let start = min(position + 2, end)
    let source = String(characters[start..<end])
    let computed = Computed(
      expression: CodeExpression(
        source: source, place: Place(line: place.line, column: place.column + 2)),
      format: colon.map { String(characters[($0 + 1)..<index]) } ?? "")
    advance(by: index + 1 - position)
    return .item(.computed(computed), newlines: 0)
  }
}

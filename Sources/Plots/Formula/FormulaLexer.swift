/// A piece of TeX and where it begins.
struct FormulaToken: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case command(String)
    /// A command whose braces hold plain text: `\text{if }`, `\begin{cases}`, `\val{m}`.
    case textCommand(String, String)
    case character(Character)
    case number(String)
    case opening, closing
    case lower, upper
    case separator
    case newRow
    case end
  }

  var kind: Kind
  var offset: Int
}

/// Cuts a TeX text into tokens.
struct FormulaLexer {
  /// Formulas longer than this are refused.
  static let limit = 2_000

  private static let textCommands: Set<String> = [
    "text", "textbf", "textit", "mathrm", "operatorname", "val", "mathbb", "mathcal", "begin",
    "end",
  ]

  private let characters: [Character]
  private var position = 0

  static func tokens(_ tex: String) throws(FormulaError) -> [FormulaToken] {
    var lexer = FormulaLexer(characters: Array(tex))
    guard lexer.characters.count <= limit else {
      throw FormulaError(
        offset: limit, problem: "the formula is longer than \(limit) characters",
        advice: "split it into several formulas")
    }
    var tokens: [FormulaToken] = []
    while let token = try lexer.next() { tokens.append(token) }
    tokens.append(FormulaToken(kind: .end, offset: lexer.characters.count))
    return tokens
  }

  private init(characters: [Character]) {
    self.characters = characters
  }

  private var current: Character? {
    position < characters.count ? characters[position] : nil
  }

  private mutating func next() throws(FormulaError) -> FormulaToken? {
    skipSpaces()
    let offset = position
    guard let character = current else { return nil }
    position += 1
    let kind: FormulaToken.Kind
    switch character {
    case "\\": kind = try command(at: offset)
    case "{": kind = .opening
    case "}": kind = .closing
    case "_": kind = .lower
    case "^": kind = .upper
    case "&": kind = .separator
    case "~": kind = .command(" ")
    case "0"..."9": kind = number(from: offset)
    default:
      guard isDrawable(character) else {
        throw FormulaError(
          offset: offset, problem: "a control character stands in the formula",
          advice: "take it out")
      }
      kind = .character(character)
    }
    return FormulaToken(kind: kind, offset: offset)
  }

  private mutating func skipSpaces() {
    while let character = current, character.isWhitespace { position += 1 }
  }

  private mutating func number(from offset: Int) -> FormulaToken.Kind {
    func isDigit(_ index: Int) -> Bool {
      index < characters.count && ("0"..."9").contains(characters[index])
    }
    while isDigit(position) || (current == "." && isDigit(position + 1)) { position += 1 }
    return .number(String(characters[offset..<position]))
  }

  private mutating func command(at offset: Int) throws(FormulaError) -> FormulaToken.Kind {
    guard let first = current else {
      throw FormulaError(
        offset: offset, problem: "the formula ends with a backslash",
        advice: "write the command's name after it")
    }
    position += 1
    if first == "\\" { return .newRow }
    guard first.isLetter, first.isASCII else {
      return .command(first.isWhitespace ? " " : String(first))
    }
    while let character = current, character.isLetter, character.isASCII { position += 1 }
    var name = String(characters[offset + 1..<position])
    guard FormulaLexer.textCommands.contains(name) else { return .command(name) }
    if name == "operatorname", current == "*" {
      position += 1
      name = "operatorname*"
    }
    return .textCommand(name, try bracedText(of: name))
  }

  /// The text between the braces that follow, in which only braces and `\` mean something.
  private mutating func bracedText(of name: String) throws(FormulaError) -> String {
    skipSpaces()
    let offset = position
    guard current == "{" else {
      throw FormulaError(
        offset: offset, problem: "\\\(name) has no text", advice: "write \\\(name){…}")
    }
    var text = ""
    var depth = 0
    while let character = current {
      position += 1
      switch character {
      case "{": depth += 1
      case "}":
        depth -= 1
        if depth == 0 { return text }
      case "\\":
        if let escaped = current {
          position += 1
          text.append(escaped.isLetter || escaped.isWhitespace || escaped == "," ? " " : escaped)
        }
      case _ where character.isWhitespace: text.append(" ")
      case _ where isDrawable(character): text.append(character)
      default: text.append("\u{FFFD}")
      }
    }
    throw FormulaError(
      offset: offset, problem: "the brace after \\\(name) is never closed", advice: "add }")
  }

  private func isDrawable(_ character: Character) -> Bool {
    guard let scalar = character.unicodeScalars.first else { return false }
    return switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .nonspacingMark, .enclosingMark,
      .lineSeparator, .paragraphSeparator:
      false
    default: true
    }
  }
}

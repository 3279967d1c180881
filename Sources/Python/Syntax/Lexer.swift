/// Cuts a source text into tokens. Newlines inside brackets and after a backslash do not count.
struct Lexer {
  private let text: [Character]
  private var place = 0
  private var brackets = 0
  private var tokens: [Token] = []

  static let keywords: Set<String> = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
  ]

  private static let marks = [
    "**=", "//=", "<<=", ">>=", "...", "**", "//", "<<", ">>", "<=", ">=", "==", "!=", "->", ":=",
    "+=", "-=", "*=", "/=", "%=", "@=", "&=", "|=", "^=", "+", "-", "*", "/", "%", "@", "&", "|",
    "^", "~", "<", ">", "(", ")", "[", "]", "{", "}", ",", ":", ".", ";", "=",
  ].map(Array.init)

  static func tokens(of source: String) throws(PythonError) -> [Token] {
    var lexer = Lexer(text: Array(source))
    try lexer.run()
    return lexer.tokens
  }

  private init(text: [Character]) {
    self.text = text
  }

  private func peek(_ distance: Int = 0) -> Character? {
    text.indices.contains(place + distance) ? text[place + distance] : nil
  }

  private mutating func run() throws(PythonError) {
    try refuseIndentation()
    while let character = peek() {
      if character.isNewline {
        try endLine()
      } else if character == " " || character == "\t" || character == "\u{C}" {
        place += 1
      } else if character == "#" {
        while let next = peek(), !next.isNewline { place += 1 }
      } else if character == "\\", peek(1)?.isNewline == true {
        place += 2
      } else if Self.isDigit(character) || character == "." && Self.isDigit(peek(1)) {
        try number()
      } else if Self.isNameStart(character) {
        try word()
      } else if character == "\"" || character == "'" {
        try string(prefix: "", start: place)
      } else {
        try mark(character)
      }
    }
    add(.newline, from: place)
    add(.end, from: place)
  }

  private mutating func add(_ kind: Token.Kind, from start: Int) {
    tokens.append(Token(kind: kind, range: SourceRange(start, place)))
  }

  private mutating func endLine() throws(PythonError) {
    let start = place
    place += 1
    guard brackets == 0 else { return }
    add(.newline, from: start)
    try refuseIndentation()
  }

  /// A line that begins with spaces would belong to a block, and there are no blocks.
  private mutating func refuseIndentation() throws(PythonError) {
    let start = place
    while peek() == " " || peek() == "\t" { place += 1 }
    guard place > start, let next = peek(), !next.isNewline, next != "#" else { return }
    throw PythonError("IndentationError", "unexpected indent", at: SourceRange(start, place))
  }

  static func isNameStart(_ character: Character) -> Bool {
    character == "_" || character.isLetter
  }

  private mutating func word() throws(PythonError) {
    let start = place
    while let next = peek(), Self.isNameStart(next) || next.isNumber { place += 1 }
    let word = String(text[start..<place])
    if let quote = peek(), quote == "\"" || quote == "'",
      ["r", "f", "fr", "rf", "u"].contains(word.lowercased())
    {
      try string(prefix: word.lowercased(), start: start)
    } else {
      add(Self.keywords.contains(word) ? .keyword(word) : .name(word), from: start)
    }
  }

  private mutating func mark(_ character: Character) throws(PythonError) {
    let start = place
    if let mark = Self.marks.first(where: { text[place...].starts(with: $0) }) {
      place += mark.count
      if "([{".contains(character) { brackets += 1 }
      if ")]}".contains(character) { brackets = max(0, brackets - 1) }
      add(.mark(String(mark)), from: start)
      return
    }
    place += 1
    let range = SourceRange(start, place)
    if character == "−" {
      throw .syntax("invalid character '−' (U+2212)", at: range, hint: "write - for minus")
    }
    throw .syntax("invalid character '\(character)'", at: range)
  }

  // MARK: Numbers

  private mutating func number() throws(PythonError) {
    let start = place
    if peek() == "0", let letter = peek(1), let radix = Self.radix(of: letter) {
      place += 2
      let digits = takeDigits(radix: radix)
      try finish(Int(digits, radix: radix), from: start)
      return
    }
    var digits = takeDigits(radix: 10)
    var isFloat = false
    if peek() == "." {
      isFloat = true
      place += 1
      digits += "." + takeDigits(radix: 10)
    }
    if let mark = peek(), mark == "e" || mark == "E", hasExponent {
      isFloat = true
      place += 1
      digits += "e"
      if let sign = peek(), sign == "+" || sign == "-" {
        digits.append(sign)
        place += 1
      }
      digits += takeDigits(radix: 10)
    }
    let isOctal = !isFloat && digits.hasPrefix("0") && digits.contains { $0 != "0" }
    if isOctal {
      throw .syntax(
        "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal "
          + "integers", at: SourceRange(start, place))
    }
    if text[start..<place].hasMisplacedUnderscore {
      throw .syntax("invalid decimal literal", at: SourceRange(start, place))
    }
    if isFloat {
      let text = digits.hasPrefix(".") ? "0" + digits : digits
      guard let value = Double(text.replacingDotBeforeExponent) else {
        throw .syntax("invalid decimal literal", at: SourceRange(start, place))
      }
      try refuseLetter(from: start)
      add(.float(value), from: start)
    } else {
      try finish(Int(digits), from: start)
    }
  }

  private var hasExponent: Bool {
    Self.isDigit(peek(1)) || (peek(1) == "+" || peek(1) == "-") && Self.isDigit(peek(2))
  }

  private static func isDigit(_ character: Character?) -> Bool {
    character.map { ("0"..."9").contains($0) } ?? false
  }

  private static func radix(of letter: Character) -> Int? {
    switch letter {
    case "x", "X": 16
    case "o", "O": 8
    case "b", "B": 2
    default: nil
    }
  }

  private mutating func takeDigits(radix: Int) -> String {
    var digits = ""
    while let next = peek(), next == "_" || next.isASCII && Int(String(next), radix: radix) != nil {
      if next != "_" { digits.append(next) }
      place += 1
    }
    return digits
  }

  private mutating func finish(_ value: Int?, from start: Int) throws(PythonError) {
    guard let value else {
      throw PythonError(
        "OverflowError", "this whole number does not fit 64 bits", at: SourceRange(start, place),
        hint: "write it as a float, such as 1e30")
    }
    try refuseLetter(from: start)
    add(.integer(value), from: start)
  }

  private func refuseLetter(from start: Int) throws(PythonError) {
    if let next = peek(), Self.isNameStart(next) {
      throw .syntax(
        "invalid decimal literal", at: SourceRange(start, place + 1),
        hint: "write 2*x where you mean two times x")
    }
  }

  // MARK: Strings

  private mutating func string(prefix: String, start: Int) throws(PythonError) {
    guard let quote = peek() else { return }
    let isTriple = peek(1) == quote && peek(2) == quote
    place += isTriple ? 3 : 1
    let isRaw = prefix.contains("r")
    let isFormatted = prefix.contains("f")
    let body = place
    var isClosed = false
    while let next = peek() {
      if next == quote, !isTriple || peek(1) == quote && peek(2) == quote {
        isClosed = true
        break
      }
      if next.isNewline && !isTriple { break }
      place += next == "\\" ? 2 : 1
    }
    guard isClosed else {
      place = min(place, text.count)
      throw .syntax("unterminated string literal", at: SourceRange(start, place))
    }
    let content = Array(text[body..<place])
    place += isTriple ? 3 : 1
    if isFormatted {
      let pieces = try FormatReader.pieces(content, at: body, isRaw: isRaw)
      add(.formatted(pieces), from: start)
    } else {
      add(.string(isRaw ? String(content) : Self.unescaped(content)), from: start)
    }
  }

  /// The characters that backslashes stand for.
  static func unescaped(_ content: [Character]) -> String {
    var result = ""
    var index = 0
    while index < content.count {
      let character = content[index]
      index += 1
      guard character == "\\", index < content.count else {
        result.append(character)
        continue
      }
      let escape = content[index]
      index += 1
      switch escape {
      case "n": result += "\n"
      case "t": result += "\t"
      case "r": result += "\r"
      case "0": result += "\0"
      case "\\", "'", "\"": result.append(escape)
      case "x", "u", "U":
        let length = escape == "x" ? 2 : escape == "u" ? 4 : 8
        let digits = content[index..<min(content.count, index + length)]
        if digits.count == length, let code = UInt32(String(digits), radix: 16),
          let scalar = Unicode.Scalar(code)
        {
          result.unicodeScalars.append(scalar)
          index += length
        } else {
          result += "\\" + String(escape)
        }
      case _ where escape.isNewline: break
      default: result += "\\" + String(escape)
      }
    }
    return result
  }
}

extension String {
  /// `1.e5` as Swift reads it: `1.0e5`; likewise `1.` as `1.0`.
  fileprivate var replacingDotBeforeExponent: String {
    var text = self
    if let dot = text.firstIndex(of: ".") {
      let next = text.index(after: dot)
      if next == text.endIndex || text[next] == "e" { text.insert("0", at: next) }
    }
    return text
  }
}

extension ArraySlice<Character> {
  /// Whether an underscore of a number stands anywhere but between two digits.
  fileprivate var hasMisplacedUnderscore: Bool {
    indices.contains { index in
      self[index] == "_" && !(isDigit(index - 1) && isDigit(index + 1))
    }
  }

  private func isDigit(_ index: Int) -> Bool {
    indices.contains(index) && self[index].isASCII && self[index].isNumber
  }
}

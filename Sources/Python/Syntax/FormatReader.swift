/// Cuts the content of an f-string into its pieces.
struct FormatReader {
  private let content: [Character]
  /// Where the content begins in the source.
  private let start: Int
  private let isRaw: Bool
  private var place = 0

  /// How deep formats may lie in formats: `{x:{width}}` is two.
  private static let depthLimit = 2

  static func pieces(_ content: [Character], at start: Int, isRaw: Bool) throws(PythonError)
    -> [FormatPiece]
  {
    var reader = FormatReader(content: content, start: start, isRaw: isRaw)
    return try reader.read(depth: 0)
  }

  private init(content: [Character], start: Int, isRaw: Bool) {
    self.content = content
    self.start = start
    self.isRaw = isRaw
  }

  private func fail(_ message: String) -> PythonError {
    .syntax("f-string: " + message, at: SourceRange(start + place, start + place + 1))
  }

  private mutating func read(depth: Int) throws(PythonError) -> [FormatPiece] {
    var pieces: [FormatPiece] = []
    var text: [Character] = []
    func flush() {
      guard !text.isEmpty else { return }
      pieces.append(.text(isRaw ? String(text) : Lexer.unescaped(text)))
      text = []
    }
    while place < content.count {
      let character = content[place]
      let isDouble = place + 1 < content.count && content[place + 1] == character
      switch character {
      case "{" where isDouble && depth == 0, "}" where isDouble && depth == 0:
        text.append(character)
        place += 2
      case "{":
        flush()
        pieces += try value(depth: depth)
      case "}" where depth > 0:
        flush()
        return pieces
      case "}":
        throw fail("single '}' is not allowed")
      default:
        text.append(character)
        place += 1
      }
    }
    guard depth == 0 else { throw fail("expecting '}'") }
    flush()
    return pieces
  }

  /// An expression between braces; `{x=}` is the text `x=` and the value.
  private mutating func value(depth: Int) throws(PythonError) -> [FormatPiece] {
    guard depth < Self.depthLimit else { throw fail("expressions nested too deeply") }
    place += 1
    let begin = place
    try skipExpression()
    var source = String(content[begin..<place])
    guard source.contains(where: { !$0.isWhitespace }) else {
      throw fail("valid expression required before '}'")
    }
    var label = ""
    if source.last == "=", !source.hasSuffix("==") {
      label = source
      source.removeLast()
    }
    var conversion: Character?
    if place + 1 < content.count, content[place] == "!" {
      conversion = content[place + 1]
      guard let letter = conversion, "rsa".contains(letter) else {
        throw fail("invalid conversion character: expected 's', 'r', or 'a'")
      }
      place += 2
    }
    var format: [FormatPiece] = []
    if place < content.count, content[place] == ":" {
      place += 1
      format = try read(depth: depth + 1)
    }
    guard place < content.count, content[place] == "}" else { throw fail("expecting '}'") }
    place += 1
    if !label.isEmpty, conversion == nil, format.isEmpty { conversion = "r" }
    let value = FormatPiece.value(
      source: source, start: start + begin, conversion: conversion, format: format)
    return label.isEmpty ? [value] : [.text(label), value]
  }

  /// Moves to the `!`, `:` or `}` that ends the expression.
  private mutating func skipExpression() throws(PythonError) {
    var depth = 0
    while place < content.count {
      let character = content[place]
      switch character {
      case "'", "\"":
        place += 1
        while place < content.count, content[place] != character { place += 1 }
      case "(", "[", "{": depth += 1
      case ")", "]": depth -= 1
      case "}" where depth > 0: depth -= 1
      case "}", ":":
        if depth <= 0 { return }
      case "!":
        let isComparison = place + 1 < content.count && content[place + 1] == "="
        if depth <= 0 && !isComparison { return }
      default: break
      }
      place += 1
    }
    throw fail("expecting '}'")
  }
}

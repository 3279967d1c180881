/// Just enough of Swift's grammar to find the phrases in a source file.
struct SwiftTokens {
  enum Token: Hashable {
    case word(String)
    /// A literal, with `{0}`, `{1}`, … for what is interpolated.
    case string(String)
    case mark(Character)
  }

  private(set) var tokens: [Token] = []
  private let source: [Character]
  private var place = 0

  init(_ source: String) {
    self.source = Array(source)
    while place < self.source.count { read() }
  }

  private func peek(_ offset: Int = 0) -> Character? {
    place + offset < source.count ? source[place + offset] : nil
  }

  private mutating func read() {
    let character = source[place]
    if character == "/", peek(1) == "/" {
      while let next = peek(), !next.isNewline { place += 1 }
    } else if character == "\"" {
      tokens.append(.string(string()))
    } else if character.isLetter || character == "_" {
      var word = ""
      while let next = peek(), next.isLetter || next.isNumber || next == "_" {
        word.append(next)
        place += 1
      }
      tokens.append(.word(word))
    } else {
      if !character.isWhitespace { tokens.append(.mark(character)) }
      place += 1
    }
  }

  /// Reads a literal from its opening quotes on.
  private mutating func string() -> String {
    let quotes = peek(1) == "\"" && peek(2) == "\"" ? 3 : 1
    place += quotes
    var text = ""
    var arguments = 0
    while let character = peek() {
      if character == "\"", quotes == 1 || (peek(1) == "\"" && peek(2) == "\"") { break }
      if character == "\\", peek(1) == "(" {
        place += 1
        skipInterpolation()
        text += "{\(arguments)}"
        arguments += 1
      } else if character == "\\" {
        text.append(peek(1) == "n" ? "\n" : peek(1) ?? "\\")
        place += 2
      } else {
        text.append(character)
        place += 1
      }
    }
    place += quotes
    return text
  }

  private mutating func skipInterpolation() {
    var depth = 0
    while let character = peek() {
      if character == "\"" {
        _ = string()
        continue
      }
      place += 1
      if character == "(" { depth += 1 }
      if character == ")" {
        depth -= 1
        if depth == 0 { return }
      }
    }
  }

  /// The literals of the file; those joined by `+` are one.
  var strings: [String] { Self.strings(in: tokens[...]) }

  static func strings(in tokens: ArraySlice<Token>) -> [String] {
    var strings: [String] = []
    var joins = false
    for (index, token) in zip(tokens.indices, tokens) {
      if case .string(let text) = token {
        if joins, let last = strings.popLast() {
          strings.append(last + text)
        } else {
          strings.append(text)
        }
      }
      joins =
        token == .mark("+") && index > tokens.startIndex && tokens[index - 1].isString
    }
    return strings
  }

  /// The arguments of each call of a function.
  func calls(of name: String) -> [[ArraySlice<Token>]] {
    tokens.indices.compactMap { index in
      guard tokens[index] == .word(name) else { return nil }
      var open = index + 1
      if open < tokens.count, tokens[open] == .mark("<") {
        open = (tokens[open...].firstIndex(of: .mark(">")) ?? open) + 1
      }
      guard open < tokens.count, tokens[open] == .mark("(") else { return nil }
      return arguments(from: open + 1)
    }
  }

  private func arguments(from first: Int) -> [ArraySlice<Token>] {
    var arguments: [ArraySlice<Token>] = []
    var (start, depth) = (first, 0)
    for index in first..<tokens.count {
      switch tokens[index] {
      case .mark("("), .mark("["), .mark("{"): depth += 1
      case .mark(","), .mark(")"):
        if depth == 0 {
          arguments.append(tokens[start..<index])
          start = index + 1
        }
        if tokens[index] == .mark(")") {
          if depth == 0 { return arguments }
          depth -= 1
        }
      case .mark("]"), .mark("}"): depth -= 1
      default: break
      }
    }
    return arguments
  }
}

extension SwiftTokens.Token {
  var isString: Bool { if case .string = self { true } else { false } }
}

/// Reads statements; the expressions are read in `Parser+Expressions`.
struct Parser {
  var tokens: [Token]
  var position = 0
  /// How deep the expression at hand lies in others.
  var depth = 0

  /// Deeper nesting than any person writes; what recurses over the tree relies on it.
  static let depthLimit = 60

  /// A program's statements.
  static func statements(of source: String) throws(PythonError) -> [Statement] {
    var parser = Parser(tokens: try Lexer.tokens(of: source))
    return try parser.program()
  }

  /// One expression, with nothing after it.
  static func expression(of source: String, depth: Int = 0) throws(PythonError) -> Node {
    var parser = Parser(tokens: try Lexer.tokens(of: source.trimmingSpaces))
    parser.depth = depth
    let node = try parser.expressionList()
    while parser.current.kind == .newline { parser.position += 1 }
    guard parser.current.kind == .end else { throw parser.unexpected() }
    return node
  }

  init(tokens: [Token]) {
    self.tokens = tokens
  }

  var current: Token {
    tokens.indices.contains(position)
      ? tokens[position] : Token(kind: .end, range: SourceRange(0, 0))
  }

  /// The end of the last token that was taken.
  var lastEnd: Int { position > 0 ? tokens[position - 1].range.end : 0 }

  func isMark(_ mark: String) -> Bool { current.kind == .mark(mark) }

  func isKeyword(_ word: String) -> Bool { current.kind == .keyword(word) }

  mutating func take(_ mark: String) -> Bool {
    guard isMark(mark) else { return false }
    position += 1
    return true
  }

  mutating func takeKeyword(_ word: String) -> Bool {
    guard isKeyword(word) else { return false }
    position += 1
    return true
  }

  mutating func expect(_ mark: String) throws(PythonError) {
    guard take(mark) else { throw unexpected(expecting: mark) }
  }

  func unexpected(expecting mark: String? = nil) -> PythonError {
    let range = current.range
    switch current.kind {
    case .keyword(let word):
      if let error = Self.unsupported(word, at: range) { return error }
    case .end, .newline:
      if let mark, let open = [")": "(", "]": "[", "}": "{"][mark] {
        return .syntax("'\(open)' was never closed", at: range)
      }
    default: break
    }
    if let mark { return .syntax("invalid syntax: expected '\(mark)'", at: range) }
    let isAtEnd = current.kind == .end || current.kind == .newline
    return .syntax(
      "invalid syntax", at: range, hint: isAtEnd ? "something is missing at the end" : nil)
  }

  /// What to say of a construct of Python's that is not part of the subset.
  static func unsupported(_ word: String, at range: SourceRange) -> PythonError? {
    let advice: [String: String] = [
      "def": "write a lambda: f = lambda x: x * 2", "class": "use tensors, lists and lambdas",
      "if": "write a conditional: a if condition else b",
      "for": "write a comprehension: [f(x) for x in items]",
      "while": "write a comprehension over a range",
      "with": "call .detach() where no gradient is wanted", "try": "write one line at a time",
      "return": "a lambda returns the value of its expression",
      "async": "everything here runs in order", "await": "everything here runs in order",
      "yield": "write a comprehension", "raise": "write one line at a time",
      "assert": "write the condition; its value is shown", "global": "all names are global here",
      "nonlocal": "all names are global here", "break": "write a comprehension with an if",
      "continue": "write a comprehension with an if",
    ]
    guard let hint = advice[word] else { return nil }
    return .syntax("`\(word)` is not part of dlbook's Python", at: range, hint: hint)
  }

  // MARK: Statements

  private mutating func program() throws(PythonError) -> [Statement] {
    var statements: [Statement] = []
    while current.kind != .end {
      if current.kind == .newline || isMark(";") {
        position += 1
        continue
      }
      statements.append(try statement())
      guard current.kind == .newline || current.kind == .end || isMark(";") else {
        throw unexpected()
      }
    }
    return statements
  }

  private mutating func statement() throws(PythonError) -> Statement {
    if case .keyword(let word) = current.kind {
      switch word {
      case "import": return try importModule()
      case "from": return try importNames()
      case "del":
        position += 1
        return .delete(try targets(try expressionList()))
      case "pass":
        position += 1
        return .pass
      default:
        if let error = Self.unsupported(word, at: current.range) { throw error }
      }
    }
    let first = try expressionList()
    if case .mark(let mark) = current.kind, mark.count > 1, mark.hasSuffix("="),
      let binary = BinaryOperator(rawValue: String(mark.dropLast()))
    {
      position += 1
      try checkTarget(first, isAugmented: true)
      return .augmented(target: first, binary, value: try expressionList())
    }
    if take(":") {
      // An annotation says nothing about the value, as in Python.
      _ = try expression()
      guard isMark("=") else { return .pass }
    }
    guard isMark("=") else { return .expression(first) }
    var parts = [first]
    while take("=") { parts.append(try expressionList()) }
    let value = parts.removeLast()
    for target in parts { try checkTarget(target, isAugmented: false) }
    return .assignment(targets: parts, value: value)
  }

  private func targets(_ node: Node) throws(PythonError) -> [Node] {
    guard case .tuple(let items, _) = node else {
      try checkTarget(node, isAugmented: true)
      return [node]
    }
    for item in items { try checkTarget(item, isAugmented: true) }
    return items
  }

  private func checkTarget(_ node: Node, isAugmented: Bool) throws(PythonError) {
    switch node {
    case .name, .attribute, .subscripted: return
    case .tuple(let items, _), .list(let items, _):
      guard !isAugmented else { break }
      for item in items {
        if case .starred(let inner, _) = item {
          try checkTarget(inner, isAugmented: false)
        } else {
          try checkTarget(item, isAugmented: false)
        }
      }
      return
    default: break
    }
    throw .syntax(
      "cannot assign to \(node.title) here. Maybe you meant '==' instead of '='?", at: node.range)
  }

  // MARK: Imports

  private mutating func path() throws(PythonError) -> String {
    var path = try name()
    while take(".") { path += "." + (try name()) }
    return path
  }

  mutating func name() throws(PythonError) -> String {
    guard case .name(let name) = current.kind else { throw unexpected() }
    position += 1
    return name
  }

  private mutating func importModule() throws(PythonError) -> Statement {
    position += 1
    let start = current.range.start
    let path = try path()
    let range = SourceRange(start, lastEnd)
    let alias = takeKeyword("as") ? try name() : nil
    if isMark(",") {
      throw .syntax("one import a line", at: current.range, hint: "begin a new line with import")
    }
    return .importModule(path: path, name: alias ?? path, range)
  }

  private mutating func importNames() throws(PythonError) -> Statement {
    position += 1
    let start = current.range.start
    let path = try path()
    let range = SourceRange(start, lastEnd)
    guard takeKeyword("import") else { throw unexpected(expecting: "import") }
    if take("*") { return .importNames(path: path, names: [], range) }
    let isBracketed = take("(")
    var names: [Statement.ImportedName] = []
    repeat {
      let name = try name()
      let alias = takeKeyword("as") ? try self.name() : name
      names.append(Statement.ImportedName(name: name, alias: alias))
    } while take(",")
    if isBracketed { try expect(")") }
    return .importNames(path: path, names: names, range)
  }
}

extension String {
  /// The text without spaces at its ends: an expression in braces may stand between some.
  var trimmingSpaces: String {
    var text = self[...]
    while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return String(text)
  }
}

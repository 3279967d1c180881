/// Operands: names, numbers, strings, and everything in brackets.
extension Parser {
  mutating func atom() throws(PythonError) -> Node {
    let token = current
    let range = token.range
    switch token.kind {
    case .integer(let value):
      position += 1
      return .integer(value, range)
    case .float(let value):
      position += 1
      return .float(value, range)
    case .string, .formatted: return try strings()
    case .name(let name):
      position += 1
      return .name(name, range)
    case .keyword("None"):
      position += 1
      return .none(range)
    case .keyword("True"), .keyword("False"):
      position += 1
      return .bool(token.kind == .keyword("True"), range)
    case .mark("..."):
      position += 1
      return .ellipsis(range)
    case .mark("("): return try bracketed()
    case .mark("["): return try list()
    case .mark("{"): return try braces()
    default: throw unexpected()
    }
  }

  private mutating func bracketed() throws(PythonError) -> Node {
    let start = current.range.start
    position += 1
    if take(")") { return .tuple([], SourceRange(start, lastEnd)) }
    let inside = try expressionList()
    if isKeyword("for") {
      let node = try comprehension(of: inside, form: .generator)
      try expect(")")
      return node
    }
    if isMark(":=") {
      throw .syntax(
        "`:=` is not part of dlbook's Python", at: current.range,
        hint: "assign on a line of its own")
    }
    try expect(")")
    if case .tuple(let items, _) = inside { return .tuple(items, SourceRange(start, lastEnd)) }
    return inside
  }

  private mutating func list() throws(PythonError) -> Node {
    let start = current.range.start
    position += 1
    if take("]") { return .list([], SourceRange(start, lastEnd)) }
    let inside = try expressionList()
    if isKeyword("for") {
      let node = try comprehension(of: inside, form: .list)
      try expect("]")
      return node
    }
    try expect("]")
    if case .tuple(let items, let range) = inside, range.start > start,
      !isParenthesized(inside, after: start)
    {
      return .list(items, SourceRange(start, lastEnd))
    }
    return .list([inside], SourceRange(start, lastEnd))
  }

  /// Whether a tuple that begins right after a bracket has parentheses of its own: `[(1, 2)]`.
  private func isParenthesized(_ tuple: Node, after start: Int) -> Bool {
    guard let first = tokens.firstIndex(where: { $0.range.start == tuple.range.start }),
      tokens[first].kind == .mark("("),
      let last = tokens.firstIndex(where: { $0.range.end == tuple.range.end })
    else { return false }
    var open = 0
    for token in tokens[first...last] {
      if token.kind == .mark("(") { open += 1 }
      if token.kind == .mark(")") { open -= 1 }
      if open == 0 { return token == tokens[last] }
    }
    return false
  }

  private mutating func braces() throws(PythonError) -> Node {
    let start = current.range.start
    position += 1
    var entries: [Node.KeyValue] = []
    while !isMark("}") {
      let key = try expression()
      guard take(":") else {
        throw .syntax(
          "a set is not part of dlbook's Python", at: key.range, hint: "write a list or a dict")
      }
      entries.append(Node.KeyValue(key: key, value: try expression()))
      if isKeyword("for") {
        throw .syntax(
          "a comprehension in braces is not part of dlbook's Python", at: current.range,
          hint: "write a list: [f(x) for x in items]")
      }
      guard take(",") else { break }
    }
    try expect("}")
    return .dictionary(entries, SourceRange(start, lastEnd))
  }

  mutating func comprehension(of body: Node, form: Node.Comprehension.Form)
    throws(PythonError) -> Node
  {
    var loops: [Node.Comprehension.Loop] = []
    while takeKeyword("for") {
      let target = try loopTarget()
      guard takeKeyword("in") else { throw unexpected(expecting: "in") }
      let items = try disjunction()
      var conditions: [Node] = []
      while takeKeyword("if") { conditions.append(try disjunction()) }
      loops.append(Node.Comprehension.Loop(target: target, items: items, conditions: conditions))
    }
    let comprehension = Node.Comprehension(form: form, body: body, loops: loops)
    return .comprehension(comprehension, SourceRange(body.range.start, lastEnd))
  }

  private mutating func loopTarget() throws(PythonError) -> Node {
    let start = current.range.start
    let isBracketed = take("(")
    var names = [Node.name(try name(), SourceRange(start, lastEnd))]
    var isTuple = false
    while take(",") {
      isTuple = true
      if isKeyword("in") { break }
      let begin = current.range.start
      names.append(.name(try name(), SourceRange(begin, lastEnd)))
    }
    if isBracketed { try expect(")") }
    return isTuple ? .tuple(names, SourceRange(start, lastEnd)) : names[0]
  }

  /// Strings side by side are one.
  private mutating func strings() throws(PythonError) -> Node {
    let start = current.range.start
    var text = ""
    var parts: [Node.FormattedPart] = []
    var isFormatted = false
    loop: while true {
      switch current.kind {
      case .string(let piece):
        text += piece
        parts.append(.text(piece))
      case .formatted(let pieces):
        isFormatted = true
        parts += try formattedParts(pieces)
      default: break loop
      }
      position += 1
    }
    let range = SourceRange(start, lastEnd)
    return isFormatted ? .formatted(parts, range) : .string(text, range)
  }

  private func formattedParts(_ pieces: [FormatPiece]) throws(PythonError) -> [Node.FormattedPart] {
    var parts: [Node.FormattedPart] = []
    for piece in pieces {
      switch piece {
      case .text(let text): parts.append(.text(text))
      case .value(let source, let start, let conversion, let format):
        do throws(PythonError) {
          let node = try Parser.expression(of: source, depth: depth + 1)
          parts.append(
            .value(node, conversion: conversion, format: try formattedParts(format)))
        } catch {
          throw error.shifted(by: start)
        }
      }
    }
    return parts
  }
}

extension PythonError {
  /// The same error in a source of which the one that was read is a part.
  func shifted(by start: Int) -> PythonError {
    var error = self
    error.range = range.map { SourceRange($0.start + start, $0.end + start) }
    return error
  }
}

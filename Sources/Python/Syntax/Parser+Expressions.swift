/// Expressions, from the loosest binding to the tightest, with Python's precedence.
extension Parser {
  /// `a, b` is a tuple; one expression is itself.
  mutating func expressionList() throws(PythonError) -> Node {
    let start = current.range.start
    let first = try starredExpression()
    guard isMark(",") else { return first }
    var items = [first]
    while take(",") {
      guard startsExpression else { break }
      items.append(try starredExpression())
    }
    return .tuple(items, SourceRange(start, lastEnd))
  }

  private var startsExpression: Bool {
    switch current.kind {
    case .newline, .end: false
    case .mark(let mark): ["(", "[", "{", "-", "+", "~", "...", "*"].contains(mark)
    case .keyword(let word): ["not", "lambda", "None", "True", "False"].contains(word)
    default: true
    }
  }

  private mutating func starredExpression() throws(PythonError) -> Node {
    let start = current.range.start
    guard take("*") else { return try expression() }
    let node = try expression()
    return .starred(node, SourceRange(start, lastEnd))
  }

  mutating func expression() throws(PythonError) -> Node {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else {
      throw PythonError(
        "RecursionError", "expression nested too deeply", at: current.range,
        hint: "give parts of it names")
    }
    if isKeyword("lambda") { return try lambda() }
    let node = try disjunction()
    guard isKeyword("if") else { return node }
    position += 1
    let condition = try disjunction()
    guard takeKeyword("else") else {
      throw .syntax("expected 'else' after 'if' expression", at: current.range)
    }
    let otherwise = try expression()
    return .conditional(
      node, condition: condition, otherwise: otherwise, node.range.union(otherwise.range))
  }

  private mutating func lambda() throws(PythonError) -> Node {
    let start = current.range.start
    position += 1
    var parameters: [String] = []
    while !isMark(":") {
      parameters.append(try name())
      guard take(",") else { break }
    }
    try expect(":")
    let body = try expression()
    return .lambda(
      Node.Lambda(parameters: parameters, body: body), SourceRange(start, lastEnd))
  }

  private mutating func disjunction() throws(PythonError) -> Node {
    var node = try conjunction()
    while takeKeyword("or") {
      let right = try conjunction()
      node = .or(node, right, node.range.union(right.range))
    }
    return node
  }

  private mutating func conjunction() throws(PythonError) -> Node {
    var node = try negation()
    while takeKeyword("and") {
      let right = try negation()
      node = .and(node, right, node.range.union(right.range))
    }
    return node
  }

  private mutating func negation() throws(PythonError) -> Node {
    var starts: [Int] = []
    while isKeyword("not") {
      starts.append(current.range.start)
      position += 1
    }
    guard starts.count <= Self.depthLimit else { throw unexpected() }
    var node = try comparison()
    for start in starts.reversed() { node = .not(node, SourceRange(start, node.range.end)) }
    return node
  }

  private mutating func comparison() throws(PythonError) -> Node {
    let first = try binary(0)
    var comparisons: [Node.Comparison] = []
    while let comparator = try takeComparator() {
      comparisons.append(Node.Comparison(comparator: comparator, operand: try binary(0)))
    }
    guard let last = comparisons.last else { return first }
    return .comparison(first, comparisons, first.range.union(last.operand.range))
  }

  private mutating func takeComparator() throws(PythonError) -> Comparator? {
    switch current.kind {
    case .mark(let mark):
      guard let comparator = Comparator(rawValue: mark) else { return nil }
      position += 1
      return comparator
    case .keyword("in"):
      position += 1
      return .isIn
    case .keyword("is"):
      position += 1
      return takeKeyword("not") ? .isNotSame : .isSame
    case .keyword("not"):
      guard tokens.indices.contains(position + 1), tokens[position + 1].kind == .keyword("in")
      else { return nil }
      position += 2
      return .isNotIn
    default: return nil
    }
  }

  /// The operators of two operands, loosest first.
  private static let levels: [[BinaryOperator]] = [
    [.bitOr], [.bitXor], [.bitAnd], [.shiftLeft, .shiftRight], [.add, .subtract],
    [.multiply, .matmul, .divide, .floorDivide, .modulo],
  ]

  private mutating func binary(_ level: Int) throws(PythonError) -> Node {
    guard level < Self.levels.count else { return try unary() }
    var node = try binary(level + 1)
    var length = 0
    while case .mark(let mark) = current.kind, let found = BinaryOperator(rawValue: mark),
      Self.levels[level].contains(found)
    {
      length += 1
      guard length <= Self.chainLimit else {
        throw PythonError(
          "RecursionError", "expression too long", at: node.range, hint: "give parts of it names")
      }
      position += 1
      let right = try binary(level + 1)
      node = .binary(found, node, right, node.range.union(right.range))
    }
    return node
  }

  /// How many operands a chain such as `a + b + …` may have: the tree leans that deep.
  private static let chainLimit = 500

  private mutating func unary() throws(PythonError) -> Node {
    var signs: [(UnaryOperator, Int)] = []
    while case .mark(let mark) = current.kind, let sign = UnaryOperator(rawValue: mark) {
      signs.append((sign, current.range.start))
      position += 1
    }
    guard signs.count <= Self.depthLimit else { throw unexpected() }
    var node = try power()
    for (sign, start) in signs.reversed() {
      node = .unary(sign, node, SourceRange(start, node.range.end))
    }
    return node
  }

  /// `a ** b` binds tighter than a sign on its left, and to the right.
  private mutating func power() throws(PythonError) -> Node {
    let base = try primary()
    guard take("**") else { return base }
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else {
      throw PythonError("RecursionError", "expression nested too deeply", at: current.range)
    }
    let exponent = try unary()
    return .binary(.power, base, exponent, base.range.union(exponent.range))
  }

  // MARK: Calls, attributes and subscripts

  private mutating func primary() throws(PythonError) -> Node {
    var node = try atom()
    var length = 0
    while true {
      length += 1
      guard length <= Self.chainLimit else {
        throw PythonError("RecursionError", "expression too long", at: node.range)
      }
      let start = node.range.start
      if take(".") {
        let attribute = try name()
        node = .attribute(node, attribute, SourceRange(start, lastEnd))
      } else if take("(") {
        let arguments = try arguments()
        node = .call(node, arguments, SourceRange(start, lastEnd))
      } else if take("[") {
        let index = try subscriptIndex()
        try expect("]")
        node = .subscripted(node, index, SourceRange(start, lastEnd))
      } else {
        return node
      }
    }
  }

  private mutating func arguments() throws(PythonError) -> [Node.Argument] {
    var arguments: [Node.Argument] = []
    while !isMark(")") {
      if isMark("**") {
        throw .syntax("`**` in a call is not part of dlbook's Python", at: current.range)
      }
      if case .name(let name) = current.kind, tokens.indices.contains(position + 1),
        tokens[position + 1].kind == .mark("=")
      {
        position += 2
        arguments.append(Node.Argument(name: name, value: try expression()))
      } else {
        if let last = arguments.last, last.name != nil {
          throw .syntax("positional argument follows keyword argument", at: current.range)
        }
        let value = try starredExpression()
        if isKeyword("for") {
          arguments.append(
            Node.Argument(value: try comprehension(of: value, form: .generator)))
        } else {
          arguments.append(Node.Argument(value: value))
        }
      }
      guard take(",") else { break }
    }
    try expect(")")
    return arguments
  }

  private mutating func subscriptIndex() throws(PythonError) -> Node {
    let start = current.range.start
    var items = [try sliceOrExpression()]
    var isTuple = false
    while take(",") {
      isTuple = true
      if isMark("]") { break }
      items.append(try sliceOrExpression())
    }
    return isTuple ? .tuple(items, SourceRange(start, lastEnd)) : items[0]
  }

  private mutating func sliceOrExpression() throws(PythonError) -> Node {
    let start = current.range.start
    let first = isMark(":") ? nil : try expression()
    guard take(":") else {
      guard let first else { throw unexpected() }
      return first
    }
    func isAtEnd() -> Bool { isMark("]") || isMark(",") }
    let stop = isAtEnd() || isMark(":") ? nil : try expression()
    var step: Node?
    if take(":"), !isAtEnd() { step = try expression() }
    return .slice(first, stop, step, SourceRange(start, lastEnd))
  }

  // MARK: Atoms

  private mutating func atom() throws(PythonError) -> Node {
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

  private mutating func comprehension(of body: Node, form: Node.Comprehension.Form)
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

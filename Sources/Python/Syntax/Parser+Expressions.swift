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

  mutating func starredExpression() throws(PythonError) -> Node {
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

  mutating func disjunction() throws(PythonError) -> Node {
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
  static let chainLimit = 500

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
}

/// What may stand after an operand: attributes, calls and subscripts.
extension Parser {
  mutating func primary() throws(PythonError) -> Node {
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
}

extension Node {
  /// The names that the expression reads from outside, each once, in the order in which they
  /// stand. A name that is called, as `tanh` in `tanh(x)`, is a function's and not one of them.
  var names: [String] {
    var found: [String] = []
    collectNames(bound: [], into: &found)
    return found
  }

  private func collectNames(bound: Set<String>, into found: inout [String]) {
    switch self {
    case .name(let name, _):
      if !bound.contains(name), !found.contains(name) { found.append(name) }
    case .lambda(let lambda, _):
      lambda.body.collectNames(bound: bound.union(lambda.parameters), into: &found)
    case .call(.name, let arguments, _):
      for argument in arguments { argument.value.collectNames(bound: bound, into: &found) }
    case .comprehension(let comprehension, _):
      var bound = bound
      for loop in comprehension.loops {
        loop.items.collectNames(bound: bound, into: &found)
        bound.formUnion(loop.target.names)
        for condition in loop.conditions { condition.collectNames(bound: bound, into: &found) }
      }
      comprehension.body.collectNames(bound: bound, into: &found)
    default:
      for child in children { child.collectNames(bound: bound, into: &found) }
    }
  }

  /// The expressions that this one is made of, from left to right.
  private var children: [Node] {
    switch self {
    case .none, .bool, .integer, .float, .string, .ellipsis, .name, .lambda, .comprehension: []
    case .formatted(let parts, _): parts.flatMap(\.nodes)
    case .list(let items, _), .tuple(let items, _): items
    case .dictionary(let entries, _): entries.flatMap { [$0.key, $0.value] }
    case .unary(_, let a, _), .not(let a, _), .attribute(let a, _, _), .starred(let a, _): [a]
    case .binary(_, let a, let b, _), .and(let a, let b, _), .or(let a, let b, _),
      .subscripted(let a, let b, _):
      [a, b]
    case .comparison(let a, let rest, _): [a] + rest.map(\.operand)
    case .conditional(let a, let b, let c, _): [a, b, c]
    case .slice(let a, let b, let c, _): [a, b, c].compactMap { $0 }
    case .call(let function, let arguments, _): [function] + arguments.map(\.value)
    }
  }
}

extension Node.FormattedPart {
  fileprivate var nodes: [Node] {
    switch self {
    case .text: []
    case .value(let node, _, let format): [node] + format.flatMap(\.nodes)
    }
  }
}

extension Program {
  /// The names that are read before the program sets them, in the order in which they stand.
  public var freeNames: [String] {
    var known: Set<String> = []
    var free: [String] = []
    func read(_ node: Node) {
      for name in node.names where !known.contains(name) && !free.contains(name) {
        free.append(name)
      }
    }
    for statement in statements {
      switch statement {
      case .expression(let node): read(node)
      case .assignment(let targets, let value):
        read(value)
        for target in targets { known.formUnion(target.names) }
      case .augmented(let target, _, let value):
        read(target)
        read(value)
      case .importModule(_, let name, _): known.insert(name)
      case .importNames(_, let names, _): known.formUnion(names.map(\.alias))
      case .delete, .pass: break
      }
    }
    return free
  }
}

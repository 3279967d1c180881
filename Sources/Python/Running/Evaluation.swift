import Autograd
import Tensors

/// Names that a lambda or a comprehension sets for itself, above those of the session.
final class Scope {
  var names: [String: Value] = [:]
  let parent: Scope?

  init(parent: Scope?) {
    self.parent = parent
  }

  subscript(_ name: String) -> Value? {
    var scope: Scope? = self
    while let current = scope {
      if let value = current.names[name] { return value }
      scope = current.parent
    }
    return nil
  }
}

extension Session {
  /// The value of an expression.
  func evaluate(_ node: Node, in scope: Scope?) throws -> Value {
    stepsLeft -= 1
    guard stepsLeft > 0 else {
      throw PythonError(
        "TimeoutError", "this takes more than \(limits.steps) steps",
        at: node.range, hint: "compute with tensors in place of single numbers")
    }
    depth += 1
    defer { depth -= 1 }
    guard depth <= limits.depth else {
      throw PythonError("RecursionError", "maximum recursion depth exceeded", at: node.range)
    }
    return try located(node.range) { try value(of: node, in: scope) }
  }

  private func value(of node: Node, in scope: Scope?) throws -> Value {
    switch node {
    case .none: return .none
    case .bool(let value, _): return .bool(value)
    case .integer(let value, _): return .integer(value)
    case .float(let value, _): return .float(value)
    case .string(let value, _): return .string(value)
    case .ellipsis: return .ellipsis
    case .formatted(let parts, _): return .string(try formatted(parts, in: scope))
    case .name(let name, _): return try lookUp(name, in: scope)
    case .list(let items, _): return try list(try values(of: items, in: scope))
    case .tuple(let items, _): return .tuple(try values(of: items, in: scope))
    case .dictionary(let entries, _): return try dictionary(entries, in: scope)
    case .unary(let sign, let operand, _):
      return try Operators.unary(sign, evaluate(operand, in: scope), self)
    case .binary(let binary, let left, let right, _):
      let (a, b) = (try evaluate(left, in: scope), try evaluate(right, in: scope))
      return try Operators.binary(binary, a, b, self)
    case .comparison(let first, let rest, _): return try comparison(first, rest, in: scope)
    case .and(let left, let right, _):
      let value = try evaluate(left, in: scope)
      return try value.isTrue() ? evaluate(right, in: scope) : value
    case .or(let left, let right, _):
      let value = try evaluate(left, in: scope)
      return try value.isTrue() ? value : evaluate(right, in: scope)
    case .not(let operand, _): return .bool(!(try evaluate(operand, in: scope).isTrue()))
    case .conditional(let value, let condition, let otherwise, _):
      return try evaluate(condition, in: scope).isTrue()
        ? evaluate(value, in: scope) : evaluate(otherwise, in: scope)
    case .attribute(let object, let name, _):
      return try Attributes.get(name, of: evaluate(object, in: scope), self)
    case .subscripted(let object, let index, _):
      return try Subscripts.get(
        evaluate(index, in: scope), of: evaluate(object, in: scope), self)
    case .slice(let start, let stop, let step, _):
      func bound(_ node: Node?) throws -> Int? {
        guard let node else { return nil }
        let value = try evaluate(node, in: scope)
        if case .none = value { return nil }
        guard let number = value.asInt else {
          throw PythonError.type(
            "slice indices must be integers or None or have an __index__ method")
        }
        return number
      }
      return .slice(
        PythonSlice(start: try bound(start), stop: try bound(stop), step: try bound(step)))
    case .call(let function, let arguments, _): return try call(function, arguments, in: scope)
    case .lambda(let lambda, _): return .function(closure(lambda, in: scope))
    case .comprehension(let comprehension, _):
      var items: [Value] = []
      try collect(comprehension, 0, in: Scope(parent: scope), into: &items)
      return .list(PythonList(items))
    case .starred: throw PythonError("SyntaxError", "can't use starred expression here")
    }
  }

  // MARK: Names

  private func lookUp(_ name: String, in scope: Scope?) throws -> Value {
    if let value = scope?[name] ?? variables[name] ?? Builtins.value(of: name) { return value }
    let hint = Spelling.closest(to: name, among: knownNames).map { "did you mean `\($0)`?" }
    throw PythonError("NameError", "name '\(name)' is not defined", hint: hint)
  }

  // MARK: Containers

  private func values(of nodes: [Node], in scope: Scope?) throws -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(nodes.count)
    for node in nodes {
      if case .starred(let inner, _) = node {
        values += try evaluate(inner, in: scope).items(self)
        try limits.check(items: values.count)
      } else {
        values.append(try evaluate(node, in: scope))
      }
    }
    return values
  }

  private func dictionary(_ entries: [Node.KeyValue], in scope: Scope?) throws -> Value {
    let dictionary = PythonDictionary()
    for entry in entries {
      let key = try evaluate(entry.key, in: scope)
      dictionary.set(
        try DictionaryKey(key), named: key, to: try evaluate(entry.value, in: scope))
    }
    return .dictionary(dictionary)
  }

  private func collect(
    _ comprehension: Node.Comprehension, _ level: Int, in scope: Scope, into items: inout [Value]
  ) throws {
    guard level < comprehension.loops.count else {
      items.append(try evaluate(comprehension.body, in: scope))
      try limits.check(items: items.count)
      return
    }
    let loop = comprehension.loops[level]
    next: for item in try evaluate(loop.items, in: scope).items(self) {
      try bind(loop.target, to: item) { name, value in scope.names[name] = value }
      for condition in loop.conditions where try !evaluate(condition, in: scope).isTrue() {
        continue next
      }
      try collect(comprehension, level + 1, in: scope, into: &items)
    }
  }

  private func formatted(_ parts: [Node.FormattedPart], in scope: Scope?) throws -> String {
    var text = ""
    for part in parts {
      switch part {
      case .text(let piece): text += piece
      case .value(let node, let conversion, let format):
        let value = try evaluate(node, in: scope)
        let specification = try formatted(format, in: scope)
        switch conversion {
        case nil: text += try value.formatted(specification)
        case "s": text += try Value.string(value.description).formatted(specification)
        default: text += try Value.string(value.representation).formatted(specification)
        }
      }
      try limits.check(items: text.utf8.count)
    }
    return text
  }

  // MARK: Comparison

  private func comparison(
    _ first: Node, _ rest: [Node.Comparison], in scope: Scope?
  ) throws -> Value {
    var left = try evaluate(first, in: scope)
    var result = Value.bool(true)
    for comparison in rest {
      let right = try evaluate(comparison.operand, in: scope)
      result = try Operators.compare(comparison.comparator, left, right, self)
      if rest.count > 1, try !result.isTrue() { return result }
      left = right
    }
    return result
  }

  // MARK: Calls

  private func call(_ function: Node, _ arguments: [Node.Argument], in scope: Scope?) throws
    -> Value
  {
    let callee = try evaluate(function, in: scope)
    var positional: [Value] = []
    var named: [String: Value] = [:]
    for argument in arguments {
      if let name = argument.name {
        named[name] = try evaluate(argument.value, in: scope)
      } else {
        positional += try values(of: [argument.value], in: scope)
      }
    }
    return try call(callee, positional, named)
  }

  func call(_ callee: Value, _ positional: [Value], _ named: [String: Value] = [:]) throws -> Value
  {
    switch callee {
    case .function(let function): return try function.call(self, positional, named)
    case .dtype(let type):
      throw PythonError.type(
        "'torch.dtype' object is not callable", hint: "use x.to(torch.\(type.name))")
    default:
      throw PythonError.type("'\(callee.typeName)' object is not callable")
    }
  }

  private func closure(_ lambda: Node.Lambda, in scope: Scope?) -> Function {
    Function("<lambda>", lambda.parameters) { session, arguments in
      let inner = Scope(parent: scope)
      for parameter in lambda.parameters {
        inner.names[parameter] = try arguments.value(parameter)
      }
      return try session.evaluate(lambda.body, in: inner)
    }
  }
}

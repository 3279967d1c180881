import Autograd
import Tensors

extension Session {
  /// Carries out a statement.
  /// - Returns: the value of an expression.
  func perform(_ statement: Statement) throws(PythonError) -> Value? {
    switch statement {
    case .expression(let node):
      return try located(node.range) { try evaluate(node, in: nil) }
    case .assignment(let targets, let node):
      try located(node.range) {
        let value = try evaluate(node, in: nil)
        for target in targets { try assign(value, to: target) }
      }
    case .augmented(let target, let binary, let node):
      let range = target.range.union(node.range)
      try located(range) { try augment(target, binary, node) }
    case .importModule(let path, let name, let range):
      try located(range) { try importModule(path, as: name) }
    case .importNames(let path, let names, let range):
      try located(range) { try importNames(names, from: path) }
    case .delete(let targets):
      for target in targets { try located(target.range) { try delete(target) } }
    case .pass: break
    }
    return nil
  }

  private func assign(_ value: Value, to target: Node) throws {
    try bind(target, to: value) { name, value in variables[name] = value }
  }

  /// Gives a target its value: a name through `set`, a part of an object in place.
  func bind(_ target: Node, to value: Value, set: (String, Value) -> Void) throws {
    switch target {
    case .name(let name, _): set(name, value)
    case .tuple(let targets, _), .list(let targets, _):
      guard value.isIterable else {
        throw PythonError.type("cannot unpack non-iterable \(value.typeName) object")
      }
      try unpack(try value.items(self), into: targets, set: set)
    case .subscripted(let object, let index, _):
      try Subscripts.set(
        evaluate(index, in: nil), of: evaluate(object, in: nil), to: value, self)
    case .attribute(let object, let name, _):
      try Attributes.set(name, of: evaluate(object, in: nil), to: value, self)
    default:
      throw PythonError("SyntaxError", "cannot assign to this expression", at: target.range)
    }
  }

  private func unpack(_ items: [Value], into targets: [Node], set: (String, Value) -> Void) throws {
    let star = targets.firstIndex { if case .starred = $0 { true } else { false } }
    let fixed = targets.count - (star == nil ? 0 : 1)
    guard items.count >= fixed else {
      throw PythonError.value(
        "not enough values to unpack (expected \(star == nil ? "" : "at least ")\(fixed), "
          + "got \(items.count))")
    }
    guard star != nil || items.count == fixed else {
      throw PythonError.value("too many values to unpack (expected \(fixed))")
    }
    var rest = items[...]
    for (index, target) in targets.enumerated() {
      if index == star, case .starred(let inner, _) = target {
        let taken = rest.prefix(items.count - fixed)
        rest = rest.dropFirst(taken.count)
        try bind(inner, to: .list(PythonList(Array(taken))), set: set)
      } else if let item = rest.popFirst() {
        try bind(target, to: item, set: set)
      }
    }
  }

  /// `x += y`: a list grows and a tensor changes in place, everything else is computed anew.
  private func augment(_ target: Node, _ binary: BinaryOperator, _ node: Node) throws {
    let old = try evaluate(target, in: nil)
    let operand = try evaluate(node, in: nil)
    if case .list(let list) = old, binary == .add {
      let items = try operand.items(self)
      try limits.check(items: list.items.count + items.count)
      list.items += items
      return
    }
    let new = try Operators.binary(binary, old, operand, self)
    if case .tensor(let variable) = old, case .tensor(let result) = new {
      guard !variable.requiresGradient || !variable.isLeaf else {
        throw PythonError(
          "RuntimeError",
          "a leaf Variable that requires grad is being used in an in-place operation.",
          hint: "change its .data, which no gradient follows")
      }
      if !variable.requiresGradient, !result.requiresGradient {
        try TensorAccess.write(result.value, into: variable.value)
        return
      }
    }
    try assign(new, to: target)
  }

  private func delete(_ target: Node) throws {
    guard case .name(let name, _) = target else {
      throw PythonError("SyntaxError", "only a name can be deleted here")
    }
    guard variables.removeValue(forKey: name) != nil else {
      throw PythonError("NameError", "name '\(name)' is not defined")
    }
  }

  // MARK: Imports

  private func importModule(_ path: String, as name: String) throws {
    let module = try Modules.module(path)
    // `import torch.nn` binds `torch`.
    if name == path, let first = path.split(separator: ".").first, first.count < path.count {
      variables[String(first)] = .module(try Modules.module(String(first)))
    } else {
      variables[name] = .module(module)
    }
  }

  private func importNames(_ names: [Statement.ImportedName], from path: String) throws {
    let module = try Modules.module(path)
    if names.isEmpty {
      for name in module.names { variables[name] = module.members(name) }
      return
    }
    for imported in names {
      let inner = try? Modules.module(path + "." + imported.name)
      guard let value = module.members(imported.name) ?? inner.map(Value.module) else {
        throw PythonError(
          "ImportError", "cannot import name '\(imported.name)' from '\(path)'",
          hint: Spelling.closest(to: imported.name, among: module.names).map {
            "did you mean `\($0)`?"
          })
      }
      variables[imported.alias] = value
    }
  }
}

import Tensors

extension Operators {
  static func compare(_ comparator: Comparator, _ a: Value, _ b: Value, _ session: Session) throws
    -> Value
  {
    switch comparator {
    case .isIn: return .bool(try contains(b, a, session))
    case .isNotIn: return .bool(try !contains(b, a, session))
    case .isSame: return .bool(isSame(a, b))
    case .isNotSame: return .bool(!isSame(a, b))
    default: break
    }
    if let comparison = Tensor.Comparison(rawValue: comparator.rawValue) {
      if let tensor = try tensors(comparison, a, b, session) { return tensor }
    }
    switch comparator {
    case .equal: return .bool(try isEqual(a, b, depth: 0))
    case .notEqual: return .bool(try !isEqual(a, b, depth: 0))
    default:
      guard let isTrue = try ordered(comparator, a, b, depth: 0) else {
        throw PythonError.type(
          "'\(comparator.rawValue)' not supported between instances of '\(a.typeName)' and "
            + "'\(b.typeName)'")
      }
      return .bool(isTrue)
    }
  }

  private static func tensors(
    _ comparison: Tensor.Comparison, _ a: Value, _ b: Value, _ session: Session
  ) throws -> Value? {
    switch (a, b) {
    case (.tensor, _), (_, .tensor):
      guard let x = try operand(a, session), let y = try operand(b, session) else { return nil }
      return .tensor(session.tape.constant(try x.value.compared(comparison, to: y.value)))
    default: return nil
    }
  }

  private static func isSame(_ a: Value, _ b: Value) -> Bool {
    switch (a, b) {
    case (.none, .none), (.ellipsis, .ellipsis): true
    case (.bool(let x), .bool(let y)): x == y
    case (.integer(let x), .integer(let y)): x == y
    case (.string(let x), .string(let y)): x == y
    case (.list(let x), .list(let y)): x === y
    case (.dictionary(let x), .dictionary(let y)): x === y
    case (.tensor(let x), .tensor(let y)): x === y
    case (.dtype(let x), .dtype(let y)): x == y
    case (.function(let x), .function(let y)): x === y
    case (.module(let x), .module(let y)): x === y
    default: false
    }
  }

  private static let depthLimit = 50

  /// Python's `==` of two values that are no tensors.
  static func isEqual(_ a: Value, _ b: Value, depth: Int) throws -> Bool {
    guard depth < depthLimit else {
      throw PythonError("RecursionError", "maximum recursion depth exceeded in comparison")
    }
    switch (a, b) {
    case (.integer(let x), .integer(let y)): return x == y
    case (.bool, _), (.integer, _), (.float, _):
      guard let x = a.asDouble, let y = b.asDouble else { return false }
      return x == y
    case (.string(let x), .string(let y)): return x == y
    case (.list(let x), .list(let y)): return try areEqual(x.items, y.items, depth: depth)
    case (.tuple(let x), .tuple(let y)): return try areEqual(x, y, depth: depth)
    case (.size, .size), (.size, .tuple), (.tuple, .size):
      return a.asShape != nil && a.asShape == b.asShape
    case (.range(let x), .range(let y)): return x == y
    case (.slice(let x), .slice(let y)): return x == y
    case (.dictionary(let x), .dictionary(let y)):
      guard x.entries.count == y.entries.count else { return false }
      for entry in x.entries {
        guard let other = y[try DictionaryKey(entry.key)],
          try isEqual(entry.value, other, depth: depth + 1)
        else { return false }
      }
      return true
    case (.tensor(let x), .tensor(let y)): return try x.value.isEqual(to: y.value)
    default: return isSame(a, b)
    }
  }

  private static func areEqual(_ a: [Value], _ b: [Value], depth: Int) throws -> Bool {
    guard a.count == b.count else { return false }
    for (x, y) in zip(a, b) where try !isEqual(x, y, depth: depth + 1) { return false }
    return true
  }

  /// `<`, `<=`, `>` or `>=`; nil where Python does not order the two.
  static func ordered(_ comparator: Comparator, _ a: Value, _ b: Value, depth: Int) throws -> Bool?
  {
    func decide<T: Comparable>(_ x: T, _ y: T) -> Bool {
      switch comparator {
      case .less: x < y
      case .lessOrEqual: x <= y
      case .greater: x > y
      default: x >= y
      }
    }
    switch (a, b) {
    case (.integer(let x), .integer(let y)): return decide(x, y)
    case (.string(let x), .string(let y)):
      return decide(Array(x.unicodeScalars.map(\.value)), Array(y.unicodeScalars.map(\.value)))
    case (.list(let x), .list(let y)):
      return try ordered(comparator, x.items, y.items, depth: depth)
    case (.tuple(let x), .tuple(let y)): return try ordered(comparator, x, y, depth: depth)
    case (.bool, _), (.integer, _), (.float, _):
      guard let x = a.asDouble, let y = b.asDouble else { return nil }
      return decide(x, y)
    default: return nil
    }

    func decide(_ x: [UInt32], _ y: [UInt32]) -> Bool {
      switch comparator {
      case .less: x.lexicographicallyPrecedes(y)
      case .lessOrEqual: !y.lexicographicallyPrecedes(x)
      case .greater: y.lexicographicallyPrecedes(x)
      default: !x.lexicographicallyPrecedes(y)
      }
    }
  }

  private static func ordered(_ comparator: Comparator, _ a: [Value], _ b: [Value], depth: Int)
    throws -> Bool?
  {
    guard depth < depthLimit else {
      throw PythonError("RecursionError", "maximum recursion depth exceeded in comparison")
    }
    for (x, y) in zip(a, b) where try !isEqual(x, y, depth: depth + 1) {
      return try ordered(comparator, x, y, depth: depth + 1)
    }
    return try ordered(comparator, .integer(a.count), .integer(b.count), depth: depth + 1)
  }

  private static func contains(_ container: Value, _ item: Value, _ session: Session) throws -> Bool
  {
    switch (container, item) {
    case (.string(let text), .string(let part)):
      return part.isEmpty || text.firstRange(of: part) != nil
    case (.string, _):
      throw PythonError.type(
        "'in <string>' requires string as left operand, not \(item.typeName)")
    case (.dictionary(let dictionary), _): return dictionary[try DictionaryKey(item)] != nil
    case (.tensor(let variable), _):
      guard let number = try operand(item, session) else { return false }
      return try variable.value.compared(.equal, to: number.value).booleans.contains(true)
    case (.list, _), (.tuple, _), (.range, _), (.size, _):
      return try container.items(session).contains { try isEqual($0, item, depth: 0) }
    default:
      throw PythonError.type("argument of type '\(container.typeName)' is not iterable")
    }
  }
}

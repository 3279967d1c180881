import Autograd
import Tensors

/// A value of the language.
public enum Value {
  case none
  case bool(Bool)
  case integer(Int)
  case float(Double)
  case string(String)
  case list(PythonList)
  case tuple([Value])
  /// A tuple whose items have names, such as what `x.max(dim=0)` returns.
  case named(NamedTuple)
  case dictionary(PythonDictionary)
  case range(PythonRange)
  case slice(PythonSlice)
  case ellipsis
  case tensor(Variable)
  /// `torch.Size`
  case size([Int])
  case dtype(DataType)
  case function(Function)
  case module(Module)

  /// What Python's messages call its type.
  public var typeName: String {
    switch self {
    case .none: "NoneType"
    case .bool: "bool"
    case .integer: "int"
    case .float: "float"
    case .string: "str"
    case .list: "list"
    case .tuple: "tuple"
    case .named(let tuple): tuple.typeName
    case .dictionary: "dict"
    case .range: "range"
    case .slice: "slice"
    case .ellipsis: "ellipsis"
    case .tensor: "Tensor"
    case .size: "torch.Size"
    case .dtype: "torch.dtype"
    case .function: "function"
    case .module: "module"
    }
  }
}

/// A list, which names share and can change.
public final class PythonList {
  public var items: [Value]

  public init(_ items: [Value]) {
    self.items = items
  }
}

/// A tuple whose items have names.
public struct NamedTuple {
  public let typeName: String
  public let names: [String]
  public let items: [Value]

  /// The item of a name.
  subscript(_ name: String) -> Value? {
    names.firstIndex(of: name).flatMap { items.indices.contains($0) ? items[$0] : nil }
  }
}

/// `range(start, stop, step)`.
public struct PythonRange: Hashable, Sendable {
  public var start: Int
  public var stop: Int
  /// Never 0.
  public var step: Int

  public var count: Int {
    let (distance, overflow) =
      step > 0
      ? stop.subtractingReportingOverflow(start) : start.subtractingReportingOverflow(stop)
    guard !overflow else { return .max }
    guard distance > 0 else { return 0 }
    return Int(((distance - 1).magnitude / step.magnitude)) + 1
  }

  /// The item at a place that is known to be in the range.
  func item(_ place: Int) -> Int { start &+ place &* step }
}

/// `start:stop:step` between square brackets.
public struct PythonSlice: Hashable, Sendable {
  public var start: Int?
  public var stop: Int?
  public var step: Int?

  /// The places of a sequence of `count` items that it picks, as Python counts them.
  /// - Throws: for a step of 0.
  func places(count: Int) throws(PythonError) -> [Int] {
    let step = step ?? 1
    guard step != 0 else { throw .value("slice step cannot be zero") }
    func clamped(_ place: Int, _ low: Int, _ high: Int) -> Int {
      min(max(place < 0 ? place + count : place, low), high)
    }
    if step > 0 {
      let first = start.map { clamped($0, 0, count) } ?? 0
      let last = stop.map { clamped($0, 0, count) } ?? count
      return first < last ? Array(Swift.stride(from: first, to: last, by: step)) : []
    }
    let first = start.map { clamped($0, -1, count - 1) } ?? count - 1
    let last = stop.map { clamped($0, -1, count - 1) } ?? -1
    return first > last ? Array(Swift.stride(from: first, to: last, by: step)) : []
  }
}

/// A dict, in the order in which its keys came.
public final class PythonDictionary {
  private var places: [DictionaryKey: Int] = [:]
  public private(set) var entries: [(key: Value, value: Value)] = []

  public init() {}

  subscript(_ key: DictionaryKey) -> Value? {
    places[key].map { entries[$0].value }
  }

  func set(_ key: DictionaryKey, named name: Value, to value: Value) {
    if let place = places[key] {
      entries[place].value = value
    } else {
      places[key] = entries.count
      entries.append((name, value))
    }
  }
}

/// What a dict finds a value by: equal numbers are one key, as in Python.
enum DictionaryKey: Hashable {
  case none
  case number(Double)
  case integer(Int)
  case string(String)
  case tuple([DictionaryKey])

  /// - Throws: for a value that can change.
  init(_ value: Value, depth: Int = 0) throws(PythonError) {
    switch value {
    case .none: self = .none
    case .bool(let value): self = .integer(value ? 1 : 0)
    case .integer(let value): self = .integer(value)
    case .float(let value): self = Int(exactly: value).map(Self.integer) ?? .number(value)
    case .string(let value): self = .string(value)
    case .tuple(let items) where depth < 20:
      var keys: [DictionaryKey] = []
      for item in items { keys.append(try DictionaryKey(item, depth: depth + 1)) }
      self = .tuple(keys)
    default: throw .type("unhashable type: '\(value.typeName)'")
    }
  }
}

/// Something that can be called.
public final class Function {
  public let name: String
  /// The names of its parameters in order; one like `*size` takes all that follow, and those after
  /// it are given by name.
  public let parameters: [String]
  private let body: (Session, Arguments) throws -> Value

  init(
    _ name: String, _ parameters: [String] = [],
    _ body: @escaping (Session, Arguments) throws -> Value
  ) {
    self.name = name
    self.parameters = parameters
    self.body = body
  }

  func call(_ session: Session, _ positional: [Value], _ named: [String: Value]) throws -> Value {
    let arguments = try Arguments(
      function: name, parameters: parameters, positional: positional, named: named)
    return try body(session, arguments)
  }
}

/// A module such as `torch` or `math`: names with values.
public final class Module: Sendable {
  public let name: String
  let members: @Sendable (String) -> Value?
  let names: [String]

  init(_ name: String, names: [String], members: @escaping @Sendable (String) -> Value?) {
    self.name = name
    self.names = names
    self.members = members
  }
}

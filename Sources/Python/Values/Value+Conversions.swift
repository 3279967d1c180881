import Autograd
import Tensors

extension Value {
  /// The number that this is: an int, a float, a bool, or a tensor of one element.
  public var asDouble: Double? {
    switch self {
    case .bool(let value): value ? 1 : 0
    case .integer(let value): Double(value)
    case .float(let value): value
    case .tensor(let variable): variable.value.count == 1 ? try? variable.value.item() : nil
    default: nil
    }
  }

  /// The whole number that this is: an int, a bool, or a whole tensor of one element.
  public var asInt: Int? {
    switch self {
    case .bool(let value): value ? 1 : 0
    case .integer(let value): value
    case .tensor(let variable):
      variable.value.count == 1 && !variable.dtype.isFloatingPoint
        ? variable.value.integers.first : nil
    default: nil
    }
  }

  /// The whole numbers of a shape: `torch.Size`, a tuple or a list of ints, or one int.
  public var asShape: [Int]? {
    switch self {
    case .size(let sizes): return sizes
    case .integer(let value): return [value]
    case .tuple(let items): return Self.integers(items)
    case .list(let list): return Self.integers(list.items)
    default: return nil
    }
  }

  private static func integers(_ items: [Value]) -> [Int]? {
    let numbers = items.compactMap(\.asInt)
    return numbers.count == items.count ? numbers : nil
  }

  /// The tensor that this is, or that its numbers make; nil for anything else.
  /// - Parameter dtype: of a tensor that is made from numbers.
  public func asTensor(dtype: DataType = .float32) -> Tensor? {
    switch self {
    case .tensor(let variable): return variable.value
    case .bool, .integer, .float: return asDouble.flatMap { try? .scalar($0, dtype: dtype) }
    case .list, .tuple: return (try? NumberArray(self))?.tensor(dtype: dtype)
    default: return nil
    }
  }

  /// Whether Python takes it for true.
  func isTrue() throws -> Bool {
    switch self {
    case .none: return false
    case .bool(let value): return value
    case .integer(let value): return value != 0
    case .float(let value): return value != 0
    case .string(let value): return !value.isEmpty
    case .list(let list): return !list.items.isEmpty
    case .tuple(let items): return !items.isEmpty
    case .named(let tuple): return !tuple.items.isEmpty
    case .dictionary(let dictionary): return !dictionary.entries.isEmpty
    case .range(let range): return range.count > 0
    case .size(let sizes): return !sizes.isEmpty
    case .tensor(let variable):
      guard variable.value.count == 1 else {
        throw PythonError(
          "RuntimeError",
          variable.value.count == 0
            ? "Boolean value of Tensor with no values is ambiguous"
            : "Boolean value of Tensor with more than one value is ambiguous",
          hint: "reduce it first, with .all() or .any()")
      }
      return try variable.value.item() != 0
    case .slice, .ellipsis, .dtype, .function, .module: return true
    }
  }

  /// Whether Python iterates over it.
  var isIterable: Bool {
    switch self {
    case .list, .tuple, .named, .size, .string, .dictionary, .range, .tensor: true
    default: false
    }
  }

  /// The items that Python iterates over.
  func items(_ session: Session) throws -> [Value] {
    switch self {
    case .list(let list): return list.items
    case .tuple(let items): return items
    case .named(let tuple): return tuple.items
    case .size(let sizes): return sizes.map(Value.integer)
    case .string(let text): return text.map { .string(String($0)) }
    case .dictionary(let dictionary): return dictionary.entries.map(\.key)
    case .range(let range):
      try session.limits.check(items: range.count)
      return (0..<range.count).map { .integer(range.item($0)) }
    case .tensor(let variable):
      guard let count = variable.shape.first else {
        throw PythonError.type("iteration over a 0-d tensor")
      }
      try session.limits.check(items: count)
      return try (0..<count).map { .tensor(try variable.select(0, $0)) }
    default: throw PythonError.type("'\(typeName)' object is not iterable")
    }
  }

  /// How many items it has.
  func count() throws -> Int {
    switch self {
    case .string(let text): return text.count
    case .list(let list): return list.items.count
    case .tuple(let items): return items.count
    case .named(let tuple): return tuple.items.count
    case .size(let sizes): return sizes.count
    case .dictionary(let dictionary): return dictionary.entries.count
    case .range(let range): return range.count
    case .tensor(let variable):
      guard let count = variable.shape.first else {
        throw PythonError.type("len() of a 0-d tensor")
      }
      return count
    default: throw PythonError.type("object of type '\(typeName)' has no len()")
    }
  }
}

/// Numbers in nested lists, read into one array with a shape.
struct NumberArray {
  private(set) var numbers: [Double] = []
  private(set) var shape: [Int] = []
  private(set) var isWhole = true
  private(set) var isTruth = true
  private var integers: [Int] = []

  private static let depthLimit = 64

  init(_ value: Value) throws {
    shape = try Self.shape(of: value)
    try add(value, depth: 0)
    if numbers.isEmpty {
      isWhole = false
      isTruth = false
    }
  }

  /// The elements as a tensor; the type follows the numbers unless it is given.
  func tensor(dtype: DataType?, default floating: DataType = .float32) throws -> Tensor {
    let type = dtype ?? (isTruth ? .bool : isWhole ? .int64 : floating)
    return type == .int64 && isWhole
      ? try Tensor(integers, shape: shape) : try Tensor(numbers, shape: shape, dtype: type)
  }

  /// The elements as a tensor; nil when there are too many.
  func tensor(dtype: DataType) -> Tensor? { try? tensor(dtype: dtype as DataType?) }

  private static func shape(of value: Value) throws -> [Int] {
    var shape: [Int] = []
    var current: Value? = value
    while let value = current {
      switch value {
      case .list(let list):
        shape.append(list.items.count)
        current = list.items.first
      case .tuple(let items):
        shape.append(items.count)
        current = items.first
      case .tensor(let variable):
        return shape + variable.shape
      default: current = nil
      }
      guard shape.count <= depthLimit else { throw PythonError.value("too many dimensions") }
    }
    return shape
  }

  private mutating func add(_ value: Value, depth: Int) throws {
    switch value {
    case .list(let list): try add(list.items, depth: depth)
    case .tuple(let items): try add(items, depth: depth)
    case .tensor(let variable):
      guard variable.shape == Array(shape.dropFirst(depth)) else {
        throw PythonError.value("expected sequence of equal length at dim \(depth)")
      }
      isTruth = isTruth && variable.dtype == .bool
      isWhole = isWhole && !variable.dtype.isFloatingPoint
      numbers += variable.value.doubles
      integers += isWhole ? variable.value.integers : []
    case .bool(let truth): try add(truth ? 1 : 0, integer: truth ? 1 : 0, depth: depth)
    case .integer(let whole):
      isTruth = false
      try add(Double(whole), integer: whole, depth: depth)
    case .float(let number):
      isTruth = false
      isWhole = false
      try add(number, integer: 0, depth: depth)
    case .string:
      throw PythonError.value("too many dimensions 'str'")
    default:
      throw PythonError("RuntimeError", "Could not infer dtype of \(value.typeName)")
    }
  }

  private mutating func add(_ number: Double, integer: Int, depth: Int) throws {
    guard depth == shape.count else {
      throw PythonError.type("expected a sequence at dim \(depth), got a number")
    }
    numbers.append(number)
    integers.append(integer)
  }

  private mutating func add(_ items: [Value], depth: Int) throws {
    guard depth < shape.count, items.count == shape[depth] else {
      let expected = depth < shape.count ? shape[depth] : 0
      throw PythonError.value(
        "expected sequence of length \(expected) at dim \(depth) (got \(items.count))")
    }
    for item in items { try add(item, depth: depth + 1) }
  }
}

import Autograd
import Tensors

/// `object[index]`.
enum Subscripts {
  static func get(_ index: Value, of object: Value, _ session: Session) throws -> Value {
    switch object {
    case .tensor(let variable): return .tensor(try TensorIndexing.get(index, of: variable, session))
    case .dictionary(let dictionary):
      guard let value = dictionary[try DictionaryKey(index)] else {
        throw PythonError("KeyError", index.representation)
      }
      return value
    case .list(let list):
      if case .slice(let slice) = index {
        return .list(PythonList(try slice.places(count: list.items.count).map { list.items[$0] }))
      }
      return list.items[try place(index, count: list.items.count, of: "list")]
    case .tuple(let items):
      if case .slice(let slice) = index {
        return .tuple(try slice.places(count: items.count).map { items[$0] })
      }
      return items[try place(index, count: items.count, of: "tuple")]
    case .named(let tuple): return try get(index, of: .tuple(tuple.items), session)
    case .size(let sizes):
      if case .slice(let slice) = index {
        return .size(try slice.places(count: sizes.count).map { sizes[$0] })
      }
      return .integer(sizes[try place(index, count: sizes.count, of: "tuple")])
    case .string(let text):
      let characters = Array(text)
      if case .slice(let slice) = index {
        return .string(String(try slice.places(count: characters.count).map { characters[$0] }))
      }
      return .string(
        String(characters[try place(index, count: characters.count, of: "string")]))
    case .range(let range):
      return .integer(range.item(try place(index, count: range.count, of: "range object")))
    default:
      throw PythonError.type("'\(object.typeName)' object is not subscriptable")
    }
  }

  static func set(_ index: Value, of object: Value, to value: Value, _ session: Session) throws {
    switch object {
    case .list(let list):
      list.items[
        try place(index, count: list.items.count, of: "list", action: "assignment ")] = value
    case .dictionary(let dictionary):
      dictionary.set(try DictionaryKey(index), named: index, to: value)
    case .tensor(let variable):
      try TensorIndexing.set(index, of: variable, to: value, session)
    default:
      throw PythonError.type("'\(object.typeName)' object does not support item assignment")
    }
  }

  private static func place(
    _ index: Value, count: Int, of name: String, action: String = ""
  ) throws -> Int {
    guard let number = index.asInt else {
      let title = name == "list" || name == "tuple" ? "\(name) indices" : "indices"
      throw PythonError.type("\(title) must be integers or slices, not \(index.typeName)")
    }
    let place = number < 0 ? number &+ count : number
    guard place >= 0, place < count else {
      throw PythonError("IndexError", "\(name) \(action)index out of range")
    }
    return place
  }
}

/// `tensor[index]`, with whole numbers, slices, `None`, `...`, and tensors of indices or of truth
/// values.
enum TensorIndexing {
  static func get(_ index: Value, of variable: Variable, _ session: Session) throws -> Variable {
    let taken = parts(of: index).reduce(0) { $0 + consumed($1) }
    guard variable.shape.isEmpty || taken <= variable.shape.count else {
      throw PythonError(
        "IndexError", "too many indices for tensor of dimension \(variable.shape.count)")
    }
    var result = variable
    var dim = 0
    for (place, part) in parts(of: index).enumerated() {
      if let pair = try pair(parts(of: index), at: place, dim: dim, of: result, session) {
        return pair
      }
      (result, dim) = try apply(
        part, to: result, dim: dim, rest: parts(of: index).dropFirst(place + 1), session)
    }
    return result
  }

  static func set(_ index: Value, of variable: Variable, to value: Value, _ session: Session) throws
  {
    guard !variable.requiresGradient else {
      throw PythonError(
        "RuntimeError",
        "a view of a leaf Variable that requires grad is being used in an in-place operation.",
        hint: "change its .data, which no gradient follows")
    }
    guard let source = value.asTensor(dtype: variable.dtype) else {
      throw PythonError.type("can't assign a \(value.typeName) to a torch tensor")
    }
    let mask = parts(of: index)
    if mask.count == 1, case .tensor(let condition) = mask[0], condition.dtype == .bool {
      let chosen = try condition.value.choose(
        source.converted(to: variable.dtype), else: variable.value)
      try variable.value.assign(chosen)
      return
    }
    let target = try get(index, of: session.tape.constant(variable.value), session).value
    guard target.sharesStorage(with: variable.value) else {
      throw PythonError(
        "IndexError", "assignment through a tensor of indices is not part of dlbook's Python",
        hint: "assign to one index or slice at a time")
    }
    try target.assign(source)
  }

  private static func parts(of index: Value) -> [Value] {
    if case .tuple(let parts) = index { parts } else { [index] }
  }

  private static func apply(
    _ part: Value, to variable: Variable, dim: Int, rest: ArraySlice<Value>, _ session: Session
  ) throws -> (Variable, Int) {
    switch part {
    case .none: return (try variable.unsqueezed(dim), dim + 1)
    case .ellipsis:
      let taken = rest.reduce(0) { $0 + consumed($1) }
      return (variable, max(dim, variable.shape.count - taken))
    case .bool: throw PythonError("IndexError", "a bool is no index", hint: "compare the tensor")
    case .integer(let number):
      try check(dim, variable)
      return (try variable.select(dim, number), dim)
    case .slice(let slice):
      try check(dim, variable)
      let step = slice.step ?? 1
      guard step > 0 else { throw PythonError.value("step must be greater than zero") }
      return (try variable.sliced(dim, from: slice.start, to: slice.stop, step: step), dim + 1)
    case .tensor(let indices): return try pick(indices.value, from: variable, dim: dim, session)
    case .list, .tuple, .range:
      let items = Value.list(PythonList(try part.items(session)))
      return try pick(
        try NumberArray(items).tensor(dtype: nil), from: variable, dim: dim, session)
    default:
      throw PythonError(
        "IndexError",
        "only integers, slices (`:`), ellipsis (`...`), None and long or byte Variables are valid "
          + "indices (got \(part.typeName))")
    }
  }

  private static func consumed(_ part: Value) -> Int {
    switch part {
    case .none, .ellipsis: 0
    case .tensor(let variable) where variable.dtype == .bool: variable.shape.count
    default: 1
    }
  }

  private static func check(_ dim: Int, _ variable: Variable) throws {
    guard dim < variable.shape.count else {
      guard !variable.shape.isEmpty else {
        throw PythonError(
          "IndexError",
          "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` "
            + "in C++ to convert a 0-dim tensor to a number")
      }
      throw PythonError(
        "IndexError", "too many indices for tensor of dimension \(variable.shape.count)")
    }
  }

  /// Rows by number, or elements where a mask is true.
  private static func pick(
    _ indices: Tensor, from variable: Variable, dim: Int, _ session: Session
  ) throws -> (Variable, Int) {
    if indices.rank == 0, indices.dtype == .int64 {
      try check(dim, variable)
      return (try variable.select(dim, indices.integers.first ?? 0), dim)
    }
    if indices.dtype == .bool {
      guard dim == 0, indices.shape == Array(variable.shape.prefix(indices.rank)) else {
        throw PythonError(
          "IndexError",
          "The shape of the mask \(Shapes.describe(indices.shape)) at index 0 does not match the "
            + "shape of the indexed tensor \(Shapes.describe(variable.shape)) at index 0")
      }
      let flags = indices.booleans
      let places = flags.indices.filter { flags[$0] }
      let rest = Array(variable.shape.dropFirst(indices.rank))
      let flat = try variable.reshaped([indices.count] + rest)
      return (try flat.rows(at: Tensor(places)), 1)
    }
    try check(dim, variable)
    guard dim > 0 else { return (try variable.rows(at: indices), indices.rank) }
    guard indices.rank == 1 else {
      throw PythonError(
        "IndexError", "a matrix of indices is taken for the first dimension only",
        hint: "permute the tensor first")
    }
    let turned = try variable.transposed(0, dim).rows(at: indices)
    return (try turned.transposed(0, dim), dim + 1)
  }

  /// `x[rows, columns]` with two lists of indices: one element of each pair.
  private static func pair(
    _ parts: [Value], at place: Int, dim: Int, of variable: Variable, _ session: Session
  ) throws -> Variable? {
    guard place == 0, parts.count == 2, variable.shape.count >= 2,
      let rows = try indices(parts[0], session), let columns = try indices(parts[1], session)
    else { return nil }
    let shape = try Shapes.broadcast(rows.shape, columns.shape)
    func checked(_ tensor: Tensor, _ dim: Int) throws -> [Int] {
      let size = variable.shape[dim]
      return try tensor.expanded(to: shape).integers.map { index in
        guard index >= -size, index < size else {
          throw PythonError(
            "IndexError",
            "index \(index) is out of bounds for dimension \(dim) with size \(size)")
        }
        return index < 0 ? index + size : index
      }
    }
    let (first, second) = (try checked(rows, 0), try checked(columns, 1))
    let width = variable.shape[1]
    let flat = try variable.reshaped([variable.shape[0] * width] + variable.shape.dropFirst(2))
    let places = zip(first, second).map { $0 * width + $1 }
    return try flat.rows(at: Tensor(places, shape: shape))
  }

  /// A tensor of indices from a part that is one; nil for a number, a slice and the like.
  private static func indices(_ part: Value, _ session: Session) throws -> Tensor? {
    switch part {
    case .tensor(let variable):
      return variable.dtype == .int64 && variable.shape.count > 0 ? variable.value : nil
    case .list, .range:
      let array = try NumberArray(.list(PythonList(try part.items(session))))
      return array.isWhole && !array.isTruth ? try array.tensor(dtype: nil) : nil
    default: return nil
    }
  }
}

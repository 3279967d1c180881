import Autograd
import Tensors

/// The arguments of a call, found by name or by place.
struct Arguments {
  let function: String
  /// All that came without a name.
  let positional: [Value]
  /// The parameters that a place can stand for.
  private let placed: [String]
  /// All that came with a name.
  let namedValues: [String: Value]

  /// - Parameter parameters: one like `*size` takes all places that follow, and those after it
  ///   are given by name.
  /// - Throws: Python's words for an argument too many or a name that is not a parameter's.
  init(
    function: String, parameters: [String], positional: [Value], named: [String: Value]
  ) throws {
    self.function = function
    self.positional = positional
    namedValues = named
    let star = parameters.firstIndex { $0.hasPrefix("*") }
    placed = Array(parameters[..<(star ?? parameters.endIndex)])
    if positional.count > placed.count, star == nil {
      throw PythonError.type(
        "\(function)() takes at most \(placed.count) argument"
          + (placed.count == 1 ? "" : "s") + " (\(positional.count) given)")
    }
    let names = parameters.map { $0.hasPrefix("*") ? String($0.dropFirst()) : $0 }
    for name in named.keys.sorted() {
      guard names.contains(name) else {
        throw PythonError.type("\(function)() got an unexpected keyword argument '\(name)'")
      }
      if let place = placed.firstIndex(of: name), place < positional.count {
        throw PythonError.type("\(function)() got multiple values for argument '\(name)'")
      }
    }
  }

  /// An argument; nil when it was left out.
  subscript(_ name: String) -> Value? {
    if let value = namedValues[name] { return value }
    guard let place = placed.firstIndex(of: name), place < positional.count else { return nil }
    return positional[place]
  }

  /// What the parameter with the star took.
  var rest: [Value] { Array(positional.dropFirst(placed.count)) }

  /// An argument that has to be there.
  func value(_ name: String) throws -> Value {
    guard let value = self[name] else {
      throw PythonError.type("\(function)() missing required argument '\(name)'")
    }
    return value
  }

  /// An argument that is there and is not None.
  private func given(_ name: String) -> Value? {
    guard let value = self[name] else { return nil }
    if case .none = value { return nil }
    return value
  }

  private func wrong(_ name: String, _ expected: String, _ value: Value) -> PythonError {
    .type("\(function)(): argument '\(name)' must be \(expected), not \(value.typeName)")
  }

  func integer(_ name: String) throws -> Int? {
    guard let value = given(name) else { return nil }
    guard let number = value.asInt else { throw wrong(name, "int", value) }
    return number
  }

  func double(_ name: String) throws -> Double? {
    guard let value = given(name) else { return nil }
    guard let number = value.asDouble else { throw wrong(name, "float", value) }
    return number
  }

  func bool(_ name: String) throws -> Bool {
    guard let value = given(name) else { return false }
    return try value.isTrue()
  }

  func string(_ name: String) throws -> String? {
    guard let value = given(name) else { return nil }
    guard case .string(let text) = value else { throw wrong(name, "str", value) }
    return text
  }

  /// One dimension or several.
  func dimensions(_ name: String) throws -> [Int]? {
    guard let value = given(name) else { return nil }
    guard let dimensions = value.asShape ?? value.asInt.map({ [$0] }) else {
      throw wrong(name, "int or tuple of ints", value)
    }
    return dimensions
  }

  func dtype(_ name: String = "dtype") throws -> DataType? {
    guard let value = given(name) else { return nil }
    guard case .dtype(let type) = value else { throw wrong(name, "torch.dtype", value) }
    return type
  }

  /// A tensor, as PyTorch's functions want it.
  func tensor(_ name: String) throws -> Variable {
    let value = try value(name)
    guard case .tensor(let variable) = value else { throw wrong(name, "Tensor", value) }
    return variable
  }

  /// Whole numbers given as `(2, 3)` or as `2, 3` to the parameter with the star.
  func shape(_ name: String) throws -> [Int] {
    let rest = namedValues[name].map { [$0] } ?? self.rest
    if rest.count == 1, let shape = rest[0].asShape { return shape }
    return try rest.map { value in
      guard let size = value.asInt else { throw wrong(name, "int", value) }
      return size
    }
  }
}

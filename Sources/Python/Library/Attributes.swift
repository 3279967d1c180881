import Autograd
import Tensors

/// `object.name`.
enum Attributes {
  static func get(_ name: String, of object: Value, _ session: Session) throws -> Value {
    switch object {
    case .module(let module): return try member(name, of: module)
    case .tensor(let variable):
      if let value = try tensor(name, of: variable, session) { return value }
    case .list(let list):
      if let method = ListMethods.method(name, of: list) { return .function(method) }
    case .string(let text):
      if let method = StringMethods.method(name, of: text) { return .function(method) }
    case .dictionary(let dictionary):
      if let method = ListMethods.method(name, of: dictionary) { return .function(method) }
    case .named(let tuple):
      if let item = tuple[name] { return item }
    case .size(let sizes) where name == "numel":
      return .function(Function(name) { _, _ in .integer(try Shapes.count(sizes)) })
    default: break
    }
    throw PythonError(
      "AttributeError", "'\(object.typeName)' object has no attribute '\(name)'",
      hint: hint(name, object))
  }

  static func set(_ name: String, of object: Value, to value: Value, _ session: Session) throws {
    guard case .tensor(let variable) = object else {
      throw PythonError(
        "AttributeError", "'\(object.typeName)' object attribute '\(name)' is read-only")
    }
    switch (name, value) {
    case ("grad", .none): variable.gradient = nil
    case ("grad", .tensor(let gradient)): variable.gradient = gradient.value
    case ("data", .tensor(let data)): try variable.setValue(data.value)
    case ("requires_grad", .bool(let isRequired)): try variable.setRequiresGradient(isRequired)
    default:
      throw PythonError(
        "AttributeError", "attribute '\(name)' of 'torch.Tensor' objects is not writable")
    }
  }

  private static func member(_ name: String, of module: Module) throws -> Value {
    if let value = module.members(name) { return value }
    throw PythonError(
      "AttributeError", "module '\(module.name)' has no attribute '\(name)'",
      hint: Spelling.closest(to: name, among: module.names).map { "did you mean `\($0)`?" }
        ?? "it may come with a later edition")
  }

  private static func hint(_ name: String, _ object: Value) -> String? {
    guard case .tensor = object else { return nil }
    let known = Array(TensorFunctions.all.keys) + Array(TensorMethods.all.keys) + properties
    return Spelling.closest(to: name, among: known).map { "did you mean `\($0)`?" }
  }

  private static let properties = [
    "shape", "dtype", "T", "mT", "grad", "data", "requires_grad", "is_leaf", "grad_fn", "ndim",
  ]

  private static func tensor(_ name: String, of variable: Variable, _ session: Session) throws
    -> Value?
  {
    switch name {
    case "shape": return .size(variable.shape)
    case "dtype": return .dtype(variable.dtype)
    case "ndim": return .integer(variable.shape.count)
    case "requires_grad": return .bool(variable.requiresGradient)
    case "is_leaf": return .bool(variable.isLeaf)
    case "data": return .tensor(session.tape.constant(variable.value))
    case "grad":
      guard let gradient = variable.gradient else { return Value.none }
      return .tensor(session.tape.constant(gradient))
    case "grad_fn":
      return variable.gradientFunctionName.map { .string("<\($0)>") } ?? Value.none
    case "T":
      return .tensor(try variable.permuted(Array(variable.shape.indices.reversed())))
    case "mT":
      guard variable.shape.count > 1 else { return .tensor(variable) }
      return .tensor(try variable.transposed(-2, -1))
    default: break
    }
    guard let function = TensorMethods.all[name] ?? TensorFunctions.all[name] else { return nil }
    return .function(
      Function(name, Array(function.parameters.dropFirst())) { session, arguments in
        try function.call(
          session, [.tensor(variable)] + arguments.positional, arguments.namedValues)
      })
  }
}

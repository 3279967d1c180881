import Autograd
import Tensors

/// Modules in a row, without a computation of its own.
public final class ModuleList: Module {
  public init(_ modules: [Module] = []) throws {
    super.init()
    for module in modules { try append(module) }
  }

  override var joinsEqualParts: Bool { true }

  public override func anew() throws -> Module {
    try ModuleList(ownModules.map { try $0.module.copied() })
  }

  /// All of them, also one that stands here twice.
  public var elements: [Module] { ownModules.map(\.module) }
  public var count: Int { ownModules.count }

  public func append(_ module: Module) throws { try register(module: module, as: "\(count)") }

  /// The module at a place; a negative one counts from the back.
  public func module(at index: Int) throws -> Module {
    ownModules[try place(index)].module
  }

  /// Puts another module in a place.
  public func replace(at index: Int, with module: Module) throws {
    try register(module: module, as: "\(place(index))")
  }

  private func place(_ index: Int) throws -> Int {
    guard index >= -count, index < count else {
      throw TensorError(.index, "index \(index) is out of range")
    }
    return index < 0 ? index + count : index
  }
}

/// Modules by name, without a computation of its own.
public final class ModuleDict: Module {
  public init(_ modules: [(name: String, module: Module)] = []) throws {
    super.init()
    for (name, module) in modules { try register(module: module, as: name) }
  }

  public override func anew() throws -> Module {
    try ModuleDict(ownModules.map { ($0.name, try $0.module.copied()) })
  }

  public var names: [String] { ownModules.map(\.name) }
  public var count: Int { ownModules.count }

  /// The module of a name.
  public func module(_ name: String) throws -> Module {
    guard let found = ownModules.first(where: { $0.name == name }) else {
      throw TensorError(.key, name)
    }
    return found.module
  }
}

/// Parameters in a row.
public final class ParameterList: Module {
  public init(_ parameters: [Variable] = []) throws {
    super.init()
    for parameter in parameters { try append(parameter) }
  }

  public override func anew() throws -> Module {
    try ParameterList(
      elements.map { try $0.tape.leaf($0.value.copied(), requiresGradient: true) })
  }

  public var elements: [Variable] { ownParameters.compactMap(\.variable) }
  public var count: Int { ownParameters.count }

  public func append(_ parameter: Variable) throws {
    try register(parameter: parameter, as: "\(count)")
  }

  /// The parameter at a place; a negative one counts from the back.
  public func parameter(at index: Int) throws -> Variable {
    let elements = elements
    guard index >= -elements.count, index < elements.count else {
      throw TensorError(.index, "index \(index) is out of range")
    }
    return elements[index < 0 ? index + elements.count : index]
  }

  public override var settings: String {
    elements.enumerated().map { index, parameter in
      let size = parameter.shape.map(String.init).joined(separator: "x")
      return
        "  (\(index)): Parameter containing: [torch.\(parameter.dtype.name) of size \(size)]"
    }.joined(separator: "\n")
  }
}

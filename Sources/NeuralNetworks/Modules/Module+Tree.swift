import Autograd
import Tensors

/// What is done with a module and all that it is made of. Nothing here recurses.
extension Module {
  /// The modules that this one is made of, in order; a shared one once.
  public var children: [Module] { namedChildren.map(\.module) }

  /// The same with their names.
  public var namedChildren: [(name: String, module: Module)] {
    var seen: Set<ObjectIdentifier> = []
    return ownModules.filter { seen.insert(ObjectIdentifier($0.module)).inserted }
  }

  /// This module and all below it; a shared one once.
  public var modules: [Module] { walked(()) { _, _ in () }.map(\.module) }

  /// The same with dotted names; this module's is empty.
  public var namedModules: [(name: String, module: Module)] {
    walked("", Module.joined).map { ($0.label, $0.module) }
  }

  private func walked<Label>(
    _ label: Label, _ extend: (Label, String) -> Label
  ) -> [(label: Label, module: Module)] {
    var seen: Set<ObjectIdentifier> = []
    var found: [(label: Label, module: Module)] = []
    var waiting = [(label: label, module: self)]
    while let next = waiting.popLast() {
      guard seen.insert(ObjectIdentifier(next.module)).inserted else { continue }
      found.append(next)
      for child in next.module.ownModules.reversed() {
        waiting.append((extend(next.label, child.name), child.module))
      }
    }
    return found
  }

  static func joined(_ path: String, _ name: String) -> String {
    path.isEmpty ? name : path + "." + name
  }

  /// All parameters with dotted names, in PyTorch's order; a shared one once.
  public var parameters: [Parameter] { collected(\.ownParameters) }

  /// All buffers with dotted names; a shared one once.
  public var buffers: [Parameter] { collected(\.ownBuffers) }

  private func collected(_ entries: KeyPath<Module, [Entry]>) -> [Parameter] {
    var seen: Set<ObjectIdentifier> = []
    return namedModules.flatMap { path, module in
      module[keyPath: entries].compactMap { entry in
        guard let variable = entry.variable, seen.insert(ObjectIdentifier(variable)).inserted
        else { return nil }
        return Parameter(name: Module.joined(path, entry.name), variable: variable)
      }
    }
  }

  /// The module of a dotted name; an empty name is this module.
  public func submodule(_ path: String) throws -> Module {
    guard !path.isEmpty else { return self }
    return try path.split(separator: ".", omittingEmptySubsequences: false).reduce(self) {
      module, name in
      guard let child = module.ownModules.first(where: { $0.name == name })?.module else {
        throw TensorError(.attribute, "\(module.typeName) has no attribute `\(name)`")
      }
      return child
    }
  }

  /// The tape that its parameters are on; nil when it has none.
  public var tape: Tape? { (parameters.first ?? buffers.first)?.variable.tape }

  /// How many numbers are learned.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }

  /// Says to all modules whether they are trained now.
  @discardableResult
  public func train(_ isTraining: Bool = true) -> Self {
    for module in modules { module.isTraining = isTraining }
    return self
  }

  /// Says to all modules that they are used and not trained.
  @discardableResult
  public func eval() -> Self { train(false) }

  /// Does something with each module, children before their parents.
  @discardableResult
  public func apply(_ body: (Module) throws -> Void) rethrows -> Self {
    var waiting: [(module: Module, isOpen: Bool)] = [(self, false)]
    while let (module, isOpen) = waiting.popLast() {
      if isOpen {
        try body(module)
      } else {
        waiting.append((module, true))
        for child in module.children.reversed() { waiting.append((child, false)) }
      }
    }
    return self
  }

  /// Forgets all gradients. Without it, the gradients of several passes add up.
  public func zeroGradients() {
    for parameter in parameters { parameter.variable.gradient = nil }
  }

  /// Makes gradients flow to all parameters, or no longer: a frozen part learns nothing.
  public func setRequiresGradient(_ isRequired: Bool) throws {
    for parameter in parameters { try parameter.variable.setRequiresGradient(isRequired) }
  }

  /// Makes all floating-point parameters and buffers numbers of another type, as PyTorch's
  /// `double()` and `float()` do.
  @discardableResult
  public func convert(to type: DataType) throws -> Self {
    guard type.isFloatingPoint else {
      throw TensorError(
        .type,
        "nn.Module.to only accepts floating point or complex dtypes, but got desired "
          + "dtype=torch.\(type.name)")
    }
    for variable in (parameters + buffers).map(\.variable) where variable.dtype.isFloatingPoint {
      variable.gradient = try variable.gradient?.converted(to: type)
      try variable.setValue(variable.value.converted(to: type))
    }
    return self
  }

  /// A module with the same settings and the same numbers, that shares nothing with this one.
  public func copied() throws -> Self {
    let tape = tape
    let generator = tape?.generator
    defer { if let tape, let generator { tape.generator = generator } }
    guard let copy = try anew() as? Self else {
      throw TensorError("a module of class '\(typeName)' cannot be copied")
    }
    for (ours, theirs) in [(parameters, copy.parameters), (buffers, copy.buffers)] {
      guard ours.map(\.name) == theirs.map(\.name) else {
        throw TensorError("a module of class '\(typeName)' that was changed cannot be copied")
      }
      for (own, other) in zip(ours, theirs) {
        try other.variable.setValue(own.variable.value.copied())
        if own.variable.isLeaf {
          try other.variable.setRequiresGradient(own.variable.requiresGradient)
        }
      }
    }
    for (own, other) in zip(modules, copy.modules) { other.isTraining = own.isTraining }
    return copy
  }
}

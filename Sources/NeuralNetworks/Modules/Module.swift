import Autograd
import Tensors

/// A part of a network, as PyTorch's `nn.Module`: it owns parameters, which are learned, buffers,
/// which are kept with them but not learned, and modules that it is made of, each by its name
/// and in the order in which they were registered.
///
/// A subclass registers what it owns in its initialiser, and computes with it in `forward`
/// (see `Layer`) or in a `callAsFunction` of its own. A module belongs to one thread.
open class Module: CustomStringConvertible {
  /// What is registered under a name; nil stands for a parameter that this module does without.
  struct Entry {
    let name: String
    var variable: Variable?
    var isPersistent = true
  }

  private(set) var ownParameters: [Entry] = []
  private(set) var ownBuffers: [Entry] = []
  /// Values under a name that are neither: such as a pruned weight, which is computed before use.
  private(set) var ownValues: [Entry] = []
  private(set) var ownModules: [(name: String, module: Module)] = []
  var preHooks: [PreHook] = []
  var hooks: [Hook] = []
  /// The parameters that are pruned, and the hooks that mask them.
  var prunings: [(name: String, hook: Int)] = []

  /// Whether it is being trained: dropout and batch normalisation behave differently then.
  public internal(set) var isTraining = true

  public init() {}

  /// A chain of modules of any length goes one by one.
  deinit {
    var doomed = ownModules.map(\.module)
    ownModules = []
    while var module = doomed.popLast() {
      guard isKnownUniquelyReferenced(&module) else { continue }
      doomed += module.ownModules.map(\.module)
      module.ownModules = []
    }
  }

  /// PyTorch's name of its class.
  open var typeName: String { String(describing: type(of: self)) }

  /// Its settings as PyTorch prints them; what `extra_repr` gives.
  open var settings: String { "" }

  /// Whether parts in a row that look the same are printed as one, as lists of modules have it.
  var joinsEqualParts: Bool { false }

  /// A module of the same class and settings, with parameters of its own.
  /// - Throws: where a class does not say how.
  open func anew() throws -> Module {
    throw TensorError("a module of class '\(typeName)' cannot be copied")
  }

  // MARK: Registering

  /// Adds a parameter, or puts another in its place.
  public func register(parameter: Variable?, as name: String) throws {
    try refuse(name, "parameter", taken: [ownBuffers, ownValues], or: ownModules.map(\.name))
    guard parameter?.isLeaf ?? true else {
      throw TensorError(
        .value,
        "Cannot assign non-leaf Tensor to parameter '\(name)'. Model parameters must be created "
          + "explicitly. To express '\(name)' as a function of another Tensor, compute the value "
          + "in the forward() method.")
    }
    Module.set(Entry(name: name, variable: parameter), in: &ownParameters)
  }

  /// Adds a buffer, or puts another in its place.
  /// - Parameter isPersistent: whether it is a part of the state that is saved.
  public func register(buffer: Variable?, as name: String, isPersistent: Bool = true) throws {
    try refuse(name, "buffer", taken: [ownParameters, ownValues], or: ownModules.map(\.name))
    Module.set(
      Entry(name: name, variable: buffer, isPersistent: isPersistent), in: &ownBuffers)
  }

  /// Adds a module that this one is made of, or puts another in its place.
  public func register(module: Module, as name: String) throws {
    try refuse(name, "module", taken: [ownParameters, ownBuffers, ownValues], or: [])
    guard !module.modules.contains(where: { $0 === self }) else {
      throw TensorError("a module cannot be a part of itself")
    }
    if let place = ownModules.firstIndex(where: { $0.name == name }) {
      ownModules[place].module = module
    } else {
      ownModules.append((name, module))
    }
  }

  /// Keeps a value under a name, neither as a parameter nor as a buffer.
  func keep(_ value: Variable, as name: String) {
    Module.set(Entry(name: name, variable: value), in: &ownValues)
  }

  /// Gives up what is registered under a name: a parameter, a buffer, a value or a module.
  public func unregister(_ name: String) throws {
    guard
      Module.remove(name, from: &ownParameters) || Module.remove(name, from: &ownBuffers)
        || Module.remove(name, from: &ownValues)
    else {
      guard let place = ownModules.firstIndex(where: { $0.name == name }) else {
        throw noAttribute(name)
      }
      ownModules.remove(at: place)
      return
    }
  }

  private static func set(_ entry: Entry, in entries: inout [Entry]) {
    if let place = entries.firstIndex(where: { $0.name == entry.name }) {
      entries[place] = entry
    } else {
      entries.append(entry)
    }
  }

  private static func remove(_ name: String, from entries: inout [Entry]) -> Bool {
    guard let place = entries.firstIndex(where: { $0.name == name }) else { return false }
    entries.remove(at: place)
    return true
  }

  private func refuse(
    _ name: String, _ kind: String, taken: [[Entry]], or others: [String]
  ) throws {
    guard !name.contains(".") else {
      let end = kind == "module" ? ", got: \(name)" : ""
      throw TensorError(.key, "\(kind) name can't contain \".\"\(end)")
    }
    guard !name.isEmpty else { throw TensorError(.key, "\(kind) name can't be empty string \"\"") }
    guard !taken.contains(where: { $0.contains { $0.name == name } }), !others.contains(name)
    else { throw TensorError(.key, "attribute '\(name)' already exists") }
  }

  // MARK: Looking up

  /// The parameter, buffer or value of a name.
  /// - Throws: PyTorch's AttributeError when there is none.
  public func variable(_ name: String) throws -> Variable {
    guard let found = optionalVariable(name) else { throw noAttribute(name) }
    return found
  }

  /// The parameter, buffer or value of a name; nil where it does without.
  public func optionalVariable(_ name: String) -> Variable? {
    for entries in [ownParameters, ownBuffers, ownValues] {
      for entry in entries where entry.name == name { return entry.variable }
    }
    return nil
  }

  func noAttribute(_ name: String) -> TensorError {
    TensorError(.attribute, "'\(typeName)' object has no attribute '\(name)'")
  }
}

/// A variable that is learned.
public struct Parameter {
  /// PyTorch's name, such as `weight` or, within a `Sequential`, `0.weight`.
  public var name: String
  public let variable: Variable

  public init(name: String, variable: Variable) {
    self.name = name
    self.variable = variable
  }

  public var count: Int { variable.value.count }
}

import Autograd
import Tensors

/// The numbers of a network under their names: what is saved, and loaded again.
public struct StateDict {
  public private(set) var names: [String] = []
  private var tensors: [String: Tensor] = [:]

  public init() {}

  public init(_ entries: [(name: String, tensor: Tensor)]) {
    for entry in entries { self[entry.name] = entry.tensor }
  }

  public subscript(name: String) -> Tensor? {
    get { tensors[name] }
    set {
      if tensors[name] == nil, newValue != nil { names.append(name) }
      if newValue == nil { names.removeAll { $0 == name } }
      tensors[name] = newValue
    }
  }

  public var count: Int { names.count }

  /// Names and tensors, in order.
  public var entries: [(name: String, tensor: Tensor)] {
    names.compactMap { name in tensors[name].map { (name, $0) } }
  }
}

extension Module {
  /// How many entries a state may have; modules that are shared many times over could have any
  /// number.
  private static let mostEntries = 1_000_000

  /// All parameters and persistent buffers with dotted names: a shared one under each of its
  /// names. The tensors are those of the module, not copies.
  public var stateDict: StateDict {
    get throws {
      StateDict(try stateEntries.map { ($0.name, $0.variable.value) })
    }
  }

  private var stateEntries: [Parameter] {
    get throws {
      var found: [Parameter] = []
      var waiting: [(name: String, module: Module)] = [("", self)]
      var seen = 0
      while let (path, module) = waiting.popLast() {
        seen += 1
        guard seen + found.count <= Module.mostEntries else {
          throw TensorError("a state has at most \(Module.mostEntries) entries")
        }
        for entry in module.ownParameters + module.ownBuffers.filter(\.isPersistent) {
          guard let variable = entry.variable else { continue }
          found.append(Parameter(name: Module.joined(path, entry.name), variable: variable))
        }
        for child in module.ownModules.reversed() {
          waiting.append((Module.joined(path, child.name), child.module))
        }
      }
      return found
    }
  }

  /// Copies a state into the parameters and buffers.
  /// - Parameter isStrict: whether the names must be the same on both sides.
  /// - Returns: names that the state lacks, and names that this module does not have.
  /// - Throws: one error that names everything that does not fit; what fits was copied.
  @discardableResult
  public func load(_ state: StateDict, isStrict: Bool = true) throws -> (
    missing: [String], unexpected: [String]
  ) {
    let entries = try stateEntries
    let known = Set(entries.map(\.name))
    let missing = entries.map(\.name).filter { state[$0] == nil }
    let unexpected = state.names.filter { !known.contains($0) }
    var problems: [String] = []
    func list(_ names: [String]) -> String {
      names.map { "\"\($0)\"" }.joined(separator: ", ") + ". "
    }
    if isStrict && !missing.isEmpty {
      problems.append("Missing key(s) in state_dict: " + list(missing))
    }
    if isStrict && !unexpected.isEmpty {
      problems.append("Unexpected key(s) in state_dict: " + list(unexpected))
    }
    for (name, variable) in entries.map({ ($0.name, $0.variable) }) {
      guard let source = state[name] else { continue }
      guard source.shape == variable.shape else {
        problems.append(
          "size mismatch for \(name): copying a param with shape "
            + "torch.Size(\(source.shape)) from checkpoint, the shape in current model is "
            + "torch.Size(\(variable.shape)).")
        continue
      }
      try variable.value.assign(source)
    }
    guard problems.isEmpty else {
      throw TensorError(
        "Error(s) in loading state_dict for \(typeName):\n\t"
          + problems.joined(separator: "\n\t"))
    }
    return (missing, unexpected)
  }
}

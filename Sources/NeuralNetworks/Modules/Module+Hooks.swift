import Autograd
import Tensors

/// Functions that see, and may replace, what goes into a module and what comes out of it.
extension Module {
  struct PreHook {
    let id: Int
    let body: (Module, [Variable]) throws -> [Variable]?
  }

  struct Hook {
    let id: Int
    let body: (Module, [Variable], [Variable]) throws -> [Variable]?
  }

  /// Calls `hook` with this module and its inputs before each forward computation; what it
  /// returns takes the inputs' place.
  /// - Returns: a number by which `removeHook` knows it.
  @discardableResult
  public func addPreHook(_ hook: @escaping (Module, [Variable]) throws -> [Variable]?) -> Int {
    let id = nextHook
    preHooks.append(PreHook(id: id, body: hook))
    return id
  }

  /// Calls `hook` with this module, its inputs and its outputs after each forward computation;
  /// what it returns takes the outputs' place.
  /// - Returns: a number by which `removeHook` knows it.
  @discardableResult
  public func addHook(
    _ hook: @escaping (Module, [Variable], [Variable]) throws -> [Variable]?
  ) -> Int {
    let id = nextHook
    hooks.append(Hook(id: id, body: hook))
    return id
  }

  public func removeHook(_ id: Int) {
    preHooks.removeAll { $0.id == id }
    hooks.removeAll { $0.id == id }
  }

  private var nextHook: Int { (preHooks.map(\.id) + hooks.map(\.id)).max().map { $0 + 1 } ?? 0 }

  /// Runs a forward computation with the hooks around it.
  public func calling(
    _ inputs: [Variable], _ body: ([Variable]) throws -> [Variable]
  ) throws -> [Variable] {
    if preHooks.isEmpty && hooks.isEmpty { return try body(inputs) }
    let given = try preHooks.reduce(inputs) { try fitting($1.body(self, $0), $0) }
    let outputs = try body(given)
    return try hooks.reduce(outputs) { try fitting($1.body(self, given, $0), $0) }
  }

  private func fitting(_ replaced: [Variable]?, _ before: [Variable]) throws -> [Variable] {
    guard let replaced else { return before }
    guard replaced.count == before.count else {
      throw TensorError(
        "a hook of '\(typeName)' returned \(replaced.count) values in place of \(before.count)")
    }
    return replaced
  }
}

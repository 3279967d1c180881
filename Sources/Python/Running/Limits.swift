/// What a cell may use, so that no program hangs the session or fills the memory.
public struct Limits: Hashable, Sendable {
  /// Evaluated expressions.
  public var steps = 5_000_000
  /// Items of one list, characters of one string.
  public var items = 5_000_000
  /// Characters that a cell prints.
  public var output = 1_000_000
  /// How deep calls and expressions may lie in each other.
  public var depth = 600

  public init() {}

  func check(items count: Int) throws {
    guard count <= items else {
      throw PythonError(
        "MemoryError", "this would have \(count == .max ? "too many" : String(count)) items",
        hint: "a cell may use \(items)")
    }
  }
}

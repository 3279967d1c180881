/// Why an operation on tensors was refused, in PyTorch's words where it has some.
public struct TensorError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Python's class of the error.
  public enum Kind: String, Hashable, Sendable {
    case runtime = "RuntimeError"
    case index = "IndexError"
    case value = "ValueError"
    case type = "TypeError"
    case notImplemented = "NotImplementedError"
    case key = "KeyError"
    case attribute = "AttributeError"
    case assertion = "AssertionError"
  }

  public var kind: Kind
  public var description: String

  public init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }

  /// A `RuntimeError`.
  public init(_ description: String) { self.init(.runtime, description) }
}

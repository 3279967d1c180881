/// Why data could not be read: what is wrong, where, and what can be done.
public struct DataError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}

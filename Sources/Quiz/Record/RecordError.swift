/// What went wrong with the learner's record: what, where, and what to do.
public struct RecordError: Error, Hashable, CustomStringConvertible {
  public enum Cause: Hashable, Sendable {
    /// Another program holds the file.
    case locked
    /// The file or its folder can't be written.
    case readOnly
    case diskFull
    /// The file can't be opened at all.
    case unreachable
    /// The file was no record of ours and was put aside under another name.
    case setAside(String)
    /// A file to be imported is not what was exported.
    case malformed
    /// Anything else that SQLite says.
    case other(String)
  }

  public var cause: Cause
  /// The file.
  public var path: String
  public var description: String

  public init(_ cause: Cause, path: String, _ description: String) {
    self.cause = cause
    self.path = path
    self.description = description
  }
}

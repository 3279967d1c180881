/// A part of a source text, in characters from its beginning.
public struct SourceRange: Hashable, Sendable {
  public var start: Int
  /// The place after the last character.
  public var end: Int

  public init(_ start: Int, _ end: Int) {
    self.start = start
    self.end = max(start, end)
  }

  func union(_ other: SourceRange) -> SourceRange {
    SourceRange(min(start, other.start), max(end, other.end))
  }
}

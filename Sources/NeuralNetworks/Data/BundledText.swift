/// The text that comes with the book, for character models: the first chapters of Jane Austen's
/// *Pride and Prejudice* (public domain).
public enum BundledText {
  /// Where the file is in the lessons' folder.
  public static let fileName = "data/pride-and-prejudice.txt"

  /// - Parameter path: of the file, for example `<Lessons>/data/pride-and-prejudice.txt`.
  public static func load(_ path: String) throws -> TextFile { try TextFile(path: path) }
}

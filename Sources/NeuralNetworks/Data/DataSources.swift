import Glibc

/// Which data sets are there, and where: for a command that says what can be trained on.
public struct DataSources: Hashable, Sendable {
  /// One data set.
  public struct Source: Hashable, Sendable {
    /// As its class is called.
    public let name: String
    /// What is in it.
    public let summary: String
    /// The files that were found; none when the data set is missing.
    public let files: [String]
    /// How to get it, when it is missing.
    public let advice: String?

    public var isFound: Bool { !files.isEmpty }
  }

  public let sources: [Source]

  /// - Parameters:
  ///   - folders: where data sets are looked for.
  ///   - lessons: the lessons' folder, where the bundled ones are.
  public init(_ folders: DataFolders, lessons: String?) {
    func bundled(_ name: String, _ summary: String, _ file: String) -> Source {
      let path = lessons.map { "\($0)/\(file)" }
      let files = [path].compactMap { $0 }.filter { access($0, R_OK) == 0 }
      return Source(
        name: name, summary: summary, files: files,
        advice: files.isEmpty ? "\(file) is missing from the lessons' folder" : nil)
    }
    sources =
      [bundled("Digits", "1,797 digits of 8 × 8 pixels, 10 classes", Digits.fileName)]
      + MNIST.allCases.map { DataSources.source($0, folders) } + [DataSources.cifar(folders)]
      + [bundled("BundledText", "Pride and Prejudice, 400 KB of text", BundledText.fileName)]
  }

  private static func source(_ set: MNIST, _ folders: DataFolders) -> Source {
    let parts = [true, false].compactMap { set.files(in: folders, isTraining: $0) }
    let isWhole = parts.count == 2
    return Source(
      name: set.rawValue, summary: "70,000 pictures of 28 × 28 pixels, 10 classes",
      files: isWhole ? parts.flatMap { [$0.images, $0.labels] } : [],
      advice: isWhole ? nil : set.missing(folders, isTraining: parts.isEmpty).description)
  }

  private static func cifar(_ folders: DataFolders) -> Source {
    let parts = [true, false].compactMap { CIFAR10.files(in: folders, isTraining: $0) }
    let isWhole = parts.count == 2
    return Source(
      name: "CIFAR10", summary: "60,000 colour pictures of 32 × 32 pixels, 10 classes",
      files: isWhole ? parts.flatMap { $0 } : [],
      advice: isWhole ? nil : CIFAR10.missing(folders).description)
  }
}

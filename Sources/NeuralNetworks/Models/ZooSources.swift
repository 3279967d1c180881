import Glibc
import Tensors

/// Where models find their data.
public struct ZooSources: Hashable, Sendable {
  /// Where data sets are looked for.
  public var folders: DataFolders
  /// The lessons' folder, which has the bundled data.
  public var lessons: String?
  /// A text to learn from, in place of the bundled one.
  public var text: String?

  public init(folders: DataFolders, lessons: String?, text: String? = nil) {
    self.folders = folders
    self.lessons = lessons
    self.text = text
  }

  func bundled(_ file: String) throws -> String {
    guard let lessons else {
      throw DataError("\(file) is in the lessons' folder, which is missing")
    }
    return "\(lessons)/\(file)"
  }
}

/// What data a model needs.
public enum DataNeed: String, Hashable, Sendable {
  case digits
  case mnist
  case cifar10
  case text
  /// It is made by a rule.
  case generated

  /// What it is called.
  public var title: String {
    switch self {
    case .digits: "bundled digits"
    case .mnist: "MNIST or Fashion-MNIST"
    case .cifar10: "CIFAR-10"
    case .text: "a text"
    case .generated: "made by a rule"
    }
  }

  /// Where it is: a path, or the name of what is bundled.
  /// - Throws: `DataError` that says where to put it when it is missing.
  public func place(in sources: ZooSources) throws -> String {
    func existing(_ path: String) throws -> String {
      guard access(path, R_OK) == 0 else {
        throw DataError("\(path) can't be read: \(String(cString: strerror(errno)))")
      }
      return path
    }
    switch self {
    case .digits: return try existing(try sources.bundled(Digits.fileName))
    case .mnist: return try DataNeed.mnist(in: sources.folders).images
    case .cifar10:
      guard let files = CIFAR10.files(in: sources.folders, isTraining: true),
        CIFAR10.files(in: sources.folders, isTraining: false) != nil
      else { throw CIFAR10.missing(sources.folders) }
      return files[0]
    case .text:
      return try existing(try sources.text ?? sources.bundled(BundledText.fileName))
    case .generated: return title
    }
  }

  /// Whichever of the two data sets is found first, folder by folder.
  static func mnist(in folders: DataFolders) throws -> (set: MNIST, images: String) {
    for folder in folders.folders {
      let only = DataFolders(root: folder, shared: nil)
      for set in MNIST.allCases {
        if let files = set.files(in: only, isTraining: true),
          set.files(in: only, isTraining: false) != nil
        {
          return (set, files.images)
        }
      }
    }
    throw MNIST.fashion.missing(folders, isTraining: true)
  }
}

// MARK: Splitting

extension ZooSources {
  /// Samples cut at random into three parts; `validation` and `test` are shares of all.
  static func split<Data: Dataset>(
    _ data: Data, validation: Double, test: Double, _ generator: inout Generator
  ) throws -> TrainingData {
    let parts = try data.randomSplit(
      fractions: [1 - validation - test, validation, test], &generator)
    return TrainingData(training: parts[0], validation: parts[1], test: parts[2])
  }
}

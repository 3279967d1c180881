import Tensors

/// Data sets in MNIST's form: four IDX files with images and labels for training and for the
/// test, compressed by gzip or not.
public enum MNIST: String, CaseIterable, Sendable {
  /// Handwritten digits. Y. LeCun, C. Cortes, C. Burges.
  case digits = "MNIST"
  /// Pictures of clothes. H. Xiao, K. Rasul, R. Vollgraf, arXiv:1708.07747 (MIT licence).
  case fashion = "FashionMNIST"

  public var classNames: [String] {
    switch self {
    case .digits: (0...9).map(String.init)
    case .fashion:
      [
        "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag",
        "Ankle boot",
      ]
    }
  }

  /// Where in a folder the files may be: torchvision's place, or Debian's. Never the folder
  /// itself, since the files of both data sets have the same names.
  private var places: [String] {
    switch self {
    case .digits: ["MNIST/raw", "mnist"]
    case .fashion: ["FashionMNIST/raw", "fashion-mnist"]
    }
  }

  /// The images and the labels of one part, where they are found.
  public func files(in folders: DataFolders, isTraining: Bool) -> (images: String, labels: String)?
  {
    let part = isTraining ? "train" : "t10k"
    let names = ["\(part)-images-idx3-ubyte", "\(part)-labels-idx1-ubyte"]
    let found = folders.find(names, in: places, suffixes: ["", ".gz"])
    return found.map { ($0[0], $0[1]) }
  }

  /// Reads one part: 60,000 images for training, or 10,000 for the test.
  /// - Throws: `DataError` that says where to put the files when there are none, or what is wrong
  ///   with them.
  public func load(from folders: DataFolders = DataFolders(), isTraining: Bool) throws
    -> ImageDataset
  {
    guard let (images, labels) = files(in: folders, isTraining: isTraining) else {
      throw missing(folders, isTraining: isTraining)
    }
    return try load(images: images, labels: labels)
  }

  /// Reads images and their labels from two files.
  public func load(images: String, labels: String) throws -> ImageDataset {
    let classes = try IDX(path: labels)
    guard classes.element == .uint8, classes.shape.count == 1 else {
      throw DataError(
        "\(labels) holds \(describe(classes.shape)) elements of type \(classes.element), not "
          + "labels: one list of bytes")
    }
    let pictures = try IDX(path: images)
    guard pictures.element == .uint8, pictures.shape.count == 3 else {
      throw DataError(
        "\(images) holds \(describe(pictures.shape)) elements of type \(pictures.element), not "
          + "images: bytes by count, rows and columns")
    }
    guard pictures.shape[0] == classes.shape[0] else {
      throw DataError(
        "\(images) has \(pictures.shape[0]) images, but \(labels) has \(classes.shape[0]) labels: "
          + "they are of different data sets")
    }
    return try ImageDataset(
      pixels: pictures.bytes, labels: classes.bytes, channels: 1, height: pictures.shape[1],
      width: pictures.shape[2], classNames: classNames, name: images)
  }

  /// What to do when the files of a part are not there.
  func missing(_ folders: DataFolders, isTraining: Bool) -> DataError {
    let part = isTraining ? "train" : "t10k"
    let target = folders.folders.first.map { "\($0)/\(rawValue)/raw" } ?? "\(rawValue)/raw"
    var text =
      "\(rawValue) was not found in \(folders.folders.joined(separator: ", ")). Put "
      + "\(part)-images-idx3-ubyte.gz and \(part)-labels-idx1-ubyte.gz into \(target)"
    if self == .fashion { text += ", or install Debian's package dataset-fashion-mnist" }
    return DataError(text)
  }
}

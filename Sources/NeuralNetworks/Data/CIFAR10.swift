import Tensors

/// 60,000 colour pictures of 32 × 32 pixels in ten classes, in its binary form: for each picture
/// a byte for the class, then 1024 bytes each of red, green and blue.
/// Source: A. Krizhevsky, "Learning Multiple Layers of Features from Tiny Images" (2009).
public enum CIFAR10 {
  public static let side = 32
  public static let classNames = [
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
  ]

  private static let trainingFiles = (1...5).map { "data_batch_\($0).bin" }
  private static let testFiles = ["test_batch.bin"]
  private static let places = ["cifar-10-batches-bin", "cifar-10", ""]
  private static let recordSize = 1 + 3 * side * side
  /// The original files have 10,000 pictures each.
  private static let mostRecords = 100_000

  /// The files of one part, where all of them are found.
  public static func files(in folders: DataFolders, isTraining: Bool) -> [String]? {
    folders.find(isTraining ? trainingFiles : testFiles, in: places)
  }

  /// Reads one part: 50,000 pictures for training, or 10,000 for the test. The names of the
  /// classes come from `batches.meta.txt` beside them, if it is there.
  /// - Throws: `DataError` that says where to put the files when there are none, or what is wrong
  ///   with them.
  public static func load(from folders: DataFolders = DataFolders(), isTraining: Bool) throws
    -> ImageDataset
  {
    guard let files = files(in: folders, isTraining: isTraining) else {
      throw missing(folders)
    }
    return try load(files: files)
  }

  /// What to do when the files are not there.
  static func missing(_ folders: DataFolders) -> DataError {
    let names = (trainingFiles + testFiles).joined(separator: ", ")
    let target = folders.folders.first.map { "\($0)/cifar-10-batches-bin" }
    return DataError(
      "CIFAR10 was not found in \(folders.folders.joined(separator: ", ")). Put \(names) into "
        + "\(target ?? "cifar-10-batches-bin"): they are in cifar-10-binary.tar.gz (the version "
        + "for C programs)")
  }

  /// Reads pictures from files in this order.
  public static func load(files: [String]) throws -> ImageDataset {
    var (pixels, labels): ([UInt8], [UInt8]) = ([], [])
    for file in files {
      let bytes = try readFile(file, atMost: recordSize * mostRecords)
      guard !bytes.isEmpty, bytes.count % recordSize == 0 else {
        throw DataError(
          "\(file) has \(bytes.count) bytes, which is no multiple of the \(recordSize) that a "
            + "picture takes: the file is cut off, or it is not CIFAR-10's binary version")
      }
      pixels.reserveCapacity(pixels.count + bytes.count)
      for start in stride(from: 0, to: bytes.count, by: recordSize) {
        guard Int(bytes[start]) < classNames.count else {
          throw DataError(
            "\(file): picture \(start / recordSize) is of class \(bytes[start]); the most is 9")
        }
        labels.append(bytes[start])
        pixels += bytes[(start + 1)..<(start + recordSize)]
      }
    }
    return try ImageDataset(
      pixels: pixels, labels: labels, channels: 3, height: side, width: side,
      classNames: names(beside: files.first), name: files.first ?? "CIFAR10")
  }

  private static func names(beside file: String?) throws -> [String] {
    guard let file, let slash = file.lastIndex(of: "/"),
      let bytes = try? readFile(String(file[..<slash]) + "/batches.meta.txt", atMost: 10_000)
    else { return classNames }
    let names = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
      .map(String.init)
    guard names.count == classNames.count else {
      throw DataError(
        "\(file[..<slash])/batches.meta.txt names \(names.count) classes, not \(classNames.count)")
    }
    return names
  }
}

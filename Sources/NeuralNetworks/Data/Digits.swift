/// 1,797 handwritten digits of 8 × 8 pixels with 17 levels of grey: the bundled data set.
///
/// E. Alpaydin, C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning
/// Repository, DOI 10.24432/C50P49 (CC BY 4.0). The file holds, in this order: the eight bytes
/// `dlbdigit`; the count, height, width and number of classes as 32-bit little-endian numbers;
/// one byte for each pixel, row by row, 0 (paper) to 16 (ink); one byte for each label.
public struct Digits: Sendable {
  /// Where the file is in the lessons' folder.
  public static let fileName = "data/digits.bin"

  public static let side = 8
  public static let levels = 16
  private static let magic = Array("dlbdigit".utf8)
  private static let header = 24
  private static let mostSamples = 100_000

  /// All pixels, one image after the other, 0 … 16.
  public let pixels: [UInt8]
  public let labels: [Int]

  public var count: Int { labels.count }

  /// - Parameter path: of the file, for example `<Lessons>/data/digits.bin`.
  public init(path: String) throws {
    let most = Digits.header + Digits.mostSamples * (Digits.side * Digits.side + 1)
    try self.init(bytes: readFile(path, atMost: most), name: path)
  }

  /// - Parameter name: what to call the bytes in messages.
  public init(bytes: [UInt8], name: String = "the digits") throws {
    guard bytes.count >= Digits.header, Array(bytes.prefix(8)) == Digits.magic else {
      throw DataError("\(name) is not the bundled digits: it does not start with dlbdigit")
    }
    func number(at offset: Int) -> Int {
      (0..<4).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }
    let (count, height, width, classes) = (
      number(at: 8), number(at: 12), number(at: 16), number(at: 20)
    )
    guard height == Digits.side, width == Digits.side, classes == 10 else {
      throw DataError(
        "\(name): expected 8 × 8 pixels and 10 classes, but the header says "
          + "\(height) × \(width) and \(classes)")
    }
    let size = Digits.side * Digits.side
    let expected = Digits.header + count * (size + 1)
    guard count <= Digits.mostSamples, bytes.count == expected else {
      throw DataError(
        "\(name): the header announces \(count) images, which take \(expected) bytes, but there "
          + "are \(bytes.count)")
    }
    let start = Digits.header + count * size
    pixels = Array(bytes[Digits.header..<start])
    labels = bytes[start...].map(Int.init)
    if let place = pixels.firstIndex(where: { $0 > Digits.levels }) {
      throw DataError(
        "\(name): image \(place / size) has a pixel of \(pixels[place]); the most is 16")
    }
    if let place = labels.firstIndex(where: { $0 > 9 }) {
      throw DataError("\(name): image \(place) is labelled \(labels[place]); the most is 9")
    }
  }

  /// The 64 pixels of one image, row by row, from 0 (paper) to 1 (ink).
  public func image(_ index: Int) -> [Float] {
    let size = Digits.side * Digits.side
    guard index >= 0, index < count else { return [] }
    return pixels[(index * size)..<((index + 1) * size)].map { Float($0) / Float(Digits.levels) }
  }

  /// All images as rows of 64 numbers from 0 to 1.
  public var dataset: LabelledRows {
    get throws {
      try LabelledRows(
        features: pixels.map { Float($0) / Float(Digits.levels) }, labels: labels,
        width: Digits.side * Digits.side, classes: 10)
    }
  }

  /// Only the images of two digits: those of `first` are class 0, those of `second` class 1.
  /// - Throws: `DataError` when one of them is no digit, or both are the same.
  public func pair(_ first: Int, _ second: Int) throws -> LabelledRows {
    guard 0...9 ~= first, 0...9 ~= second, first != second else {
      throw DataError("two different digits from 0 to 9 are needed, not \(first) and \(second)")
    }
    let chosen = labels.indices.filter { labels[$0] == first || labels[$0] == second }
    return try LabelledRows(
      features: chosen.flatMap(image), labels: chosen.map { labels[$0] == second ? 1 : 0 },
      width: Digits.side * Digits.side, classes: 2)
  }
}

import Tensors

/// Labelled images in memory, one byte a pixel. They become numbers from 0 to 1 when a batch is
/// taken: as numbers, 60,000 images of 28 × 28 pixels would take 188 MB, as bytes they take 47.
public struct ImageDataset: Sendable {
  public let channels: Int
  public let height: Int
  public let width: Int
  /// Image after image, channel after channel, row after row.
  public let pixels: [UInt8]
  public let labels: [UInt8]
  /// What the classes are called.
  public let classNames: [String]

  /// - Throws: `DataError` when the pixels are not as many as the images have, or a label has no
  ///   name.
  public init(
    pixels: [UInt8], labels: [UInt8], channels: Int, height: Int, width: Int, classNames: [String],
    name: String = "the images"
  ) throws {
    let size = try byteCount([channels, height, width], of: 1, name)
    guard size > 0, try byteCount([labels.count, size], of: 1, name) == pixels.count else {
      throw DataError(
        "\(name): \(labels.count) labels do not fit \(pixels.count) pixels in images of "
          + describe([channels, height, width]))
    }
    if let place = labels.firstIndex(where: { Int($0) >= classNames.count }) {
      throw DataError(
        "\(name): image \(place) is labelled \(labels[place]), but there are \(classNames.count) "
          + "classes")
    }
    self.pixels = pixels
    self.labels = labels
    self.channels = channels
    self.height = height
    self.width = width
    self.classNames = classNames
  }

  public var count: Int { labels.count }

  /// Numbers in one image.
  public var size: Int { channels * height * width }

  /// The bytes of one image; none where there is no such image.
  public func image(_ index: Int) -> ArraySlice<UInt8> {
    labels.indices.contains(index) ? pixels[(index * size)..<((index + 1) * size)] : []
  }

  /// The first images.
  public func prefix(_ count: Int) -> ImageDataset {
    ImageDataset(self, count: min(max(count, 0), self.count))
  }

  private init(_ whole: ImageDataset, count: Int) {
    pixels = Array(whole.pixels.prefix(count * whole.size))
    labels = Array(whole.labels.prefix(count))
    (channels, height, width) = (whole.channels, whole.height, whole.width)
    classNames = whole.classNames
  }
}

extension ImageDataset: Dataset {
  /// The image as (channels, height, width) from 0 to 1, and its class.
  public func sample(_ index: Int) throws -> [Tensor] {
    let index = try place(index)
    return [
      try tensor([index]).select(0, 0), try Tensor.scalar(Int(labels[index])),
    ]
  }

  public func collated(_ indices: [Int]) throws -> [Tensor] {
    let indices = try indices.map { try place($0) }
    return [try tensor(indices), try Tensor(indices.map { Int(labels[$0]) })]
  }

  private func tensor(_ indices: [Int]) throws -> Tensor {
    let size = size
    _ = try byteCount([indices.count, size], of: 4, "a batch of \(indices.count) images")
    let numbers = [Float](unsafeUninitializedCapacity: indices.count * size) { out, count in
      pixels.withUnsafeBufferPointer { pixels in
        for (row, index) in indices.enumerated() {
          for place in 0..<size {
            out.initializeElement(
              at: row * size + place, to: Float(pixels[index * size + place]) / 255)
          }
        }
      }
      count = indices.count * size
    }
    return try Tensor(numbers, shape: [indices.count, channels, height, width])
  }
}

import Tensors

/// The picture in another size.
public struct Resize: Transform {
  /// Of both sides, or of the shorter one alone, which keeps the ratio.
  public enum Size: Hashable, Sendable {
    case both(height: Int, width: Int)
    case shorter(Int)
  }

  public let size: Size
  public let interpolation: Interpolation
  /// Whether a picture that becomes smaller is blurred, so that no pixel is passed over.
  public let isAntialiased: Bool

  public init(_ size: Size, interpolation: Interpolation = .bilinear, isAntialiased: Bool = true) {
    (self.size, self.interpolation, self.isAntialiased) = (size, interpolation, isAntialiased)
  }

  public func apply(_ image: Tensor, _ generator: inout Generator) throws -> Tensor {
    let picture = try Picture(image)
    let (height, width) = try target(picture.height, picture.width)
    return try picture.resized(height, width, interpolation, isAntialiased).tensor
  }

  private func target(_ height: Int, _ width: Int) throws -> (Int, Int) {
    switch size {
    case .both(let height, let width):
      try checkSize(height, width)
      return (height, width)
    case .shorter(let shorter):
      let (short, long) = (min(height, width), max(height, width))
      try checkSize(shorter, max(short, 1))
      let other = Double(shorter * long) / Double(max(short, 1))
      guard other <= Double(Picture.sizes.upperBound) else {
        throw TensorError(.value, "an image can't be that long")
      }
      let longer = Int(other)
      try checkSize(shorter, longer)
      return width <= height ? (longer, shorter) : (shorter, longer)
    }
  }
}

extension Picture {
  func resized(
    _ height: Int, _ width: Int, _ interpolation: Interpolation, _ isAntialiased: Bool
  ) throws -> Picture {
    guard self.height > 0, self.width > 0 else {
      throw TensorError(
        "Input and output sizes should be greater than 0, but got input (H: \(self.height), W: "
          + "\(self.width)) output (H: \(height), W: \(width))")
    }
    try checkRoom(height, width)
    switch interpolation {
    case .nearest:
      return try taking(
        rows: Picture.nearest(self.height, height), columns: Picture.nearest(self.width, width))
    case .bilinear:
      return try mixing(
        rows: Picture.triangles(self.height, height, isAntialiased),
        columns: Picture.triangles(self.width, width, isAntialiased))
    }
  }

  private static func nearest(_ old: Int, _ new: Int) -> [Int?] {
    // In single precision, as PyTorch computes it.
    let scale = Float(old) / Float(new)
    return (0..<new).map { min(Int((Float($0) * scale).rounded(.down)), old - 1) }
  }

  /// Each new pixel is the mean of the old ones below a triangle around it. It is as wide as a
  /// pixel of the larger picture on both sides, or of the old one if nothing is blurred.
  private static func triangles(_ old: Int, _ new: Int, _ isAntialiased: Bool) -> Weights {
    let scale = Double(old) / Double(new)
    let reach = isAntialiased ? max(scale, 1) : 1
    return (0..<new).map { place in
      let center = scale * (Double(place) + 0.5)
      let first = max(Int(center - reach + 0.5), 0)
      let last = max(min(Int(center + reach + 0.5), old), first + 1)
      let weights = (first..<last).map { source in
        (source, max(0, 1 - abs((Double(source) - center + 0.5) / reach)))
      }
      let total = weights.reduce(0) { $0 + $1.1 }
      return weights.map { ($0.0, $0.1 / total) }
    }
  }
}

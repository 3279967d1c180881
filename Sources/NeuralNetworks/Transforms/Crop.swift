import Glibc
import Tensors

/// A part of the picture of this size, anywhere.
public struct RandomCrop: Transform {
  public let height: Int
  public let width: Int
  public let padding: Padding?
  /// Whether a picture that is too small is padded first.
  public let padsIfNeeded: Bool
  public let mode: PaddingMode

  public init(
    _ height: Int, _ width: Int, padding: Padding? = nil, padsIfNeeded: Bool = false,
    mode: PaddingMode = .constant(0)
  ) {
    (self.height, self.width, self.padding) = (height, width, padding)
    (self.padsIfNeeded, self.mode) = (padsIfNeeded, mode)
  }

  public func apply(_ image: Tensor, _ generator: inout Generator) throws -> Tensor {
    try checkSize(height, width)
    var picture = try Picture(image)
    if let padding { picture = try picture.padded(padding, mode) }
    if padsIfNeeded {
      let (missing, needed) = (width - picture.width, height - picture.height)
      if missing > 0 {
        let sides = Padding(left: missing, top: 0, right: missing, bottom: 0)
        picture = try picture.padded(sides, mode)
      }
      if needed > 0 {
        let ends = Padding(left: 0, top: needed, right: 0, bottom: needed)
        picture = try picture.padded(ends, mode)
      }
    }
    guard picture.height >= height, picture.width >= width else {
      throw TensorError(
        .value,
        "Required crop size (\(height), \(width)) is larger than input image size "
          + "(\(picture.height), \(picture.width))")
    }
    if picture.height == height, picture.width == width { return try picture.tensor }
    let top = try generator.place(below: picture.height - height + 1)
    let left = try generator.place(below: picture.width - width + 1)
    return try picture.cropped(top: top, left: left, height: height, width: width).tensor
  }
}

/// The middle of the picture; what is missing around it is 0.
public struct CenterCrop: Transform {
  public let height: Int
  public let width: Int

  public init(_ height: Int, _ width: Int) { (self.height, self.width) = (height, width) }

  public func apply(_ image: Tensor, _ generator: inout Generator) throws -> Tensor {
    try checkSize(height, width)
    let picture = try Picture(image)
    // What is missing is added on both sides, the greater half behind; what is too much is taken
    // from both, rounded to even.
    func start(_ size: Int, _ wanted: Int) -> Int {
      size < wanted
        ? -((wanted - size) / 2)
        : Int((Double(size - wanted) / 2).rounded(.toNearestOrEven))
    }
    return try picture.cropped(
      top: start(picture.height, height), left: start(picture.width, width), height: height,
      width: width
    ).tensor
  }
}

/// A part of the picture with a share of its area and an aspect ratio that are drawn, brought to
/// one size.
public struct RandomResizedCrop: Transform {
  public let height: Int
  public let width: Int
  public let region: RandomRegion
  public let interpolation: Interpolation
  public let isAntialiased: Bool

  public init(
    _ height: Int, _ width: Int, scale: ClosedRange<Double> = 0.08...1,
    ratio: ClosedRange<Double> = 3.0 / 4...4.0 / 3, interpolation: Interpolation = .bilinear,
    isAntialiased: Bool = true
  ) throws {
    (self.height, self.width) = (height, width)
    region = try RandomRegion(scale: scale, ratio: ratio)
    (self.interpolation, self.isAntialiased) = (interpolation, isAntialiased)
  }

  public func apply(_ image: Tensor, _ generator: inout Generator) throws -> Tensor {
    try checkSize(height, width)
    let picture = try Picture(image)
    let part = try crop(picture, &generator)
    return try part.resized(height, width, interpolation, isAntialiased).tensor
  }

  private func crop(_ picture: Picture, _ generator: inout Generator) throws -> Picture {
    for _ in 0..<10 {
      let (w, h) = try region.draw(picture.height, picture.width, &generator)
      guard w > 0, w <= picture.width, h > 0, h <= picture.height else { continue }
      let top = try generator.place(below: picture.height - h + 1)
      let left = try generator.place(below: picture.width - w + 1)
      return try picture.cropped(top: top, left: left, height: h, width: w)
    }
    return try fallback(picture)
  }

  /// The largest part in the middle whose ratio is allowed.
  private func fallback(_ picture: Picture) throws -> Picture {
    let ratio = Double(picture.width) / Double(picture.height)
    var (h, w) = (picture.height, picture.width)
    if ratio < region.ratio.lowerBound {
      h = Int((Double(w) / region.ratio.lowerBound).rounded(.toNearestOrEven))
    } else if ratio > region.ratio.upperBound {
      w = Int((Double(h) * region.ratio.upperBound).rounded(.toNearestOrEven))
    }
    return try picture.cropped(
      top: (picture.height - h) / 2, left: (picture.width - w) / 2, height: h, width: w)
  }
}

/// A rectangle with a share of a picture's area and a ratio of its sides.
public struct RandomRegion: Hashable, Sendable {
  public let scale: ClosedRange<Double>
  public let ratio: ClosedRange<Double>

  public init(scale: ClosedRange<Double>, ratio: ClosedRange<Double>) throws {
    guard scale.lowerBound >= 0, scale.upperBound <= 1e6, ratio.lowerBound > 0,
      ratio.upperBound <= 1e6
    else {
      throw TensorError(.value, "Scale should be between 0 and 1, and ratios greater than 0")
    }
    (self.scale, self.ratio) = (scale, ratio)
  }

  /// √(area · ratio) and √(area ⁄ ratio), rounded.
  func draw(_ height: Int, _ width: Int, _ generator: inout Generator) throws -> (Int, Int) {
    let logs = (logf(Float(ratio.lowerBound)), logf(Float(ratio.upperBound)))
    let area =
      try Double(height * width) * generator.drawn(scale.lowerBound, scale.upperBound)
    let aspect = Double(expf(Float(try generator.drawn(Double(logs.0), Double(logs.1)))))
    return (
      Int(sqrt(area * aspect).rounded(.toNearestOrEven)),
      Int(sqrt(area / aspect).rounded(.toNearestOrEven))
    )
  }
}

/// Sizes that a picture can be given.
func checkSize(_ height: Int, _ width: Int) throws {
  guard height > 0, width > 0, Picture.sizes ~= height, Picture.sizes ~= width else {
    throw TensorError(.value, "an image can't have a size of (\(height), \(width))")
  }
}

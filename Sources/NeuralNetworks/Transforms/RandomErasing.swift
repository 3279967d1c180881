import Tensors

/// Puts a number, or noise, into a rectangle of the picture, with probability p. Also known as
/// cutout. Source: Z. Zhong et al., "Random Erasing Data Augmentation", arXiv:1708.04896.
public struct RandomErasing: Transform {
  public enum Value: Hashable, Sendable {
    case constant(Double)
    /// Normal numbers.
    case random
  }

  public let probability: Double
  public let region: RandomRegion
  public let value: Value

  public init(
    probability: Double = 0.5, scale: ClosedRange<Double> = 0.02...0.33,
    ratio: ClosedRange<Double> = 0.3...3.3, value: Value = .constant(0)
  ) throws {
    guard 0...1 ~= probability, scale.upperBound <= 1 else {
      throw TensorError(.value, "Random erasing probability and scale should be between 0 and 1")
    }
    (self.probability, self.value) = (probability, value)
    region = try RandomRegion(scale: scale, ratio: ratio)
  }

  public func apply(_ image: Tensor, _ generator: inout Generator) throws -> Tensor {
    guard generator.happens(probability) else { return image }
    guard image.rank >= 3 else {
      throw TensorError(.type, "a picture has to be (..., C, H, W), not \(image.shape)")
    }
    let channels = image.shape[image.rank - 3]
    let (height, width) = (image.shape[image.rank - 2], image.shape[image.rank - 1])
    for _ in 0..<10 {
      let (h, w) = try region.draw(height, width, &generator)
      guard h < height, w < width else { continue }
      let patch: Tensor
      switch value {
      case .constant(let number): patch = try .scalar(number, dtype: image.dtype)
      case .random: patch = try generator.randn([channels, h, w])
      }
      let top = try generator.place(below: height - h + 1)
      let left = try generator.place(below: width - w + 1)
      let erased = try image.copied()
      try erased.narrowed(-2, from: top, length: h).narrowed(-1, from: left, length: w)
        .assign(patch)
      return erased
    }
    return image
  }
}

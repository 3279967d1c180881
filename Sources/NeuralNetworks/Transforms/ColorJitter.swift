import Tensors

/// Brightness and contrast changed by factors that are drawn, in an order that is drawn.
public struct ColorJitter: Transform {
  public let brightness: ClosedRange<Double>?
  public let contrast: ClosedRange<Double>?

  /// Factors from 1 − b to 1 + b; 0 leaves as it is.
  public init(brightness: Double = 0, contrast: Double = 0) throws {
    func range(_ amount: Double, _ name: String) throws -> ClosedRange<Double>? {
      guard amount >= 0, amount.isFinite else {
        throw TensorError(.value, "If \(name) is a single number, it must be non negative.")
      }
      return amount == 0 ? nil : max(1 - amount, 0)...(1 + amount)
    }
    self.brightness = try range(brightness, "brightness")
    self.contrast = try range(contrast, "contrast")
  }

  public func apply(_ image: Tensor, _ generator: inout Generator) throws -> Tensor {
    guard image.rank >= 3, [1, 3].contains(image.shape[image.rank - 3]) else {
      throw TensorError(
        .type, "Input image tensor permitted channel values are [1, 3], but found \(image.shape)")
    }
    guard image.dtype.isFloatingPoint else {
      throw TensorError(.type, "a picture has to be of floating-point numbers")
    }
    // Saturation and hue, which torchvision draws an order for too, stay as they are.
    let order = try generator.randperm(4)
    let bright = try brightness.map { try generator.drawn($0.lowerBound, $0.upperBound) }
    let strong = try contrast.map { try generator.drawn($0.lowerBound, $0.upperBound) }
    var image = image
    for place in order {
      if place == 0, let bright { image = try blended(image, toward: { _ in 0 }, bright) }
      if place == 1, let strong { image = try blended(image, toward: grey, strong) }
    }
    return image
  }

  /// factor · image + (1 − factor) · other, kept within 0 … 1.
  private func blended(_ image: Tensor, toward other: ([Double]) -> Double, _ factor: Double) throws
    -> Tensor
  {
    // Each image of a batch has a mean of its own.
    let size = image.shape.suffix(3).reduce(1, *)
    let values = image.doubles
    let result = stride(from: 0, to: values.count, by: max(size, 1)).flatMap { start in
      let single = Array(values[start..<(start + size)])
      let target =
        (1 - factor)
        * other(
          image.shape[image.rank - 3] == 3 ? ColorJitter.luminance(single) : single)
      return single.map { min(max(factor * $0 + target, 0), 1) }
    }
    return try Tensor(result, shape: image.shape, dtype: image.dtype)
  }

  private func grey(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }

  /// How bright a colour is to the eye.
  private static func luminance(_ image: [Double]) -> [Double] {
    let plane = image.count / 3
    return (0..<plane).map { place in
      let (red, green, blue) = (image[place], image[plane + place], image[2 * plane + place])
      return 0.2989 * red + 0.587 * green + 0.114 * blue
    }
  }
}

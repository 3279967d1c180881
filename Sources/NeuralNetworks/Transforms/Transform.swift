import Tensors

/// Changes an image, perhaps at random. Images are tensors (…, rows, columns), usually (channels,
/// rows, columns); what comes first stays as it is. Names, defaults and the order of random
/// numbers are torchvision's.
public protocol Transform {
  func apply(_ image: Tensor, _ generator: inout Generator) throws -> Tensor
}

/// Transforms one after the other.
public struct Compose: Transform {
  public let transforms: [any Transform]

  public init(_ transforms: [any Transform]) { self.transforms = transforms }

  public func apply(_ image: Tensor, _ generator: inout Generator) throws -> Tensor {
    var image = image
    for transform in transforms { image = try transform.apply(image, &generator) }
    return image
  }
}

/// Rows, columns and perhaps channels, (H, W) or (H, W, C), as (C, H, W) in float32. Whole
/// numbers from 0 to 255 become 0 to 1; floating-point numbers keep their size.
public struct ToTensor: Transform {
  public init() {}

  public func apply(_ image: Tensor, _ generator: inout Generator) throws -> Tensor {
    guard image.rank == 2 || image.rank == 3 else {
      throw TensorError(.value, "pic should be 2/3 dimensional. Got \(image.rank) dimensions.")
    }
    let channelsLast = try image.rank == 2 ? image.unsqueezed(2) : image
    let turned = try channelsLast.permuted([2, 0, 1]).contiguous()
    let scale: Float = image.dtype == .int64 ? 255 : 1
    return try Tensor(turned.floats.map { $0 / scale }, shape: turned.shape)
  }
}

/// (x − mean) ⁄ deviation, channel by channel.
public struct Normalize: Transform {
  public let mean: [Double]
  public let deviation: [Double]

  /// - Throws: a `ValueError` when a deviation is 0, or there is no mean or deviation.
  public init(mean: [Double], deviation: [Double]) throws {
    guard !mean.isEmpty, !deviation.isEmpty else {
      throw TensorError(.value, "a mean and a deviation are needed for each channel")
    }
    guard !deviation.contains(0) else {
      throw TensorError(.value, "std evaluated to zero, leading to division by zero.")
    }
    (self.mean, self.deviation) = (mean, deviation)
  }

  public func apply(_ image: Tensor, _ generator: inout Generator) throws -> Tensor {
    let dtype = image.dtype
    guard dtype.isFloatingPoint, image.rank >= 3 else {
      throw TensorError(
        .value,
        "Expected a floating point tensor image (..., C, H, W), but got \(image.shape) of "
          + "\(dtype.name)")
    }
    let means = try Tensor(mean, shape: [mean.count, 1, 1], dtype: dtype)
    let deviations = try Tensor(deviation, shape: [deviation.count, 1, 1], dtype: dtype)
    return try (image - means) / deviations
  }
}

/// Adds normal noise to each number, and keeps the result within 0 … 1 if it is clipped.
public struct GaussianNoise: Transform {
  public let mean: Double
  public let deviation: Double
  public let isClipped: Bool

  public init(mean: Double = 0, deviation: Double = 0.1, isClipped: Bool = true) throws {
    guard deviation >= 0 else {
      throw TensorError(.value, "sigma shouldn't be negative. Got \(deviation)")
    }
    (self.mean, self.deviation, self.isClipped) = (mean, deviation, isClipped)
  }

  public func apply(_ image: Tensor, _ generator: inout Generator) throws -> Tensor {
    guard image.dtype.isFloatingPoint else {
      throw TensorError(.value, "Input tensor is expected to be in float dtype")
    }
    let noise = try generator.randn(image.shape, dtype: image.dtype).doubles
    let noisy = zip(image.doubles, noise).map { $0 + mean + $1 * deviation }
    return try Tensor(
      isClipped ? noisy.map { min(max($0, 0), 1) } : noisy, shape: image.shape,
      dtype: image.dtype)
  }
}

import Autograd
import Tensors

/// Makes images (N, C r², H, W) into (N, C, r H, r W): r² channels become the pixels of a square
/// (Shi et al., 2016).
public final class PixelShuffle: Module, Layer {
  public let factor: Int

  public init(_ factor: Int) {
    self.factor = factor
    super.init()
  }

  public override var settings: String { "upscale_factor=\(factor)" }
  public override func anew() throws -> Module { PixelShuffle(factor) }

  public func forward(_ x: Variable) throws -> Variable {
    guard x.rank >= 3 else {
      throw TensorError(
        "pixel_shuffle expects input to have at least 3 dimensions, but got input with "
          + "\(x.rank) dimension(s)")
    }
    guard factor > 0 else {
      throw TensorError("pixel_shuffle expects a positive upscale_factor, but got \(factor)")
    }
    let (batch, size) = (Array(x.shape.dropLast(3)), Array(x.shape.suffix(3)))
    let (square, overflow) = factor.multipliedReportingOverflow(by: factor)
    guard !overflow, size[0] % square == 0 else {
      throw TensorError(
        "pixel_shuffle expects its input's 'channel' dimension to be divisible by the square of "
          + "upscale_factor, but input.size(-3)=\(size[0]) is not divisible by \(square)")
    }
    let channels = size[0] / square
    let b = batch.count
    return try x.reshaped(batch + [channels, factor, factor, size[1], size[2]])
      .permuted(Array(0..<b) + [b, b + 3, b + 1, b + 4, b + 2])
      .reshaped(batch + [channels, size[1] * factor, size[2] * factor])
  }
}

/// Makes signals or images larger by a whole factor: each number stands that often in a row.
public final class Upsample: Module, Layer {
  public let factor: Int

  public init(_ factor: Int) {
    self.factor = factor
    super.init()
  }

  public override var settings: String { "scale_factor=\(Double(factor)), mode='nearest'" }
  public override func anew() throws -> Module { Upsample(factor) }

  public func forward(_ x: Variable) throws -> Variable {
    guard (3...5).contains(x.rank) else {
      throw TensorError(
        .notImplemented,
        "Input Error: Only 3D, 4D and 5D input Tensors supported (got \(x.rank)D) for the modes: "
          + "nearest | linear | bilinear | bicubic | trilinear | lanczos | area | nearest-exact "
          + "(got nearest)"
      )
    }
    guard factor > 0 else {
      throw TensorError("an image is made larger by a factor of at least 1, not \(factor)")
    }
    return try (2..<x.rank).reduce(x) { y, axis in
      let places = try Tensor.arange(
        Double(try Shapes.count([y.shape[axis], factor])), dtype: .int64)
      return try y.indexSelect(axis, places.floorDivided(by: .number(factor)))
    }
  }
}

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

/// Makes signals, images or volumes larger or smaller.
public final class Upsample: Module, Layer {
  public let target: InterpolationTarget
  public let mode: InterpolationMode
  public let alignsCorners: Bool?

  public init(
    to target: InterpolationTarget, mode: InterpolationMode = .nearest, alignsCorners: Bool? = nil
  ) {
    self.target = target
    self.mode = mode
    self.alignsCorners = alignsCorners
    super.init()
  }

  public convenience init(_ factor: Double, mode: InterpolationMode = .nearest) {
    self.init(to: .factor([factor]), mode: mode)
  }

  public override var settings: String {
    func text<T>(_ values: [T]) -> String {
      values.count == 1
        ? "\(values[0])" : "(" + values.map { "\($0)" }.joined(separator: ", ") + ")"
    }
    let target =
      switch target {
      case .size(let sizes): "size=\(text(sizes))"
      case .factor(let factors): "scale_factor=\(text(factors))"
      }
    return "\(target), mode='\(mode.rawValue)'"
  }

  public override func anew() throws -> Module {
    Upsample(to: target, mode: mode, alignsCorners: alignsCorners)
  }

  public func forward(_ x: Variable) throws -> Variable {
    try x.interpolated(to: target, mode, alignsCorners: alignsCorners)
  }
}

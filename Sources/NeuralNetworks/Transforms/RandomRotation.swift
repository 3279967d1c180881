import Glibc
import Tensors

/// The picture turned around its middle, counter-clockwise, by an angle that is drawn.
public struct RandomRotation: Transform {
  /// In degrees.
  public let degrees: ClosedRange<Double>
  public let interpolation: Interpolation
  /// Whether the result is as large as the turned picture needs.
  public let expands: Bool
  public let fill: Double

  public init(
    _ degrees: ClosedRange<Double>, interpolation: Interpolation = .nearest, expands: Bool = false,
    fill: Double = 0
  ) {
    (self.degrees, self.interpolation) = (degrees, interpolation)
    (self.expands, self.fill) = (expands, fill)
  }

  /// Between −degrees and degrees.
  public init(
    _ degrees: Double, interpolation: Interpolation = .nearest, expands: Bool = false,
    fill: Double = 0
  ) throws {
    guard degrees >= 0, degrees.isFinite else {
      throw TensorError(.value, "If degrees is a single number, it must be positive.")
    }
    self.init(-degrees...degrees, interpolation: interpolation, expands: expands, fill: fill)
  }

  public func apply(_ image: Tensor, _ generator: inout Generator) throws -> Tensor {
    let angle = try generator.drawn(degrees.lowerBound, degrees.upperBound)
    return try Picture(image).rotated(angle, interpolation, expands: expands, fill: fill).tensor
  }
}

extension Picture {
  /// Turned counter-clockwise by an angle in degrees.
  func rotated(_ degrees: Double, _ interpolation: Interpolation, expands: Bool, fill: Double)
    throws -> Picture
  {
    guard degrees.isFinite else { throw TensorError(.value, "Argument angle should be finite") }
    guard height > 0, width > 0 else { return self }
    return try dtype == .float64
      ? turned(degrees, interpolation, expands, fill, Double.self)
      : turned(degrees, interpolation, expands, fill, Float.self)
  }

  /// Each place of the new picture comes from a place of the old: turned back, around the middle.
  /// Places are computed in the precision of the picture, step by step as PyTorch does
  /// (`affine_grid`, `grid_sample`), so that the nearest pixel is the same one.
  private func turned<T: BinaryFloatingPoint>(
    _ degrees: Double, _ interpolation: Interpolation, _ expands: Bool, _ fill: Double, _: T.Type
  ) throws -> Picture {
    let angle = -degrees * .pi / 180
    let (cosine, sine) = (T(cos(angle)), T(sin(angle)))
    let (newHeight, newWidth) =
      expands ? expanded(Float(cosine), Float(sine)) : (height, width)
    let (halfWidth, halfHeight) = (T(width) / 2, T(height) / 2)
    return try sampled(newHeight, newWidth, interpolation, fill: fill) { row, column in
      let x = T(column) + (T(1) - T(newWidth)) / 2
      let y = T(row) + (T(1) - T(newHeight)) / 2
      let gridX = x * (cosine / halfWidth) + y * (sine / halfWidth)
      let gridY = x * (-sine / halfHeight) + y * (cosine / halfHeight)
      return (
        y: Double(((gridY + 1) * T(height) - 1) / 2), x: Double(((gridX + 1) * T(width) - 1) / 2)
      )
    }
  }

  /// The size of the rectangle around the turned picture.
  private func expanded(_ cosine: Float, _ sine: Float) -> (height: Int, width: Int) {
    let (x, y) = (0.5 * Float(width), 0.5 * Float(height))
    let corners = [(-x, -y), (-x, y), (x, y), (x, -y)].map { corner in
      (corner.0 * cosine + corner.1 * sine, -corner.0 * sine + corner.1 * cosine)
    }
    func length(_ places: [Float], _ middle: Float) -> Int {
      // Cut to a ten-thousandth first: a hair beyond a pixel is none.
      func cut(_ place: Float) -> Float { ((place + middle) / 1e-4).rounded(.towardZero) * 1e-4 }
      let (least, most) = (places.min() ?? 0, places.max() ?? 0)
      return Int(cut(most).rounded(.up) - cut(least).rounded(.down))
    }
    return (length(corners.map(\.1), y), length(corners.map(\.0), x))
  }
}

import Tensors

/// Numbers as whole ones on an even scale: q = round(x/scale) + zero, held between the smallest and
/// the largest number of so many bits (Jacob et al., 2018).
public struct LinearQuantization: Hashable, Sendable {
  public let scale: Double
  /// The whole number that stands for 0.
  public let zeroPoint: Int
  public let bits: Int
  public let isSigned: Bool

  public var lowest: Int { isSigned ? -(1 << (bits - 1)) : 0 }
  public var highest: Int { isSigned ? (1 << (bits - 1)) - 1 : (1 << bits) - 1 }

  public init(scale: Double, zeroPoint: Int, bits: Int = 8, isSigned: Bool = false) throws {
    try LinearQuantization.check(bits)
    self.scale = scale
    self.zeroPoint = zeroPoint
    self.bits = bits
    self.isSigned = isSigned
    guard scale > 0, scale.isFinite, (lowest...highest).contains(zeroPoint) else {
      throw TensorError(
        .value, "a scale is above 0, and the zero point between \(lowest) and \(highest)")
    }
  }

  /// The scale on which all of a tensor's numbers, and 0, find room.
  /// - Parameter isSymmetric: whether 0 stands for 0, and the scale reaches as far on both sides.
  public init(fitting values: Tensor, bits: Int = 8, isSymmetric: Bool = false) throws {
    try LinearQuantization.check(bits)
    let numbers = values.doubles
    guard numbers.allSatisfy(\.isFinite) else {
      throw TensorError(.value, "numbers that are not finite cannot be quantised")
    }
    let (low, high) = (min(numbers.min() ?? 0, 0), max(numbers.max() ?? 0, 0))
    let steps = Double((1 << bits) - 1)
    if isSymmetric {
      let reach = max(-low, high)
      scale = reach > 0 ? reach / (steps / 2) : 1
      zeroPoint = 0
    } else {
      scale = high > low ? (high - low) / steps : 1
      zeroPoint = min(max(-Int((low / scale).rounded(.toNearestOrEven)), 0), (1 << bits) - 1)
    }
    self.bits = bits
    isSigned = isSymmetric
  }

  private static func check(_ bits: Int) throws {
    guard (1...16).contains(bits) else {
      throw TensorError(.value, "numbers are quantised to 1 to 16 bits, not \(bits)")
    }
  }

  /// The whole numbers that stand for numbers.
  public func quantized(_ values: Tensor) throws -> Tensor {
    let places = try (values / .number(scale)).round() + .number(Double(zeroPoint))
    return try places.maximum(.number(Double(lowest))).minimum(.number(Double(highest)))
      .converted(to: .int64)
  }

  /// The numbers that whole ones stand for.
  public func dequantized(_ places: Tensor, dtype: DataType = .float32) throws -> Tensor {
    try (places.converted(to: dtype) - .number(Double(zeroPoint))) * .number(scale)
  }

  /// There and back: what is left of numbers; PyTorch's `fake_quantize_per_tensor_affine`.
  public func rounded(_ values: Tensor) throws -> Tensor {
    try dequantized(quantized(values), dtype: values.dtype)
  }
}

/// Margins around the last dimensions.
extension Tensor {
  /// What stands in the margins.
  public enum PaddingMode: String, Hashable, Sendable {
    /// One number.
    case constant
    /// The mirrored elements, without the edge itself.
    case reflect
    /// The element at the edge.
    case replicate
    /// The elements of the other end.
    case circular
  }

  /// PyTorch's `F.pad`: before and after the last dimension, then before and after the one in
  /// front of it, and so on. Negative margins cut off.
  public func padded(_ margins: [Int], _ mode: PaddingMode = .constant, value: Tensor? = nil) throws
    -> Tensor
  {
    guard margins.count % 2 == 0 else { throw TensorError("Padding length must be divisible by 2") }
    guard margins.count / 2 <= rank else {
      throw TensorError(
        "Padding length should be less than or equal to two times the input dimension but got "
          + "padding length \(margins.count) and input of dimension \(rank)")
    }
    if mode == .constant { return try paddedConstant(sides(margins), value ?? Tensor.number(0)) }
    guard value == nil else {
      throw TensorError("Padding mode \"\(mode.rawValue)\" doesn't take in value argument")
    }
    return try paddingPlaces(margins, mode).reduce(self) { try $0.indexSelect($1.axis, $1.places) }
  }

  private func sides(_ margins: [Int]) -> [(Int, Int)] {
    stride(from: 0, to: margins.count - 1, by: 2).map { (margins[$0], margins[$0 + 1]) }
  }

  /// Which index of each padded dimension stands in each place, for modes that repeat elements.
  public func paddingPlaces(_ margins: [Int], _ mode: PaddingMode) throws -> [(
    axis: Int, places: Tensor
  )] {
    let sides = sides(margins)
    guard rank == sides.count + 1 || rank == sides.count + 2, !sides.isEmpty, sides.count <= 3
    else {
      throw TensorError(
        .notImplemented,
        "Padding size \(margins.count) is not supported for \(rank)D input tensor.\nSupported "
          + "combinations for non-constant padding:\n  - 2D or 3D input: padding size = 2 (pads last "
          + "dimension)\n  - 3D or 4D input: padding size = 4 (pads last 2 dimensions)\n  - 4D or 5D "
          + "input: padding size = 6 (pads last 3 dimensions)")
    }
    return try sides.enumerated().map { order, side in
      let axis = rank - 1 - order
      return (axis, try places(mode, axis, side, argument: 4 + 2 * order))
    }
  }

  private func paddedConstant(_ sides: [(Int, Int)], _ value: Tensor) throws -> Tensor {
    var (target, source) = (shape, self)
    for (order, (before, after)) in sides.enumerated() {
      let axis = rank - 1 - order
      let size = try Tensor.widened(shape[axis], before, after)
      guard size >= 0 else { throw TensorError("narrow(): length must be non-negative.") }
      target[axis] = size
      source = try source.sliced(
        axis, from: max(-before, 0), to: shape[axis] - max(-after, 0))
    }
    let out = try Tensor(unset: target, dtype: dtype)
    try out.assign(value)
    var inner = out
    for (order, (before, _)) in sides.enumerated() {
      let axis = rank - 1 - order
      inner = try inner.narrowed(axis, from: max(before, 0), length: source.shape[axis])
    }
    try inner.assign(source)
    return out
  }

  private static func widened(_ size: Int, _ before: Int, _ after: Int) throws -> Int {
    let (sum, overflow) = size.addingReportingOverflow(before)
    let (total, overflow2) = sum.addingReportingOverflow(after)
    guard !overflow, !overflow2 else { throw TensorError("Storage size calculation overflowed") }
    return total
  }

  /// Which index of a dimension stands in each place of the padded one.
  private func places(_ mode: PaddingMode, _ axis: Int, _ side: (Int, Int), argument: Int) throws
    -> Tensor
  {
    let (size, before, after) = (shape[axis], side.0, side.1)
    let total = try Tensor.widened(size, before, after)
    guard total >= 0, size > 0 || total == 0 else {
      throw TensorError(
        "input (\(Shapes.describe(shape))) is too small for padding (\(before), \(after)) at "
          + "dimension \(axis)")
    }
    switch mode {
    case .reflect:
      guard before < size, after < size else {
        throw TensorError(
          "Argument #\(argument): Padding size should be less than the corresponding input "
            + "dimension, but got: padding (\(before), \(after)) at dimension \(axis) of input "
            + Shapes.describe(shape))
      }
    case .circular:
      guard before <= size, after <= size else {
        throw TensorError("Padding value causes wrapping around more than once.")
      }
    case .constant, .replicate: break
    }
    let place = try Tensor.arange(-before, total - before)
    switch mode {
    case .constant, .replicate: return try place.clamp(min: .number(0), max: .number(size - 1))
    case .circular: return try place.remainder(.number(size))
    case .reflect:
      let last = try Tensor.number(size - 1)
      return try last - (last - place.absolute()).absolute()
    }
  }
}

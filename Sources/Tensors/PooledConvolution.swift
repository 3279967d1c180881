import CKernels

/// A convolution, max(y, 0) and maximum pooling, one after the other. Over 2×2 windows all is done
/// in one go: what stands in between would not fit the caches and is never stored, only what comes
/// out, and for each element a byte that says which of its window it was.
extension Tensor {
  /// The greatest of each window of max(y, 0), for this input convolved with `weight` to y, and
  /// what the gradients want to know of where it was.
  public func convolvedReluPooled(
    _ weight: Tensor, bias: Tensor? = nil, _ settings: Convolution, _ windows: Pooling
  ) throws -> (values: Tensor, places: Tensor) {
    let shapes = try PooledShapes(shape, weight.shape, bias: bias?.shape, settings, windows)
    try checkTypes(weight, bias)
    let plan = try ConvolutionPlan(
      input: shape, weight: weight.shape, output: shapes.full, settings, dtype)
    guard shapes.isByQuarters, dtype.isFloatingPoint, !plan.isEmpty else {
      return try convolved(weight, bias: bias, settings).reluPooled(windows)
    }
    let out = try Tensor(unset: shapes.pooled, dtype: dtype)
    let places = try Tensor.places(of: out.count)
    let (x, w, b) = (try contiguous(), try weight.contiguous(), try bias?.contiguous())
    try plan.run(isPooled: true) {
      ck_convolve(
        dtype.kernelType, &$0, x.pointer, w.pointer, b?.pointer, 0, out.pointer, places.bytes)
    }
    return (out, places)
  }

  /// What they pass back to input, weight and bias, each where it is needed, when this is the
  /// upstream gradient and `places` what was found with these values.
  public func convolvedReluPoolGradients(
    needed: [Bool], input: Tensor, _ weight: Tensor, places: Tensor, _ settings: Convolution,
    _ windows: Pooling
  ) throws -> [Tensor?] {
    let shapes = try PooledShapes(input.shape, weight.shape, settings, windows)
    guard shape == shapes.pooled, dtype.isFloatingPoint, input.dtype == dtype,
      weight.dtype == dtype
    else {
      throw TensorError(
        "the gradient of this pooling has the shape \(Shapes.describe(shapes.pooled)), not "
          + Shapes.describe(shape))
    }
    let plan = try ConvolutionPlan(
      input: input.shape, weight: weight.shape, output: shapes.full, settings, dtype)
    guard shapes.isByQuarters, !plan.isEmpty else {
      let g = try maxPoolGradient(places, input: shapes.full, rank: windows.rank)
      return try needed.indices.map { i in
        guard needed[i] else { return nil }
        switch i {
        case 0: return try g.convolutionInputGradient(weight, input: input.shape, settings)
        case 1: return try g.convolutionWeightGradient(input, weight: weight.shape, settings)
        default: return try g.convolutionBiasGradient(rank: settings.rank)
        }
      }
    }
    guard places.count == Tensor.wordsOfPlaces(count) else {
      throw TensorError("these are not the places of \(count) elements")
    }
    let (x, w, g) = (try input.contiguous(), try weight.contiguous(), try contiguous())
    return try needed.indices.map { i in
      guard needed[i] else { return nil }
      let shape = i == 0 ? input.shape : i == 1 ? weight.shape : [weight.shape[0]]
      let out = try Tensor(unset: shape, dtype: dtype)
      let type = dtype.kernelType
      try plan.run(isPooled: true) {
        switch i {
        case 0:
          return ck_convolve_transposed(
            type, &$0, g.pointer, places.bytes, w.pointer, nil, out.pointer)
        case 1:
          return ck_convolve_weights(
            type, &$0, x.pointer, g.pointer, places.bytes, out.pointer)
        default:
          let pixels = ($0.out_height / 2) * ($0.out_width / 2)
          ck_sum_planes(
            type, $0.images, $0.filters, pixels, g.pointer, places.bytes, out.pointer)
          return 1
        }
      }
      return out
    }
  }

  /// Step by step; the places are those of `maxPooled`, or −1 where nothing flows back.
  private func reluPooled(_ windows: Pooling) throws -> (values: Tensor, places: Tensor) {
    let (values, places) = try relu().maxPooled(windows)
    let isZero = try values.compared(.lessOrEqual, to: .number(0))
    return (values, try places.maskedFill(isZero, .number(-1)))
  }

  /// Bytes for the places of `count` elements, eight in a whole number.
  private static func places(of count: Int) throws -> Tensor {
    try Tensor(unset: [wordsOfPlaces(count)], dtype: .int64)
  }

  private static func wordsOfPlaces(_ count: Int) -> Int { (count + Int(CK_PLACES_MARGIN) + 7) / 8 }

  private var bytes: UnsafeMutablePointer<UInt8> { pointer.assumingMemoryBound(to: UInt8.self) }
}

/// The shapes behind the convolution and behind the pooling.
private struct PooledShapes {
  let full: [Int]
  let pooled: [Int]
  /// Whether the windows are of 2×2 elements, side by side, and all full.
  let isByQuarters: Bool

  init(
    _ input: [Int], _ weight: [Int], bias: [Int]? = nil, _ settings: Convolution,
    _ windows: Pooling
  ) throws {
    full = try Shapes.convolution(input, weight, bias: bias, settings)
    pooled = try Shapes.pooling(full, windows)
    isByQuarters =
      windows.kernel == [2, 2] && windows.stride == [2, 2] && windows.padding == [0, 0]
      && windows.dilation == [1, 1] && settings.rank == 2
      && pooled.suffix(2).elementsEqual(full.suffix(2).map { $0 / 2 })
  }
}

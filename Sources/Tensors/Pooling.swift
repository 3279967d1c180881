import CKernels

/// One number for each window of a sequence or an image: the greatest, or the mean.
extension Tensor {
  /// The greatest element of each window, and where in its plane it is: the first of equals; NaN
  /// wins.
  public func maxPooled(_ settings: Pooling) throws -> (values: Tensor, indices: Tensor) {
    try maximum(
      of: PoolingPlan(shape, to: Shapes.pooling(shape, settings), settings),
      name: "max_pool\(settings.rank)d")
  }

  /// The greatest element of each of as many parts as `size` says, which are as even as can be.
  public func adaptiveMaxPooled(_ size: [Int?]) throws -> (values: Tensor, indices: Tensor) {
    let target = try Shapes.adaptivePooling(shape, size, name: "adaptive_max_pool")
    guard dtype.isFloatingPoint else { throw notImplemented("adaptive_max_pool2d") }
    return try maximum(of: PoolingPlan(shape, to: target, rank: size.count), name: "")
  }

  /// What the greatest elements of windows, found at `indices`, pass back to an input of the given
  /// shape, when this is their upstream gradient.
  public func maxPoolGradient(_ indices: Tensor, input shape: [Int], rank: Int) throws -> Tensor {
    guard indices.shape == self.shape, indices.dtype == .int64, dtype.isFloatingPoint,
      rank == 1 || rank == 2, shape.count == self.rank, shape.count > rank,
      shape.dropLast(rank) == self.shape.dropLast(rank)
    else {
      throw TensorError(
        "no pooling of \(Shapes.describe(shape)) has the gradient \(Shapes.describe(self.shape))")
    }
    let out = try Tensor(unset: shape, dtype: dtype)
    var plan = PoolingPlan(shape, to: self.shape, rank: rank)
    let (upstream, places) = (try contiguous(), try indices.contiguous())
    ck_max_pool_backward(
      dtype.kernelType, &plan.sizes, upstream.pointer,
      places.pointer.assumingMemoryBound(to: Int64.self), out.pointer)
    return out
  }

  /// The mean of each window. With `countsPadding`, the zeros of the padding count; a `divisor`
  /// takes the place of the number of elements.
  public func averagePooled(
    _ settings: Pooling, countsPadding: Bool = true, divisor: Int? = nil
  ) throws -> Tensor {
    let shape = try Shapes.pooling(self.shape, settings)
    guard divisor != 0 else { throw TensorError("divisor must be not zero") }
    guard dtype != .bool else { throw notImplemented("avg_pool2d") }
    guard dtype.isFloatingPoint else {
      return try converted(to: .float64)
        .averagePooled(settings, countsPadding: countsPadding, divisor: divisor)
        .converted(to: dtype)
    }
    return try average(
      of: PoolingPlan(self.shape, to: shape, settings), countsPadding: countsPadding,
      divisor: divisor ?? 0)
  }

  /// The mean of each of as many parts as `size` says, which are as even as can be.
  public func adaptiveAveragePooled(_ size: [Int?]) throws -> Tensor {
    let target = try Shapes.adaptivePooling(shape, size, name: "adaptive_avg_pool")
    guard dtype.isFloatingPoint else { throw notImplemented("adaptive_avg_pool2d") }
    return try average(
      of: PoolingPlan(shape, to: target, rank: size.count), countsPadding: false, divisor: 0)
  }

  /// What the means of windows pass back to an input of the given shape, when this is their
  /// upstream gradient.
  public func averagePoolGradient(
    input shape: [Int], _ settings: Pooling, countsPadding: Bool = true, divisor: Int? = nil
  ) throws -> Tensor {
    let expected = try Shapes.pooling(shape, settings)
    return try averageGradient(
      PoolingPlan(shape, to: expected, settings), countsPadding, divisor ?? 0)
  }

  /// What the means of even parts pass back to an input of the given shape.
  public func adaptiveAveragePoolGradient(input shape: [Int], _ size: [Int?]) throws -> Tensor {
    let expected = try Shapes.adaptivePooling(shape, size, name: "adaptive_avg_pool")
    return try averageGradient(PoolingPlan(shape, to: expected, rank: size.count), false, 0)
  }

  private func maximum(of plan: PoolingPlan, name: String) throws -> (
    values: Tensor, indices: Tensor
  ) {
    guard dtype != .bool else { throw notImplemented(name) }
    let values = try Tensor(unset: plan.output, dtype: dtype)
    let indices = try Tensor(unset: plan.output, dtype: .int64)
    var sizes = plan.sizes
    let x = try contiguous()
    ck_max_pool(
      dtype.kernelType, &sizes, x.pointer, values.pointer,
      indices.pointer.assumingMemoryBound(to: Int64.self))
    return (values, indices)
  }

  private func average(of plan: PoolingPlan, countsPadding: Bool, divisor: Int) throws -> Tensor {
    let out = try Tensor(unset: plan.output, dtype: dtype)
    var sizes = plan.sizes
    let x = try contiguous()
    ck_average_pool(
      dtype.kernelType, &sizes, countsPadding ? 1 : 0, divisor, x.pointer, out.pointer)
    return out
  }

  private func averageGradient(_ plan: PoolingPlan, _ countsPadding: Bool, _ divisor: Int) throws
    -> Tensor
  {
    guard shape == plan.output, dtype.isFloatingPoint else {
      throw TensorError(
        "the gradient of a pooling has the shape \(Shapes.describe(plan.output)), not "
          + Shapes.describe(shape))
    }
    let out = try Tensor(unset: plan.input, dtype: dtype)
    var sizes = plan.sizes
    let upstream = try contiguous()
    ck_average_pool_backward(
      dtype.kernelType, &sizes, countsPadding ? 1 : 0, divisor, upstream.pointer, out.pointer)
    return out
  }

  private func notImplemented(_ name: String) -> TensorError {
    TensorError(.notImplemented, "\"\(name)\" not implemented for '\(dtype.title)'")
  }
}

/// The sizes of a pooling that was found right, as the kernels want them. Sequences are images of
/// one row.
private struct PoolingPlan {
  let input: [Int]
  let output: [Int]
  var sizes: ck_pooling

  init(_ input: [Int], to output: [Int], _ settings: Pooling) {
    self.init(input, to: output, rank: settings.rank)
    let isFlat = settings.rank == 1
    func set(
      _ values: [Int], _ flat: Int, _ y: WritableKeyPath<ck_pooling, Int>,
      _ x: WritableKeyPath<ck_pooling, Int>
    ) {
      sizes[keyPath: y] = isFlat ? flat : values[0]
      sizes[keyPath: x] = isFlat ? values[0] : values[1]
    }
    sizes.is_adaptive = 0
    set(settings.kernel, 1, \.kernel_height, \.kernel_width)
    set(settings.stride, 1, \.stride_y, \.stride_x)
    set(settings.padding, 0, \.pad_y, \.pad_x)
    set(settings.dilation, 1, \.dilation_y, \.dilation_x)
  }

  /// Of even parts.
  init(_ input: [Int], to output: [Int], rank: Int) {
    self.input = input
    self.output = output
    sizes = ck_pooling()
    sizes.is_adaptive = 1
    sizes.planes = input.dropLast(rank).reduce(1, *)
    sizes.height = rank == 1 ? 1 : input[input.count - 2]
    sizes.width = input[input.count - 1]
    sizes.out_height = rank == 1 ? 1 : output[output.count - 2]
    sizes.out_width = output[output.count - 1]
  }
}

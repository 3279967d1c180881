import CKernels

/// Elements picked by where a condition holds.
extension Tensor {
  /// The coordinates of all elements that are not 0, one row each, in row-major order.
  public func nonzero() throws -> Tensor {
    let source = try contiguous()
    let type = dtype.kernelType
    let n = ck_nonzero(type, count, source.pointer, nil)
    let out = try Tensor(unset: [n, rank], dtype: .int64)
    let places = try Tensor(unset: [n], dtype: .int64)
    let flat = places.pointer.assumingMemoryBound(to: Int64.self)
    _ = ck_nonzero(type, count, source.pointer, flat)
    let coordinates = out.pointer.assumingMemoryBound(to: Int64.self)
    for (axis, step) in Shapes.contiguousStrides(shape).enumerated() {
      ck_unravel(n, flat, step, shape[axis], coordinates + axis, rank)
    }
    return out
  }

  /// The elements where `mask` is true, as a vector; both are stretched to one shape.
  public func maskedSelect(_ mask: Tensor) throws -> Tensor {
    guard mask.dtype == .bool else {
      throw TensorError("masked_select: expected BoolTensor for mask")
    }
    let shape = try Shapes.broadcast(mask.shape, self.shape)
    return try expanded(to: shape).indexed([.tensor(mask.expanded(to: shape))])
      .reshaped([-1])
  }

  /// A copy with the first elements of `source`, in order, where `mask` is true.
  public func maskedScattered(_ mask: Tensor, _ source: Tensor) throws -> Tensor {
    guard dtype == source.dtype else {
      throw TensorError(
        "masked_scatter: expected self and source to have same dtypes but got\(dtype.title) and "
          + source.dtype.title)
    }
    guard mask.dtype == .bool else {
      throw TensorError(
        "masked_scatter_ only supports boolean masks, but got mask with dtype "
          + mask.dtype.longName)
    }
    let shape = try Shapes.broadcast(self.shape, mask.shape)
    let out = try expanded(to: shape).copied()
    let flat = try mask.expanded(to: shape).reshaped([-1])
    let wanted = try flat.sum().integers[0]
    guard wanted <= source.count else {
      throw TensorError("Number of elements of source < number of ones in mask")
    }
    let values = try source.reshaped([-1]).narrowed(0, from: 0, length: wanted)
    try out.reshaped([-1]).assign(values, at: [.tensor(flat)])
    return out
  }

  /// One row of 0 … 0 1 0 … 0 for each class number.
  public static func oneHot(_ classes: [Int], count: Int, dtype: DataType = .float32) throws
    -> Tensor
  {
    guard count >= 0 else { throw TensorError("num_classes should be positive") }
    return try Tensor(classes).oneHot(count).converted(to: dtype)
  }

  /// PyTorch's `one_hot`: a further dimension of 0 … 0 1 0 … 0 for these class numbers, by default
  /// as wide as the greatest one needs.
  public func oneHot(_ classes: Int? = nil) throws -> Tensor {
    guard dtype == .int64 else {
      throw TensorError("one_hot is only applicable to index tensor of type LongTensor.")
    }
    guard count > 0 else {
      guard let classes, classes > 0 else {
        throw TensorError("Can not infer total number of classes from empty tensor.")
      }
      return try Tensor.zeros(shape + [classes], dtype: .int64)
    }
    guard try minimum().integers[0] >= 0 else {
      throw TensorError("Class values must be non-negative.")
    }
    let greatest = try maximum().integers[0]
    guard let width = classes ?? (greatest == .max ? nil : greatest + 1), greatest < width else {
      throw TensorError("Class values must be smaller than num_classes.")
    }
    let out = try Tensor.zeros(shape + [width], dtype: .int64)
    return try out.scattered(-1, unsqueezed(-1), .number(1))
  }
}

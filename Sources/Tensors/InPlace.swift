/// Writing into the elements of a tensor, which all of its views see: what PyTorch's methods with
/// a trailing `_` do.
extension Tensor {
  /// Takes over the result of an operation: `x.overwrite(with: x + y)` is `x.add_(y)`. The result
  /// is computed before anything is written, so that operands may share this storage.
  public func overwrite(with result: Tensor) throws {
    guard result.shape == shape else {
      throw TensorError(
        "output with shape \(Shapes.describe(shape)) doesn't match the broadcast shape "
          + Shapes.describe(result.shape))
    }
    try checkWritable(result.dtype)
    try assign(result)
  }

  /// PyTorch's `copy_`: the elements of `source`, stretched and converted.
  public func copy(from source: Tensor) throws {
    try checkNoOverlap()
    let shape = try Shapes.broadcast(self.shape, source.shape)
    guard shape == self.shape else {
      throw TensorError(
        "output with shape \(Shapes.describe(self.shape)) doesn't match the broadcast shape "
          + Shapes.describe(shape))
    }
    try assign(source)
  }

  /// PyTorch's `fill_`: one number everywhere, converted to this type.
  public func fill(with value: Tensor) throws {
    guard value.rank == 0 else {
      throw TensorError(
        "fill_ only supports 0-dimension value tensor but got tensor with \(value.rank) dimensions."
      )
    }
    try checkNoOverlap()
    try assign(value)
  }

  /// PyTorch's `zero_`.
  public func zero() throws { try fill(with: .number(0)) }

  /// Whether an operation with results of a type may be written here: not fractions into whole
  /// numbers, nor numbers into truth values, nor anything into stretched tensors.
  public func checkWritable(_ type: DataType) throws {
    guard dtype.isFloatingPoint || !type.isFloatingPoint, dtype != .bool || type == .bool else {
      throw TensorError(
        "result type \(type.title) can't be cast to the desired output type \(dtype.title)")
    }
    try checkNoOverlap()
  }

  private func checkNoOverlap() throws {
    guard !zip(shape, strides).contains(where: { $0 > 1 && $1 == 0 }) else {
      throw TensorError(
        "unsupported operation: more than one element of the written-to tensor refers to a single "
          + "memory location. Please clone() the tensor before performing the operation.")
    }
  }
}

import CKernels

/// Running totals along one dimension.
extension Tensor {
  /// x₀, x₀ + x₁, … Whole numbers and truth values give whole numbers.
  public func cumulativeSum(_ dim: Int) throws -> Tensor { try scan(CK_CUMULATE_SUM, dim) }

  /// x₀, x₀ x₁, … Whole numbers and truth values give whole numbers.
  public func cumulativeProduct(_ dim: Int) throws -> Tensor { try scan(CK_CUMULATE_PRODUCT, dim) }

  /// log e^x₀, log(e^x₀ + e^x₁), …
  public func cumulativeLogSumExp(_ dim: Int) throws -> Tensor {
    guard dtype.isFloatingPoint else {
      throw TensorError(
        .notImplemented,
        "\"logcumsumexp_out_cpu\" not implemented for '\(dtype.title)'")
    }
    return try scan(CK_CUMULATE_LOG_SUM_EXP, dim)
  }

  /// The greatest element so far, and where it is (the last of equals); NaN stays.
  public func cumulativeMaximum(_ dim: Int) throws -> (values: Tensor, indices: Tensor) {
    try scanExtreme(dim, isMaximum: true)
  }

  /// The smallest element so far, and where it is (the last of equals); NaN stays.
  public func cumulativeMinimum(_ dim: Int) throws -> (values: Tensor, indices: Tensor) {
    try scanExtreme(dim, isMaximum: false)
  }

  /// x₁ − x₀, x₂ − x₁, …, `times` over.
  public func differences(_ dim: Int = -1, times: Int = 1) throws -> Tensor {
    let axis = try Shapes.axis(dim, rank: rank)
    guard rank > 0 else {
      throw TensorError("diff expects input to be at least one-dimensional")
    }
    guard times >= 0 else { throw TensorError("order must be non-negative but got \(times)") }
    var result = self
    for _ in 0..<min(times, shape[axis]) {
      let (after, before) = (
        try result.sliced(axis, from: 1), try result.sliced(axis, to: result.shape[axis] - 1)
      )
      result = try dtype == .bool ? after.logicalXor(before) : after - before
    }
    return result
  }

  private func scan(_ operation: ck_scan_operation, _ dim: Int) throws -> Tensor {
    let axis = try Shapes.axis(dim, rank: rank)
    let source = try (dtype == .bool ? converted(to: .int64) : self).contiguous()
    let lines = Lines(shape, axis: axis)
    let out = try Tensor(unset: shape, dtype: source.dtype)
    ck_scan(
      operation, source.dtype.kernelType, lines.outer, lines.length, lines.inner, source.pointer,
      out.pointer)
    return out
  }

  private func scanExtreme(_ dim: Int, isMaximum: Bool) throws -> (
    values: Tensor, indices: Tensor
  ) {
    let axis = try Shapes.axis(dim, rank: rank)
    let source = try contiguous()
    let lines = Lines(shape, axis: axis)
    let values = try Tensor(unset: shape, dtype: dtype)
    let indices = try Tensor(unset: shape, dtype: .int64)
    ck_scan_extreme(
      isMaximum ? 1 : 0, dtype.kernelType, lines.outer, lines.length, lines.inner, source.pointer,
      values.pointer, indices.pointer.assumingMemoryBound(to: Int64.self))
    return (values, indices)
  }
}

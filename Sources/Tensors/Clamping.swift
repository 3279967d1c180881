/// Numbers kept within bounds, or replaced.
extension Tensor {
  /// Each element, but at least `low` and at most `high`: numbers or tensors. Where low > high the
  /// result is `high`; NaN stays.
  public func clamp(min low: Tensor? = nil, max high: Tensor? = nil) throws -> Tensor {
    guard low != nil || high != nil else {
      throw TensorError("torch.clamp: At least one of 'min' or 'max' must not be None")
    }
    let raised = try low.map { try maximum($0) } ?? self
    return try high.map { try raised.minimum($0) } ?? raised
  }

  /// NaN and infinities as numbers: by default 0 and the largest and smallest finite ones.
  public func nanToNum(
    nan: Double = 0, positiveInfinity: Double? = nil, negativeInfinity: Double? = nil
  ) throws -> Tensor {
    guard dtype.isFloatingPoint else { return try copied() }
    let largest =
      dtype == .float32
      ? Double(Float.greatestFiniteMagnitude) : Double.greatestFiniteMagnitude
    return try maskedFill(isNaN(), .number(nan))
      .maskedFill(isPositiveInfinite(), .number(positiveInfinity ?? largest))
      .maskedFill(isNegativeInfinite(), .number(negativeInfinity ?? -largest))
  }

  /// A copy with one number wherever `mask` is true; the mask is stretched.
  public func maskedFill(_ mask: Tensor, _ value: Tensor) throws -> Tensor {
    guard mask.dtype == .bool else {
      throw TensorError(
        "masked_fill_ only supports boolean masks, but got mask with dtype "
          + mask.dtype.longName)
    }
    guard value.rank == 0 else {
      throw TensorError(
        "masked_fill only supports a 0-dimensional value tensor, but got tensor with "
          + "\(value.rank) dimension(s).")
    }
    return try mask.choose(value.converted(to: dtype), else: self)
  }
}

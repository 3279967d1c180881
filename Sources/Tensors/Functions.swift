import CKernels

/// Functions of each element.
extension Tensor {
  public func negated() throws -> Tensor {
    guard dtype != .bool else {
      throw TensorError(
        "Negation, the `-` operator, on a bool tensor is not supported. If you are trying to "
          + "invert a mask, use the `~` or `logical_not()` operator instead.")
    }
    return try whole(CK_NEGATE)
  }
  /// |x|
  public func absolute() throws -> Tensor {
    guard dtype != .bool else {
      throw TensorError(.notImplemented, "\"abs_cpu\" not implemented for 'Bool'")
    }
    return try whole(CK_ABSOLUTE)
  }
  /// −1, 0 or 1
  public func sign() throws -> Tensor { try whole(CK_SIGN) }
  /// x²
  public func squared() throws -> Tensor { try whole(CK_SQUARE) }
  /// max(x, 0)
  public func relu() throws -> Tensor {
    guard dtype != .bool else { throw TensorError("Boolean inputs not supported for relu") }
    return try whole(CK_RELU)
  }

  public func squareRoot() throws -> Tensor { try floating(CK_SQUARE_ROOT) }
  /// 1/x
  public func reciprocal() throws -> Tensor { try floating(CK_RECIPROCAL) }
  /// eˣ
  public func exp() throws -> Tensor { try floating(CK_EXP) }
  /// eˣ − 1, exact near 0
  public func expm1() throws -> Tensor { try floating(CK_EXPM1) }
  public func log() throws -> Tensor { try floating(CK_LOG) }
  /// log(1 + x), exact near 0
  public func log1p() throws -> Tensor { try floating(CK_LOG1P) }
  public func sin() throws -> Tensor { try floating(CK_SIN) }
  public func cos() throws -> Tensor { try floating(CK_COS) }
  public func tanh() throws -> Tensor { try floating(CK_TANH) }
  /// 1/(1 + e⁻ˣ)
  public func sigmoid() throws -> Tensor { try floating(CK_SIGMOID) }
  /// log(1 + eˣ)
  public func softplus() throws -> Tensor { try floating(CK_SOFTPLUS) }
  /// The error function 2/√π ∫₀ˣ e^(−t²) dt.
  public func erf() throws -> Tensor { try floating(CK_ERF) }

  public func floor() throws -> Tensor { try rounded(CK_FLOOR) }
  public func ceil() throws -> Tensor { try rounded(CK_CEIL) }
  /// To the nearest whole number, halves to the even one.
  public func round() throws -> Tensor { try rounded(CK_ROUND) }

  /// A function that keeps whole numbers whole.
  private func whole(_ operation: ck_unary_operation) throws -> Tensor {
    guard dtype != .bool else { throw TensorError(.notImplemented, "not implemented for 'Bool'") }
    return try unary(operation)
  }

  /// A function that makes whole numbers floating point first.
  private func floating(_ operation: ck_unary_operation) throws -> Tensor {
    try (dtype.isFloatingPoint ? self : converted(to: .float32)).unary(operation)
  }

  private func rounded(_ operation: ck_unary_operation) throws -> Tensor {
    guard dtype != .bool else { throw TensorError(.notImplemented, "not implemented for 'Bool'") }
    return dtype == .int64 ? try copied() : try unary(operation)
  }

  private func unary(_ operation: ck_unary_operation) throws -> Tensor {
    let out = try Tensor(unsetLike: self, dtype: dtype)
    let (source, target, size) = (pointer, out.pointer, dtype.size)
    let type = dtype.kernelType
    if isContiguous {
      ck_unary(operation, type, count, source, 1, target)
    } else {
      Rows.each(shape, strides) { start, stride, position, n in
        ck_unary(operation, type, n, source + start * size, stride, target + position * size)
      }
    }
    return out
  }
}

// MARK: What comes back through an activation

extension Tensor {
  /// upstream ⊙ (1 − y²), for this y = tanh x.
  public func tanhBackward(_ upstream: Tensor) throws -> Tensor {
    try activationBackward(CK_TANH, upstream)
  }

  /// upstream ⊙ y(1 − y), for this y = σ(x).
  public func sigmoidBackward(_ upstream: Tensor) throws -> Tensor {
    try activationBackward(CK_SIGMOID, upstream)
  }

  /// upstream where y > 0, elsewhere 0, for this y = relu x.
  public func reluBackward(_ upstream: Tensor) throws -> Tensor {
    try activationBackward(CK_RELU, upstream)
  }

  private func activationBackward(_ operation: ck_unary_operation, _ upstream: Tensor) throws
    -> Tensor
  {
    let y = try contiguous()
    let g = try upstream.converted(to: dtype).expanded(to: shape).contiguous()
    let out = try Tensor(unsetLike: y, dtype: dtype)
    ck_activation_backward(operation, dtype.kernelType, count, y.pointer, g.pointer, out.pointer)
    return out
  }
}

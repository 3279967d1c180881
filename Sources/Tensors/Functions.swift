import CKernels
import Glibc

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
  public func sign() throws -> Tensor { dtype == .bool ? try copied() : try whole(CK_SIGN) }
  /// x²
  public func squared() throws -> Tensor {
    try (dtype == .bool ? converted(to: .int64) : self).whole(CK_SQUARE)
  }
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
  /// 1 − erf x, exact where that is small.
  public func erfc() throws -> Tensor { try floating(CK_ERFC) }
  /// 1/√x
  public func reciprocalRoot() throws -> Tensor { try floating(CK_RECIPROCAL_ROOT) }
  /// 2ˣ
  public func exp2() throws -> Tensor { try floating(CK_EXP2) }
  public func log2() throws -> Tensor { try floating(CK_LOG2) }
  public func log10() throws -> Tensor { try floating(CK_LOG10) }
  public func tan() throws -> Tensor { try floating(CK_TAN) }
  public func asin() throws -> Tensor { try floating(CK_ASIN) }
  public func acos() throws -> Tensor { try floating(CK_ACOS) }
  public func atan() throws -> Tensor { try floating(CK_ATAN) }
  public func sinh() throws -> Tensor { try floating(CK_SINH) }
  public func cosh() throws -> Tensor { try floating(CK_COSH) }
  public func asinh() throws -> Tensor { try floating(CK_ASINH) }
  public func acosh() throws -> Tensor { try floating(CK_ACOSH) }
  public func atanh() throws -> Tensor { try floating(CK_ATANH) }

  /// log(x/(1 − x)), the inverse of the sigmoid. With `epsilon`, x is first kept that far from 0
  /// and 1.
  public func logit(epsilon: Double? = nil) throws -> Tensor {
    let x = dtype.isFloatingPoint ? self : try converted(to: .float32)
    let p = try epsilon.map { try x.clamp(min: .number($0), max: .number(1 - $0)) } ?? x
    return try (p / (.number(1) - p)).log()
  }
}

// MARK: Rounding

extension Tensor {
  public func floor() throws -> Tensor { try rounded(CK_FLOOR, "floor_vml_cpu") }
  public func ceil() throws -> Tensor { try rounded(CK_CEIL, "ceil_vml_cpu") }
  /// Towards zero.
  public func truncated() throws -> Tensor { try rounded(CK_TRUNCATE, "trunc_vml_cpu") }
  /// To the nearest whole number, halves to the even one.
  public func round() throws -> Tensor { try rounded(CK_ROUND, "round_vml_cpu") }

  /// What truncation leaves: x − trunc x.
  public func fraction() throws -> Tensor {
    guard dtype.isFloatingPoint else {
      throw TensorError(.notImplemented, "\"frac_cpu\" not implemented for '\(dtype.title)'")
    }
    return try unary(CK_FRACTION)
  }

  /// To so many digits after the point; negative ones count before it.
  public func round(decimals: Int) throws -> Tensor {
    guard decimals != 0 else { return try round() }
    guard dtype.isFloatingPoint else {
      throw TensorError(.notImplemented, "\"round_cpu\" not implemented for '\(dtype.title)'")
    }
    let scale = try Tensor.number(Glibc.pow(10, Double(decimals.magnitude)))
    return try decimals > 0 ? (self * scale).round() / scale : (self / scale).round() * scale
  }

  /// A function that keeps whole numbers whole.
  private func whole(_ operation: ck_unary_operation) throws -> Tensor {
    guard dtype != .bool else { throw TensorError(.notImplemented, "not implemented for 'Bool'") }
    return try unary(operation)
  }

  /// A function that makes whole numbers floating point first.
  private func floating(_ operation: ck_unary_operation) throws -> Tensor {
    try (dtype.isFloatingPoint ? self : converted(to: .float32)).unary(operation)
  }

  private func rounded(_ operation: ck_unary_operation, _ name: String) throws -> Tensor {
    guard dtype != .bool else {
      throw TensorError(.notImplemented, "\"\(name)\" not implemented for 'Bool'")
    }
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

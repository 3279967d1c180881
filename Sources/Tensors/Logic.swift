import CKernels

/// Truth values and bits, element by element.
extension Tensor {
  /// Both are true (not 0).
  public func logicalAnd(_ other: Tensor) throws -> Tensor {
    try Tensor.bitwise(CK_BITWISE_AND, truth(), other.truth())
  }

  /// One or both are true (not 0).
  public func logicalOr(_ other: Tensor) throws -> Tensor {
    try Tensor.bitwise(CK_BITWISE_OR, truth(), other.truth())
  }

  /// Just one is true (not 0).
  public func logicalXor(_ other: Tensor) throws -> Tensor {
    try Tensor.bitwise(CK_BITWISE_XOR, truth(), other.truth())
  }

  /// True where an element is 0.
  public func logicalNot() throws -> Tensor { try compared(.equal, to: .number(0)) }

  /// Python's `&`.
  public func bitwiseAnd(_ other: Tensor) throws -> Tensor {
    try Tensor.bitwise(CK_BITWISE_AND, self, other, "bitwise_and_cpu")
  }

  /// Python's `|`.
  public func bitwiseOr(_ other: Tensor) throws -> Tensor {
    try Tensor.bitwise(CK_BITWISE_OR, self, other, "bitwise_or_cpu")
  }

  /// Python's `^`.
  public func bitwiseXor(_ other: Tensor) throws -> Tensor {
    try Tensor.bitwise(CK_BITWISE_XOR, self, other, "bitwise_xor_cpu")
  }

  /// Python's `~`: −1 − x for whole numbers, "not" for truth values.
  public func bitwiseNot() throws -> Tensor {
    switch dtype {
    case .bool: try logicalNot()
    case .int64: try bitwiseXor(.number(-1))
    case .float32, .float64:
      throw TensorError(
        .notImplemented, "\"bitwise_not_cpu\" not implemented for '\(dtype.title)'")
    }
  }

  /// Python's `<<`; what is shifted beyond 64 bits is gone.
  public func shiftedLeft(by places: Tensor) throws -> Tensor {
    try shifted(CK_SHIFT_LEFT, places, "lshift_cpu")
  }

  /// Python's `>>`: a quotient by a power of 2, rounded down.
  public func shiftedRight(by places: Tensor) throws -> Tensor {
    try shifted(CK_SHIFT_RIGHT, places, "rshift_cpu")
  }

  private func shifted(
    _ operation: ck_bitwise_operation, _ places: Tensor, _ name: String
  ) throws -> Tensor {
    guard DataType.promoted(self, places) != .bool else {
      throw TensorError(.notImplemented, "\"\(name)\" not implemented for 'Bool'")
    }
    return try Tensor.bitwise(operation, self, places, name)
  }

  /// True where an element is not 0.
  private func truth() throws -> Tensor { try dtype == .bool ? self : converted(to: .bool) }

  private static func bitwise(
    _ operation: ck_bitwise_operation, _ a: Tensor, _ b: Tensor, _ name: String = ""
  ) throws -> Tensor {
    let type = DataType.promoted(a, b)
    guard !type.isFloatingPoint else {
      throw TensorError(.notImplemented, "\"\(name)\" not implemented for '\(type.title)'")
    }
    let (a, b) = (try a.converted(to: type), try b.converted(to: type))
    return try pairwise(a, b, result: type) { x, sx, y, sy, out, n in
      ck_bitwise(operation, type.kernelType, n, x, sx, y, sy, out)
    }
  }
}

// MARK: What kind of number

extension Tensor {
  public func isNaN() throws -> Tensor { try classified(CK_IS_NAN, whole: false) }

  public func isInfinite() throws -> Tensor { try classified(CK_IS_INFINITE, whole: false) }

  public func isFinite() throws -> Tensor { try classified(CK_IS_FINITE, whole: true) }

  public func isPositiveInfinite() throws -> Tensor {
    try classified(CK_IS_POSITIVE_INFINITE, whole: false)
  }

  public func isNegativeInfinite() throws -> Tensor {
    try classified(CK_IS_NEGATIVE_INFINITE, whole: false)
  }

  /// True for what is below 0, and for −0.
  public func hasSign() throws -> Tensor {
    dtype.isFloatingPoint
      ? try classified(CK_HAS_SIGN, whole: false) : try compared(.less, to: .number(0))
  }

  /// - Parameter whole: what holds for whole numbers and truth values.
  private func classified(_ test: ck_test, whole: Bool) throws -> Tensor {
    guard dtype.isFloatingPoint else {
      return try Tensor.full(shape, whole ? 1 : 0, dtype: .bool)
    }
    let out = try Tensor(unsetLike: self, dtype: .bool)
    let (source, size, type) = (pointer, dtype.size, dtype.kernelType)
    let target = out.pointer.assumingMemoryBound(to: UInt8.self)
    Rows.each(shape, strides) { start, stride, position, n in
      ck_classify(test, type, n, source + start * size, stride, target + position)
    }
    return out
  }
}

import CKernels

/// Element by element on two tensors, which are stretched to one shape.
extension Tensor {
  public static func + (a: Tensor, b: Tensor) throws -> Tensor { try binary(CK_ADD, a, b) }

  public static func - (a: Tensor, b: Tensor) throws -> Tensor {
    try refuseTruthValues(a, b)
    return try binary(CK_SUBTRACT, a, b)
  }

  private static func refuseTruthValues(_ a: Tensor, _ b: Tensor) throws {
    guard a.dtype == .bool || b.dtype == .bool else { return }
    throw TensorError(
      a.dtype == b.dtype
        ? "Subtraction, the `-` operator, with two bool tensors is not supported. "
          + "Use the `^` or `logical_xor()` operator instead."
        : "Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying "
          + "to invert a mask, use the `~` or `logical_not()` operator instead.")
  }

  public static func * (a: Tensor, b: Tensor) throws -> Tensor { try binary(CK_MULTIPLY, a, b) }

  /// Division with fractions, of whole numbers too.
  public static func / (a: Tensor, b: Tensor) throws -> Tensor {
    try binary(CK_DIVIDE, a, b, isFloating: true)
  }

  public static prefix func - (a: Tensor) throws -> Tensor { try a.negated() }

  /// self + alpha · other, PyTorch's `add` with `alpha`.
  public func adding(_ other: Tensor, alpha: Tensor) throws -> Tensor {
    try self + other.scaled(by: alpha, with: self)
  }

  /// self − alpha · other, PyTorch's `sub` with `alpha`.
  public func subtracting(_ other: Tensor, alpha: Tensor) throws -> Tensor {
    try Tensor.refuseTruthValues(self, other)
    return try self - other.scaled(by: alpha, with: self)
  }

  private func scaled(by alpha: Tensor, with other: Tensor) throws -> Tensor {
    guard !alpha.dtype.isFloatingPoint || DataType.promoted(self, other).isFloatingPoint else {
      throw TensorError(
        "For integral input tensors, argument alpha must not be a floating point number.")
    }
    return try dtype == .bool && other.dtype == .bool ? self : self * alpha
  }

  /// selfᵉˣᵖᵒⁿᵉⁿᵗ, of whole numbers too.
  public func power(_ exponent: Tensor) throws -> Tensor {
    let type = DataType.promoted(self, exponent)
    guard type != .bool else {
      throw TensorError(.notImplemented, "\"pow\" not implemented for 'Bool'")
    }
    if type == .int64, exponent.isNumber, exponent.integers[0] < 0 {
      throw TensorError("Integers to negative integer powers are not allowed.")
    }
    return try Tensor.binary(CK_POWER, self, exponent)
  }

  /// The greater of each two elements; NaN wins.
  public func maximum(_ other: Tensor) throws -> Tensor {
    try Tensor.binary(CK_MAXIMUM, self, other)
  }

  /// The smaller of each two elements; NaN wins.
  public func minimum(_ other: Tensor) throws -> Tensor {
    try Tensor.binary(CK_MINIMUM, self, other)
  }
}

// MARK: Division

extension Tensor {
  /// How `divided(by:rounding:)` makes a quotient whole.
  public enum Rounding: String, Hashable, Sendable {
    /// Towards zero.
    case truncate = "trunc"
    /// Down, as Python's `//`.
    case floor
  }

  /// PyTorch's `div` with `rounding_mode`; nil keeps fractions.
  public func divided(by divisor: Tensor, rounding: Rounding? = nil) throws -> Tensor {
    switch rounding {
    case nil: try self / divisor
    case .floor: try wholeQuotient(CK_FLOOR_DIVIDE, divisor, "div_floor_cpu")
    case .truncate: try wholeQuotient(CK_TRUNCATED_DIVIDE, divisor, "div_trunc_cpu")
    }
  }

  /// Python's `//`: the quotient, rounded down.
  public func floorDivided(by divisor: Tensor) throws -> Tensor {
    try divided(by: divisor, rounding: .floor)
  }

  /// Python's `%`: the sign is the divisor's.
  public func remainder(_ divisor: Tensor) throws -> Tensor {
    try wholeQuotient(CK_REMAINDER, divisor, "remainder_cpu")
  }

  /// C's `fmod`: the sign is the dividend's.
  public func fmod(_ divisor: Tensor) throws -> Tensor {
    try wholeQuotient(CK_FMOD, divisor, "fmod_cpu")
  }

  private func wholeQuotient(
    _ operation: ck_binary_operation, _ divisor: Tensor, _ name: String
  ) throws -> Tensor {
    let type = DataType.promoted(self, divisor)
    guard type != .bool else {
      throw TensorError(.notImplemented, "\"\(name)\" not implemented for 'Bool'")
    }
    if type == .int64, try divisor.containsZero() { throw TensorError("ZeroDivisionError") }
    return try Tensor.binary(operation, self, divisor)
  }

  private func containsZero() throws -> Bool {
    try compared(.equal, to: .number(0)).booleans.contains(true)
  }
}

// MARK: Running a kernel over two tensors

extension Tensor {
  static func binary(
    _ operation: ck_binary_operation, _ a: Tensor, _ b: Tensor, isFloating: Bool = false
  ) throws -> Tensor {
    var type = DataType.promoted(a, b)
    if isFloating && !type.isFloatingPoint { type = .float32 }
    let (a, b) = (try a.converted(to: type), try b.converted(to: type))
    return try pairwise(a, b, result: type) { x, sx, y, sy, out, n in
      ck_binary(operation, type.kernelType, n, x, sx, y, sy, out)
    }
  }

  /// Runs a kernel over two tensors of one type, stretched to one shape.
  static func pairwise(
    _ a: Tensor, _ b: Tensor, result: DataType,
    _ kernel: (
      UnsafeRawPointer, Int, UnsafeRawPointer, Int, UnsafeMutableRawPointer, Int
    ) -> Void
  ) throws -> Tensor {
    if a.isContiguous && b.isContiguous && (a.layout === b.layout || a.shape == b.shape) {
      let out = try Tensor(unsetLike: a, dtype: result)
      kernel(a.pointer, 1, b.pointer, 1, out.pointer, a.count)
      return out
    }
    let shape = try Shapes.broadcast(a.shape, b.shape)
    let out = try Tensor(unset: shape, dtype: result)
    let (x, y) = (try a.expanded(to: shape), try b.expanded(to: shape))
    let (px, py, size) = (x.pointer, y.pointer, a.dtype.size)
    var target = out.pointer
    Rows.each(shape, x.strides, y.strides) { ox, sx, oy, sy, n in
      kernel(px + ox * size, sx, py + oy * size, sy, target, n)
      target += n * result.size
    }
    return out
  }
}

// MARK: Sums in place

extension Tensor {
  /// self + other, in the memory of this tensor when nothing else uses it.
  public consuming func adding(_ other: Tensor) throws -> Tensor {
    guard dtype.isFloatingPoint, dtype == other.dtype, layout.shape == other.shape, isContiguous,
      other.isContiguous, storage.count == count
    else { return try self + other }
    let layout = layout
    var holder = storage
    self = .empty
    guard isKnownUniquelyReferenced(&holder) else {
      return try Tensor(layout: layout, storage: holder) + other
    }
    let sum = Tensor(layout: layout, storage: holder)
    ck_accumulate(sum.dtype.kernelType, sum.count, 1, other.pointer, sum.pointer)
    return sum
  }
}

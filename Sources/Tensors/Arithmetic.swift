import CKernels

/// Element by element on two tensors, which are stretched to one shape.
extension Tensor {
  public static func + (a: Tensor, b: Tensor) throws -> Tensor { try binary(CK_ADD, a, b) }

  public static func - (a: Tensor, b: Tensor) throws -> Tensor {
    guard a.dtype != .bool || b.dtype != .bool else {
      throw TensorError(
        "Subtraction, the `-` operator, with two bool tensors is not supported. "
          + "Use the `^` or `logical_xor()` operator instead.")
    }
    return try binary(CK_SUBTRACT, a, b)
  }

  public static func * (a: Tensor, b: Tensor) throws -> Tensor { try binary(CK_MULTIPLY, a, b) }

  /// Division with fractions, of whole numbers too.
  public static func / (a: Tensor, b: Tensor) throws -> Tensor {
    try binary(CK_DIVIDE, a, b, isFloating: true)
  }

  public static prefix func - (a: Tensor) throws -> Tensor { try a.negated() }

  public func power(_ exponent: Tensor) throws -> Tensor {
    let type = DataType.promoted(self, exponent)
    if type == .int64, exponent.count > 0, try exponent.minimum().item() < 0 {
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

  /// Python's `%`: the sign is the divisor's.
  public func remainder(_ divisor: Tensor) throws -> Tensor {
    try refuseWholeZero(divisor)
    return try Tensor.binary(CK_REMAINDER, self, divisor)
  }

  /// Python's `//`: the quotient, rounded down.
  public func floorDivided(by divisor: Tensor) throws -> Tensor {
    try refuseWholeZero(divisor)
    return try Tensor.binary(CK_FLOOR_DIVIDE, self, divisor)
  }

  private func refuseWholeZero(_ divisor: Tensor) throws {
    guard DataType.promoted(self, divisor) != .bool else {
      throw TensorError(.notImplemented, "not implemented for 'Bool'")
    }
    if DataType.promoted(self, divisor) == .int64, divisor.integers.contains(0) {
      throw TensorError("ZeroDivisionError")
    }
  }

  private static func binary(
    _ operation: ck_binary_operation, _ a: Tensor, _ b: Tensor, isFloating: Bool = false
  ) throws -> Tensor {
    var type = DataType.promoted(a, b)
    if isFloating && !type.isFloatingPoint { type = .float32 }
    if type == .bool && operation == CK_POWER { type = .int64 }
    let (a, b) = (try a.converted(to: type), try b.converted(to: type))
    return try zip(a, b, result: type) { x, sx, y, sy, out, n in
      ck_binary(operation, type.kernelType, n, x, sx, y, sy, out)
    }
  }

  /// Runs a kernel over two tensors of one type, stretched to one shape.
  private static func zip(
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

// MARK: Comparison

/// Element by element; the result is a tensor of truth values.
extension Tensor {
  public enum Comparison: String, Hashable, Sendable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="

    fileprivate var kernel: ck_comparison {
      switch self {
      case .equal: CK_EQUAL
      case .notEqual: CK_NOT_EQUAL
      case .less: CK_LESS
      case .lessOrEqual: CK_LESS_EQUAL
      case .greater: CK_GREATER
      case .greaterOrEqual: CK_GREATER_EQUAL
      }
    }
  }

  public func compared(_ comparison: Comparison, to other: Tensor) throws -> Tensor {
    let type = DataType.promoted(self, other)
    let (a, b) = (try converted(to: type), try other.converted(to: type))
    return try Tensor.zip(a, b, result: .bool) { x, sx, y, sy, out, n in
      ck_compare(
        comparison.kernel, type.kernelType, n, x, sx, y, sy,
        out.assumingMemoryBound(to: UInt8.self))
    }
  }

  /// Where this tensor is true the element of `a`, elsewhere that of `b`.
  public func choose(_ a: Tensor, else b: Tensor) throws -> Tensor {
    guard dtype == .bool else {
      throw TensorError(
        "where expected condition to be a boolean tensor, but got a tensor with dtype "
          + dtype.title)
    }
    let type = DataType.promoted(a, b)
    let shape = try Shapes.broadcast(try Shapes.broadcast(a.shape, b.shape), self.shape)
    let condition = try expanded(to: shape).contiguous()
    let x = try a.converted(to: type).expanded(to: shape).contiguous()
    let y = try b.converted(to: type).expanded(to: shape).contiguous()
    let out = try Tensor(unset: shape, dtype: type)
    ck_where(
      type.kernelType, out.count, condition.pointer.assumingMemoryBound(to: UInt8.self),
      x.pointer, y.pointer, out.pointer)
    return out
  }

  /// Whether shapes and all elements are the same; NaN equals nothing.
  public func isEqual(to other: Tensor) throws -> Bool {
    try shape == other.shape && compared(.equal, to: other).booleans.allSatisfy { $0 }
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

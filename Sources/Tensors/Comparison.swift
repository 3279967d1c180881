import CKernels

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
    return try Tensor.pairwise(a, b, result: .bool) { x, sx, y, sy, out, n in
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

  /// PyTorch's `isclose`: |a − b| ≤ absolute + relative · |b|, or both the same infinity.
  public func isClose(
    to other: Tensor, relative: Double = 1e-5, absolute: Double = 1e-8, equalNaN: Bool = false
  ) throws -> Tensor {
    guard dtype == other.dtype else {
      throw TensorError("\(dtype.title) did not match \(other.dtype.title)")
    }
    guard relative >= 0, absolute >= 0 else {
      throw TensorError(
        "\(relative < 0 ? "rtol" : "atol") must be greater than or equal to zero, but got "
          + "\(relative < 0 ? relative : absolute)")
    }
    var isSame = try compared(.equal, to: other)
    if equalNaN { isSame = try isSame.logicalOr(isNaN().logicalAnd(other.isNaN())) }
    if dtype == .bool { return isSame }
    let margin = try other.absolute() * .number(relative) + .number(absolute)
    let distance = try (self - other).absolute()
    let isNear = try distance.isFinite().logicalAnd(distance.compared(.lessOrEqual, to: margin))
    return try isSame.logicalOr(isNear)
  }

  /// Whether all elements are close, as `isClose` has it.
  public func allClose(
    to other: Tensor, relative: Double = 1e-5, absolute: Double = 1e-8, equalNaN: Bool = false
  ) throws -> Bool {
    try isClose(to: other, relative: relative, absolute: absolute, equalNaN: equalNaN)
      .booleans.allSatisfy { $0 }
  }
}

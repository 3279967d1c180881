import CKernels

/// Numbers at even distances, and grids of them.
extension Tensor {
  /// start, start + step, … up to but without `end`.
  public static func arange(
    _ start: Double, _ end: Double, step: Double = 1, dtype: DataType = .float32
  ) throws -> Tensor {
    guard step != 0 else { throw TensorError("step must be nonzero") }
    guard start.isFinite, end.isFinite else {
      throw TensorError("unsupported range: \(short(start)) -> \(short(end))")
    }
    guard step > 0 ? start <= end : start >= end else {
      throw TensorError("upper bound and lower bound inconsistent with step sign")
    }
    return try spaced(count: ((end - start) / step).rounded(.up), dtype: dtype) {
      start + Double($0) * step
    }
  }

  /// 0, 1, 2, … up to but without `end`.
  public static func arange(_ end: Double, dtype: DataType = .float32) throws -> Tensor {
    try arange(0, end, dtype: dtype)
  }

  /// The whole numbers from `start` up to but without `end`.
  public static func arange(_ start: Int, _ end: Int, step: Int = 1) throws -> Tensor {
    guard step != 0 else { throw TensorError("step must be nonzero") }
    guard step > 0 ? start <= end : start >= end else {
      throw TensorError("upper bound and lower bound inconsistent with step sign")
    }
    let (span, overflow) = end.subtractingReportingOverflow(start)
    guard !overflow else { throw TensorError("invalid size, possible overflow?") }
    let count = span / step + (span % step == 0 ? 0 : 1)
    let out = try Tensor(unset: [count], dtype: .int64)
    ck_ramp(count, start, step, out.pointer.assumingMemoryBound(to: Int64.self))
    return out
  }

  /// `count` evenly spaced numbers from `start` to `end`, both included.
  public static func linspace(
    _ start: Double, _ end: Double, count: Int, dtype: DataType = .float32
  ) throws -> Tensor {
    guard count >= 0 else { throw TensorError("number of steps must be non-negative") }
    if dtype == .float32 {
      // In single precision and with one rounding for each number, as PyTorch computes it.
      let (first, last) = (Float(start), Float(end))
      let step = count > 1 ? (last - first) / Float(count - 1) : 0
      return try spaced(count: Double(count), dtype: dtype) { place in
        Double(
          place < count / 2 || count == 1
            ? first.addingProduct(Float(place), step)
            : last.addingProduct(-Float(count - 1 - place), step))
      }
    }
    let step = count > 1 ? (end - start) / Double(count - 1) : 0
    return try spaced(count: Double(count), dtype: dtype) { place in
      place < count / 2 || count == 1
        ? start.addingProduct(Double(place), step)
        : end.addingProduct(-Double(count - 1 - place), step)
    }
  }

  private static func short(_ number: Double) -> String {
    Int(exactly: number).map(String.init) ?? "\(number)"
  }

  private static func spaced(count: Double, dtype: DataType, value: (Int) -> Double) throws
    -> Tensor
  {
    guard let count = Int(exactly: count), count <= MemoryBudget.limit / 8 else {
      throw TensorError("invalid size, possible overflow? (\(count) elements)")
    }
    return try Tensor((0..<count).map(value), dtype: dtype)
  }

  /// `count` powers of `base`, with exponents evenly spaced from `start` to `end`.
  public static func logspace(
    _ start: Double, _ end: Double, count: Int, base: Double = 10, dtype: DataType = .float32
  ) throws -> Tensor {
    let exponents = try linspace(start, end, count: count, dtype: .float64)
    return try Tensor.number(base).power(exponents).converted(to: dtype)
  }

  /// The coordinates of a grid: one tensor for each axis, all of one shape. With `xy` the first
  /// axis runs along the columns.
  public static func meshgrid(_ axes: [Tensor], indexing: String = "ij") throws -> [Tensor] {
    guard let type = axes.first?.dtype else {
      throw TensorError("meshgrid expects a non-empty TensorList")
    }
    guard axes.allSatisfy({ $0.rank <= 1 }) else {
      throw TensorError("torch.meshgrid: Expected 0D or 1D tensor in the tensor list")
    }
    guard axes.allSatisfy({ $0.dtype == type }) else {
      throw TensorError("meshgrid expects all tensors to have the same dtype")
    }
    guard ["ij", "xy"].contains(indexing) else {
      throw TensorError(
        "torch.meshgrid: indexing must be one of \"xy\" or \"ij\", but received: \(indexing)")
    }
    let shape = axes.map(\.count)
    let grids = try axes.enumerated().map { axis, tensor in
      try tensor.reshaped(axes.indices.map { $0 == axis ? -1 : 1 }).expanded(to: shape)
    }
    return indexing == "xy" && axes.count > 1 ? try grids.map { try $0.transposed(0, 1) } : grids
  }
}

import CKernels

extension Tensor {
  /// A tensor of the given elements in row-major order; by default one dimension.
  public init(_ values: [Double], shape: [Int]? = nil, dtype: DataType = .float32) throws {
    try self.init(elements: values, shape: shape, from: .float64, dtype: dtype)
  }

  public init(_ values: [Float], shape: [Int]? = nil, dtype: DataType = .float32) throws {
    try self.init(elements: values, shape: shape, from: .float32, dtype: dtype)
  }

  public init(_ values: [Int], shape: [Int]? = nil, dtype: DataType = .int64) throws {
    try self.init(elements: values, shape: shape, from: .int64, dtype: dtype)
  }

  public init(_ values: [Bool], shape: [Int]? = nil, dtype: DataType = .bool) throws {
    try self.init(
      elements: values.map { $0 ? 1 as UInt8 : 0 }, shape: shape, from: .bool, dtype: dtype)
  }

  private init<T>(elements: [T], shape: [Int]?, from: DataType, dtype: DataType) throws {
    let shape = shape ?? [elements.count]
    guard try Shapes.count(shape) == elements.count else {
      throw TensorError(
        "shape '\(Shapes.describe(shape))' is invalid for input of size \(elements.count)")
    }
    try self.init(unset: shape, dtype: dtype)
    let out = pointer
    elements.withUnsafeBytes { bytes in
      if let base = bytes.baseAddress {
        ck_convert(from.kernelType, dtype.kernelType, elements.count, base, 1, out, 1)
      }
    }
  }

  /// A tensor without elements.
  public static var empty: Tensor {
    Tensor(shape: [0], strides: [1], storage: Storage(emptyOf: .float32))
  }

  /// A tensor without dimensions.
  public static func scalar(_ value: Double, dtype: DataType = .float32) throws -> Tensor {
    try Tensor([value], shape: [], dtype: dtype)
  }

  /// A whole number without dimensions.
  public static func scalar(_ value: Int, dtype: DataType = .int64) throws -> Tensor {
    try Tensor([value], shape: [], dtype: dtype)
  }

  /// A bare number of the language: `2.0 * x` keeps the type of `x`.
  public static func number(_ value: Double) throws -> Tensor {
    try scalar(value, dtype: .float64).asNumber
  }

  /// A bare whole number of the language.
  public static func number(_ value: Int) throws -> Tensor { try scalar(value).asNumber }

  private var asNumber: Tensor {
    Tensor(layout: .scalar, storage: storage, isNumber: true)
  }

  public static func full(_ shape: [Int], _ value: Double, dtype: DataType = .float32) throws
    -> Tensor
  {
    let tensor = try Tensor(unset: shape, dtype: dtype)
    withUnsafePointer(to: value) {
      ck_convert(CK_FLOAT64, dtype.kernelType, tensor.count, $0, 0, tensor.pointer, 1)
    }
    return tensor
  }

  public static func zeros(_ shape: [Int], dtype: DataType = .float32) throws -> Tensor {
    try full(shape, 0, dtype: dtype)
  }

  public static func ones(_ shape: [Int], dtype: DataType = .float32) throws -> Tensor {
    try full(shape, 1, dtype: dtype)
  }

  /// Zeros of the shape and type of another tensor.
  public static func zeros(like other: Tensor) throws -> Tensor {
    try full(other.shape, 0, dtype: other.dtype)
  }

  /// Ones of the shape and type of another tensor.
  public static func ones(like other: Tensor) throws -> Tensor {
    try full(other.shape, 1, dtype: other.dtype)
  }

  /// The identity matrix.
  public static func eye(_ rows: Int, _ columns: Int? = nil, dtype: DataType = .float32) throws
    -> Tensor
  {
    let columns = columns ?? rows
    let matrix = try zeros([rows, columns], dtype: dtype)
    if matrix.count == 0 { return matrix }
    let diagonal = Tensor(
      shape: [min(rows, columns)], strides: [columns + 1], storage: matrix.storage)
    try diagonal.fill(1)
    return matrix
  }

  /// start, start + step, … up to but without `end`.
  public static func arange(
    _ start: Double, _ end: Double, step: Double = 1, dtype: DataType = .float32
  ) throws -> Tensor {
    guard step != 0 else { throw TensorError("step must be nonzero") }
    guard start.isFinite, end.isFinite else {
      throw TensorError("unsupported range: \(start) -> \(end)")
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
    return try spaced(count: Double(count), dtype: dtype) {
      $0 < count / 2 || count == 1 ? start + Double($0) * step : end - Double(count - 1 - $0) * step
    }
  }

  private static func spaced(count: Double, dtype: DataType, value: (Int) -> Double) throws
    -> Tensor
  {
    guard let count = Int(exactly: count), count <= MemoryBudget.limit / 8 else {
      throw TensorError("invalid size, possible overflow? (\(count) elements)")
    }
    return try Tensor((0..<count).map(value), dtype: dtype)
  }
}

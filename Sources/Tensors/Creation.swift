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

  /// One whole number everywhere, exactly.
  public static func full(_ shape: [Int], _ value: Int, dtype: DataType = .int64) throws -> Tensor {
    let tensor = try Tensor(unset: shape, dtype: dtype)
    try tensor.assign(.number(value))
    return tensor
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
    for (name, size) in [("n", rows), ("m", columns)] where size < 0 {
      throw TensorError("\(name) must be greater or equal to 0, got \(size)")
    }
    let matrix = try zeros([rows, columns], dtype: dtype)
    if matrix.count == 0 { return matrix }
    let diagonal = Tensor(
      shape: [min(rows, columns)], strides: [columns + 1], storage: matrix.storage)
    try diagonal.fill(1)
    return matrix
  }
}

import CKernels
import Glibc

/// A rectangular array of numbers. Views of a tensor share its storage: what is written into
/// one is seen in all. Operations never write into their inputs, except those named so
/// (`fill`, `assign`).
public struct Tensor {
  let layout: Layout
  let storage: Storage
  let offset: Int
  /// Whether it is a bare number of the language (`2.0` in `2.0 * x`), which decides the type
  /// of a result only by its category.
  public let isNumber: Bool

  init(layout: Layout, offset: Int = 0, storage: Storage, isNumber: Bool = false) {
    self.layout = layout
    self.storage = storage
    self.offset = offset
    self.isNumber = isNumber
  }

  init(shape: [Int], strides: [Int], offset: Int = 0, storage: Storage) {
    let layout = shape.isEmpty ? Layout.scalar : Layout(shape: shape, strides: strides)
    self.init(layout: layout, offset: offset, storage: storage)
  }

  /// A contiguous tensor whose elements are not yet set.
  init(unset shape: [Int], dtype: DataType) throws {
    let count = try Shapes.count(shape)
    self.init(
      layout: shape.isEmpty ? Layout.scalar : Layout(contiguous: shape),
      storage: try Storage(count: count, dtype: dtype))
  }

  /// A contiguous tensor of the shape of another, whose elements are not yet set.
  init(unsetLike other: Tensor, dtype: DataType) throws {
    self.init(
      layout: other.isContiguous ? other.layout : Layout(contiguous: other.shape),
      storage: try Storage(count: other.count, dtype: dtype))
  }

  /// Sizes of the dimensions; empty for a single number.
  public var shape: [Int] { layout.shape }

  /// How far apart neighbours along each dimension are, in elements.
  public var strides: [Int] { layout.strides }

  public var dtype: DataType { storage.dtype }

  /// The number of dimensions.
  public var rank: Int { layout.shape.count }

  /// The number of elements.
  public var count: Int { layout.count }

  /// Whether the elements follow one another in row-major order.
  public var isContiguous: Bool { layout.isContiguous }

  /// Whether this is a matrix whose columns, not its rows, lie one after another.
  public var liesByColumns: Bool {
    rank == 2 && strides[0] == 1 && strides[1] > 1 && strides[1] >= shape[0]
  }

  /// Whether both are views of the same storage.
  public func sharesStorage(with other: Tensor) -> Bool { storage === other.storage }

  /// How often the elements of this storage were written to after they were first set.
  public var version: Int { storage.version }

  /// Says that the elements were written to.
  public func countVersion() { storage.version += 1 }

  var pointer: UnsafeMutableRawPointer { storage.pointer + offset * dtype.size }
}

// MARK: Reading

extension Tensor {
  /// All elements in row-major order, as double precision.
  public var doubles: [Double] { elements(as: .float64) { Double.zero } }

  /// All elements in row-major order, as single precision.
  public var floats: [Float] { elements(as: .float32) { Float.zero } }

  /// All elements in row-major order, as whole numbers (fractions are cut towards zero).
  public var integers: [Int] { elements(as: .int64) { Int.zero } }

  /// All elements in row-major order, as truth values.
  public var booleans: [Bool] { elements(as: .bool) { UInt8.zero }.map { $0 != 0 } }

  private func elements<T>(as type: DataType, zero: () -> T) -> [T] {
    let count = count
    return [T](unsafeUninitializedCapacity: count) { buffer, initialized in
      if let base = buffer.baseAddress { copyElements(to: UnsafeMutableRawPointer(base), as: type) }
      initialized = count
    }
  }

  /// The only element of a tensor that has one.
  public func item() throws -> Double {
    guard count == 1 else {
      throw TensorError("a Tensor with \(count) elements cannot be converted to Scalar")
    }
    switch dtype {
    case .float32: return Double(pointer.load(as: Float.self))
    case .float64: return pointer.load(as: Double.self)
    case .int64: return Double(pointer.load(as: Int64.self))
    case .bool: return pointer.load(as: UInt8.self) != 0 ? 1 : 0
    }
  }
}

// MARK: Copying and writing

extension Tensor {
  /// Writes all elements, in row-major order, to contiguous memory.
  func copyElements(to out: UnsafeMutableRawPointer, as type: DataType) {
    let from = dtype.kernelType
    let to = type.kernelType
    let (size, width) = (dtype.size, type.size)
    Rows.each(shape, strides) { start, stride, position, n in
      ck_convert(from, to, n, pointer + start * size, stride, out + position * width, 1)
    }
  }

  /// A copy with its own storage, contiguous. A bare number stays one.
  public func copied() throws -> Tensor {
    let copy = try copied(as: dtype)
    return Tensor(layout: copy.layout, storage: copy.storage, isNumber: isNumber)
  }

  /// A contiguous tensor whose storage no other tensor is a view of: itself when that holds,
  /// otherwise a copy.
  public consuming func unshared() throws -> Tensor {
    guard isContiguous, storage.count == count else { return try copied() }
    let layout = layout
    var holder = storage
    self = .empty
    return isKnownUniquelyReferenced(&holder)
      ? Tensor(layout: layout, storage: holder)
      : try Tensor(layout: layout, storage: holder).copied()
  }

  private func copied(as type: DataType) throws -> Tensor {
    let copy = try Tensor(unsetLike: self, dtype: type)
    copyElements(to: copy.pointer, as: type)
    return copy
  }

  /// Itself when its elements follow one another, otherwise a copy of which that holds.
  public func contiguous() throws -> Tensor { isContiguous ? self : try copied() }

  /// Itself, or a copy with elements of another type.
  public func converted(to type: DataType) throws -> Tensor {
    if type == dtype && !isNumber { return self }
    return try copied(as: type)
  }

  /// Writes the elements of `source`, stretched to this shape, into this tensor's storage.
  public func assign(_ source: Tensor) throws {
    if source.dtype == dtype, source.isContiguous, isContiguous, source.shape == shape {
      memmove(pointer, source.pointer, count * dtype.size)
      storage.version += 1
      return
    }
    let shared = source.sharesStorage(with: self) ? try source.copied() : source
    let stretched = try shared.expanded(to: shape)
    let (from, to) = (stretched.dtype, dtype)
    Rows.each(shape, stretched.strides, strides) { a, sa, b, sb, n in
      ck_convert(
        from.kernelType, to.kernelType, n, stretched.pointer + a * from.size, sa,
        pointer + b * to.size, sb)
    }
    storage.version += 1
  }

  /// Writes one number into every element of this tensor's storage.
  public func fill(_ value: Double) throws {
    try assign(Tensor.scalar(value, dtype: .float64))
  }
}

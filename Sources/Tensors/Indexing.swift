/// Elements picked by a tensor of indices.
extension Tensor {
  /// The rows (along dimension 0) that `indices` name, in the shape of `indices`.
  public func rows(at indices: Tensor) throws -> Tensor {
    guard rank > 0 else { throw TensorError(.index, "too many indices for tensor of dimension 0") }
    let places = try indices.places(below: shape[0], dimension: 0)
    let row = Array(shape.dropFirst())
    let out = try Tensor(unset: [places.count] + row, dtype: dtype)
    for (position, place) in places.enumerated() {
      try out.select(0, position).assign(try select(0, place))
    }
    return try out.reshaped(indices.shape + row)
  }

  /// Zeros of `shape`, with the rows of this tensor added at `indices` of dimension 0: what
  /// `rows(at:)` passes back.
  public func rowsAdded(at indices: Tensor, shape: [Int]) throws -> Tensor {
    let out = try Tensor.zeros(shape, dtype: dtype)
    let places = try indices.places(below: shape[0], dimension: 0)
    let rows = try reshaped([places.count] + shape.dropFirst())
    for (position, place) in places.enumerated() {
      let row = try out.select(0, place)
      try row.assign(try row + rows.select(0, position))
    }
    return out
  }

  /// out[i][j] = self[index[i][j]][j] for dim = 0, self[i][index[i][j]] for dim = 1, …
  public func gathered(_ dim: Int, _ index: Tensor) throws -> Tensor {
    let axis = try Shapes.axis(dim, rank: rank)
    let offsets = try offsets(of: index, axis)
    let out = try Tensor(unset: index.shape, dtype: dtype)
    let (source, target, size) = (pointer, out.pointer, dtype.size)
    for (position, offset) in offsets.enumerated() {
      (target + position * size).copyMemory(from: source + offset * size, byteCount: size)
    }
    return out
  }

  /// Zeros of `shape` with this tensor's elements added where `gathered` would read: what
  /// `gathered` passes back.
  public func scatterAdded(_ dim: Int, _ index: Tensor, shape: [Int]) throws -> Tensor {
    let axis = try Shapes.axis(dim, rank: shape.count)
    let out = try Tensor.zeros(shape, dtype: .float64)
    let elements = doubles
    let target = out.pointer.assumingMemoryBound(to: Double.self)
    for (position, offset) in try out.offsets(of: index, axis).enumerated()
    where position < elements.count {
      target[offset] += elements[position]
    }
    return try out.converted(to: dtype)
  }

  /// Where, counted in elements from the first, each element of `index` points.
  private func offsets(of index: Tensor, _ axis: Int) throws -> [Int] {
    guard index.rank == rank else {
      throw TensorError("Index tensor must have the same number of dimensions as input tensor")
    }
    guard index.dtype == .int64 else {
      throw TensorError("gather(): Expected dtype int64 for index")
    }
    for dim in shape.indices where dim != axis && index.shape[dim] > shape[dim] {
      throw TensorError(
        "Size does not match at dimension \(dim) expected index \(Shapes.describe(index.shape)) "
          + "to be no larger than self \(Shapes.describe(shape)) apart from dimension \(axis)")
    }
    let size = rank == 0 ? 1 : shape[axis]
    var base = strides
    if rank > 0 { base[axis] = 0 }
    let step = rank == 0 ? 0 : strides[axis]
    let places = index.integers
    var offsets: [Int] = []
    offsets.reserveCapacity(places.count)
    for place in places where place < 0 || place >= size {
      throw TensorError(
        "index \(place) is out of bounds for dimension \(axis) with size \(size)")
    }
    Rows.each(index.shape, base) { start, stride, position, n in
      for i in 0..<n { offsets.append(start + i * stride + places[position + i] * step) }
    }
    return offsets
  }

  /// These indices, counted from the front.
  private func places(below size: Int, dimension: Int) throws -> [Int] {
    guard dtype == .int64 else {
      throw TensorError(
        .index, "tensors used as indices must be long, int, byte or bool tensors")
    }
    return try integers.map { index in
      guard index >= -size && index < size else {
        throw TensorError(
          .index, "index \(index) is out of bounds for dimension \(dimension) with size \(size)")
      }
      return index < 0 ? index + size : index
    }
  }

  /// Writes one number into one element of a contiguous tensor.
  private func fill(_ value: Double, at element: Int) throws {
    try Tensor(shape: [], strides: [], offset: offset + element, storage: storage).fill(value)
  }

  /// One row of 0 … 0 1 0 … 0 for each class number.
  public static func oneHot(_ classes: [Int], count: Int, dtype: DataType = .float32) throws
    -> Tensor
  {
    guard count >= 0 else { throw TensorError("num_classes should be positive") }
    let out = try Tensor.zeros([classes.count, count], dtype: dtype)
    for (row, index) in classes.enumerated() {
      guard index >= 0 && index < count else {
        throw TensorError("Class values must be smaller than num_classes.")
      }
      try out.fill(1, at: row * count + index)
    }
    return out
  }
}

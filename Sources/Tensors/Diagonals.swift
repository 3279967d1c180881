/// Diagonals and triangles of matrices. `offset` counts diagonals upwards from the main one.
extension Tensor {
  /// A diagonal of two dimensions as a further last dimension in their place: a view.
  public func diagonal(offset: Int = 0, _ first: Int = 0, _ second: Int = 1) throws -> Tensor {
    let (i, j) = (try Shapes.axis(first, rank: rank), try Shapes.axis(second, rank: rank))
    guard i != j else {
      throw TensorError("diagonal dimensions cannot be identical \(first), \(second)")
    }
    let (down, right) = (offset < 0 ? 0 - max(offset, -shape[i]) : 0, min(max(offset, 0), shape[j]))
    let length = max(min(shape[i] - down, shape[j] - right), 0)
    let rest = shape.indices.filter { $0 != i && $0 != j }
    return Tensor(
      shape: rest.map { shape[$0] } + [length],
      strides: rest.map { strides[$0] } + [strides[i] + strides[j]],
      offset: self.offset + (length > 0 ? down * strides[i] + right * strides[j] : 0),
      storage: storage)
  }

  /// The last dimension as a diagonal of two dimensions, with zeros elsewhere.
  public func diagonalEmbedded(offset: Int = 0, _ first: Int = -2, _ second: Int = -1) throws
    -> Tensor
  {
    let rank = rank + 1
    let (i, j) = (try Shapes.axis(first, rank: rank), try Shapes.axis(second, rank: rank))
    guard i != j else {
      throw TensorError("diagonal dimensions cannot be identical \(first), \(second)")
    }
    let (size, overflow) = (shape.last ?? 1).addingReportingOverflow(
      Int(clamping: offset.magnitude))
    guard !overflow else { throw TensorError("Storage size calculation overflowed") }
    var target = Array(shape.dropLast())
    for axis in [i, j].sorted() { target.insert(size, at: axis) }
    let out = try Tensor.zeros(target, dtype: dtype)
    try out.diagonal(offset: offset, i, j).assign(self)
    return out
  }

  /// A vector as the diagonal of a matrix, or the diagonal of a matrix as a vector.
  public func diag(offset: Int = 0) throws -> Tensor {
    switch rank {
    case 1: return try diagonalEmbedded(offset: offset)
    case 2: return try diagonal(offset: offset).copied()
    default: throw TensorError("diag(): Supports 1D or 2D tensors. Got \(rank)D")
    }
  }

  /// The sum of the main diagonal.
  public func trace() throws -> Tensor {
    guard rank == 2 else {
      throw TensorError("trace: expected a matrix, but got tensor with dim \(rank)")
    }
    return try diagonal().sum()
  }

  /// Matrices with zeros above a diagonal.
  public func tril(offset: Int = 0) throws -> Tensor {
    try triangle("tril", .lessOrEqual, offset)
  }

  /// Matrices with zeros below a diagonal.
  public func triu(offset: Int = 0) throws -> Tensor {
    try triangle("triu", .greaterOrEqual, offset)
  }

  private func triangle(_ name: String, _ side: Comparison, _ offset: Int) throws -> Tensor {
    guard rank >= 2 else {
      throw TensorError("\(name): input tensor must have at least 2 dimensions")
    }
    let (rows, columns) = (shape[rank - 2], shape[rank - 1])
    let bound = max(rows, columns)
    let edge = try Tensor.arange(0, rows) + .number(min(max(offset, -bound), bound))
    let mask = try Tensor.arange(0, columns).compared(side, to: edge.unsqueezed(1))
    return try mask.choose(self, else: Tensor.zeros([], dtype: dtype))
  }
}

import CKernels

/// PyTorch's `index_…`: whole slices of one dimension by a vector of indices.
extension Tensor {
  /// The slices of a dimension that `index` names, in its order.
  public func indexSelect(_ dim: Int, _ index: Tensor) throws -> Tensor {
    let axis = try Shapes.axis(dim, rank: rank)
    guard index.rank <= 1 else {
      throw TensorError(.index, "index_select(): Index is supposed to be a vector")
    }
    guard index.dtype == .int64 else {
      throw TensorError("index_select(): Expected dtype int32 or int64 for index")
    }
    let places = try index.reshaped([-1])
    if rank == 0 {
      guard places.count == 1 else {
        throw TensorError(
          "index_select(): Index to scalar can have only 1 value, got \(places.count) value(s)")
      }
      return try unsqueezed(0).indexSelect(0, places).squeezed(0)
    }
    let size = shape[axis]
    guard places.integers.allSatisfy({ $0 >= 0 && $0 < size }) else {
      throw TensorError(.index, "index out of range in self")
    }
    return try indexed(path(axis, places))
  }

  /// A copy with `alpha` times the slices of `source` added where `index` says.
  public func indexAdded(_ dim: Int, _ index: Tensor, _ source: Tensor, alpha: Tensor? = nil) throws
    -> Tensor
  {
    let axis = try checkSource("index_add_", dim, index, source)
    try checkPlaces(axis, index) {
      TensorError("index \($0) is out of bounds for dimension 0 with size \(sizeAlong(axis))")
    }
    let values = try alpha.map { try source * $0 } ?? source
    return try written(axis, index, values.converted(to: dtype), accumulate: true)
  }

  /// A copy with the slices of `source` where `index` says.
  public func indexCopied(_ dim: Int, _ index: Tensor, _ source: Tensor) throws -> Tensor {
    let axis = try checkSource("index_copy_", dim, index, source)
    try checkPlaces(axis, index) {
      TensorError(
        .index,
        "index_copy_(): index \($0) is out of bounds for dimension \(axis) with size "
          + "\(sizeAlong(axis))")
    }
    return try written(axis, index, source, accumulate: false)
  }

  /// A copy with one number in all slices that `index` names.
  public func indexFilled(_ dim: Int, _ index: Tensor, _ value: Tensor) throws -> Tensor {
    let axis = try Shapes.axis(dim, rank: rank)
    guard value.rank == 0 else {
      throw TensorError(
        "index_fill_ only supports a 0-dimensional value tensor, but got tensor with "
          + "\(value.rank) dimension(s).")
    }
    guard index.dtype == .int64 else {
      throw TensorError(.index, "index_fill_(): Expected dtype int64 for index.")
    }
    return try written(axis, index, value.converted(to: dtype), accumulate: false)
  }

  private func path(_ axis: Int, _ index: Tensor) -> [Index] {
    Array(repeating: .slice(), count: axis) + [.tensor(index)]
  }

  private func sizeAlong(_ axis: Int) -> Int { rank == 0 ? 1 : shape[axis] }

  private func written(_ axis: Int, _ index: Tensor, _ values: Tensor, accumulate: Bool) throws
    -> Tensor
  {
    let out = try copied()
    let target = rank == 0 ? try out.unsqueezed(0) : out
    let source = rank == 0 ? try values.reshaped([-1]) : values
    try target.assign(source, at: path(axis, index.reshaped([-1])), accumulate: accumulate)
    return out
  }

  private func checkSource(_ name: String, _ dim: Int, _ index: Tensor, _ source: Tensor) throws
    -> Int
  {
    let axis = try Shapes.axis(dim, rank: rank)
    guard index.dtype == .int64 else {
      throw TensorError("\(name)(): Expected dtype int32/int64 for index")
    }
    guard index.rank <= 1 else {
      throw TensorError(.index, "\(name)(): Index is supposed to be a vector")
    }
    guard dtype == source.dtype else {
      throw TensorError(
        "\(name)(): self and source expected to have the same dtype, but got (self) "
          + "\(dtype.title) and (source) \(source.dtype.title)")
    }
    guard source.rank == rank, rank == 0 || source.shape[axis] == index.count else {
      throw TensorError(
        "\(name)(): Number of indices (\(index.count)) should be equal to source.size(dim): "
          + "(\(source.rank == rank && rank > 0 ? source.shape[axis] : source.count)), for dim: "
          + "\(axis)")
    }
    guard shape.indices.allSatisfy({ $0 == axis || shape[$0] == source.shape[$0] }) else {
      throw TensorError(
        "source tensor shape must match self tensor shape, excluding the specified dimension. Got "
          + "self.shape = \(Shapes.describe(shape)) source.shape = \(Shapes.describe(source.shape))"
      )
    }
    return axis
  }

  private func checkPlaces(_ axis: Int, _ index: Tensor, _ refusal: (Int) -> TensorError) throws {
    let size = sizeAlong(axis)
    if let wrong = index.integers.first(where: { $0 < 0 || $0 >= size }) { throw refusal(wrong) }
  }
}

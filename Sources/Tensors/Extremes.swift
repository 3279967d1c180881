import CKernels

/// Greatest and smallest elements, and where they are. NaN counts as both.
extension Tensor {
  /// The greatest element of all, NaN if there is one.
  public func maximum() throws -> Tensor { try extreme("max", nil, isMaximum: true).values }

  /// The smallest element of all, NaN if there is one.
  public func minimum() throws -> Tensor { try extreme("min", nil, isMaximum: false).values }

  /// The greatest elements along a dimension, and where they are (the first of equals).
  public func maximum(along dim: Int, keepDim: Bool = false) throws -> (
    values: Tensor, indices: Tensor
  ) { try extreme("max", [dim], keepDim: keepDim, isMaximum: true) }

  /// The smallest elements along a dimension, and where they are (the first of equals).
  public func minimum(along dim: Int, keepDim: Bool = false) throws -> (
    values: Tensor, indices: Tensor
  ) { try extreme("min", [dim], keepDim: keepDim, isMaximum: false) }

  /// The greatest elements over several dimensions (nil: over all).
  public func amax(_ dims: [Int]? = nil, keepDim: Bool = false) throws -> Tensor {
    try extreme("amax", dims, keepDim: keepDim, isMaximum: true).values
  }

  /// The smallest elements over several dimensions (nil: over all).
  public func amin(_ dims: [Int]? = nil, keepDim: Bool = false) throws -> Tensor {
    try extreme("amin", dims, keepDim: keepDim, isMaximum: false).values
  }

  /// Where the greatest element is, along a dimension or in row-major order of all.
  public func argmax(_ dim: Int? = nil, keepDim: Bool = false) throws -> Tensor {
    try place("argmax", dim, keepDim: keepDim, isMaximum: true)
  }

  /// Where the smallest element is, along a dimension or in row-major order of all.
  public func argmin(_ dim: Int? = nil, keepDim: Bool = false) throws -> Tensor {
    try place("argmin", dim, keepDim: keepDim, isMaximum: false)
  }

  private func place(_ name: String, _ dim: Int?, keepDim: Bool, isMaximum: Bool) throws -> Tensor {
    guard dtype != .bool else { throw TensorError("\(name)(): does not support bool input") }
    guard dim != nil || count > 0 else {
      throw TensorError(
        .index, "\(name)(): Expected reduction dim to be specified for input.numel() == 0.")
    }
    return try extreme(name, dim.map { [$0] }, keepDim: keepDim, isMaximum: isMaximum).indices
  }

  private func extreme(_ name: String, _ dims: [Int]?, keepDim: Bool = false, isMaximum: Bool)
    throws -> (values: Tensor, indices: Tensor)
  {
    let shape = try Shapes.reduction(self.shape, dims: dims, keepDim: keepDim)
    let rows = try rows(reducing: try Shapes.reduced(dims, rank: rank))
    let values = try Tensor(unset: shape, dtype: dtype)
    let indices = try Tensor(unset: shape, dtype: .int64)
    guard rows.shape[1] > 0 || rows.shape[0] == 0 else {
      throw try Tensor.refusalOfNothing(name, self.shape, dims)
    }
    ck_extreme(
      isMaximum ? 1 : 0, dtype.kernelType, rows.shape[0], rows.shape[1], rows.pointer,
      values.pointer, indices.pointer.assumingMemoryBound(to: Int64.self))
    return (values, indices)
  }

  /// Why there is no extreme element of none.
  static func refusalOfNothing(_ name: String, _ shape: [Int], _ dims: [Int]?) throws -> TensorError
  {
    guard let dims, !dims.isEmpty else {
      return TensorError(
        "\(name)(): Expected reduction dim to be specified for input.numel() == 0. Specify the "
          + "reduction dim with the 'dim' argument.")
    }
    let empty = try dims.map { try Shapes.axis($0, rank: shape.count) }.first { shape[$0] == 0 }
    return TensorError(
      .index, "\(name)(): Expected reduction dim \(empty ?? 0) to have non-zero size.")
  }
}

import CKernels

/// Elements in order. Equals keep their order, and NaN is the greatest.
extension Tensor {
  /// The elements along a dimension in order, and where each was.
  public func sorted(_ dim: Int = -1, descending: Bool = false) throws -> (
    values: Tensor, indices: Tensor
  ) {
    let axis = try Shapes.axis(dim, rank: rank)
    if rank == 0 { return (try copied(), try Tensor.zeros([], dtype: .int64)) }
    let order = try transposed(axis, -1).order(descending: descending).transposed(axis, -1)
    return (try gathered(axis, order), order)
  }

  /// Where the elements along a dimension are, in their order.
  public func argsort(_ dim: Int = -1, descending: Bool = false) throws -> Tensor {
    try sorted(dim, descending: descending).indices.contiguous()
  }

  /// The k greatest (or smallest) elements along a dimension, in order, and where they are.
  public func topk(_ k: Int, _ dim: Int = -1, largest: Bool = true) throws -> (
    values: Tensor, indices: Tensor
  ) {
    let axis = try Shapes.axis(dim, rank: rank)
    guard k >= 0, k <= (rank == 0 ? 1 : shape[axis]) else {
      throw TensorError("selected index k out of range")
    }
    guard dtype != .bool else { throw TensorError("topk does not support bool dtypes on CPU") }
    if rank == 0 { return try sorted() }
    let order = try transposed(axis, -1).order(descending: largest, first: k).transposed(axis, -1)
    return (try gathered(axis, order), try order.contiguous())
  }

  /// The k-th smallest element along a dimension (from 1), and where it is.
  public func kthValue(_ k: Int, _ dim: Int = -1, keepDim: Bool = false) throws -> (
    values: Tensor, indices: Tensor
  ) {
    let axis = try Shapes.axis(dim, rank: rank)
    guard k >= 1, k <= (rank == 0 ? 1 : shape[axis]) else {
      throw TensorError("kthvalue(): selected number k out of range for dimension \(axis)")
    }
    if rank == 0 { return try sorted() }
    let (values, indices) = try sorted(axis)
    func kth(_ tensor: Tensor) throws -> Tensor {
      let part = try tensor.narrowed(axis, from: k - 1, length: 1)
      return try (keepDim ? part : part.squeezed(axis)).contiguous()
    }
    return (try kth(values), try kth(indices))
  }

  /// The order of the elements along the last dimension, or its first places.
  private func order(descending: Bool, first wanted: Int? = nil) throws -> Tensor {
    let source = try contiguous()
    let n = shape[rank - 1]
    guard count > 0 else {
      return try Tensor.zeros(shape.dropLast() + [wanted ?? n], dtype: .int64)
    }
    if let wanted, wanted <= n / 16 {
      let places = try Tensor(unset: shape.dropLast() + [wanted], dtype: .int64)
      let space = try Tensor(unset: [n, 2], dtype: .int64)
      ck_select(
        dtype.kernelType, count / n, n, wanted, source.pointer, descending ? 1 : 0,
        places.pointer.assumingMemoryBound(to: Int64.self),
        space.pointer.assumingMemoryBound(to: UInt64.self))
      return places
    }
    let order = try Tensor(unset: shape, dtype: .int64)
    let space = try Tensor(unset: [n, 3], dtype: .int64)
    ck_sort(
      dtype.kernelType, count / n, n, source.pointer, descending ? 1 : 0,
      order.pointer.assumingMemoryBound(to: Int64.self),
      space.pointer.assumingMemoryBound(to: UInt64.self))
    return try wanted.map { try order.narrowed(-1, from: 0, length: $0) } ?? order
  }
}

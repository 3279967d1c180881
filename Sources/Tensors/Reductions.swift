import CKernels

/// Many elements to one, over all dimensions or some.
extension Tensor {
  /// Σ over `dims` (nil: over all). Whole numbers and truth values give whole numbers.
  public func sum(_ dims: [Int]? = nil, keepDim: Bool = false) throws -> Tensor {
    let isReduced = try Shapes.reduced(dims, rank: rank)
    let shape = try Shapes.reduction(self.shape, dims: dims, keepDim: keepDim)
    let source = dtype == .bool ? try converted(to: .int64) : self
    let out = try Tensor(unset: shape, dtype: source.dtype)
    let type = source.dtype.kernelType
    let kept = isReduced.firstIndex(of: false) ?? rank
    if source.isContiguous, !isReduced[kept...].contains(true) {
      let rows = self.shape[..<kept].reduce(1, *)
      if kept == rank {
        ck_sum(type, rows, source.pointer, 1, out.pointer)
      } else {
        ck_sum_rows(type, rows, out.count, source.pointer, out.count, out.pointer)
      }
      return out
    }
    let (rows, size) = (try source.rows(reducing: isReduced), source.dtype.size)
    for row in 0..<out.count {
      let start = rows.pointer + row * rows.length * size
      ck_sum(type, rows.length, start, 1, out.pointer + row * size)
    }
    return out
  }

  /// The arithmetic mean over `dims` (nil: over all).
  public func mean(_ dims: [Int]? = nil, keepDim: Bool = false) throws -> Tensor {
    guard dtype.isFloatingPoint else {
      throw TensorError(
        "mean(): could not infer output dtype. Input dtype must be either a floating point or "
          + "complex dtype. Got: \(dtype.title)")
    }
    let total = try sum(dims, keepDim: keepDim)
    let terms = Double(count) / Double(total.count)
    return try total / Tensor.number(total.count == 0 ? 0 : terms)
  }

  /// The mean squared distance from the mean, over n − `correction`.
  public func variance(_ dims: [Int]? = nil, correction: Int = 1, keepDim: Bool = false) throws
    -> Tensor
  {
    let centre = try mean(dims, keepDim: true)
    let total = try (self - centre).squared().sum(dims, keepDim: keepDim)
    let terms = total.count == 0 ? 0 : count / total.count
    return try total / Tensor.number(Double(max(terms - correction, 0)))
  }

  /// The greatest element of all, NaN if there is one.
  public func maximum() throws -> Tensor {
    try extreme(nil, keepDim: false, isMaximum: true).values
  }

  /// The smallest element of all, NaN if there is one.
  public func minimum() throws -> Tensor {
    try extreme(nil, keepDim: false, isMaximum: false).values
  }

  /// The greatest elements along a dimension, and where they are (the first of equals).
  public func maximum(along dim: Int, keepDim: Bool = false) throws -> (
    values: Tensor, indices: Tensor
  ) {
    try extreme(dim, keepDim: keepDim, isMaximum: true)
  }

  /// The smallest elements along a dimension, and where they are (the first of equals).
  public func minimum(along dim: Int, keepDim: Bool = false) throws -> (
    values: Tensor, indices: Tensor
  ) {
    try extreme(dim, keepDim: keepDim, isMaximum: false)
  }

  /// Where the greatest element is, along a dimension or in row-major order of all.
  public func argmax(_ dim: Int? = nil, keepDim: Bool = false) throws -> Tensor {
    try extreme(dim, keepDim: keepDim, isMaximum: true).indices
  }

  /// Where the smallest element is, along a dimension or in row-major order of all.
  public func argmin(_ dim: Int? = nil, keepDim: Bool = false) throws -> Tensor {
    try extreme(dim, keepDim: keepDim, isMaximum: false).indices
  }

  private func extreme(_ dim: Int?, keepDim: Bool, isMaximum: Bool) throws -> (
    values: Tensor, indices: Tensor
  ) {
    let isReduced = try Shapes.reduced(dim.map { [$0] }, rank: rank)
    let shape = try Shapes.reduction(self.shape, dims: dim.map { [$0] }, keepDim: keepDim)
    let rows = try rows(reducing: isReduced)
    let results = try Shapes.count(shape)
    let source = Tensor(
      shape: [results, rows.length], strides: [rows.length, 1],
      offset: rows.offset, storage: rows.storage)
    guard rows.length > 0 || source.shape[0] == 0 else {
      throw TensorError(
        dim == nil ? .runtime : .index,
        "\(isMaximum ? "max" : "min")(): Expected reduction dim "
          + (dim.map { "\($0) to have non-zero size." }
            ?? "to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' "
            + "argument."))
    }
    let elements = source.doubles
    let indices = (0..<source.shape[0]).map { row in
      let slice = elements[(row * rows.length)..<((row + 1) * rows.length)]
      return firstExtreme(slice, isMaximum: isMaximum) - slice.startIndex
    }
    let positions = try Tensor(indices, shape: shape)
    let values = try source.gathered(1, try positions.reshaped([-1, 1])).reshaped(shape)
    return (values, positions)
  }

  private func firstExtreme(_ values: ArraySlice<Double>, isMaximum: Bool) -> Int {
    var best = values.startIndex
    for index in values.indices {
      if values[index].isNaN { return index }
      if isMaximum ? values[index] > values[best] : values[index] < values[best] { best = index }
    }
    return best
  }

  /// Contiguous rows that hold what is reduced to one element each.
  private func rows(reducing isReduced: [Bool]) throws -> (
    pointer: UnsafeMutableRawPointer, length: Int, offset: Int, storage: Storage
  ) {
    let kept = shape.indices.filter { !isReduced[$0] }
    let gone = shape.indices.filter { isReduced[$0] }
    let rows = try permuted(kept + gone).contiguous()
    let length = gone.reduce(1) { $0 * shape[$1] }
    return (rows.pointer, length, rows.offset, rows.storage)
  }

  /// Summed over every dimension that was stretched to reach this shape from `shape`.
  public func summed(to shape: [Int]) throws -> Tensor {
    if self.shape == shape { return self }
    let dims = Shapes.stretched(self.shape, from: shape)
    return try (dims.isEmpty ? self : sum(dims)).reshaped(shape)
  }
}

// MARK: Softmax

extension Tensor {
  /// e^xᵢ / Σⱼ e^xⱼ along a dimension.
  public func softmax(_ dim: Int) throws -> Tensor { try softmax(dim, isLogarithm: false) }

  /// xᵢ − log Σⱼ e^xⱼ along a dimension.
  public func logSoftmax(_ dim: Int) throws -> Tensor { try softmax(dim, isLogarithm: true) }

  private func softmax(_ dim: Int, isLogarithm: Bool) throws -> Tensor {
    let axis = try Shapes.axis(dim, rank: rank)
    guard dtype.isFloatingPoint else {
      throw TensorError(
        .notImplemented,
        "\"\(isLogarithm ? "log_softmax" : "softmax")_lastdim_kernel_impl\" not implemented for "
          + "'\(dtype.title)'")
    }
    if rank == 0 { return try unsqueezed(0).softmax(0, isLogarithm: isLogarithm).squeezed(0) }
    let source = try transposed(axis, -1).contiguous()
    let out = try Tensor(unsetLike: source, dtype: dtype)
    let n = shape[axis]
    ck_softmax(
      dtype.kernelType, n == 0 ? 0 : count / n, n, source.pointer, isLogarithm ? 1 : 0, out.pointer)
    return try out.transposed(axis, -1)
  }

  /// What softmax (or its logarithm) along a dimension, with this result y, passes back.
  public func softmaxBackward(_ upstream: Tensor, _ dim: Int, isLogarithm: Bool) throws -> Tensor {
    if rank == 0 { return try Tensor.zeros(like: self) }
    let y = try transposed(dim, -1).contiguous()
    let g = try upstream.transposed(dim, -1).contiguous()
    let out = try Tensor(unsetLike: y, dtype: dtype)
    let n = y.shape[rank - 1]
    ck_softmax_backward(
      dtype.kernelType, n == 0 ? 0 : count / n, n, y.pointer, g.pointer, isLogarithm ? 1 : 0,
      out.pointer)
    return try out.transposed(dim, -1)
  }
}

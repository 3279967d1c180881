import CKernels

/// Many elements to one, over all dimensions or some.
extension Tensor {
  /// Σ over `dims` (nil: over all). Whole numbers and truth values give whole numbers.
  public func sum(_ dims: [Int]? = nil, keepDim: Bool = false) throws -> Tensor {
    let isReduced = try Shapes.reduced(dims, rank: rank)
    let shape = try Shapes.reduction(self.shape, dims: dims, keepDim: keepDim)
    let source = dtype == .bool ? try converted(to: .int64) : self
    let out = try Tensor(unset: shape, dtype: source.dtype)
    if source.isContiguous, let lines = Lines(self.shape, reducing: isReduced) {
      source.sum(lines, into: out.pointer)
    } else {
      let rows = try source.rows(reducing: isReduced)
      rows.sum(Lines(outer: out.count, length: rows.shape[1], inner: 1), into: out.pointer)
    }
    return out
  }

  private func sum(_ lines: Lines, into out: UnsafeMutableRawPointer) {
    let (type, size, step) = (dtype.kernelType, dtype.size, lines.length * lines.inner)
    for block in 0..<lines.outer {
      let (source, target) = (pointer + block * step * size, out + block * lines.inner * size)
      if lines.inner == 1 {
        ck_sum(type, lines.length, source, 1, target)
      } else {
        ck_sum_rows(type, lines.length, lines.inner, source, lines.inner, target)
      }
    }
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
    guard dtype.isFloatingPoint else {
      throw TensorError("std and var only support floating point and complex dtypes")
    }
    let centre = try mean(dims, keepDim: true)
    let total = try (self - centre).squared().sum(dims, keepDim: keepDim)
    let terms = total.count == 0 ? 0 : count / total.count
    return try total / Tensor.number(max(Double(terms) - Double(correction), 0))
  }

  /// The square root of the variance.
  public func standardDeviation(_ dims: [Int]? = nil, correction: Int = 1, keepDim: Bool = false)
    throws -> Tensor
  { try variance(dims, correction: correction, keepDim: keepDim).squareRoot() }

  /// Π over `dims` (nil: over all). Whole numbers and truth values give whole numbers.
  public func product(_ dims: [Int]? = nil, keepDim: Bool = false) throws -> Tensor {
    let source = dtype == .bool ? try converted(to: .int64) : self
    let rows = try source.rows(reducing: try Shapes.reduced(dims, rank: rank))
    let out = try Tensor(
      unset: try Shapes.reduction(shape, dims: dims, keepDim: keepDim), dtype: source.dtype)
    ck_product(source.dtype.kernelType, out.count, rows.shape[1], rows.pointer, out.pointer)
    return out
  }

  /// How many elements over `dims` (nil: over all) are not 0.
  public func countNonzero(_ dims: [Int]? = nil) throws -> Tensor {
    try compared(.notEqual, to: .number(0)).sum(dims)
  }

  /// Whether no element over `dims` (nil: over all) is 0.
  public func all(_ dims: [Int]? = nil, keepDim: Bool = false) throws -> Tensor {
    try compared(.equal, to: .number(0)).sum(dims, keepDim: keepDim).logicalNot()
  }

  /// Whether some element over `dims` (nil: over all) is not 0.
  public func any(_ dims: [Int]? = nil, keepDim: Bool = false) throws -> Tensor {
    try compared(.notEqual, to: .number(0)).sum(dims, keepDim: keepDim)
      .compared(.greater, to: .number(0))
  }

  /// The sum of all elements that are numbers.
  public func nanSum(_ dims: [Int]? = nil, keepDim: Bool = false) throws -> Tensor {
    try (dtype.isFloatingPoint ? maskedFill(isNaN(), .number(0)) : self)
      .sum(dims, keepDim: keepDim)
  }

  /// The mean of all elements that are numbers.
  public func nanMean(_ dims: [Int]? = nil, keepDim: Bool = false) throws -> Tensor {
    guard dtype.isFloatingPoint else {
      throw TensorError(
        "nanmean(): expected input to have floating point or complex dtype but got \(dtype.title)")
    }
    let terms = try isNaN().logicalNot().sum(dims, keepDim: keepDim)
    return try nanSum(dims, keepDim: keepDim) / terms.converted(to: dtype)
  }

  /// Contiguous rows that hold what is reduced to one element each: a matrix.
  func rows(reducing isReduced: [Bool]) throws -> Tensor {
    let kept = shape.indices.filter { !isReduced[$0] }
    let gone = shape.indices.filter { isReduced[$0] }
    let results = kept.reduce(1) { $0 * shape[$1] }
    let length = gone.reduce(1) { $0 * shape[$1] }
    return try permuted(kept + gone).contiguous().reshaped([results, length])
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

import CKernels

/// Elements picked by a tensor of indices along one dimension.
extension Tensor {
  /// The rows (along dimension 0) that `indices` name, in the shape of `indices`.
  public func rows(at indices: Tensor) throws -> Tensor {
    guard rank > 0 else { throw TensorError(.index, "too many indices for tensor of dimension 0") }
    return try indexed([.tensor(indices)])
  }

  /// Zeros of `shape`, with the rows of this tensor added at `indices` of dimension 0: what
  /// `rows(at:)` passes back.
  public func rowsAdded(at indices: Tensor, shape: [Int]) throws -> Tensor {
    let out = try Tensor.zeros(shape, dtype: dtype)
    try out.assign(self, at: [.tensor(indices)], accumulate: true)
    return out
  }

  /// out[i][j] = self[index[i][j]][j] for dim = 0, self[i][index[i][j]] for dim = 1, …
  public func gathered(_ dim: Int, _ index: Tensor) throws -> Tensor {
    let axis = try Shapes.axis(dim, rank: rank)
    guard index.dtype == .int64 else {
      throw TensorError("gather(): Expected dtype int32/int64 for index")
    }
    guard max(index.rank, 1) == max(rank, 1) else {
      throw TensorError("Index tensor must have the same number of dimensions as input tensor")
    }
    for other in shape.indices where other != axis && index.shape[other] > shape[other] {
      throw TensorError(
        "Size does not match at dimension \(other) expected index \(Shapes.describe(index.shape)) "
          + "to be no larger than self \(Shapes.describe(shape)) apart from dimension \(axis)")
    }
    return try offsets(along: axis, index).elements(of: self, shape: index.shape)
  }

  /// Zeros of `shape` with this tensor's elements added where `gathered` would read: what
  /// `gathered` passes back.
  public func scatterAdded(_ dim: Int, _ index: Tensor, shape: [Int]) throws -> Tensor {
    try Tensor.zeros(shape, dtype: dtype).scattered(dim, index, self, .sum)
  }

  /// Where an element that meets another one is put by `scattered`.
  public enum Scattering: String, Hashable, Sendable {
    case sum
    case product = "prod"
    case mean
    case maximum = "amax"
    case minimum = "amin"

    fileprivate var mode: ck_put_mode {
      switch self {
      case .sum, .mean: CK_PUT_ADD
      case .product: CK_PUT_MULTIPLY
      case .maximum: CK_PUT_MAXIMUM
      case .minimum: CK_PUT_MINIMUM
      }
    }
  }

  /// A copy with out[index[i][j]][j] = source[i][j] for dim = 0, and so on; with `reduction` put
  /// together with what is there. A bare number is written everywhere.
  public func scattered(
    _ dim: Int, _ index: Tensor, _ source: Tensor, _ reduction: Scattering? = nil,
    includeSelf: Bool = true
  ) throws -> Tensor {
    let axis = try Shapes.axis(dim, rank: rank)
    let index = try index.asVector()
    let source =
      try source.isNumber
      ? source.converted(to: dtype).expanded(to: index.shape) : source.asVector()
    try checkScatter(axis, index, source)
    let out = try copied()
    if index.count == 0 { return out }
    let offsets = try out.offsets(along: axis, index)
    var values = source
    for other in index.shape.indices {
      values = try values.narrowed(other, from: 0, length: index.shape[other])
    }
    guard let reduction else {
      try offsets.put(values, into: out)
      return out
    }
    if !includeSelf {
      try offsets.put(reduction.neutral(index.shape, dtype), into: out)
    }
    try offsets.put(values, into: out, reduction.mode)
    return reduction == .mean
      ? try out.divided(byCountsAt: offsets, index.shape, includeSelf) : out
  }

  private func divided(byCountsAt offsets: Offsets, _ shape: [Int], _ includeSelf: Bool) throws
    -> Tensor
  {
    let counts = try Tensor.full(self.shape, includeSelf ? 1 : 0, dtype: dtype)
    try offsets.put(Tensor.ones(shape, dtype: dtype), into: counts, CK_PUT_ADD)
    let divisor = try counts.maximum(.number(1))
    return try divided(by: divisor, rounding: dtype.isFloatingPoint ? nil : .floor)
  }

  /// A single number as a vector of one, which PyTorch takes for the same here.
  private func asVector() throws -> Tensor { rank == 0 ? try reshaped([1]) : self }

  private func checkScatter(_ axis: Int, _ index: Tensor, _ source: Tensor) throws {
    guard index.dtype == .int64 else {
      throw TensorError("scatter(): Expected dtype int32/int64 for index")
    }
    guard source.dtype == dtype else {
      throw TensorError("scatter(): Expected self.dtype to be equal to src.dtype")
    }
    if index.count == 0 { return }
    guard index.rank == max(rank, 1) else {
      throw TensorError("Index tensor must have the same number of dimensions as self tensor")
    }
    guard source.rank == index.rank else {
      throw TensorError("Index tensor must have the same number of dimensions as src tensor")
    }
    let fits = index.shape.indices.allSatisfy {
      index.shape[$0] <= source.shape[$0] && ($0 == axis || index.shape[$0] <= shape[$0])
    }
    guard fits else {
      throw TensorError(
        "Expected index \(Shapes.describe(index.shape)) to be no larger than self "
          + "\(Shapes.describe(shape)) apart from dimension \(axis) and to be no larger size than "
          + "src \(Shapes.describe(source.shape))")
    }
  }

  /// Where each element of `index` points along a dimension.
  private func offsets(along axis: Int, _ index: Tensor) throws -> Offsets {
    let (size, step) = rank == 0 ? (1, 1) : (shape[axis], strides[axis])
    var strides = index.rank == 0 ? [] : rank == 0 ? [0] : strides
    if !strides.isEmpty { strides[axis] = 0 }
    let offsets = try Offsets(index.shape, strides: strides)
    try offsets.advance(by: index, size: size, step: step, countsFromBack: false) {
      TensorError("index \($0) is out of bounds for dimension \(axis) with size \(size)")
    }
    return offsets
  }

  /// PyTorch's `take_along_dim`: `gathered` with stretched shapes; nil takes from all elements in
  /// row-major order.
  public func taken(along dim: Int?, _ index: Tensor) throws -> Tensor {
    guard let dim else { return try reshaped([-1]).gathered(0, index.reshaped([-1])) }
    guard rank == index.rank else {
      throw TensorError(
        "torch.take_along_dim(): input and indices should have the same number of dimensions, but "
          + "got \(rank) dimensions for input, and \(index.rank) dimensions for indices")
    }
    let axis = try Shapes.axis(dim, rank: rank)
    func without(_ shape: [Int]) -> [Int] {
      shape.enumerated().map { $0.offset == axis ? 1 : $0.element }
    }
    var common = try Shapes.broadcast(without(shape), without(index.shape))
    if rank > 0 { common[axis] = shape[axis] }
    let source = try expanded(to: common)
    if rank > 0 { common[axis] = index.shape[axis] }
    return try source.gathered(axis, index.expanded(to: common))
  }

  /// PyTorch's `take`: elements by their places in row-major order.
  public func taken(_ index: Tensor) throws -> Tensor {
    guard index.dtype == .int64 else {
      throw TensorError("take(): Expected a long tensor for index, but got \(index.dtype.title)")
    }
    let source = try reshaped([-1])
    let offsets = try Offsets(index.shape, strides: index.shape.map { _ in 0 })
    try offsets.advance(
      by: index, size: count, step: source.strides[0], countsFromBack: true
    ) {
      TensorError(
        .index,
        "out of range: tried to access index \($0) on a tensor of \(count) elements.")
    }
    return try offsets.elements(of: source, shape: index.shape)
  }
}

extension Tensor.Scattering {
  /// What leaves any number that it is put together with as it is.
  fileprivate func neutral(_ shape: [Int], _ dtype: DataType) throws -> Tensor {
    switch self {
    case .sum, .mean: try .full(shape, 0, dtype: dtype)
    case .product: try .full(shape, 1, dtype: dtype)
    case .maximum: try .full(shape, -Double.infinity, dtype: dtype)
    case .minimum: try .full(shape, Double.infinity, dtype: dtype)
    }
  }
}

import Tensors

/// PyTorch's operations of several tensors, or of a tensor and places in it.
extension Variable {
  /// PyTorch's `addcmul`: self + value · a ⊙ b.
  public func addingProduct(_ a: Variable, _ b: Variable, value: Double = 1) throws -> Variable {
    try tape.record(.addProduct(value: value, isQuotient: false), .three(self, a, b))
  }

  /// PyTorch's `addcdiv`: self + value · a / b.
  public func addingQuotient(_ a: Variable, _ b: Variable, value: Double = 1) throws -> Variable {
    try tape.record(.addProduct(value: value, isQuotient: true), .three(self, a, b))
  }

  /// Each element, but at least `low` and at most `high`; where low > high the result is `high`.
  public func clamp(min low: Variable? = nil, max high: Variable? = nil) throws -> Variable {
    try tape.record(
      .clampBetween(hasLow: low != nil, hasHigh: high != nil),
      Operands([self, low, high].compactMap(\.self)))
  }

  /// The product of Kronecker: each element of this variable times the whole other one.
  public func kron(_ other: Variable) throws -> Variable {
    let shapes = try Shapes.kron(shape, other.shape)
    return try (reshaped(shapes.first) * other.reshaped(shapes.second)).reshaped(shapes.product)
  }
}

/// Places.
extension Variable {
  /// PyTorch's `take`: elements by their places in row-major order.
  public func taken(_ index: Tensor) throws -> Variable {
    _ = try value.taken(index)
    return try reshaped([-1]).indexed([.tensor(index)], .take)
  }

  /// With the elements of `source`, in row-major order, wherever `mask` is true.
  public func maskedScattered(_ mask: Tensor, _ source: Variable) throws -> Variable {
    _ = try value.maskedScattered(mask, source.value)
    let shape = try Shapes.broadcast(shape, mask.shape)
    let mask = try mask.expanded(to: shape)
    let stretched = shape == self.shape ? self : try expanded(to: shape)
    let wanted = try mask.sum().integers[0]
    return try stretched.assigning(
      source.reshaped([-1]).sliced(0, from: 0, to: wanted), at: [.tensor(mask)],
      accumulate: false, .maskedScatter)
  }

  /// PyTorch's `unfold`: windows of `size` elements, `step` apart, along a dimension, as a view
  /// with a further last dimension.
  public func unfolded(_ dim: Int, size: Int, step: Int) throws -> Variable {
    try apply(.unfold(dim: dim, size: size, step: step))
  }

  /// The values below which the shares `q` (0 to 1) of the elements lie, as of tensors. The
  /// gradient goes to the elements that they lie between.
  public func quantile(
    _ q: Tensor, _ dim: Int? = nil, keepDim: Bool = false,
    interpolation: Tensor.Interpolation = .linear
  ) throws -> Variable {
    let plain = try value.quantile(q, dim, keepDim: keepDim, interpolation: interpolation)
    let flat = try dim == nil || rank == 0 ? reshaped([-1]) : self
    let axis = try Shapes.axis(dim ?? 0, rank: flat.rank)
    let sorted = try flat.transposed(axis, -1).sorted(-1).values
    let rank = try q.converted(to: dtype).reshaped([-1]) * .number(flat.shape[axis] - 1)
    let (below, above) = (try rank.floor(), try rank.ceil())
    func at(_ places: Tensor) throws -> Variable {
      try sorted.indexed([.ellipsis, .tensor(places.converted(to: .int64))])
    }
    func between(_ weight: Tensor) throws -> Variable {
      try at(below).lerp(at(above), tape.constant(weight))
    }
    let found =
      switch interpolation {
      case .lower: try at(below)
      case .higher: try at(above)
      case .nearest: try at(rank.round())
      case .midpoint: try between(Tensor.full(rank.shape, 0.5, dtype: dtype))
      case .linear: try between(rank - below)
      }
    // The shares come first, and the dimension goes or stays with size 1.
    let first = try found.transposed(axis, -1).unsqueezed(0).transposed(0, axis + 1)
    let result = try first.reshaped(plain.shape)
    return try Variable.choose(plain.isNaN(), tape.constant(plain), else: result)
  }
}

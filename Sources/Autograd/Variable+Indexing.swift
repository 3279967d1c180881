import Tensors

/// Indexing and linear algebra, each recorded on the tape.
extension Variable {
  private func constants(_ indices: [Index]) -> [Variable] {
    indices.compactMap { if case .tensor(let index) = $0 { tape.constant(index) } else { nil } }
  }

  /// The elements that an index leads to: views where it has no tensors.
  public func indexed(_ indices: [Index], _ kind: IndexKind = .index) throws -> Variable {
    let tensors = constants(indices)
    if tensors.isEmpty { return try viewed(indices) }
    return try tape.record(
      .index(indices.map(IndexPart.init), kind), Operands([self] + tensors))
  }

  /// A view by numbers, slices and new axes, one after the other.
  private func viewed(_ indices: [Index]) throws -> Variable {
    _ = try value.indexed(indices)
    let used = indices.reduce(0) {
      switch $1 {
      case .number, .slice: $0 + 1
      case .ellipsis, .newAxis, .tensor: $0
      }
    }
    var (result, dim) = (self, 0)
    for index in indices {
      switch index {
      case .number(let place): result = try result.select(dim, place)
      case .slice(let start, let end, let step):
        result = try result.sliced(dim, from: start, to: end, step: step)
        dim += 1
      case .newAxis:
        result = try result.unsqueezed(dim)
        dim += 1
      case .ellipsis: dim += rank - used
      case .tensor: break
      }
    }
    return result
  }

  /// This variable with the elements of `value` where an index leads to, or added there.
  public func assigning(
    _ value: Variable, at indices: [Index], accumulate: Bool, _ kind: IndexPutKind
  ) throws -> Variable {
    try tape.record(
      .indexPut(indices.map(IndexPart.init), accumulates: accumulate, kind),
      Operands([self, value] + constants(indices)))
  }

  public func assigning(_ value: Variable, at indices: [Index], accumulate: Bool = false) throws
    -> Variable
  { try assigning(value, at: indices, accumulate: accumulate, .indexPut) }

  /// The slices of a dimension that `index` names.
  public func indexSelect(_ dim: Int, _ index: Tensor) throws -> Variable {
    _ = try value.indexSelect(dim, index)
    let axis = try Shapes.axis(dim, rank: rank)
    guard rank > 0 else { return try reshaped([]) }
    return try indexed(
      Array(repeating: .slice(), count: axis) + [.tensor(index.reshaped([-1]))], .indexSelect)
  }

  /// The elements where `mask` is true, as a vector.
  public func maskedSelect(_ mask: Tensor) throws -> Variable {
    guard mask.dtype == .bool else {
      throw TensorError("masked_select: expected BoolTensor for mask")
    }
    let shape = try Shapes.broadcast(mask.shape, self.shape)
    let stretched = shape == self.shape ? self : try expanded(to: shape)
    let picked = try stretched.indexed([.tensor(mask.expanded(to: shape))], .maskedSelect)
    return picked.rank == 1 ? picked : try picked.reshaped([-1])
  }

  /// With the elements of `source` where `index` names them along a dimension.
  public func scattered(_ dim: Int, _ index: Tensor, _ source: Variable) throws -> Variable {
    try tape.record(
      .scatter(dim: dim, adds: false), .three(self, tape.constant(index), source))
  }

  /// With the elements of `source` added where `index` names them along a dimension.
  public func scatterAdding(_ dim: Int, _ index: Tensor, _ source: Variable) throws -> Variable {
    try tape.record(
      .scatter(dim: dim, adds: true), .three(self, tape.constant(index), source))
  }

  public func inverse() throws -> Variable { try apply(.inverse) }
  public func determinant() throws -> Variable { try apply(.determinant) }
  public func logDeterminant() throws -> Variable {
    try apply(.logDeterminant(isAbsolute: false))
  }
  public func solve(_ right: Variable) throws -> Variable {
    try tape.record(.solve, .two(self, right))
  }
  public func cholesky() throws -> Variable { try apply(.cholesky) }
  public func singularValues() throws -> Variable { try apply(.singularValues) }
  public func eigenvalues() throws -> Variable { try apply(.eigenvalues) }
}

extension Variable: Contractible {}

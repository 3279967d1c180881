/// Rows of a table by number: the vector that stands for a word, and what comes back to it.
extension Tensor {
  /// The rows of this table, (V, D), that `indices` name, in the shape of `indices`.
  /// - Parameter padding: the row that stands for nothing, to which no gradient flows; negative
  ///   ones count from the back.
  /// - Throws: for a number that is no row, and for numbers that are not whole.
  public func embedded(_ indices: Tensor, padding: Int? = nil) throws -> Tensor {
    try checkTable(indices, padding)
    return try rows(at: indices)
  }

  /// What `embedded` passes back to this table.
  public func embeddedBackward(_ upstream: Tensor, _ indices: Tensor, padding: Int? = nil) throws
    -> Tensor
  {
    try checkTable(indices, padding)
    let gradient = try upstream.rowsAdded(at: indices, shape: shape)
    if let padding { try gradient.select(0, padding).fill(0) }
    return gradient
  }

  /// Shortens those rows of this table that `indices` name and whose length, the p-th root of
  /// Σ |x|ᵖ, is above `limit` to that length, in place.
  public func renormalizeRows(at indices: Tensor, limit: Double, p: Double = 2) throws {
    try checkTable(indices, nil)
    for place in Set(indices.integers) {
      let row = try select(0, place)
      let elements = row.doubles.map { abs($0) }
      let length =
        p == .infinity
        ? elements.max() ?? 0
        : p == 2
          ? elements.reduce(0) { $0 + $1 * $1 }.squareRoot()
          : try Tensor(elements, dtype: .float64).power(.number(p)).sum().power(.number(1 / p))
            .item()
      if length > limit { try row.assign(row * Tensor.number(limit / (length + 1e-7))) }
    }
  }

  private func checkTable(_ indices: Tensor, _ padding: Int?) throws {
    guard rank == 2 else { throw TensorError("'weight' must be 2-D") }
    guard indices.dtype == .int64 else {
      throw TensorError(
        "Expected tensor for argument #1 'indices' to have one of the following scalar types: "
          + "Long, Int; but got torch.\(indices.dtype.title)Tensor instead (while checking "
          + "arguments for embedding)")
    }
    if let padding, padding < -shape[0] || padding >= shape[0] {
      throw TensorError("Padding_idx must be within num_embeddings")
    }
    guard indices.count > 0 else { return }
    let (least, most) = (try indices.minimum().item(), try indices.maximum().item())
    guard least >= 0, most < Double(shape[0]) else {
      throw TensorError(.index, "index out of range in self")
    }
  }
}

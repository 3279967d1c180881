/// Each element once.
extension Tensor {
  /// What occurs in a tensor: each value once, for each element which one it is, and how often
  /// each occurs.
  public struct Occurrences {
    public let values: Tensor
    public let inverse: Tensor
    public let counts: Tensor
  }

  /// The values that occur, in order; with `dim`, the slices of that dimension that occur, in
  /// the order of their elements. NaN is never the same as another.
  public func unique(_ dim: Int? = nil) throws -> Occurrences {
    guard let dim else {
      let flat = try reshaped([-1])
      let groups = try flat.groups(order: flat.argsort())
      return Occurrences(
        values: groups.values, inverse: try groups.inverse.reshaped(shape), counts: groups.counts)
    }
    let axis = try Shapes.axis(dim, rank: rank)
    return try alongSlices(axis) { rows in
      // By the last column first: each later sort keeps the order of equals.
      var order = try Tensor.arange(0, rows.shape[0])
      for column in (0..<rows.shape[1]).reversed() {
        order = try order.rows(at: rows.select(1, column).rows(at: order).argsort())
      }
      return order
    }
  }

  /// Runs of one value as one element; with `dim`, runs of one slice.
  public func uniqueConsecutive(_ dim: Int? = nil) throws -> Occurrences {
    guard let dim else {
      let flat = try reshaped([-1])
      let groups = try flat.groups(order: Tensor.arange(0, flat.count))
      return Occurrences(
        values: groups.values, inverse: try groups.inverse.reshaped(shape), counts: groups.counts)
    }
    return try alongSlices(try Shapes.axis(dim, rank: rank)) { try Tensor.arange(0, $0.shape[0]) }
  }

  private func alongSlices(_ axis: Int, _ order: (Tensor) throws -> Tensor) throws -> Occurrences {
    let slices = try transposed(0, axis).contiguous()
    let rows = try slices.reshaped([
      slices.shape.first ?? 1, slices.shape.dropFirst().reduce(1, *),
    ])
    let groups = try rows.groups(order: order(rows))
    let values = try groups.values.reshaped([groups.counts.count] + slices.shape.dropFirst())
    return Occurrences(
      values: try values.transposed(0, axis).contiguous(), inverse: groups.inverse,
      counts: groups.counts)
  }

  /// Equal neighbours in an order of the elements (or rows), as groups.
  private func groups(order: Tensor) throws -> Occurrences {
    let ordered = try rows(at: order)
    let n = order.count
    let isFirst = try Tensor.ones([n], dtype: .bool)
    if n > 1 {
      let differs = try ordered.sliced(0, from: 1).compared(
        .notEqual, to: ordered.sliced(0, to: n - 1))
      try isFirst.sliced(0, from: 1).assign(rank > 1 ? differs.any([1]) : differs)
    }
    let starts = try isFirst.nonzero().reshaped([-1])
    let group = try isFirst.cumulativeSum(0) - .number(1)
    let inverse = try Tensor.zeros([n], dtype: .int64).scattered(0, order, group)
    let ends = try Tensor.concatenated([starts.sliced(0, from: 1), Tensor([n])])
    return Occurrences(
      values: try ordered.rows(at: starts), inverse: inverse,
      counts: n == 0 ? try Tensor.zeros([0], dtype: .int64) : try ends - starts)
  }
}

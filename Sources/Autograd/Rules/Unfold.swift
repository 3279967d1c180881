import Tensors

/// Windows that slide along a dimension, as a view with their elements in a new last dimension.
/// The gradient of an element is the sum over all windows that it is in.
struct Unfold: ViewRule {
  let dim: Int
  let size: Int
  let step: Int
  func name(_ x: Operands<Tensor>) -> String { "UnfoldBackward0" }
  var symbol: String { "unfold" }
  func view(_ x: Tensor) throws -> Tensor { try x.unfolded(dim, size: size, step: step) }

  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    let shape = x[0].shape
    guard !shape.isEmpty else { return try g.reshaped([]) }
    let axis = try Shapes.axis(dim, rank: shape.count)
    let windows = g.shape[axis]
    var others = shape
    others.remove(at: axis)
    // Windows and their elements in front: rows of what else there is.
    let rest = shape.indices.filter { $0 != axis }
    let rows = try g.permuted([axis, shape.count] + rest).reshaped([windows * size] + others)
    let places = try Tensor.arange(Double(windows), dtype: .int64) * .number(step)
    let inWindow = try Tensor.arange(Double(size), dtype: .int64)
    let sum = try rows.rowsAdded(
      at: (places.unsqueezed(1) + inWindow).reshaped([windows * size]),
      shape: [shape[axis]] + others)
    return try sum.permuted(shape.indices.map { $0 == axis ? 0 : $0 < axis ? $0 + 1 : $0 })
  }
}

/// How the elements of a tensor lie in its storage. Tensors of one shape share it.
final class Layout: Sendable {
  let shape: [Int]
  let strides: [Int]
  let count: Int
  /// Whether the elements follow one another in row-major order.
  let isContiguous: Bool

  init(shape: [Int], strides: [Int]) {
    self.shape = shape
    self.strides = strides
    var (count, expected, isContiguous) = (1, 1, true)
    for axis in shape.indices.reversed() {
      count *= shape[axis]
      if shape[axis] != 1 {
        if strides[axis] != expected { isContiguous = false }
        expected = count
      }
    }
    self.count = count
    self.isContiguous = isContiguous || count == 0
  }

  /// Of elements in row-major order.
  convenience init(contiguous shape: [Int]) {
    self.init(shape: shape, strides: Shapes.contiguousStrides(shape))
  }

  /// Of a single number.
  static let scalar = Layout(shape: [], strides: [])
}

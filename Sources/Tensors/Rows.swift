/// Walks over strided elements row by row, so that the work within a row goes to a kernel.
/// Neighbouring dimensions that lie evenly in memory are taken as one long row.
enum Rows {
  /// For one tensor: start of the row, its stride, its place in row-major order, its length.
  static func each(
    _ shape: [Int], _ strides: [Int], _ body: (Int, Int, Int, Int) throws -> Void
  ) rethrows {
    var position = 0
    try each(shape, strides, strides) { a, sa, _, _, n in
      try body(a, sa, position, n)
      position += n
    }
  }

  /// For two tensors of one shape: start and stride of the row in each, and its length.
  static func each(
    _ shape: [Int], _ a: [Int], _ b: [Int], _ body: (Int, Int, Int, Int, Int) throws -> Void
  ) rethrows {
    var sizes: [Int] = []
    var strides: [(a: Int, b: Int)] = []
    for axis in shape.indices.reversed() where shape[axis] != 1 {
      if shape[axis] == 0 { return }
      if let size = sizes.last, let inner = strides.last,
        a[axis] == inner.a * size, b[axis] == inner.b * size
      {
        sizes[sizes.count - 1] = size * shape[axis]
      } else {
        sizes.append(shape[axis])
        strides.append((a[axis], b[axis]))
      }
    }
    guard let n = sizes.first, let inner = strides.first else { return try body(0, 1, 0, 1, 1) }
    if sizes.count == 1 { return try body(0, inner.a, 0, inner.b, n) }
    var index = [Int](repeating: 0, count: sizes.count)
    var (x, y) = (0, 0)
    while true {
      try body(x, inner.a, y, inner.b, n)
      var axis = 1
      while axis < sizes.count {
        index[axis] += 1
        x += strides[axis].a
        y += strides[axis].b
        if index[axis] < sizes[axis] { break }
        x -= strides[axis].a * sizes[axis]
        y -= strides[axis].b * sizes[axis]
        index[axis] = 0
        axis += 1
      }
      if axis == sizes.count { return }
    }
  }
}

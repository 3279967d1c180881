/// The rules of shapes: what the result of an operation is shaped like, or why there is none.
public enum Shapes {
  /// Elements in a tensor of this shape.
  public static func count(_ shape: [Int]) throws -> Int {
    var (count, bound) = (1, 1)
    for size in shape {
      guard size >= 0 else {
        throw TensorError(
          "Trying to create tensor with negative dimension \(size): \(describe(shape))")
      }
      let (product, overflow) = bound.multipliedReportingOverflow(by: max(size, 1))
      guard !overflow else { throw TensorError("Storage size calculation overflowed") }
      bound = product
      count *= size
    }
    return count
  }

  /// The strides of contiguous elements in row-major order.
  static func contiguousStrides(_ shape: [Int]) -> [Int] {
    var strides = [Int](repeating: 1, count: shape.count)
    var stride = 1
    for axis in shape.indices.reversed() {
      strides[axis] = stride
      stride *= max(shape[axis], 1)
    }
    return strides
  }

  /// The shape that both shapes stretch to: sizes are compared from the last, and 1 stretches.
  public static func broadcast(_ a: [Int], _ b: [Int]) throws -> [Int] {
    if a == b { return a }
    let rank = max(a.count, b.count)
    var shape = [Int](repeating: 1, count: rank)
    for axis in 0..<rank {
      let x = axis + a.count - rank < 0 ? 1 : a[axis + a.count - rank]
      let y = axis + b.count - rank < 0 ? 1 : b[axis + b.count - rank]
      guard x == y || x == 1 || y == 1 else {
        throw TensorError(
          "The size of tensor a (\(x)) must match the size of tensor b (\(y)) "
            + "at non-singleton dimension \(axis)")
      }
      shape[axis] = x == 1 ? y : x
    }
    return shape
  }

  /// The dimensions of `target` along which a tensor of `shape` was stretched to it.
  public static func stretched(_ target: [Int], from shape: [Int]) -> [Int] {
    let added = target.count - shape.count
    return target.indices.filter {
      $0 < added || (shape[$0 - added] == 1 && target[$0] != 1)
    }
  }

  /// The shape of a matrix product, with PyTorch's treatment of vectors and batches.
  public static func matmul(_ a: [Int], _ b: [Int]) throws -> [Int] {
    guard let last = a.last, !b.isEmpty else {
      throw TensorError(
        "both arguments to matmul need to be at least 1D, but they are \(a.count)D "
          + "and \(b.count)D")
    }
    let rows = b.count == 1 ? b[0] : b[b.count - 2]
    guard last == rows else { throw mismatch(a, b) }
    let batch = try broadcast(Array(a.dropLast(2)), Array(b.dropLast(2)))
    var shape = batch
    if a.count > 1 { shape.append(a[a.count - 2]) }
    if b.count > 1 { shape.append(b[b.count - 1]) }
    return shape
  }

  private static func mismatch(_ a: [Int], _ b: [Int]) -> TensorError {
    switch (a.count, b.count) {
    case (1, 1):
      return TensorError(
        "inconsistent tensor size, expected tensor [\(a[0])] and src [\(b[0])] to have the same "
          + "number of elements, but got \(a[0]) and \(b[0]) elements respectively")
    case (2, 1):
      return TensorError("size mismatch, got input (\(a[0])), mat (\(a[0])x\(a[1])), vec (\(b[0]))")
    case (1, 2):
      return TensorError(
        "mat1 and mat2 shapes cannot be multiplied (1x\(a[0]) and \(b[0])x\(b[1]))")
    default:
      let folded = a.dropLast().reduce(1, *)
      if b.count == 2 {
        return TensorError(
          "mat1 and mat2 shapes cannot be multiplied "
            + "(\(folded)x\(a[a.count - 1]) and \(b[0])x\(b[1]))")
      }
      return TensorError(
        "Expected size for first two dimensions of batch2 tensor to be: "
          + "[\(b[0]), \(a[a.count - 1])] but got: [\(b[0]), \(b[max(b.count - 2, 0)])].")
    }
  }

  /// A dimension counted from the front; negative ones count from the back.
  public static func axis(_ dim: Int, rank: Int) throws -> Int {
    let range = max(rank, 1)
    guard dim >= -range && dim < range else {
      throw TensorError(
        .index,
        "Dimension out of range (expected to be in range of [\(-range), \(range - 1)], "
          + "but got \(dim))")
    }
    return dim < 0 ? dim + range : dim
  }

  /// Which dimensions a reduction runs over: all of them for nil or none given.
  static func reduced(_ dims: [Int]?, rank: Int) throws -> [Bool] {
    guard let dims, !dims.isEmpty else { return Array(repeating: true, count: rank) }
    var isReduced = [Bool](repeating: false, count: max(rank, 1))
    for dim in dims {
      let axis = try axis(dim, rank: rank)
      guard !isReduced[axis] else {
        throw TensorError("dim \(axis) appears multiple times in the list of dims")
      }
      isReduced[axis] = true
    }
    return Array(isReduced.prefix(rank))
  }

  /// The shape after a reduction over `dims` (nil: over all).
  public static func reduction(_ shape: [Int], dims: [Int]?, keepDim: Bool) throws -> [Int] {
    let isReduced = try reduced(dims, rank: shape.count)
    return zip(shape, isReduced).compactMap { size, gone in gone ? (keepDim ? 1 : nil) : size }
  }

  /// `shape` with one −1 replaced by what makes the number of elements right.
  public static func resolve(_ shape: [Int], count: Int) throws -> [Int] {
    func invalid() -> TensorError {
      TensorError("shape '\(describe(shape))' is invalid for input of size \(count)")
    }
    let unknown = shape.indices.filter { shape[$0] == -1 }
    guard unknown.count <= 1 else { throw TensorError("only one dimension can be inferred") }
    if let negative = shape.first(where: { $0 < -1 }) {
      throw TensorError("invalid shape dimension \(negative)")
    }
    let known = try Shapes.count(shape.filter { $0 != -1 })
    guard let axis = unknown.first else {
      guard known == count else { throw invalid() }
      return shape
    }
    guard known > 0 else {
      throw TensorError(
        "cannot reshape tensor of \(count) elements into shape \(describe(shape)) because the "
          + "unspecified dimension size -1 can be any value and is ambiguous")
    }
    guard count % known == 0 else { throw invalid() }
    var resolved = shape
    resolved[axis] = count / known
    return resolved
  }

  /// `[2, 3]`, as PyTorch writes shapes in messages.
  public static func describe(_ shape: [Int]) -> String {
    "[" + shape.map(String.init).joined(separator: ", ") + "]"
  }
}

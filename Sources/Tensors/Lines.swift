/// Contiguous elements as lines along neighbouring dimensions: `outer` blocks, in each of which
/// `inner` lines of `length` elements lie side by side, `inner` apart.
struct Lines {
  let outer: Int
  let length: Int
  let inner: Int

  init(outer: Int, length: Int, inner: Int) {
    self.outer = outer
    self.length = length
    self.inner = inner
  }

  /// Along one dimension.
  init(_ shape: [Int], axis: Int) {
    outer = shape.prefix(axis).reduce(1, *)
    length = shape.isEmpty ? 1 : shape[axis]
    inner = shape.dropFirst(axis + 1).reduce(1, *)
  }

  /// Along all dimensions of a reduction, if they are neighbours.
  init?(_ shape: [Int], reducing isReduced: [Bool]) {
    let first = isReduced.firstIndex(of: true) ?? shape.count
    let end = isReduced[first...].firstIndex(of: false) ?? shape.count
    guard !isReduced[end...].contains(true) else { return nil }
    outer = shape[..<first].reduce(1, *)
    length = shape[first..<end].reduce(1, *)
    inner = shape[end...].reduce(1, *)
  }
}

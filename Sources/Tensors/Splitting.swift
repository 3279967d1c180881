/// A tensor as parts, which are views.
extension Tensor {
  /// Parts of `size` indices of a dimension; the last may be smaller.
  public func split(_ size: Int, _ dim: Int = 0) throws -> [Tensor] {
    guard rank > 0 else { throw TensorError("split expects at least a 1-dimensional tensor") }
    let axis = try Shapes.axis(dim, rank: rank)
    guard size >= 0 else {
      throw TensorError("split expects split_size be non-negative, but got split_size=\(size)")
    }
    let total = shape[axis]
    guard size > 0 || total == 0 else {
      throw TensorError(
        "split_size can only be 0 if dimension size is 0, but got dimension size of \(total)")
    }
    if total == 0 { return [self] }
    return try stride(from: 0, to: total, by: size).map {
      try narrowed(axis, from: $0, length: min(size, total - $0))
    }
  }

  /// Parts of the given sizes of a dimension.
  public func split(_ sizes: [Int], _ dim: Int = 0) throws -> [Tensor] {
    guard rank > 0 else { throw TensorError("split expects at least a 1-dimensional tensor") }
    let axis = try Shapes.axis(dim, rank: rank)
    guard sizes.allSatisfy({ $0 >= 0 }) else {
      throw TensorError(
        "split_with_sizes expects split_sizes have only non-negative entries, but got split_sizes="
          + Shapes.describe(sizes))
    }
    var (start, parts) = (0, [Tensor]())
    for size in sizes where size <= shape[axis] - start {
      parts.append(try narrowed(axis, from: start, length: size))
      start += size
    }
    guard parts.count == sizes.count, start == shape[axis] else {
      throw TensorError(
        "split_with_sizes expects split_sizes to sum exactly to \(shape[axis]) (input tensor's "
          + "size at dimension \(axis)), but got split_sizes=\(Shapes.describe(sizes))")
    }
    return parts
  }

  /// At most `count` parts of one size; the last may be smaller.
  public func chunked(_ count: Int, _ dim: Int = 0) throws -> [Tensor] {
    guard rank > 0 else { throw TensorError("chunk expects at least a 1-dimensional tensor") }
    guard count > 0 else {
      throw TensorError("chunk expects `chunks` to be greater than 0, got: \(count)")
    }
    let total = shape[try Shapes.axis(dim, rank: rank)]
    if total == 0 { return Array(repeating: self, count: min(count, 1 << 20)) }
    return try split(total / count + (total % count == 0 ? 0 : 1), dim)
  }

  /// Just `sections` parts, of which the first may be larger by one.
  public func tensorSplit(_ sections: Int, _ dim: Int = 0) throws -> [Tensor] {
    let axis = try splittable(dim)
    guard sections > 0 else {
      throw TensorError("number of sections must be larger than 0, got \(sections)")
    }
    guard sections <= 1 << 24 else { throw MemoryBudget.refusal(of: nil) }
    let (least, more) = shape[axis].quotientAndRemainder(dividingBy: sections)
    return try (0..<sections).map {
      try narrowed(
        axis, from: $0 * least + min($0, more), length: least + ($0 < more ? 1 : 0))
    }
  }

  /// Parts that end before each of the given indices, and what is left.
  public func tensorSplit(at places: [Int], _ dim: Int = 0) throws -> [Tensor] {
    let axis = try splittable(dim)
    let bounds: [Int?] = [0] + places + [nil]
    return try zip(bounds, bounds.dropFirst()).map { try sliced(axis, from: $0, to: $1) }
  }

  private func splittable(_ dim: Int) throws -> Int {
    guard rank > 0 else {
      throw TensorError(
        "tensor_split expected at least a 1-dimensional tensor, but got a tensor with 0 dims")
    }
    return try Shapes.axis(dim, rank: rank)
  }

  /// The parts at each index of a dimension, without that dimension.
  public func unbound(_ dim: Int = 0) throws -> [Tensor] {
    guard rank > 0 else {
      throw TensorError(.index, "Dimension specified as \(dim) but tensor has no dimensions")
    }
    let axis = try Shapes.axis(dim, rank: rank)
    return try (0..<shape[axis]).map { try select(axis, $0) }
  }
}

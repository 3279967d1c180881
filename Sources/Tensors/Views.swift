/// Other ways to look at the same elements. All share storage, except where a reshape can't.
extension Tensor {
  private func view(shape: [Int], strides: [Int], offset: Int? = nil) -> Tensor {
    Tensor(shape: shape, strides: strides, offset: offset ?? self.offset, storage: storage)
  }

  /// The same elements in another shape; one size may be −1. Shares storage when the elements
  /// lie so that it can.
  public func reshaped(_ shape: [Int]) throws -> Tensor {
    if shape == self.shape { return self }
    let target = try Shapes.resolve(shape, count: count)
    if let strides = viewStrides(for: target) { return view(shape: target, strides: strides) }
    let copy = try copied()
    return copy.view(shape: target, strides: Shapes.contiguousStrides(target))
  }

  /// The same elements in another shape, never a copy: an error when the elements lie so that
  /// no strides fit.
  public func viewed(_ shape: [Int]) throws -> Tensor {
    let target = try Shapes.resolve(shape, count: count)
    guard let strides = viewStrides(for: target) else {
      throw TensorError(
        "view size is not compatible with input tensor's size and stride (at least one dimension "
          + "spans across two contiguous subspaces). Use .reshape(...) instead.")
    }
    return view(shape: target, strides: strides)
  }

  /// Strides that show these elements in another shape, if there are any.
  private func viewStrides(for target: [Int]) -> [Int]? {
    if isContiguous || count == 0 { return Shapes.contiguousStrides(target) }
    var result = [Int](repeating: 1, count: target.count)
    var axis = target.count - 1
    var chunk = 1
    var done = 1
    var base = strides.last ?? 1
    for source in shape.indices.reversed() {
      chunk *= shape[source]
      let isBoundary =
        source == 0
        || (shape[source - 1] != 1 && strides[source - 1] != chunk * base)
      guard isBoundary else { continue }
      while axis >= 0 && (done < chunk || target[axis] == 1) {
        result[axis] = done * base
        done *= target[axis]
        axis -= 1
      }
      guard done == chunk else { return nil }
      if source > 0 {
        base = strides[source - 1]
        chunk = 1
        done = 1
      }
    }
    return axis == -1 ? result : nil
  }

  /// Dimensions `start` to `end` as one.
  public func flattened(from start: Int = 0, to end: Int = -1) throws -> Tensor {
    let (start, end) = (
      try Shapes.axis(start, rank: rank), try Shapes.axis(end, rank: rank)
    )
    guard start <= end else {
      throw TensorError("flatten() has invalid args: start_dim cannot come after end_dim")
    }
    if rank == 0 { return try reshaped([1]) }
    let middle = shape[start...end].reduce(1, *)
    return try reshaped(Array(shape[..<start]) + [middle] + Array(shape[(end + 1)...]))
  }

  /// Two dimensions in each other's place.
  public func transposed(_ first: Int = -2, _ second: Int = -1) throws -> Tensor {
    let (i, j) = (try Shapes.axis(first, rank: rank), try Shapes.axis(second, rank: rank))
    guard rank > 0 else { return self }
    var (shape, strides) = (shape, strides)
    shape.swapAt(i, j)
    strides.swapAt(i, j)
    return view(shape: shape, strides: strides)
  }

  /// The dimensions in another order.
  public func permuted(_ order: [Int]) throws -> Tensor {
    guard order.count == rank else {
      throw TensorError(
        "permute(sparse_coo): number of dimensions in the tensor input does not match the length "
          + "of the desired ordering of dimensions i.e. input.dim() = \(rank) is not equal to "
          + "len(dims) = \(order.count)")
    }
    let axes = try order.map { try Shapes.axis($0, rank: rank) }
    guard Set(axes).count == rank else {
      throw TensorError("permute(): duplicate dims are not allowed.")
    }
    return view(shape: axes.map { shape[$0] }, strides: axes.map { strides[$0] })
  }

  /// Stretched to a larger shape: dimensions of size 1 repeat, new ones come in front. −1 keeps
  /// a size.
  public func expanded(to target: [Int]) throws -> Tensor {
    if target == shape { return self }
    guard target.count >= rank else {
      throw TensorError(
        "expand(\(Shapes.describe(target)), size=\(Shapes.describe(shape))): the number of sizes "
          + "provided (\(target.count)) must be greater or equal to the number of dimensions in "
          + "the tensor (\(rank))")
    }
    var (sizes, steps) = (target, [Int](repeating: 0, count: target.count))
    let added = target.count - rank
    for axis in target.indices.reversed() {
      let size = axis < added ? 1 : shape[axis - added]
      if axis >= added && (target[axis] == -1 || target[axis] == size) {
        sizes[axis] = size
        steps[axis] = strides[axis - added]
        continue
      }
      guard size == 1, target[axis] >= 0 else {
        throw TensorError(
          "The expanded size of the tensor (\(target[axis])) must match the existing size "
            + "(\(size)) at non-singleton dimension \(axis).  Target sizes: "
            + "\(Shapes.describe(target)).  Tensor sizes: \(Shapes.describe(shape))")
      }
    }
    let count = try Shapes.count(sizes)
    guard count <= MemoryBudget.limit / dtype.size else {
      throw MemoryBudget.refusal(of: count.multipliedReportingOverflow(by: dtype.size).partialValue)
    }
    return view(shape: sizes, strides: steps)
  }

  /// Without one dimension of size 1, or without all of them.
  public func squeezed(_ dim: Int? = nil) throws -> Tensor {
    let axis = try dim.map { try Shapes.axis($0, rank: rank) }
    let kept = shape.indices.filter { shape[$0] != 1 || (axis != nil && axis != $0) }
    return view(shape: kept.map { shape[$0] }, strides: kept.map { strides[$0] })
  }

  /// With a dimension of size 1 put in.
  public func unsqueezed(_ dim: Int) throws -> Tensor {
    let axis = try Shapes.axis(dim, rank: rank + 1)
    var (shape, strides) = (shape, strides)
    strides.insert(axis < rank ? shape[axis] * strides[axis] : 1, at: axis)
    shape.insert(1, at: axis)
    return view(shape: shape, strides: strides)
  }

  /// The part at one index of a dimension, without that dimension.
  public func select(_ dim: Int, _ index: Int) throws -> Tensor {
    guard rank > 0 else {
      throw TensorError(
        .index,
        "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in "
          + "C++ to convert a 0-dim tensor to a number")
    }
    let axis = try Shapes.axis(dim, rank: rank)
    let size = shape[axis]
    guard index >= -size && index < size else {
      throw TensorError(
        .index, "index \(index) is out of bounds for dimension \(axis) with size \(size)")
    }
    var (shape, strides) = (shape, strides)
    let start = offset + (index < 0 ? index + size : index) * strides[axis]
    shape.remove(at: axis)
    strides.remove(at: axis)
    return view(shape: shape, strides: strides, offset: start)
  }

  /// Indices start, start + step, … before `end` of a dimension. As in Python, negative indices
  /// count from the back and what lies outside is left out.
  public func sliced(_ dim: Int, from start: Int? = nil, to end: Int? = nil, step: Int = 1) throws
    -> Tensor
  {
    guard rank > 0 else {
      throw TensorError(.index, "slice() cannot be applied to a 0-dim tensor.")
    }
    let axis = try Shapes.axis(dim, rank: rank)
    guard step > 0 else { throw TensorError(.value, "step must be greater than zero") }
    let size = shape[axis]
    func clamped(_ index: Int) -> Int { min(max(index < 0 ? index + size : index, 0), size) }
    let first = clamped(start ?? 0)
    let last = max(clamped(end ?? size), first)
    var (shape, strides) = (shape, strides)
    shape[axis] = first == last ? 0 : (last - first - 1) / step + 1
    strides[axis] = shape[axis] > 1 ? strides[axis] * step : strides[axis]
    return view(shape: shape, strides: strides, offset: offset + first * self.strides[axis])
  }

  /// `length` indices of a dimension from `start` on.
  public func narrowed(_ dim: Int, from start: Int, length: Int) throws -> Tensor {
    let axis = try Shapes.axis(dim, rank: rank)
    guard length >= 0 else { throw TensorError("narrow(): length must be non-negative.") }
    guard rank > 0, start >= 0, start <= shape[axis], length <= shape[axis] - start
    else {
      throw TensorError(
        "start (\(start)) + length (\(length)) exceeds dimension size "
          + "(\(rank > 0 ? shape[axis] : 1)).")
    }
    return try sliced(dim, from: start, to: start + length)
  }
}

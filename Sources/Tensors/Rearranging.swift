/// The same elements in other places, or several times.
extension Tensor {
  /// The given dimensions back to front.
  public func flipped(_ dims: [Int]) throws -> Tensor {
    if dims.isEmpty { return try copied() }
    let isFlipped = try Shapes.reduced(dims, rank: rank)
    return try isFlipped.indices.reduce(copied()) { result, axis in
      guard isFlipped[axis], shape[axis] > 1 else { return result }
      return try result.indexSelect(axis, Tensor.arange(shape[axis] - 1, -1, step: -1))
    }
  }

  /// The elements moved on along dimensions; what leaves at the end comes in at the start.
  /// Without dimensions, all elements in row-major order.
  public func rolled(_ shifts: [Int], _ dims: [Int] = []) throws -> Tensor {
    guard !shifts.isEmpty else { throw TensorError("`shifts` required") }
    if dims.isEmpty, shifts.count == 1 {
      return try reshaped([-1]).rolled(shifts, [0]).reshaped(shape)
    }
    guard shifts.count == dims.count else {
      throw TensorError(
        "shifts and dimensions must align. shifts: \(shifts.count), dims:\(dims.count)")
    }
    var result = try copied()
    for (shift, dim) in zip(shifts, dims) {
      guard rank > 0 else {
        throw TensorError(.index, "Dimension specified as \(dim) but tensor has no dimensions")
      }
      let axis = try Shapes.axis(dim, rank: rank)
      guard shape[axis] > 0 else { continue }
      let size = shape[axis]
      let start = (size - shift % size) % size
      result = try Tensor.concatenated(
        [
          result.narrowed(axis, from: start, length: size - start),
          result.narrowed(axis, from: 0, length: start),
        ], axis)
    }
    return result
  }

  /// Quarter turns from the first towards the second of two dimensions.
  public func rotated90(_ turns: Int = 1, _ dims: (Int, Int) = (0, 1)) throws -> Tensor {
    guard rank >= 2 else {
      throw TensorError("expected total dims >= 2, but got total dims = \(rank)")
    }
    guard dims.0 != dims.1 else {
      throw TensorError(
        "expected rotation dims to be different, but got dim0 = \(dims.0) and dim1 = \(dims.1)")
    }
    switch (turns % 4 + 4) % 4 {
    case 1: return try flipped([dims.1]).transposed(dims.0, dims.1)
    case 2: return try flipped([dims.0, dims.1])
    case 3: return try flipped([dims.0]).transposed(dims.0, dims.1)
    default: return try copied()
    }
  }

  /// Dimensions taken to other places; the rest keep their order.
  public func moved(_ sources: [Int], to destinations: [Int]) throws -> Tensor {
    guard sources.count == destinations.count else {
      throw TensorError(
        "movedim: Invalid source or destination dims: source (\(Shapes.describe(sources)) dims) "
          + "should contain the same number of dims as destination "
          + "(\(Shapes.describe(destinations)) dims)")
    }
    let from = try sources.map { try Shapes.axis($0, rank: rank) }
    let to = try destinations.map { try Shapes.axis($0, rank: rank) }
    for (name, axes, given) in [("source", from, sources), ("destination", to, destinations)]
    where Set(axes).count < axes.count {
      throw TensorError("movedim: repeated dim in `\(name)` (\(Shapes.describe(given)))")
    }
    if rank == 0 { return self }
    var order = shape.indices.filter { !from.contains($0) }
    for (source, destination) in zip(from, to).sorted(by: { $0.1 < $1.1 }) {
      order.insert(source, at: destination)
    }
    return try permuted(order)
  }

  /// One dimension as several, of which one size may be −1.
  public func unflattened(_ dim: Int, _ sizes: [Int]) throws -> Tensor {
    let axis = try Shapes.axis(dim, rank: rank)
    guard !sizes.isEmpty else { throw TensorError("unflatten: sizes must be non-empty") }
    guard rank > 0, let resolved = try? Shapes.resolve(sizes, count: shape[axis]) else {
      throw TensorError(
        "unflatten: Provided sizes \(Shapes.describe(sizes)) don't multiply up to the size of dim "
          + "\(axis) (\(rank > 0 ? shape[axis] : 1)) in the input tensor")
    }
    return try reshaped(shape[..<axis] + resolved + shape[(axis + 1)...])
  }

  /// Without those of the given dimensions that have size 1.
  public func squeezed(_ dims: [Int]) throws -> Tensor {
    if dims.isEmpty { return self }
    let isNamed = try Shapes.reduced(dims, rank: rank)
    return try shape.indices.reversed().reduce(self) {
      isNamed[$1] ? try $0.squeezed($1) : $0
    }
  }

  /// Pieces of `size` indices of a dimension, `step` apart, as a further last dimension: a view.
  public func unfolded(_ dim: Int, size: Int, step: Int) throws -> Tensor {
    let axis = try Shapes.axis(dim, rank: rank)
    let available = rank == 0 ? 1 : shape[axis]
    guard size >= 0 else { throw TensorError("size is \(size) but must be >= 0") }
    guard size <= available else {
      throw TensorError(
        "maximum size for tensor at dimension \(axis) is \(available) but size is \(size)")
    }
    guard step > 0 else { throw TensorError("step is \(step) but must be > 0") }
    if rank == 0 { return try unsqueezed(0) }
    var (sizes, steps) = (shape, strides)
    sizes[axis] = (available - size) / step + 1
    if sizes[axis] > 1 { steps[axis] *= step }
    return Tensor(
      shape: sizes + [size], strides: steps + [strides[axis]], offset: offset, storage: storage)
  }
}

// MARK: Repeating

extension Tensor {
  /// The whole tensor so many times along each dimension; more counts than dimensions make new
  /// ones in front.
  public func repeated(_ counts: [Int]) throws -> Tensor {
    guard counts.count >= rank else {
      throw TensorError(
        "Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor"
      )
    }
    let sizes = Array(repeating: 1, count: counts.count - rank) + shape
    let target = try zip(counts, sizes).map { times, size in
      let (product, overflow) = times.multipliedReportingOverflow(by: size)
      guard !overflow else { throw TensorError("Storage size calculation overflowed") }
      return product
    }
    guard try Shapes.count(target) > 0 else { return try Tensor.zeros(target, dtype: dtype) }
    let spread = zip(counts, sizes).flatMap { [$0, $1] }
    return try reshaped(sizes.flatMap { [1, $0] }).expanded(to: spread).copied().reshaped(target)
  }

  /// As `repeated`, where missing counts are 1.
  public func tiled(_ counts: [Int]) throws -> Tensor {
    try repeated(Array(repeating: 1, count: max(rank - counts.count, 0)) + counts)
  }

  /// Each index of a dimension so many times, one after the other: one count for all (a number or
  /// a tensor of one element) or one for each. Without a dimension, all elements in row-major
  /// order.
  public func repeatInterleaved(_ counts: Tensor, _ dim: Int? = nil) throws -> Tensor {
    guard counts.dtype == .int64 else {
      throw TensorError(
        .notImplemented,
        "\"repeat_interleave_cpu\" not implemented for '\(counts.dtype.title)'")
    }
    guard counts.rank <= 1 else {
      throw TensorError("repeat_interleave only accept 1D vector as repeat")
    }
    guard let dim, rank > 0 else { return try reshaped([-1]).repeatInterleaved(counts, 0) }
    let axis = try Shapes.axis(dim, rank: rank)
    let size = shape[axis]
    guard counts.count == 1 || counts.count == size else {
      throw TensorError(
        "repeats must have the same size as input along dim, but got repeats.size(0) = "
          + "\(counts.count) and input.size(\(axis)) = \(size)")
    }
    let times = try counts.reshaped([-1]).expanded(to: [size]).integers
    guard times.allSatisfy({ $0 >= 0 }) else {
      throw TensorError(
        counts.isNumber ? "Repeats must be non-negative" : "repeats can not be negative")
    }
    var total = 0
    for count in times {
      let (sum, overflow) = total.addingReportingOverflow(count)
      guard !overflow, sum <= MemoryBudget.limit / 8 else { throw MemoryBudget.refusal(of: nil) }
      total = sum
    }
    let places = times.enumerated().flatMap { Array(repeating: $0.offset, count: $0.element) }
    return try indexSelect(axis, Tensor(places))
  }
}

import CKernels

/// One part of what stands between the brackets of `tensor[…]`.
public enum Index {
  /// One place of a dimension, which is gone then; negative ones count from the back.
  case number(Int)
  /// `start:end:step`
  case slice(start: Int? = nil, end: Int? = nil, step: Int = 1)
  /// `...`: all dimensions that no other part speaks of.
  case ellipsis
  /// `None`: a new dimension of size 1.
  case newAxis
  /// Places by a tensor of whole numbers, or those where a tensor of truth values is true.
  case tensor(Tensor)
}

/// NumPy's indexing: parts that only look (numbers, slices) give a view, and tensors of indices
/// pick elements.
extension Tensor {
  /// The elements that `indices` lead to: a view when no tensor is among them, otherwise a copy.
  public func indexed(_ indices: [Index]) throws -> Tensor {
    let target = try IndexTarget(self, indices)
    guard let places = target.places else { return target.view }
    return try places.offsets.elements(of: target.view, shape: places.shape)
  }

  /// `self[indices] = value`: writes into this storage. The value is stretched; where places
  /// occur more than once the last one stays, or with `accumulate` all are added.
  public func assign(_ value: Tensor, at indices: [Index], accumulate: Bool = false) throws {
    let target = try IndexTarget(self, indices)
    guard let places = target.places else {
      let source = try value.withoutLeadingOnes(beyond: target.view.rank)
      return try target.view.assign(accumulate ? target.view + source : source)
    }
    guard value.dtype == dtype || value.isNumber else {
      throw TensorError(
        "Index put requires the source and destination dtypes match, got \(dtype.title) for the "
          + "destination and \(value.dtype.title) for the source.")
    }
    let source = try value.withoutLeadingOnes(beyond: places.shape.count)
    guard (try? Shapes.broadcast(source.shape, places.shape)) == places.shape else {
      throw TensorError(
        "shape mismatch: value tensor of shape \(Shapes.describe(value.shape)) cannot be broadcast "
          + "to indexing result of shape \(Shapes.describe(places.shape))")
    }
    let shared = source.sharesStorage(with: self) ? try source.copied() : source
    try places.offsets.put(
      shared.converted(to: dtype).expanded(to: places.shape), into: target.view,
      accumulate ? CK_PUT_ADD : CK_PUT)
  }

  private func withoutLeadingOnes(beyond rank: Int) throws -> Tensor {
    var result = self
    while result.rank > rank, result.shape.first == 1 { result = try result.squeezed(0) }
    return result
  }
}

/// What a list of indices leads to in a tensor.
private struct IndexTarget {
  /// What numbers, slices and new axes show.
  private(set) var view: Tensor
  /// The dimensions of the view that tensors index.
  private var picks: [(dim: Int, index: Tensor)] = []
  /// Places in the view, and the shape of what is there, when tensors are among the indices.
  private(set) var places: (offsets: Offsets, shape: [Int])?

  init(_ tensor: Tensor, _ indices: [Index]) throws {
    view = tensor
    let used = indices.reduce(0) { $0 + $1.dimensions }
    guard used <= tensor.rank else {
      throw TensorError(.index, "too many indices for tensor of dimension \(tensor.rank)")
    }
    var dim = 0
    for (position, index) in indices.enumerated() {
      switch index {
      case .number(let place): view = try view.select(dim, place)
      case .slice(let start, let end, let step):
        view = try view.sliced(dim, from: start, to: end, step: step)
        dim += 1
      case .ellipsis: dim += tensor.rank - used
      case .newAxis:
        view = try view.unsqueezed(dim)
        dim += 1
      case .tensor(let index): try pick(index, &dim, position)
      }
    }
    if !picks.isEmpty { places = try findPlaces() }
  }

  private mutating func pick(_ index: Tensor, _ dim: inout Int, _ position: Int) throws {
    switch index.dtype {
    case .int64 where index.rank == 0:
      view = try view.select(dim, index.integers[0])
    case .int64:
      picks.append((dim, index))
      dim += 1
    case .bool where index.rank == 0:
      view = try view.unsqueezed(dim)
      picks.append((dim, try Tensor.zeros([index.booleans[0] ? 1 : 0], dtype: .int64)))
      dim += 1
    case .bool:
      let covered = view.shape[dim..<(dim + index.rank)]
      guard Array(covered) == index.shape else {
        throw TensorError(
          .index,
          "The shape of the mask \(Shapes.describe(index.shape)) at index \(dim) does not match "
            + "the shape of the indexed tensor \(Shapes.describe(view.shape)) at index \(dim)")
      }
      let coordinates = try index.nonzero()
      for axis in 0..<index.rank {
        picks.append((dim, try coordinates.select(1, axis)))
        dim += 1
      }
    case .float32, .float64:
      throw TensorError(
        .index, "tensors used as indices must be long, int, byte or bool tensors")
    }
  }

  private func findPlaces() throws -> (offsets: Offsets, shape: [Int]) {
    let picked = try stretched()
    let dims = picks.map(\.dim)
    let isRun = dims.last.map { $0 - dims[0] == dims.count - 1 } ?? true
    let rest = view.shape.indices.filter { !dims.contains($0) }
    // A run of tensors stands for its place; when others lie between them they come first.
    let before = isRun ? rest.filter { $0 < dims[0] } : []
    let after = Array(rest.dropFirst(before.count))
    let kept = after.count - contiguousTail(after)
    let outer = Array(after[..<kept])
    func sizes(_ dims: [Int]) -> [Int] { dims.map { view.shape[$0] } }
    func steps(_ dims: [Int]) -> [Int] { dims.map { view.strides[$0] } }
    let offsets = try Offsets(
      sizes(before) + picked + sizes(outer),
      strides: steps(before) + picked.map { _ in 0 } + steps(outer),
      block: sizes(Array(after[kept...])).reduce(1, *))
    for (order, pick) in picks.enumerated() {
      let size = view.shape[pick.dim]
      let index = try pick.index.expanded(to: picked)
        .reshaped(picked + outer.map { _ in 1 })
      try offsets.advance(
        by: index, size: size, step: view.strides[pick.dim], countsFromBack: true
      ) { place in
        TensorError(
          .index,
          size == 0
            ? "index is out of bounds for dimension with size 0"
            : "index \(place) is out of bounds for dimension \(order) with size \(size)")
      }
    }
    return (offsets, sizes(before) + picked + sizes(after))
  }

  /// The shape to which all tensors of indices are stretched.
  private func stretched() throws -> [Int] {
    do {
      return try picks.reduce([]) { try Shapes.broadcast($0, $1.index.shape) }
    } catch {
      throw TensorError(
        .index,
        "shape mismatch: indexing tensors could not be broadcast together with shapes "
          + picks.map { Shapes.describe($0.index.shape) }.joined(separator: ", "))
    }
  }

  /// How many of the last dimensions hold elements that follow one another.
  private func contiguousTail(_ dims: [Int]) -> Int {
    var (length, expected) = (0, 1)
    for dim in dims.reversed() {
      guard view.shape[dim] == 1 || view.strides[dim] == expected else { break }
      expected *= view.shape[dim]
      length += 1
    }
    return length
  }
}

extension Index {
  /// How many dimensions of the tensor it speaks of.
  fileprivate var dimensions: Int {
    switch self {
    case .number, .slice: 1
    case .ellipsis, .newAxis: 0
    case .tensor(let index): index.dtype == .bool ? index.rank : 1
    }
  }
}

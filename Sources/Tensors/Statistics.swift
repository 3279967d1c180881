/// What a set of numbers looks like: middle values, quantiles, counts.
extension Tensor {
  /// The lower of the two middle elements of all; NaN if there is one or nothing.
  public func median() throws -> Tensor {
    guard count > 0 else {
      return try Tensor.full([], dtype.isFloatingPoint ? .nan : 0, dtype: dtype)
    }
    return try reshaped([-1]).median(along: 0).values
  }

  /// The lower of the two middle elements along a dimension, and where it is; NaN if there is one.
  public func median(along dim: Int, keepDim: Bool = false) throws -> (
    values: Tensor, indices: Tensor
  ) { try middle("median", dim, keepDim: keepDim, skipsNaN: false) }

  /// As `median`, of the elements that are numbers.
  public func nanMedian(along dim: Int, keepDim: Bool = false) throws -> (
    values: Tensor, indices: Tensor
  ) { try middle("nanmedian", dim, keepDim: keepDim, skipsNaN: true) }

  private func middle(_ name: String, _ dim: Int, keepDim: Bool, skipsNaN: Bool) throws -> (
    values: Tensor, indices: Tensor
  ) {
    let axis = try Shapes.axis(dim, rank: rank)
    if rank == 0 { return try sorted() }
    let n = shape[axis]
    guard n > 0 else { throw try Tensor.refusalOfNothing(name, shape, [axis]) }
    let (values, indices) = try sorted(axis)
    let numbers = try isNaN().logicalNot().sum([axis], keepDim: true)
    // NaN is sorted to the end: the first of them, or the middle of the numbers.
    let middle = try (numbers - .number(1)).divided(by: .number(2), rounding: .floor)
    let place =
      try skipsNaN
      ? middle.clamp(min: .number(0))
      : numbers.compared(.less, to: .number(n)).choose(numbers, else: middle)
    func pick(_ tensor: Tensor) throws -> Tensor {
      let part = try tensor.gathered(axis, place)
      return keepDim ? part : try part.squeezed(axis)
    }
    return (try pick(values), try pick(indices))
  }

  /// The most frequent element along a dimension (the smallest of equally frequent ones), and
  /// where it occurs last.
  public func mode(_ dim: Int = -1, keepDim: Bool = false) throws -> (
    values: Tensor, indices: Tensor
  ) {
    let axis = try Shapes.axis(dim, rank: rank)
    if rank == 0 { return try sorted() }
    let n = shape[axis]
    guard n > 0 else { throw try Tensor.refusalOfNothing("mode", shape, [axis]) }
    let (values, indices) = try sorted(axis)
    let places = try Tensor.arange(0, n).reshaped(
      shape.indices.map { $0 == axis ? n : 1 }
    ).expanded(to: shape)
    // A run's length so far is its distance from where it began.
    let isSame = try values.sliced(axis, from: 1).compared(
      .equal, to: values.sliced(axis, to: n - 1))
    let start = try Tensor.zeros(shape, dtype: .int64)
    try start.sliced(axis, from: 1).assign(
      isSame.choose(.number(0), else: places.sliced(axis, from: 1)))
    let length = try places - start.cumulativeMaximum(axis).values
    let end = try length.argmax(axis, keepDim: true)
    func pick(_ tensor: Tensor) throws -> Tensor {
      let part = try tensor.gathered(axis, end)
      return keepDim ? part : try part.squeezed(axis)
    }
    return (try pick(values), try pick(indices))
  }

  /// How `quantile` fills the gap between two elements.
  public enum Interpolation: String, Hashable, Sendable {
    case linear, lower, higher, midpoint, nearest
  }

  /// The values below which the shares `q` (0 to 1) of the elements lie, along a dimension or of
  /// all; a vector of shares gives a first dimension.
  public func quantile(
    _ q: Tensor, _ dim: Int? = nil, keepDim: Bool = false,
    interpolation: Interpolation = .linear
  ) throws -> Tensor {
    guard count > 0 else { throw TensorError("quantile() input tensor must be non-empty") }
    guard dtype.isFloatingPoint else {
      throw TensorError("quantile() input tensor must be either float or double dtype")
    }
    guard q.rank <= 1 else { throw TensorError("quantile() q must be a scalar or 1D tensor") }
    guard q.isNumber || q.dtype == dtype else {
      throw TensorError("quantile() q tensor must be same dtype as the input tensor")
    }
    if let wrong = q.doubles.first(where: { !($0 >= 0 && $0 <= 1) }) {
      throw TensorError(
        q.isNumber
          ? "quantile() q must be in the range [0, 1] but got \(shortest(wrong))"
          : "quantile() q values must be in the range [0, 1]")
    }
    let flat = try dim == nil || rank == 0 ? reshaped([-1]) : self
    let axis = try Shapes.axis(dim ?? 0, rank: flat.rank)
    let rows = try flat.transposed(axis, -1)
    let n = rows.shape[rows.rank - 1]
    let values = try rows.sorted(-1).values
    let rank = try q.converted(to: dtype).reshaped([-1]) * .number(n - 1)
    let place = try values.quantile(at: rank, interpolation)
    let hasNaN = try rows.isNaN().any([-1], keepDim: true)
    let result = try place.maskedFill(hasNaN, .number(Double.nan)).transposed(axis, -1)
    // The shares come first, and the dimension goes or stays with size 1.
    let first = try result.unsqueezed(0).transposed(0, axis + 1)
    let kept =
      try keepDim
      ? (dim == nil ? first.reshaped([q.count] + shape.map { _ in 1 }) : first)
      : first.squeezed(axis + 1)
    return try (q.rank == 0 ? kept.squeezed(0) : kept).contiguous()
  }

  /// Elements of the sorted last dimension at places that may lie between two.
  private func quantile(at rank: Tensor, _ interpolation: Interpolation) throws -> Tensor {
    func at(_ places: Tensor) throws -> Tensor {
      try indexed([.ellipsis, .tensor(places.converted(to: .int64))])
    }
    let (below, above) = (try rank.floor(), try rank.ceil())
    switch interpolation {
    case .lower: return try at(below)
    case .higher: return try at(above)
    case .nearest: return try at(rank.round())
    case .midpoint: return try at(below).lerp(at(above), .number(0.5))
    case .linear: return try at(below).lerp(at(above), rank - below)
    }
  }

  private func shortest(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }
}

// MARK: Counting

extension Tensor {
  /// How often each of 0, 1, 2, … occurs, or the sum of `weights` where it does.
  public func bincount(weights: Tensor? = nil, atLeast length: Int = 0) throws -> Tensor {
    guard dtype == .int64 else {
      throw TensorError(.notImplemented, "\"bincount_cpu\" not implemented for '\(dtype.title)'")
    }
    guard length >= 0 else { throw TensorError("minlength should be >= 0") }
    let smallest = try count == 0 ? 0 : minimum().integers[0]
    guard rank == 1, smallest >= 0 else {
      throw TensorError("bincount only supports 1-d non-negative integral inputs.")
    }
    guard weights.map({ $0.shape == shape }) ?? true else {
      throw TensorError("weights should be 1-d and have the same length as input")
    }
    let greatest = try count == 0 ? -1 : maximum().integers[0]
    guard greatest < Int.max else { throw TensorError("Storage size calculation overflowed") }
    let values = try weights.map { try $0.dtype == .float32 ? $0 : $0.converted(to: .float64) }
    let source = try values ?? Tensor.ones(shape, dtype: .int64)
    return try Tensor.zeros([max(greatest + 1, length)], dtype: source.dtype)
      .scattered(0, self, source, .sum)
  }

  /// How many elements fall into each of `bins` equal parts of low … high, the last part with its
  /// end; what lies outside is left out. Equal bounds mean the range of the elements.
  public func histogram(bins: Int = 100, from low: Double = 0, to high: Double = 0) throws -> Tensor
  {
    guard dtype.isFloatingPoint else {
      throw TensorError(
        .notImplemented, "\"histogram_cpu\" not implemented for '\(dtype.title)'")
    }
    guard bins > 0 else {
      throw TensorError("torch.histogram(): bins must be > 0, but got \(bins) for dimension 0")
    }
    guard low <= high else { throw TensorError("torch.histc: max must be larger than min") }
    var (first, last) = (low, high)
    if first == last, count > 0 { (first, last) = (try minimum().item(), try maximum().item()) }
    guard first.isFinite, last.isFinite else {
      throw TensorError("torch.histogram(): range of [\(first), \(last)] is not finite")
    }
    if first == last { (first, last) = (first - 1, last + 1) }
    let inside = try maskedSelect(
      compared(.greaterOrEqual, to: .number(first))
        .logicalAnd(compared(.lessOrEqual, to: .number(last))))
    let place = try ((inside - .number(first)) * .number(bins) / .number(last - first))
      .converted(to: .int64).clamp(max: .number(bins - 1))
    return try Tensor.zeros([bins], dtype: dtype)
      .scattered(0, place, Tensor.ones(place.shape, dtype: dtype), .sum)
  }
}

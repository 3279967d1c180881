import Tensors

/// Further functions, reductions and rearrangements, each recorded on the tape.
extension Variable {
  public func exp2() throws -> Variable { try apply(.elementary(.exp2)) }
  public func expm1() throws -> Variable { try apply(.elementary(.expm1)) }
  public func log2() throws -> Variable { try apply(.elementary(.log2)) }
  public func log10() throws -> Variable { try apply(.elementary(.log10)) }
  public func log1p() throws -> Variable { try apply(.elementary(.log1p)) }
  public func squared() throws -> Variable { try apply(.elementary(.square)) }
  public func reciprocal() throws -> Variable { try apply(.elementary(.reciprocal)) }
  public func reciprocalRoot() throws -> Variable { try apply(.elementary(.reciprocalRoot)) }

  private func with(_ other: Variable, _ function: FunctionOfTwo) throws -> Variable {
    try tape.record(.function(function), .two(self, other))
  }
  public func atan2(_ x: Variable) throws -> Variable { try with(x, .atan2) }
  public func hypot(_ other: Variable) throws -> Variable { try with(other, .hypot) }
  public func logAddExp(_ other: Variable) throws -> Variable { try with(other, .logAddExp) }
  public func xlogy(_ other: Variable) throws -> Variable { try with(other, .xlogy) }
  public func fmax(_ other: Variable) throws -> Variable { try with(other, .fmax) }
  public func fmin(_ other: Variable) throws -> Variable { try with(other, .fmin) }
  public func fmod(_ divisor: Variable) throws -> Variable { try with(divisor, .fmod) }
  public func remainder(_ divisor: Variable) throws -> Variable { try with(divisor, .remainder) }
  public func copySign(_ sign: Variable) throws -> Variable { try with(sign, .copySign) }
  public func lerp(_ end: Variable, _ weight: Variable) throws -> Variable {
    try tape.record(.lerp, .three(self, end, weight))
  }

  public func product(_ dims: [Int]? = nil, keepDim: Bool = false) throws -> Variable {
    try apply(.product(dims: dims, keepDim: keepDim))
  }
  public func amax(_ dims: [Int]? = nil, keepDim: Bool = false) throws -> Variable {
    try apply(.extremeOver(dims: dims, keepDim: keepDim, isMaximum: true))
  }
  public func amin(_ dims: [Int]? = nil, keepDim: Bool = false) throws -> Variable {
    try apply(.extremeOver(dims: dims, keepDim: keepDim, isMaximum: false))
  }
  public func logSumExp(_ dims: [Int], keepDim: Bool = false) throws -> Variable {
    try apply(.logSumExp(dims: dims, keepDim: keepDim))
  }
  public func norm(_ p: Double = 2, _ dims: [Int]? = nil, keepDim: Bool = false) throws -> Variable
  {
    try apply(.vectorNorm(p: p, dims: dims, keepDim: keepDim))
  }
  public func cumulativeSum(_ dim: Int) throws -> Variable { try apply(.scan(.sum, dim: dim)) }
  public func cumulativeProduct(_ dim: Int) throws -> Variable {
    try apply(.scan(.product, dim: dim))
  }

  public func flipped(_ dims: [Int]) throws -> Variable { try apply(.rearrange(.flip(dims))) }
  public func rolled(_ shifts: [Int], _ dims: [Int] = []) throws -> Variable {
    try apply(.rearrange(.roll(shifts, dims)))
  }
  public func rotated90(_ turns: Int = 1, _ dims: (Int, Int) = (0, 1)) throws -> Variable {
    try apply(.rearrange(.rotate(turns: turns, dims.0, dims.1)))
  }
  public func repeated(_ counts: [Int]) throws -> Variable {
    try apply(.rearrange(.repeat(counts)))
  }
  public func tril(offset: Int = 0) throws -> Variable { try apply(.rearrange(.tril(offset))) }
  public func triu(offset: Int = 0) throws -> Variable { try apply(.rearrange(.triu(offset))) }
  public func diagonal(offset: Int = 0, _ first: Int = 0, _ second: Int = 1) throws -> Variable {
    try apply(.diagonal(offset: offset, first, second))
  }
  public func diagonalEmbedded(offset: Int = 0, _ first: Int = -2, _ second: Int = -1) throws
    -> Variable
  { try apply(.rearrange(.diagonalEmbed(offset: offset, first, second))) }
  public func padded(_ margins: [Int], value: Double = 0) throws -> Variable {
    try apply(.rearrange(.pad(margins, value: value)))
  }
  /// Margins of elements that stand elsewhere, too.
  public func padded(_ margins: [Int], _ mode: Tensor.PaddingMode) throws -> Variable {
    if mode == .constant { return try padded(margins) }
    return try value.paddingPlaces(margins, mode).reduce(self) {
      try $0.indexSelect($1.axis, $1.places)
    }
  }
}

// MARK: Elements found by looking

extension Variable {
  private func pick(
    _ picking: Picking, _ dim: Int, _ places: Tensor, keepDim: Bool = true
  ) throws -> Variable {
    try tape.record(
      .pick(picking, dim: dim, keepDim: keepDim), .two(self, tape.constant(places)))
  }

  /// The elements along a dimension in order, and where each was.
  public func sorted(_ dim: Int = -1, descending: Bool = false) throws -> (
    values: Variable, indices: Tensor
  ) {
    let places = try value.sorted(dim, descending: descending).indices
    return (try pick(.sort, dim, places), places)
  }

  /// The k greatest (or smallest) elements along a dimension, and where they are.
  public func topk(_ k: Int, _ dim: Int = -1, largest: Bool = true) throws -> (
    values: Variable, indices: Tensor
  ) {
    let places = try value.topk(k, dim, largest: largest).indices
    return (try pick(.topk, dim, places), places)
  }

  /// The k-th smallest element along a dimension, and where it is.
  public func kthValue(_ k: Int, _ dim: Int = -1, keepDim: Bool = false) throws -> (
    values: Variable, indices: Tensor
  ) {
    let places = try value.kthValue(k, dim, keepDim: true).indices
    let kept = keepDim ? places : try places.squeezed(dim)
    return (try pick(.kthValue, dim, places, keepDim: keepDim), kept)
  }

  /// The lower of the two middle elements along a dimension, and where it is.
  public func median(along dim: Int, keepDim: Bool = false) throws -> (
    values: Variable, indices: Tensor
  ) {
    let places = try value.median(along: dim, keepDim: true).indices
    let kept = keepDim ? places : try places.squeezed(dim)
    return (try pick(.median, dim, places, keepDim: keepDim), kept)
  }

  /// The lower of the two middle elements of all.
  public func median() throws -> Variable {
    let flat = try reshaped([-1])
    guard flat.count > 0 else { return tape.constant(try value.median()) }
    let places = try flat.value.median(along: 0, keepDim: true).indices
    return try flat.pick(.medianOfAll, 0, places, keepDim: false)
  }

  /// The greatest element so far along a dimension, and where it is.
  public func cumulativeMaximum(_ dim: Int) throws -> (values: Variable, indices: Tensor) {
    let places = try value.cumulativeMaximum(dim).indices
    return (try pick(.cumulativeMaximum, dim, places), places)
  }

  /// The smallest element so far along a dimension, and where it is.
  public func cumulativeMinimum(_ dim: Int) throws -> (values: Variable, indices: Tensor) {
    let places = try value.cumulativeMinimum(dim).indices
    return (try pick(.cumulativeMinimum, dim, places), places)
  }
}

import Tensors

/// What the formula of a pullback is written with. Tensors compute each operation at once;
/// variables record it, so that the gradient can be differentiated again.
public protocol Algebra {
  static func + (a: Self, b: Self) throws -> Self
  static func - (a: Self, b: Self) throws -> Self
  static func * (a: Self, b: Self) throws -> Self
  static func / (a: Self, b: Self) throws -> Self
  static prefix func - (a: Self) throws -> Self

  /// The numbers themselves, for masks, indices and shapes.
  var tensor: Tensor { get }

  /// A bare number, which leaves the type of what it is put together with.
  func number(_ value: Double) throws -> Self
  /// A tensor that no gradient flows to.
  func constant(_ value: Tensor) -> Self

  func power(_ exponent: Self) throws -> Self
  func exp() throws -> Self
  func log() throws -> Self
  func squareRoot() throws -> Self
  func sin() throws -> Self
  func cos() throws -> Self
  func tanh() throws -> Self
  func sigmoid() throws -> Self
  func sign() throws -> Self
  func softmax(_ dim: Int) throws -> Self

  func matmul(_ other: Self) throws -> Self
  func sum(_ dims: [Int]?, keepDim: Bool) throws -> Self
  func mean(_ dims: [Int]?, keepDim: Bool) throws -> Self
  func gathered(_ dim: Int, _ index: Tensor) throws -> Self
  /// Zeros of `shape` with these elements added where `gathered` would read.
  func scatterAdded(_ dim: Int, _ index: Tensor, shape: [Int]) throws -> Self

  func rows(at indices: Tensor) throws -> Self
  /// Zeros of `shape` with these rows added at `indices` of dimension 0.
  func rowsAdded(at indices: Tensor, shape: [Int]) throws -> Self

  /// The elements that an index leads to.
  func picked(_ indices: [Index]) throws -> Self
  /// These elements, with those of `value` where an index leads to, or added there.
  func assigning(_ value: Self, at indices: [Index], accumulate: Bool) throws -> Self

  /// What a path of views leads to.
  func along(_ path: [Operation]) throws -> Self
  /// Zeros of `shape` with these elements where a path of views leads to.
  func placed(in shape: [Int], along path: [Operation]) throws -> Self
  /// Summed over every dimension that was stretched to reach this shape from `shape`.
  func summed(to shape: [Int]) throws -> Self
  func reshaped(_ shape: [Int]) throws -> Self
  func transposed(_ first: Int, _ second: Int) throws -> Self
  func permuted(_ order: [Int]) throws -> Self
  func expanded(to shape: [Int]) throws -> Self
  func squeezed(_ dim: Int?) throws -> Self
  func unsqueezed(_ dim: Int) throws -> Self
  func select(_ dim: Int, _ index: Int) throws -> Self
  func narrowed(_ dim: Int, from start: Int, length: Int) throws -> Self
  func converted(to type: DataType) throws -> Self

  /// `self` where `mask` is true, elsewhere 0, also where `self` is not a number.
  func masked(_ mask: Tensor) throws -> Self
  /// upstream ⊙ (1 − y²), for this y = tanh x.
  func tanhBackward(_ upstream: Self) throws -> Self
  /// upstream ⊙ y (1 − y), for this y = σ(x).
  func sigmoidBackward(_ upstream: Self) throws -> Self
  /// upstream where y > 0, elsewhere 0, for this y = relu x.
  func reluBackward(_ upstream: Self) throws -> Self
  /// What softmax along a dimension (or its logarithm), with this result y, passes back.
  func softmaxBackward(_ upstream: Self, _ dim: Int, isLogarithm: Bool) throws -> Self
}

extension Algebra {
  var shape: [Int] { tensor.shape }
  var rank: Int { tensor.rank }
  var count: Int { tensor.count }
  var dtype: DataType { tensor.dtype }
}

extension Tensor: Algebra {
  public var tensor: Tensor { self }
  public func number(_ value: Double) throws -> Tensor { try Tensor.number(value) }
  public func constant(_ value: Tensor) -> Tensor { value }
  public func picked(_ indices: [Index]) throws -> Tensor { try indexed(indices) }
  public func assigning(_ value: Tensor, at indices: [Index], accumulate: Bool) throws -> Tensor {
    let result = try copied()
    try result.assign(value, at: indices, accumulate: accumulate)
    return result
  }
  public func along(_ path: [Operation]) throws -> Tensor {
    try path.reduce(self) { try $1.rule.forward(.one($0)) }
  }
  public func placed(in shape: [Int], along path: [Operation]) throws -> Tensor {
    let whole = try Tensor.zeros(shape, dtype: dtype)
    try whole.along(path).assign(self)
    return whole
  }
  public func masked(_ mask: Tensor) throws -> Tensor {
    try mask.choose(self, else: Tensor.number(0))
  }
}

extension Variable: Algebra {
  public var tensor: Tensor { value }
  public func number(_ value: Double) throws -> Variable { tape.constant(try .number(value)) }
  public func constant(_ value: Tensor) -> Variable { tape.constant(value) }

  public func summed(to shape: [Int]) throws -> Variable {
    if self.shape == shape { return self }
    let dims = Shapes.stretched(self.shape, from: shape)
    return try (dims.isEmpty ? self : sum(dims)).reshaped(shape)
  }

  public func sign() throws -> Variable { try apply(.step(.sign)) }

  public func scatterAdded(_ dim: Int, _ index: Tensor, shape: [Int]) throws -> Variable {
    try tape.record(.scatterInto(dim: dim, shape: shape), .two(self, tape.constant(index)))
  }

  public func rowsAdded(at indices: Tensor, shape: [Int]) throws -> Variable {
    try tape.record(.rowsInto(shape: shape), .two(self, tape.constant(indices)))
  }

  public func picked(_ indices: [Index]) throws -> Variable { try indexed(indices) }

  public func along(_ path: [Operation]) throws -> Variable {
    try path.reduce(self) { try $0.apply($1) }
  }

  public func placed(in shape: [Int], along path: [Operation]) throws -> Variable {
    let zeros = tape.constant(try Tensor.zeros(shape, dtype: dtype))
    return try tape.record(.writeView(path: path), .two(zeros, self))
  }

  public func narrowed(_ dim: Int, from start: Int, length: Int) throws -> Variable {
    _ = try value.narrowed(dim, from: start, length: length)
    return try sliced(dim, from: start, to: start + length)
  }

  public func masked(_ mask: Tensor) throws -> Variable {
    try Variable.choose(mask, self, else: number(0))
  }

  public func tanhBackward(_ upstream: Variable) throws -> Variable {
    try upstream * (number(1) - self * self)
  }

  public func sigmoidBackward(_ upstream: Variable) throws -> Variable {
    try upstream * self * (number(1) - self)
  }

  public func reluBackward(_ upstream: Variable) throws -> Variable {
    try upstream.masked(value.compared(.greater, to: .number(0)))
  }

  public func softmaxBackward(_ upstream: Variable, _ dim: Int, isLogarithm: Bool) throws
    -> Variable
  {
    if isLogarithm { return try upstream - exp() * upstream.sum([dim], keepDim: true) }
    return try self * (upstream - (upstream * self).sum([dim], keepDim: true))
  }
}

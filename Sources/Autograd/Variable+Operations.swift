import Tensors

/// PyTorch's operations on variables, each recorded on their tape.
extension Variable {
  public static func + (a: Variable, b: Variable) throws -> Variable {
    try a.tape.record(.add, .two(a, b))
  }
  public static func - (a: Variable, b: Variable) throws -> Variable {
    try a.tape.record(.subtract, .two(a, b))
  }
  public static func * (a: Variable, b: Variable) throws -> Variable {
    try a.tape.record(.multiply, .two(a, b))
  }
  public static func / (a: Variable, b: Variable) throws -> Variable {
    try a.tape.record(.divide, .two(a, b))
  }
  public static prefix func - (a: Variable) throws -> Variable { try a.apply(.negate) }

  public func power(_ exponent: Variable) throws -> Variable {
    try tape.record(.power, .two(self, exponent))
  }
  /// self to the power of a bare number.
  public func power(_ exponent: Double) throws -> Variable { try power(number(exponent)) }
  public static func * (a: Double, b: Variable) throws -> Variable { try b.number(a) * b }
  public static func + (a: Variable, b: Double) throws -> Variable { try a + a.number(b) }
  public static func - (a: Double, b: Variable) throws -> Variable { try b.number(a) - b }
  public static func / (a: Variable, b: Double) throws -> Variable { try a / a.number(b) }

  /// One operation on this variable alone.
  public func apply(_ operation: Operation) throws -> Variable {
    try tape.record(operation, .one(self))
  }

  public func maximum(_ other: Variable) throws -> Variable {
    try tape.record(.maximumOf, .two(self, other))
  }
  public func minimum(_ other: Variable) throws -> Variable {
    try tape.record(.minimumOf, .two(self, other))
  }

  public func exp() throws -> Variable { try apply(.exp) }
  public func log() throws -> Variable { try apply(.log) }
  public func squareRoot() throws -> Variable { try apply(.squareRoot) }
  public func absolute() throws -> Variable { try apply(.absolute) }
  public func sin() throws -> Variable { try apply(.sin) }
  public func cos() throws -> Variable { try apply(.cos) }
  public func tanh() throws -> Variable { try apply(.tanh) }
  public func relu() throws -> Variable { try apply(.relu) }
  public func sigmoid() throws -> Variable { try apply(.sigmoid) }
  public func softplus() throws -> Variable { try apply(.softplus) }
  public func softmax(_ dim: Int) throws -> Variable { try apply(.softmax(dim: dim)) }
  public func logSoftmax(_ dim: Int) throws -> Variable { try apply(.logSoftmax(dim: dim)) }

  public func matmul(_ other: Variable) throws -> Variable {
    try tape.record(.matmul, .two(self, other))
  }
  /// self + a · b
  public func addingMatmul(_ a: Variable, _ b: Variable) throws -> Variable {
    try tape.record(.addMatmul, .three(self, a, b))
  }

  public func sum(_ dims: [Int]? = nil, keepDim: Bool = false) throws -> Variable {
    try apply(.sum(dims: dims, keepDim: keepDim))
  }
  public func mean(_ dims: [Int]? = nil, keepDim: Bool = false) throws -> Variable {
    try apply(.mean(dims: dims, keepDim: keepDim))
  }
  public func maximum() throws -> Variable { try apply(.maximum) }
  public func minimum() throws -> Variable { try apply(.minimum) }
  public func maximum(along dim: Int, keepDim: Bool = false) throws -> Variable {
    try apply(.maximumAlong(dim: dim, keepDim: keepDim))
  }
  public func minimum(along dim: Int, keepDim: Bool = false) throws -> Variable {
    try apply(.minimumAlong(dim: dim, keepDim: keepDim))
  }

  public func reshaped(_ shape: [Int]) throws -> Variable { try apply(.reshape(shape)) }
  public func transposed(_ first: Int = -2, _ second: Int = -1) throws -> Variable {
    try apply(.transpose(first, second))
  }
  public func permuted(_ order: [Int]) throws -> Variable { try apply(.permute(order)) }
  public func expanded(to shape: [Int]) throws -> Variable { try apply(.expand(shape)) }
  public func squeezed(_ dim: Int? = nil) throws -> Variable { try apply(.squeeze(dim)) }
  public func unsqueezed(_ dim: Int) throws -> Variable { try apply(.unsqueeze(dim)) }
  public func converted(to type: DataType) throws -> Variable {
    type == dtype ? self : try apply(.convert(type))
  }

  public func select(_ dim: Int, _ index: Int) throws -> Variable {
    try apply(.select(dim: dim, index: index))
  }
  public func sliced(_ dim: Int, from start: Int? = nil, to end: Int? = nil, step: Int = 1) throws
    -> Variable
  {
    try apply(.slice(dim: dim, start: start, end: end, step: step))
  }
  public func rows(at indices: Tensor) throws -> Variable {
    try tape.record(.rows, .two(self, tape.constant(indices)))
  }
  public func gathered(_ dim: Int, _ index: Tensor) throws -> Variable {
    try tape.record(.gather(dim: dim), .two(self, tape.constant(index)))
  }
  public static func choose(_ condition: Tensor, _ a: Variable, else b: Variable) throws
    -> Variable
  {
    try a.tape.record(.choose, .three(a.tape.constant(condition), a, b))
  }
  public static func concatenated(_ variables: [Variable], _ dim: Int = 0) throws -> Variable {
    guard let tape = variables.first?.tape else {
      throw TensorError(.value, "torch.cat(): expected a non-empty list of Tensors")
    }
    return try tape.record(.concatenate(dim: dim), Operands(variables))
  }
  public static func stacked(_ variables: [Variable], _ dim: Int = 0) throws -> Variable {
    guard let tape = variables.first?.tape else {
      throw TensorError("stack expects a non-empty TensorList")
    }
    return try tape.record(.stack(dim: dim), Operands(variables))
  }

  public func meanSquaredError(_ target: Variable, _ reduction: Reduction = .mean) throws
    -> Variable
  {
    try tape.record(.meanSquaredError(reduction), .two(self, target))
  }
  public func binaryCrossEntropy(_ target: Variable, _ reduction: Reduction = .mean) throws
    -> Variable
  {
    try tape.record(.binaryCrossEntropy(reduction), .two(self, target))
  }
  public func binaryCrossEntropyWithLogits(_ target: Variable, _ reduction: Reduction = .mean)
    throws -> Variable
  {
    try tape.record(.binaryCrossEntropyWithLogits(reduction), .two(self, target))
  }
}

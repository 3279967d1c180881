import Tensors

/// The gradient of a reduction, with the reduced dimensions put back at size 1.
func unreduced<V: Algebra>(_ g: V, _ shape: [Int], dims: [Int]?) throws -> V {
  try g.reshaped(try Shapes.reduction(shape, dims: dims, keepDim: true))
}

/// y = Σ x
struct Sum: SmoothRule {
  let dims: [Int]?
  let keepDim: Bool
  func name(_ x: Operands<Tensor>) -> String { dims == nil ? "SumBackward0" : "SumBackward1" }
  var symbol: String { "Σ" }
  func expression(_ names: OperandNames) -> String { "\\sum_i \(names[0])_i" }
  func needs(input j: Int, forGradientOf i: Int) -> Bool { false }
  var needsOutput: Bool { false }
  func shape(_ x: [[Int]]) throws -> [Int] {
    try Shapes.reduction(x[0], dims: dims, keepDim: keepDim)
  }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].sum(dims, keepDim: keepDim) }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    try unreduced(g, x[0].shape, dims: dims).expanded(to: x[0].shape)
  }
  func derivative(to i: Int, _ names: OperandNames) -> String { "1" }
}

/// y = 1/n Σ x
struct Mean: SmoothRule {
  let dims: [Int]?
  let keepDim: Bool
  func name(_ x: Operands<Tensor>) -> String { dims == nil ? "MeanBackward0" : "MeanBackward1" }
  var symbol: String { "mean" }
  func expression(_ names: OperandNames) -> String { "\\frac{1}{n} \\sum_i \(names[0])_i" }
  func needs(input j: Int, forGradientOf i: Int) -> Bool { false }
  var needsOutput: Bool { false }
  func shape(_ x: [[Int]]) throws -> [Int] {
    try Shapes.reduction(x[0], dims: dims, keepDim: keepDim)
  }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].mean(dims, keepDim: keepDim) }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    let n = Double(x[0].count) / Double(max(y.count, 1))
    let share = try unreduced(g, x[0].shape, dims: dims) / g.number(n)
    return try share.expanded(to: x[0].shape)
  }
  func derivative(to i: Int, _ names: OperandNames) -> String { "\\frac{1}{n}" }
}

/// y = max x or min x over all elements; equals share the gradient.
struct Extreme: SmoothRule {
  let isMaximum: Bool
  func name(_ x: Operands<Tensor>) -> String { isMaximum ? "MaxBackward1" : "MinBackward1" }
  var symbol: String { isMaximum ? "max" : "min" }
  func expression(_ names: OperandNames) -> String { "\\\(symbol)(\(names[0]))" }
  func shape(_ x: [[Int]]) throws -> [Int] { [] }
  func forward(_ x: Operands<Tensor>) throws -> Tensor {
    try isMaximum ? x[0].maximum() : x[0].minimum()
  }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    let (x, y) = (x[0].tensor, y.tensor)
    let isNaN = try y.item().isNaN
    let wins = try isNaN ? x.compared(.notEqual, to: x) : x.compared(.equal, to: y)
    let mask = try wins.converted(to: x.dtype)
    return try g * g.constant(mask / mask.sum())
  }
  func derivative(to i: Int, _ names: OperandNames) -> String {
    "[\(names[0])_i = \(names.output)]"
  }
}

/// y = max x or min x along one dimension; the first of equals gets the gradient.
struct ExtremeAlong: SmoothRule {
  let dim: Int
  let keepDim: Bool
  let isMaximum: Bool
  func name(_ x: Operands<Tensor>) -> String { isMaximum ? "MaxBackward0" : "MinBackward0" }
  var symbol: String { isMaximum ? "max" : "min" }
  func expression(_ names: OperandNames) -> String { "\\\(symbol)(\(names[0]))" }
  func shape(_ x: [[Int]]) throws -> [Int] {
    try Shapes.reduction(x[0], dims: [dim], keepDim: keepDim)
  }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try extreme(x[0], keepDim).values }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    let indices = try extreme(x[0].tensor, true).indices
    return try unreduced(g, x[0].shape, dims: [dim])
      .scatterAdded(dim, indices, shape: x[0].shape)
  }
  private func extreme(_ x: Tensor, _ keepDim: Bool) throws -> (values: Tensor, indices: Tensor) {
    try isMaximum
      ? x.maximum(along: dim, keepDim: keepDim) : x.minimum(along: dim, keepDim: keepDim)
  }
  func derivative(to i: Int, _ names: OperandNames) -> String {
    "[\(names[0])_i = \(names.output)]"
  }
}

import Tensors

/// The gradient of a reduction, with the reduced dimensions put back at size 1.
private func unreduced(_ g: Tensor, _ shape: [Int], dims: [Int]?) throws -> Tensor {
  try g.reshaped(try Shapes.reduction(shape, dims: dims, keepDim: true))
}

/// y = Σ x
struct Sum: Rule {
  let dims: [Int]?
  let keepDim: Bool
  func name(_ x: Operands<Tensor>) -> String { dims == nil ? "SumBackward0" : "SumBackward1" }
  var symbol: String { "Σ" }
  func expression(_ names: OperandNames) -> String { "\\sum_i \(names[0])_i" }
  var needsValues: Bool { false }
  func shape(_ x: [[Int]]) throws -> [Int] {
    try Shapes.reduction(x[0], dims: dims, keepDim: keepDim)
  }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].sum(dims, keepDim: keepDim) }
  func pullback(_ g: Tensor, to i: Int, _ x: Operands<Tensor>, _ y: Tensor) throws -> Tensor {
    try unreduced(g, x[0].shape, dims: dims).expanded(to: x[0].shape)
  }
  func derivative(to i: Int, _ names: OperandNames) -> String { "1" }
}

/// y = 1/n Σ x
struct Mean: Rule {
  let dims: [Int]?
  let keepDim: Bool
  func name(_ x: Operands<Tensor>) -> String { dims == nil ? "MeanBackward0" : "MeanBackward1" }
  var symbol: String { "mean" }
  func expression(_ names: OperandNames) -> String { "\\frac{1}{n} \\sum_i \(names[0])_i" }
  var needsValues: Bool { false }
  func shape(_ x: [[Int]]) throws -> [Int] {
    try Shapes.reduction(x[0], dims: dims, keepDim: keepDim)
  }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].mean(dims, keepDim: keepDim) }
  func pullback(_ g: Tensor, to i: Int, _ x: Operands<Tensor>, _ y: Tensor) throws -> Tensor {
    let n = Double(x[0].count) / Double(max(y.count, 1))
    let share = try unreduced(g, x[0].shape, dims: dims) / Tensor.number(n)
    return try share.expanded(to: x[0].shape)
  }
  func derivative(to i: Int, _ names: OperandNames) -> String { "\\frac{1}{n}" }
}

/// y = max x or min x over all elements; equals share the gradient.
struct Extreme: Rule {
  let isMaximum: Bool
  func name(_ x: Operands<Tensor>) -> String { isMaximum ? "MaxBackward1" : "MinBackward1" }
  var symbol: String { isMaximum ? "max" : "min" }
  func expression(_ names: OperandNames) -> String { "\\\(symbol)(\(names[0]))" }
  func shape(_ x: [[Int]]) throws -> [Int] { [] }
  func forward(_ x: Operands<Tensor>) throws -> Tensor {
    try isMaximum ? x[0].maximum() : x[0].minimum()
  }
  func pullback(_ g: Tensor, to i: Int, _ x: Operands<Tensor>, _ y: Tensor) throws -> Tensor {
    let isNaN = try y.item().isNaN
    let wins = try isNaN ? x[0].compared(.notEqual, to: x[0]) : x[0].compared(.equal, to: y)
    let mask = try wins.converted(to: x[0].dtype)
    return try g * mask / mask.sum()
  }
  func derivative(to i: Int, _ names: OperandNames) -> String {
    "[\(names[0])_i = \(names.output)]"
  }
}

/// y = max x or min x along one dimension; the first of equals gets the gradient.
struct ExtremeAlong: Rule {
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
  func pullback(_ g: Tensor, to i: Int, _ x: Operands<Tensor>, _ y: Tensor) throws -> Tensor {
    let indices = try extreme(x[0], true).indices
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

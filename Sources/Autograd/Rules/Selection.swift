import Tensors

/// Some of the elements: the gradient of the others is 0.
protocol SelectionRule: ViewRule {}

extension SelectionRule {
  public func pullback(_ g: Tensor, to i: Int, _ x: Operands<Tensor>, _ y: Tensor) throws
    -> Tensor
  {
    let gradient = try Tensor.zeros(like: x[0])
    try view(gradient).assign(g)
    return gradient
  }
}

/// The part at one index of a dimension.
struct Select: SelectionRule {
  let dim: Int
  let index: Int
  func name(_ x: Operands<Tensor>) -> String { "SelectBackward0" }
  var symbol: String { "[\(index)]" }
  func expression(_ names: OperandNames) -> String { "\(names[0])_{\(index)}" }
  func view(_ x: Tensor) throws -> Tensor { try x.select(dim, index) }
}

/// A range of indices of a dimension.
struct Slice: SelectionRule {
  let dim: Int
  let start: Int?
  let end: Int?
  let step: Int
  func name(_ x: Operands<Tensor>) -> String { "SliceBackward0" }
  var symbol: String {
    "[" + (start.map(String.init) ?? "") + ":" + (end.map(String.init) ?? "")
      + (step == 1 ? "" : ":\(step)") + "]"
  }
  func expression(_ names: OperandNames) -> String { "\(names[0])_{\(symbol)}" }
  func view(_ x: Tensor) throws -> Tensor { try x.sliced(dim, from: start, to: end, step: step) }
}

/// The rows of the first input that the second names; a row named twice gets both gradients.
struct RowsAt: LayoutRule {
  func name(_ x: Operands<Tensor>) -> String { "IndexBackward0" }
  var symbol: String { "[ ]" }
  func expression(_ names: OperandNames) -> String { "\(names[0])_{\(names[1])}" }
  func shape(_ x: [[Int]]) throws -> [Int] { x[1] + x[0].dropFirst() }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].rows(at: x[1]) }
  func pullback(_ g: Tensor, to i: Int, _ x: Operands<Tensor>, _ y: Tensor) throws -> Tensor {
    i == 0 ? try g.rowsAdded(at: x[1], shape: x[0].shape) : try Tensor.zeros(like: x[1])
  }
}

/// The elements of the first input that the second names along a dimension.
struct Gather: LayoutRule {
  let dim: Int
  func name(_ x: Operands<Tensor>) -> String { "GatherBackward0" }
  var symbol: String { "gather" }
  func shape(_ x: [[Int]]) throws -> [Int] { x[1] }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].gathered(dim, x[1]) }
  func pullback(_ g: Tensor, to i: Int, _ x: Operands<Tensor>, _ y: Tensor) throws -> Tensor {
    i == 0
      ? try g.scatterAdded(dim, x[1], shape: x[0].shape) : try Tensor.zeros(like: x[1])
  }
}

/// Where the first input is true the second, elsewhere the third.
struct Choose: LayoutRule {
  func name(_ x: Operands<Tensor>) -> String { "WhereBackward0" }
  var symbol: String { "where" }
  func shape(_ x: [[Int]]) throws -> [Int] {
    try Shapes.broadcast(try Shapes.broadcast(x[0], x[1]), x[2])
  }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].choose(x[1], else: x[2]) }
  func pullback(_ g: Tensor, to i: Int, _ x: Operands<Tensor>, _ y: Tensor) throws -> Tensor {
    let zero = try Tensor.number(0)
    return i == 1 ? try x[0].choose(g, else: zero) : try x[0].choose(zero, else: g)
  }
}

/// Tensors side by side: each gets its part of the gradient.
struct Concatenate: LayoutRule {
  let dim: Int
  func name(_ x: Operands<Tensor>) -> String { "CatBackward0" }
  var symbol: String { "cat" }
  func shape(_ x: [[Int]]) throws -> [Int] { try Shapes.concatenation(x, dim) }
  func forward(_ x: Operands<Tensor>) throws -> Tensor {
    try Tensor.concatenated(Array(x), dim)
  }
  func pullback(_ g: Tensor, to i: Int, _ x: Operands<Tensor>, _ y: Tensor) throws -> Tensor {
    let axis = try Shapes.axis(dim, rank: g.rank)
    let start = x.prefix(i).reduce(0) { $0 + $1.shape[axis] }
    return try g.narrowed(axis, from: start, length: x[i].shape[axis])
  }
}

/// Tensors one behind the other along a new dimension.
struct Stack: LayoutRule {
  let dim: Int
  func name(_ x: Operands<Tensor>) -> String { "StackBackward0" }
  var symbol: String { "stack" }
  func shape(_ x: [[Int]]) throws -> [Int] { try Shapes.stack(x, dim) }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try Tensor.stacked(Array(x), dim) }
  func pullback(_ g: Tensor, to i: Int, _ x: Operands<Tensor>, _ y: Tensor) throws -> Tensor {
    try g.select(dim, i)
  }
}

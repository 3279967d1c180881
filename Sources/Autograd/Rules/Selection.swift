import Tensors

/// Some of the elements: the gradient of the others is 0.
protocol SelectionRule: ViewRule {
  /// The operation that this is the rule of.
  var operation: Operation { get }
}

extension SelectionRule {
  public func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    try g.placed(in: x[0].shape, along: [operation])
  }
}

/// The part at one index of a dimension.
struct Select: SelectionRule {
  let dim: Int
  let index: Int
  var operation: Operation { .select(dim: dim, index: index) }
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
  var operation: Operation { .slice(dim: dim, start: start, end: end, step: step) }
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
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    if i == 1 { return g.constant(try Tensor.zeros(like: x[1].tensor)) }
    return try g.rowsAdded(at: x[1].tensor, shape: x[0].shape)
  }
}

/// Zeros of a shape, with rows added at places of dimension 0.
struct RowsInto: LayoutRule {
  let target: [Int]
  func name(_ x: Operands<Tensor>) -> String { "IndexPutBackward0" }
  var symbol: String { "scatter" }
  func shape(_ x: [[Int]]) throws -> [Int] { target }
  func forward(_ x: Operands<Tensor>) throws -> Tensor {
    try x[0].rowsAdded(at: x[1], shape: target)
  }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    if i == 1 { return g.constant(try Tensor.zeros(like: x[1].tensor)) }
    return try g.rows(at: x[1].tensor)
  }
}

/// The elements of the first input that the second names along a dimension.
struct Gather: LayoutRule {
  let dim: Int
  func name(_ x: Operands<Tensor>) -> String { "GatherBackward0" }
  var symbol: String { "gather" }
  func shape(_ x: [[Int]]) throws -> [Int] { x[1] }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].gathered(dim, x[1]) }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    if i == 1 { return g.constant(try Tensor.zeros(like: x[1].tensor)) }
    return try g.scatterAdded(dim, x[1].tensor, shape: x[0].shape)
  }
}

/// Zeros of a shape, with elements added at places along a dimension.
struct ScatterInto: LayoutRule {
  let dim: Int
  let target: [Int]
  func name(_ x: Operands<Tensor>) -> String { "ScatterAddBackward0" }
  var symbol: String { "scatter" }
  func shape(_ x: [[Int]]) throws -> [Int] { target }
  func forward(_ x: Operands<Tensor>) throws -> Tensor {
    try x[0].scatterAdded(dim, x[1], shape: target)
  }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    try i == 0 ? g.gathered(dim, x[1].tensor) : g.constant(Tensor.zeros(like: x[1].tensor))
  }
}

/// The first input, with what a path of views leads to taken from the second.
struct WriteView: LayoutRule {
  let path: [Operation]
  func name(_ x: Operands<Tensor>) -> String { "CopySlices" }
  var symbol: String { "write" }
  func shape(_ x: [[Int]]) throws -> [Int] { x[0] }
  func forward(_ x: Operands<Tensor>) throws -> Tensor {
    let whole = try x[0].copied()
    try whole.along(path).assign(x[1])
    return whole
  }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    if i == 1 { return try g.along(path) }
    let isKept = try Tensor.ones(x[0].shape, dtype: .bool)
    try isKept.along(path).fill(0)
    return try g.masked(isKept)
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
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    let isFirst = x[0].tensor
    return i == 1 ? try g.masked(isFirst) : try g.masked(isFirst.compared(.equal, to: .number(0)))
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
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    let axis = try Shapes.axis(dim, rank: g.rank)
    // A vector without elements takes no part, whatever the others' rank.
    func extent(_ x: V) -> Int { x.shape == [0] ? 0 : x.shape[axis] }
    if x[i].shape == [0] { return g.constant(try Tensor.zeros(like: x[i].tensor)) }
    let start = x.prefix(i).reduce(0) { $0 + extent($1) }
    return try g.narrowed(axis, from: start, length: extent(x[i]))
  }
}

/// Tensors one behind the other along a new dimension.
struct Stack: LayoutRule {
  let dim: Int
  func name(_ x: Operands<Tensor>) -> String { "StackBackward0" }
  var symbol: String { "stack" }
  func shape(_ x: [[Int]]) throws -> [Int] { try Shapes.stack(x, dim) }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try Tensor.stacked(Array(x), dim) }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    try g.select(dim, i)
  }
}

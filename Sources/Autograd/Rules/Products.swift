import Tensors

/// Y = A B, with vectors and batches as `Tensor.matmul` has them.
struct Matmul: SmoothRule {
  func name(_ x: Operands<Tensor>) -> String {
    switch (x[0].rank, x[1].rank) {
    case (1, 1): "DotBackward0"
    case (2, 1): "MvBackward0"
    case (1, 2): "SqueezeBackward4"
    case (2, 2): "MmBackward0"
    case (2, _): "CloneBackward0"
    default: "UnsafeViewBackward0"
    }
  }
  var symbol: String { "@" }
  func needs(input j: Int, forGradientOf i: Int) -> Bool { i != j }
  var needsOutput: Bool { false }
  func expression(_ names: OperandNames) -> String { "\(names[0]) \\, \(names[1])" }
  func shape(_ x: [[Int]]) throws -> [Int] { try Shapes.matmul(x[0], x[1]) }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].matmul(x[1]) }

  /// ∂L/∂A = G Bᵀ and ∂L/∂B = Aᵀ G.
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    let (a, b) = (x[0], x[1])
    if a.rank == 1 && b.rank == 1 { return try g * x[1 - i] }
    let rows = a.rank == 1 ? try a.unsqueezed(0) : a
    let columns = b.rank == 1 ? try b.unsqueezed(1) : b
    let upstream = a.rank == 1 ? try g.unsqueezed(-2) : b.rank == 1 ? try g.unsqueezed(-1) : g
    if i == 0 {
      let result = try upstream.matmul(columns.transposed(-2, -1)).summed(to: rows.shape)
      return try result.reshaped(a.shape)
    }
    if b.rank == 2 && a.rank >= 2 {
      let samples = a.shape.dropLast().reduce(1, *)
      let folded = try a.reshaped([samples, b.shape[0]])
      let above = try upstream.reshaped([samples, b.shape[1]])
      // (Gᵀ A)ᵀ is the same, and lies in memory as Bᵀ does where B is its transpose.
      return b.tensor.liesByColumns
        ? try above.transposed(0, 1).matmul(folded).transposed(0, 1)
        : try folded.transposed(0, 1).matmul(above)
    }
    let result = try rows.transposed(-2, -1).matmul(upstream).summed(to: columns.shape)
    return try result.reshaped(b.shape)
  }

  func derivative(to i: Int, _ names: OperandNames) -> String {
    i == 0 ? "\(names[1])^\\top" : "\(names[0])^\\top"
  }
  func contribution(_ upstream: String, to i: Int, _ names: OperandNames) -> String {
    i == 0 ? "\(upstream) \\, \(names[1])^\\top" : "\(names[0])^\\top \\, \(upstream)"
  }
}

/// Y = b + X W for matrices X and W: a dense layer in one go. Inputs are b, X, W.
struct AddMatmul: SmoothRule {
  func name(_ x: Operands<Tensor>) -> String {
    x[1].rank == 2 ? "AddmmBackward0" : "ViewBackward0"
  }
  var symbol: String { "@ +" }
  func needs(input j: Int, forGradientOf i: Int) -> Bool { i + j == 3 && i != 0 && j != 0 }
  var needsOutput: Bool { false }
  func expression(_ names: OperandNames) -> String { "\(names[0]) + \(names[1]) \\, \(names[2])" }
  func shape(_ x: [[Int]]) throws -> [Int] {
    try Shapes.broadcast(x[0], try Shapes.matmul(x[1], x[2]))
  }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].addingMatmul(x[1], x[2]) }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    i == 0 ? g : try Matmul().differential(g, to: i - 1, .two(x[1], x[2]), y)
  }
  func derivative(to i: Int, _ names: OperandNames) -> String {
    i == 0 ? "1" : "\(names[3 - i])^\\top"
  }
  func contribution(_ upstream: String, to i: Int, _ names: OperandNames) -> String {
    switch i {
    case 0: "\\sum_n \\left(\(upstream)\\right)_n"
    case 1: "\(upstream) \\, \(names[2])^\\top"
    default: "\(names[1])^\\top \\, \(upstream)"
    }
  }
}

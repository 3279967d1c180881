import Tensors

/// Y = A⁻¹
struct Inverse: SmoothRule {
  func name(_ x: Operands<Tensor>) -> String { "LinalgInvExBackward0" }
  var symbol: String { "⁻¹" }
  func needs(input j: Int, forGradientOf i: Int) -> Bool { false }
  func expression(_ names: OperandNames) -> String { "\(names[0])^{-1}" }
  func shape(_ x: [[Int]]) throws -> [Int] { x[0] }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].inverse() }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    let transposed = try y.transposed(-2, -1)
    return try -transposed.matmul(g).matmul(transposed)
  }
  func derivative(to i: Int, _ names: OperandNames) -> String { "-\(names.output)^\\top" }
  func contribution(_ upstream: String, to i: Int, _ names: OperandNames) -> String {
    "-\(names.output)^\\top \\, \(upstream) \\, \(names.output)^\\top"
  }
}

/// y = det A. The gradient is the matrix of cofactors, also where A is singular.
struct Determinant: Rule {
  func name(_ x: Operands<Tensor>) -> String { "LinalgDetBackward0" }
  var symbol: String { "det" }
  var needsOutput: Bool { false }
  func expression(_ names: OperandNames) -> String { "\\det \(names[0])" }
  func shape(_ x: [[Int]]) throws -> [Int] { Array(x[0].dropLast(2)) }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].determinant() }
  func pullback(_ g: Tensor, to i: Int, _ x: Operands<Tensor>, _ y: Tensor) throws -> Tensor {
    let (u, s, vh) = try x[0].svd()
    let n = s.shape[s.rank - 1]
    // In place i the product of all singular values but the i-th.
    let table = try s.unsqueezed(-2).expanded(to: s.shape + [n])
    let others = try Tensor.eye(n, dtype: .bool).choose(.number(1.0), else: table).product([-1])
    let sign = try u.determinant() * vh.determinant()
    let cofactors = try (u * others.converted(to: s.dtype).unsqueezed(-2)).matmul(vh)
    return try (g * sign).unsqueezed(-1).unsqueezed(-1) * cofactors
  }
  func derivative(to i: Int, _ names: OperandNames) -> String {
    "\(names.output) \\, \(names[0])^{-\\top}"
  }
}

/// y = log |det A|, or log det A.
struct LogDeterminant: SmoothRule {
  /// Whether the sign is left out.
  let isAbsolute: Bool
  func name(_ x: Operands<Tensor>) -> String {
    isAbsolute ? "LinalgSlogdetBackward0" : "WhereBackward0"
  }
  var symbol: String { "log det" }
  var needsOutput: Bool { false }
  func expression(_ names: OperandNames) -> String {
    isAbsolute ? "\\log \\left| \\det \(names[0]) \\right|" : "\\log \\det \(names[0])"
  }
  func shape(_ x: [[Int]]) throws -> [Int] { Array(x[0].dropLast(2)) }
  func forward(_ x: Operands<Tensor>) throws -> Tensor {
    try isAbsolute ? x[0].signAndLogDeterminant().logarithm : x[0].logDeterminant()
  }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    try g.unsqueezed(-1).unsqueezed(-1) * x[0].along([.inverse]).transposed(-2, -1)
  }
  func derivative(to i: Int, _ names: OperandNames) -> String { "\(names[0])^{-\\top}" }
}

/// The X of A X = B.
struct Solve: SmoothRule {
  func name(_ x: Operands<Tensor>) -> String { "LinalgSolveExBackward0" }
  var symbol: String { "solve" }
  func expression(_ names: OperandNames) -> String { "\(names[0])^{-1} \\, \(names[1])" }
  func shape(_ x: [[Int]]) throws -> [Int] {
    let (a, b) = (x[0], x[1])
    let isVector = b.count == 1 || (b.count == a.count - 1 && b == a.dropLast())
    let columns = isVector ? b + [1] : b
    let batch = try Shapes.broadcast(Array(a.dropLast(2)), Array(columns.dropLast(2)))
    return batch + (isVector ? [columns[columns.count - 2]] : Array(columns.suffix(2)))
  }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].solve(x[1]) }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    let isVector = x[0].tensor.solvesVectors(x[1].tensor)
    let (g, y) = isVector ? (try g.unsqueezed(-1), try y.unsqueezed(-1)) : (g, y)
    let right = try x[0].along([.inverse]).transposed(-2, -1).matmul(g)
    if i == 0 { return try -right.matmul(y.transposed(-2, -1)) }
    return isVector ? try right.squeezed(-1) : right
  }
  func derivative(to i: Int, _ names: OperandNames) -> String {
    i == 0 ? "-\(names[0])^{-\\top}" : "\(names[0])^{-\\top}"
  }
  func contribution(_ upstream: String, to i: Int, _ names: OperandNames) -> String {
    let right = "\(names[0])^{-\\top} \\, \(upstream)"
    return i == 0 ? "-\(right) \\, \(names.output)^\\top" : right
  }
}

/// The lower triangle L of A = L Lᵀ.
struct Cholesky: SmoothRule {
  func name(_ x: Operands<Tensor>) -> String { "LinalgCholeskyExBackward0" }
  var symbol: String { "cholesky" }
  func needs(input j: Int, forGradientOf i: Int) -> Bool { false }
  func shape(_ x: [[Int]]) throws -> [Int] { x[0] }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].cholesky() }

  /// L⁻ᵀ Φ(Lᵀ G) L⁻¹ made symmetric, where Φ takes the lower triangle and half of the diagonal
  /// (Murray 2016, Differentiation of the Cholesky decomposition).
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    let product = try y.transposed(-2, -1).matmul(g)
    let lower = try product.along([.rearrange(.tril(0))])
    let strict = try product.along([.rearrange(.tril(-1))])
    let half = try (lower + strict) * g.number(0.5)
    let inverse = try y.along([.inverse])
    let result = try inverse.transposed(-2, -1).matmul(half).matmul(inverse)
    return try (result + result.transposed(-2, -1)) * g.number(0.5)
  }
  func derivative(to i: Int, _ names: OperandNames) -> String { "\(names.output)^{-\\top}" }
  func contribution(_ upstream: String, to i: Int, _ names: OperandNames) -> String {
    let l = names.output
    return "\(l)^{-\\top} \\, \\Phi(\(l)^\\top \(upstream)) \\, \(l)^{-1}"
  }
}

/// The singular values of a matrix, or the eigenvalues of a symmetric one.
struct Spectrum: Rule {
  let isSymmetric: Bool
  func name(_ x: Operands<Tensor>) -> String {
    isSymmetric ? "LinalgEighBackward0" : "LinalgSvdBackward0"
  }
  var symbol: String { isSymmetric ? "λ" : "σ" }
  var needsOutput: Bool { false }
  func shape(_ x: [[Int]]) throws -> [Int] {
    Array(x[0].dropLast(2)) + [x[0].suffix(2).min() ?? 0]
  }
  func forward(_ x: Operands<Tensor>) throws -> Tensor {
    try isSymmetric ? x[0].eigh().values : x[0].svd(full: false).s
  }
  func pullback(_ g: Tensor, to i: Int, _ x: Operands<Tensor>, _ y: Tensor) throws -> Tensor {
    if isSymmetric {
      let vectors = try x[0].eigh().vectors
      return try (vectors * g.unsqueezed(-2)).matmul(vectors.transposed())
    }
    let (u, _, vh) = try x[0].svd(full: false)
    return try (u * g.unsqueezed(-2)).matmul(vh)
  }
  func derivative(to i: Int, _ names: OperandNames) -> String {
    isSymmetric ? "v_i v_i^\\top" : "u_i v_i^\\top"
  }
}

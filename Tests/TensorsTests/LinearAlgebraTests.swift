import FixtureSupport
import Tensors
import Testing

/// Products, contractions and decompositions, against PyTorch's.
@Suite struct LinearAlgebraTests {
  private static let calls = ["linalg", "einsum"].flatMap { Fixtures.load($0, as: Call.self) }

  @Test(arguments: calls.indices)
  func resultsAreAsPyTorchHasThem(_ index: Int) throws {
    let call = LinearAlgebraTests.calls[index]
    for isStrided in [false, true] {
      let words = try call.disagreement(
        tolerance: { $0 == .float64 ? 1e-11 : 2e-5 }, floor: 0.5, isStrided: isStrided, perform)
      #expect(words == nil, "\(call.title)")
    }
  }

  @Test(arguments: [[3, 5], [5, 3], [4, 4], [2, 3, 4], [1, 1], [0, 3], [3, 0]])
  func productsOfTheFactorsAreTheMatrix(_ shape: [Int]) throws {
    var generator = Generator(seed: 1)
    let a = try generator.randn(shape, dtype: .float64)
    func isSame(_ x: Tensor, _ y: Tensor) throws -> Bool {
      try x.shape == y.shape && x.allClose(to: y, relative: 1e-12, absolute: 1e-12)
    }
    func isOrthonormal(_ q: Tensor) throws -> Bool {
      let product = try q.transposed().matmul(q)
      let identity = try Tensor.eye(product.shape[product.rank - 1], dtype: .float64)
      return try isSame(product, identity.expanded(to: product.shape))
    }
    for mode in [Tensor.QRMode.reduced, .complete] {
      let (q, r) = try a.qr(mode)
      #expect(try isSame(q.matmul(r), a) && isOrthonormal(q) && isSame(r.triu(), r))
    }
    for full in [false, true] {
      let (u, s, vh) = try a.svd(full: full)
      let k = s.shape[s.rank - 1]
      let left = try u.narrowed(-1, from: 0, length: k) * s.unsqueezed(-2)
      #expect(try isSame(left.matmul(vh.narrowed(-2, from: 0, length: k)), a))
      #expect(try isOrthonormal(u) && isOrthonormal(vh.transposed()))
    }
    let symmetric = try a.matmul(a.transposed())
    let (values, vectors) = try symmetric.eigh()
    #expect(
      try isSame((vectors * values.unsqueezed(-2)).matmul(vectors.transposed()), symmetric))
    #expect(try isOrthonormal(vectors))
  }
}

private func perform(_ call: Call, _ x: [Tensor]) throws -> [Tensor] {
  let a = x[0]
  switch call.call {
  case "inv": return [try a.inverse()]
  case "det": return [try a.determinant()]
  case "slogdet":
    let (sign, logarithm) = try a.signAndLogDeterminant()
    return [sign, logarithm]
  case "logdet": return [try a.logDeterminant()]
  case "matrix_power": return [try a.matrixPower(call.int("n") ?? 0)]
  case "cholesky": return [try a.cholesky(upper: call.flag("upper"))]
  case "eigvalsh": return [try a.eigh().values]
  case "solve": return [try a.solve(x[1])]
  case "svdvals": return [try a.svd(full: false).s]
  case "matrix_rank": return [try a.matrixRank()]
  case "pinv": return [try a.pseudoinverse()]
  case "lstsq": return [try a.leastSquares(x[1])]
  case "matrix_norm":
    let norm = call.text("p").flatMap(Tensor.MatrixNorm.init(rawValue:)) ?? .frobenius
    return [try a.matrixNorm(norm)]
  case "mm": return [try a.mm(x[1])]
  case "bmm": return [try a.bmm(x[1])]
  case "mv": return [try a.mv(x[1])]
  case "dot": return [try a.dot(x[1])]
  case "outer": return [try a.outer(x[1])]
  case "addmm": return [try a.addingProduct(of: x[1], x[2])]
  case "addmm_scaled": return [try a.addingProduct(of: x[1], x[2], beta: x[3], alpha: x[4])]
  case "cross": return [try a.cross(x[1], call.int("dim") ?? -1)]
  case "kron": return [try a.kron(x[1])]
  case "tensordot":
    return [try tensordot(a, x[1], call.ints("first") ?? [], call.ints("second") ?? [])]
  case "einsum": return [try einsum(call.text("equation") ?? "", x)]
  default:
    Issue.record("unknown call \(call.call)")
    return []
  }
}

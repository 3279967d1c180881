import Tensors

/// y = the rows of a table x₀ that the numbers x₁ name.
struct Embedding: Rule {
  let padding: Int?
  func name(_ x: Operands<Tensor>) -> String { "EmbeddingBackward0" }
  var symbol: String { "embedding" }
  var needsOutput: Bool { false }
  func expression(_ names: OperandNames) -> String { "\(names[0])_{\(names[1])}" }
  func shape(_ x: [[Int]]) throws -> [Int] { x[1] + x[0].dropFirst() }
  func forward(_ x: Operands<Tensor>) throws -> Tensor {
    try x[0].embedded(x[1], padding: padding)
  }
  func pullback(_ g: Tensor, to i: Int, _ x: Operands<Tensor>, _ y: Tensor) throws -> Tensor {
    try x[0].embeddedBackward(g, x[1], padding: padding)
  }
  func recordedPullback(
    _ g: Variable, to i: Int, _ x: Operands<Variable>, _ y: Variable
  ) throws -> Variable {
    let gradient = try g.rowsAdded(at: x[1].value, shape: x[0].shape)
    guard let padding else { return gradient }
    let row = padding < 0 ? padding + x[0].shape[0] : padding
    let isOther = try Tensor((0..<x[0].shape[0]).map { $0 != row }, shape: [x[0].shape[0], 1])
    return try gradient.masked(isOther)
  }
  func derivative(to i: Int, _ names: OperandNames) -> String {
    "[i = \(names[1])]"
  }
}

extension Variable {
  /// The rows of this table, (V, D), that `indices` name, in the shape of `indices`.
  /// - Parameters:
  ///   - padding: the row to which no gradient flows.
  ///   - maxNorm: the length to which longer rows that are named are shortened first, in place.
  public func embedded(
    _ indices: Tensor, padding: Int? = nil, maxNorm: Double? = nil, normType: Double = 2
  ) throws -> Variable {
    if let maxNorm {
      try value.renormalizeRows(at: indices, limit: maxNorm, p: normType)
      value.countVersion()
    }
    return try tape.record(.embedding(padding: padding), .two(self, constant(indices)))
  }
}

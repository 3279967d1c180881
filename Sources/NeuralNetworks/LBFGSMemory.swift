import Tensors

/// What L-BFGS remembers of its way: the last direction, and pairs of steps and changes of the
/// gradient that stand for the inverse Hessian.
struct LBFGSMemory {
  /// A step s, the change y of the gradient that it brought, and 1/yᵀs.
  struct Pair {
    var step: Tensor
    var change: Tensor
    var inverse: Double
  }

  var iterations = 0
  var evaluations = 0
  /// How far it went along the direction.
  var step = 0.0
  private(set) var direction = Tensor.empty
  private var gradient = Tensor.empty
  private var pairs: [Pair] = []
  /// H before it learns of the pairs, as one number: yᵀs/yᵀy of the last.
  private var scale = 1.0

  init() {}

  /// Takes the next direction, after one more gradient.
  mutating func turn(_ gradient: Tensor, historySize: Int) throws {
    if iterations > 0 { try learn(gradient, historySize) }
    direction = try newton(gradient)
    self.gradient = gradient
    iterations += 1
  }

  private mutating func learn(_ gradient: Tensor, _ historySize: Int) throws {
    let change = try gradient - self.gradient
    let step = try direction * .number(step)
    let product = try change.dot(step).item()
    // Of a change that does not go along the step, H would no longer be positive definite.
    guard product > 1e-10 else { return }
    pairs.append(Pair(step: step, change: change, inverse: 1 / product))
    if pairs.count > historySize { pairs.removeFirst() }
    scale = product / (try change.dot(change).item())
  }

  /// −H g by the two loops of Nocedal (1980).
  private func newton(_ gradient: Tensor) throws -> Tensor {
    var direction = try gradient.negated()
    var weights: [Double] = []
    for pair in pairs.reversed() {
      let weight = try pair.step.dot(direction).item() * pair.inverse
      direction = try direction - pair.change * .number(weight)
      weights.append(weight)
    }
    direction = try direction * .number(scale)
    for (pair, weight) in zip(pairs, weights.reversed()) {
      let other = try pair.change.dot(direction).item() * pair.inverse
      direction = try direction + pair.step * .number(weight - other)
    }
    return direction
  }
}

extension LBFGSMemory {
  /// Under PyTorch's names, which has it as the state of the first parameter; a list of tensors is
  /// one with one more dimension.
  func state() throws -> [NamedTensor] {
    guard evaluations > 0 else { return [] }
    var state: [NamedTensor] = try [
      ("0.func_evals", .scalar(evaluations)), ("0.n_iter", .scalar(iterations)),
    ]
    guard iterations > 0 else { return state }
    state += try [
      ("0.d", direction.copied()), ("0.prev_flat_grad", gradient.copied()),
      ("0.t", .scalar(step, dtype: .float64)), ("0.H_diag", .scalar(scale, dtype: .float64)),
    ]
    guard !pairs.isEmpty else { return state }
    state += try [
      ("0.old_dirs", .stacked(pairs.map(\.change))), ("0.old_stps", .stacked(pairs.map(\.step))),
      ("0.ro", Tensor(pairs.map(\.inverse), dtype: .float64)),
    ]
    return state
  }

  /// - Throws: when it is that of another optimizer, or of other parameters.
  init(_ state: OptimizerState, size: Int, dtype: DataType) throws {
    guard !state.isEmpty else { return }
    func number(_ name: String, _ type: DataType) throws -> Tensor {
      try state.tensor(0, name) { $0.shape.isEmpty && $0.dtype == type }
    }
    func count(_ name: String) throws -> Int {
      try state.tensor(0, name) {
        $0.shape.isEmpty && $0.dtype == .int64 && (0..<(1 << 62)).contains($0.integers[0])
      }.integers[0]
    }
    evaluations = try count("func_evals")
    iterations = try count("n_iter")
    if iterations > 0 {
      direction = try state.tensor(0, "d") { $0.shape == [size] && $0.dtype == dtype }
      gradient = try state.tensor(0, "prev_flat_grad") {
        $0.shape == [size] && $0.dtype == dtype
      }
      step = try number("t", .float64).item()
      scale = try number("H_diag", .float64).item()
      if !state.isEmpty {
        let inverses = try state.tensor(0, "ro") { $0.rank == 1 && $0.dtype == .float64 }
        func rows(_ name: String) throws -> [Tensor] {
          try state.tensor(0, name) { $0.shape == [inverses.count, size] && $0.dtype == dtype }
            .unbound()
        }
        let (changes, steps) = (try rows("old_dirs"), try rows("old_stps"))
        pairs = zip(zip(steps, changes), inverses.doubles).map {
          Pair(step: $0.0, change: $0.1, inverse: $1)
        }
      }
    }
    try state.checkAllTaken()
  }
}

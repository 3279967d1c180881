import Tensors

/// How the losses of many elements become one.
public enum Reduction: String, CaseIterable, Codable, Hashable, Sendable {
  case mean, sum, none

  func callAsFunction(_ losses: Tensor) throws -> Tensor {
    switch self {
    case .mean: try losses.mean()
    case .sum: try losses.sum()
    case .none: losses
    }
  }

  func shape(_ shape: [Int]) -> [Int] { self == .none ? shape : [] }

  /// What the loss of each of n elements gets of the upstream gradient.
  func share<V: Algebra>(of g: V, count n: Int) throws -> V {
    self == .mean ? try g / g.number(Double(n)) : g
  }

  /// The factor of a mean, for display.
  var factor: String { self == .mean ? "\\frac{1}{n} " : "" }
}

/// L = 1/n Σ (y − t)²
struct MeanSquaredError: SmoothRule {
  let reduction: Reduction
  func name(_ x: Operands<Tensor>) -> String { "MseLossBackward0" }
  var symbol: String { "MSE" }
  func expression(_ names: OperandNames) -> String {
    "\(reduction.factor)\\sum_i (\(names[0])_i - \(names[1])_i)^2"
  }
  func shape(_ x: [[Int]]) throws -> [Int] { reduction.shape(try Shapes.broadcast(x[0], x[1])) }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try reduction((x[0] - x[1]).squared()) }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    let distance = try x[i] - x[1 - i]
    return try g.number(2) * distance * reduction.share(of: g, count: distance.tensor.count)
  }
  func derivative(to i: Int, _ names: OperandNames) -> String {
    (reduction == .mean ? "\\frac{2}{n} " : "2 ") + "(\(names[i]) - \(names[1 - i]))"
  }
}

/// L = −1/n Σ t log p + (1 − t) log(1 − p), each logarithm at least −100.
struct BinaryCrossEntropy: Rule {
  let reduction: Reduction
  func name(_ x: Operands<Tensor>) -> String { "BinaryCrossEntropyBackward0" }
  var symbol: String { "BCE" }
  func expression(_ names: OperandNames) -> String {
    "-\(reduction.factor)\\sum_i \(names[1])_i \\log \(names[0])_i"
      + " + (1 - \(names[1])_i) \\log (1 - \(names[0])_i)"
  }
  func shape(_ x: [[Int]]) throws -> [Int] { reduction.shape(x[0]) }

  func forward(_ x: Operands<Tensor>) throws -> Tensor {
    let (p, t) = (x[0], x[1])
    guard p.shape == t.shape else {
      throw TensorError(
        .value,
        "Using a target size (torch.Size(\(t.shape))) that is different to the input size "
          + "(torch.Size(\(p.shape))) is deprecated. Please ensure they have the same size.")
    }
    guard p.doubles.allSatisfy({ $0 >= 0 && $0 <= 1 }) else {
      throw TensorError("all elements of input should be between 0 and 1")
    }
    let (one, floor) = (try Tensor.number(1), try Tensor.number(-100))
    let (yes, no) = (try p.log().maximum(floor), try (one - p).log().maximum(floor))
    return try reduction((t - one) * no - t * yes)
  }

  func pullback(_ g: Tensor, to i: Int, _ x: Operands<Tensor>, _ y: Tensor) throws -> Tensor {
    let (p, t) = (x[0], x[1])
    let share = try reduction.share(of: g, count: p.count)
    let one = try Tensor.number(1)
    if i == 1 { return try ((one - p).log() - p.log()) * share }
    return try (p - t) / ((one - p) * p).maximum(Tensor.number(Double(1e-12 as Float))) * share
  }

  func derivative(to i: Int, _ names: OperandNames) -> String {
    let (p, t) = (names[0], names[1])
    return i == 0
      ? "\(reduction.factor)\\frac{\(p) - \(t)}{\(p) (1 - \(p))}"
      : "\(reduction.factor)\\log \\frac{1 - \(p)}{\(p)}"
  }
}

/// Binary cross-entropy of σ(z), from the logits z: L = 1/n Σ (1 − t) z + log(1 + e⁻ᶻ).
struct BinaryCrossEntropyWithLogits: Rule {
  let reduction: Reduction
  func name(_ x: Operands<Tensor>) -> String { "BinaryCrossEntropyWithLogitsBackward0" }
  var symbol: String { "BCE(σ)" }
  func expression(_ names: OperandNames) -> String {
    "\(reduction.factor)\\sum_i (1 - \(names[1])_i) \\, \(names[0])_i"
      + " + \\log (1 + e^{-\(names[0])_i})"
  }
  func shape(_ x: [[Int]]) throws -> [Int] { reduction.shape(x[0]) }

  func forward(_ x: Operands<Tensor>) throws -> Tensor {
    let (z, t) = (x[0], x[1])
    guard z.shape == t.shape else {
      throw TensorError(
        .value,
        "Target size (torch.Size(\(t.shape))) must be the same as input size "
          + "(torch.Size(\(z.shape)))")
    }
    // log(1 + e⁻ᶻ) = max(−z, 0) + log(1 + e^−|z|), which never overflows.
    let tail = try (-z).relu() + (-z.absolute()).exp().log1p()
    return try reduction((Tensor.number(1) - t) * z + tail)
  }

  func pullback(_ g: Tensor, to i: Int, _ x: Operands<Tensor>, _ y: Tensor) throws -> Tensor {
    let share = try reduction.share(of: g, count: x[0].count)
    return i == 0 ? try (x[0].sigmoid() - x[1]) * share : try -x[0] * share
  }

  func derivative(to i: Int, _ names: OperandNames) -> String {
    i == 0
      ? "\(reduction.factor)(\\sigma(\(names[0])) - \(names[1]))"
      : "-\(reduction.factor)\(names[0])"
  }
}

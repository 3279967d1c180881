import Tensors

/// L = −1/n Σ log softmax(z)ₜ, for logits z and class numbers t; or −1/n Σ t · log softmax(z) for
/// probabilities t. A third operand is a weight for each class.
struct CrossEntropy: JointRule {
  let reduction: Reduction
  let ignoreIndex: Int
  let smoothing: Double

  func name(_ x: Operands<Tensor>) -> String {
    if x[1].dtype == .int64 {
      if smoothing > 0 { return "AddBackward0" }
      return nllName(x[0].rank, reduction)
    }
    return reduction == .mean ? "DivBackward1" : "NegBackward0"
  }
  var symbol: String { "cross-entropy" }
  var needsOutput: Bool { false }
  func expression(_ names: OperandNames) -> String {
    "-\(reduction.factor)\\sum_i \\log \\operatorname{softmax}(\(names[0]))_{i, \(names[1])_i}"
  }
  func shape(_ x: [[Int]]) throws -> [Int] { reduction.shape(samples(x[0])) }

  func forwardSaving(_ x: Operands<Tensor>) throws -> (output: Tensor, saved: [Tensor]) {
    let result = try x[0].crossEntropy(targets(x))
    let total = try Tensor.scalar(result.totalWeight, dtype: .float64)
    return (try reduction.whole(result), [result.logSums, total])
  }

  func gradients(
    _ g: Tensor, needed: [Bool], _ x: Operands<Tensor>, _ y: Tensor, saved: [Tensor]
  ) throws -> [Tensor?] {
    let share = try reduction.share(of: g, total: saved[1])
    let passed = try x[0].crossEntropyBackward(share, targets(x), logSums: saved[0])
    return [passed.logits, passed.probabilities] + (x.count > 2 ? [nil] : [])
  }

  /// A formula that is recorded, for classes in the last dimension.
  func recordedPullback(
    _ g: Variable, to i: Int, _ x: Operands<Variable>, _ y: Variable
  ) throws -> Variable {
    guard x.count == 2, x[0].rank <= 2, smoothing == 0, i == 0 else {
      throw TensorError("the gradient of this cross_entropy cannot be differentiated once more")
    }
    let result = try x[0].value.crossEntropy(targets(x.mapped(\.value)))
    let total = try Tensor.scalar(result.totalWeight, dtype: .float64)
    let share = try reduction.share(of: g, total: total)
    let perSample = reduction == .none ? try share.unsqueezed(-1) : share
    let certain = try probabilities(x[0].value, x[1].value)
    let mass = try certain.sum([-1], keepDim: true)
    return try (x[0].softmax(-1) * x[0].constant(mass) - x[0].constant(certain)) * perSample
  }

  /// The targets as a probability for each class; nothing where the sample is ignored.
  private func probabilities(_ logits: Tensor, _ targets: Tensor) throws -> Tensor {
    guard targets.dtype == .int64 else { return targets }
    let isKept = try targets.compared(.notEqual, to: .number(ignoreIndex))
    let labels = try isKept.choose(targets, else: .number(0)).integers
    let rows = try Tensor.oneHot(labels, count: logits.shape[logits.rank - 1], dtype: logits.dtype)
    return try rows.reshaped(logits.shape)
      * isKept.converted(to: logits.dtype).unsqueezed(-1)
  }

  private func targets(_ x: Operands<Tensor>) -> ClassTargets {
    ClassTargets(
      x[1], weight: x.count > 2 ? x[2] : nil, ignoreIndex: ignoreIndex, smoothing: smoothing)
  }

  func derivative(to i: Int, _ names: OperandNames) -> String {
    i == 0
      ? "\(reduction.factor)(\\operatorname{softmax}(\(names[0])) - \(names[1]))"
      : "-\(reduction.factor)\\log \\operatorname{softmax}(\(names[0]))"
  }
}

/// L = −1/n Σ xₜ, for log-probabilities x and class numbers t.
struct NegativeLogLikelihood: JointRule {
  let reduction: Reduction
  let ignoreIndex: Int
  func name(_ x: Operands<Tensor>) -> String { nllName(x[0].rank, reduction) }
  var symbol: String { "NLL" }
  var needsOutput: Bool { false }
  func expression(_ names: OperandNames) -> String {
    "-\(reduction.factor)\\sum_i \(names[0])_{i, \(names[1])_i}"
  }
  func shape(_ x: [[Int]]) throws -> [Int] { reduction.shape(samples(x[0])) }

  func forwardSaving(_ x: Operands<Tensor>) throws -> (output: Tensor, saved: [Tensor]) {
    let result = try x[0].negativeLogLikelihood(targets(x))
    let total = try Tensor.scalar(result.totalWeight, dtype: .float64)
    return (try reduction.whole(result), [total])
  }

  func gradients(
    _ g: Tensor, needed: [Bool], _ x: Operands<Tensor>, _ y: Tensor, saved: [Tensor]
  ) throws -> [Tensor?] {
    let share = try reduction.share(of: g, total: saved[0])
    return [try x[0].negativeLogLikelihoodBackward(share, targets(x)), nil]
      + (x.count > 2 ? [nil] : [])
  }

  private func targets(_ x: Operands<Tensor>) -> ClassTargets {
    ClassTargets(x[1], weight: x.count > 2 ? x[2] : nil, ignoreIndex: ignoreIndex)
  }

  func derivative(to i: Int, _ names: OperandNames) -> String {
    "-\(reduction.factor)[j = \(names[1])_i]"
  }
}

/// The cross-entropy of the logits x Wᵀ + b, whose gradients are computed with it: x, W, class
/// numbers and, if there is one, b. A mean or a sum.
struct LinearCrossEntropy: JointRule {
  let reduction: Reduction
  let ignoreIndex: Int
  let smoothing: Double
  func name(_ x: Operands<Tensor>) -> String { "LinearCrossEntropyBackward0" }
  var symbol: String { "linear cross-entropy" }
  var needsOutput: Bool { false }
  func needs(input j: Int, forGradientOf i: Int) -> Bool { false }
  func expression(_ names: OperandNames) -> String {
    "-\(reduction.factor)\\sum_i \\log \\operatorname{softmax}(\(names[0]) \(names[1])^T"
      + "\(names.inputs.count > 3 ? " + \(names[3])" : ""))_{i, \(names[2])_i}"
  }
  func shape(_ x: [[Int]]) throws -> [Int] { [] }

  func forward(_ x: Operands<Tensor>) throws -> Tensor {
    try reduction.whole(result(x, needsGradients: false).losses)
  }

  func forwardSaving(_ x: Operands<Tensor>) throws -> (output: Tensor, saved: [Tensor]) {
    let (losses, gradients) = try result(x, needsGradients: true)
    return (try reduction.whole(losses), gradients)
  }

  func gradients(
    _ g: Tensor, needed: [Bool], _ x: Operands<Tensor>, _ y: Tensor, saved: [Tensor]
  ) throws -> [Tensor?] {
    func part(_ i: Int, _ place: Int) throws -> Tensor? {
      place < needed.count && needed[place] ? try saved[i] * g : nil
    }
    let bias = x.count > 3 ? [try part(2, 3)] : []
    return [try part(0, 0), try part(1, 1), nil] + bias
  }

  private func result(_ x: Operands<Tensor>, needsGradients: Bool) throws -> (
    losses: ClassLosses, gradients: [Tensor]
  ) {
    guard reduction != .none else {
      throw TensorError(.value, "linear_cross_entropy: reduction must be mean or sum")
    }
    let targets = ClassTargets(x[2], ignoreIndex: ignoreIndex, smoothing: smoothing)
    return try x[0].linearCrossEntropy(
      weight: x[1], bias: x.count > 3 ? x[3] : nil, targets,
      factor: reduction == .mean ? nil : 1, needsGradients: needsGradients)
  }

  func derivative(to i: Int, _ names: OperandNames) -> String {
    let slope = "\(reduction.factor)(\\operatorname{softmax}(z) - \(names[2]))"
    return switch i {
    case 0: "\(slope) \(names[1])"
    case 1: "\(slope)^T \(names[0])"
    default: slope
    }
  }
}

/// PyTorch's name for logits of so many dimensions, which it makes two or four.
private func nllName(_ rank: Int, _ reduction: Reduction) -> String {
  if rank <= 2 { return "NllLossBackward0" }
  return rank != 4 && reduction == .none ? "ViewBackward0" : "NllLoss2DBackward0"
}

/// The shape of class numbers for logits of a shape.
private func samples(_ logits: [Int]) -> [Int] {
  logits.count < 2 ? [] : [logits[0]] + logits.dropFirst(2)
}

extension Reduction {
  /// The losses as one, where a mean is by weight.
  fileprivate func whole(_ result: ClassLosses) throws -> Tensor {
    switch self {
    case .mean: try result.losses.sum() / Tensor.number(result.totalWeight)
    case .sum: try result.losses.sum()
    case .none: result.losses
    }
  }

  /// What each loss gets of the upstream gradient.
  fileprivate func share<V: Algebra>(of g: V, total: Tensor) throws -> V {
    self == .mean ? try g / g.number(total.item()) : g
  }
}

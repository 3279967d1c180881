import Autograd
import Tensors

#if canImport(Glibc)
  import Glibc
#endif

/// t (log t − y), for logarithms of probabilities y and probabilities t: how much the one
/// distribution wants of the other (Kullback and Leibler, 1951).
public final class KLDivLoss: Criterion {
  public let isLogTarget: Bool
  /// Whether the sum is divided by the number of samples, as the definition has it: PyTorch's
  /// reduction `batchmean`.
  public let isBatchMean: Bool

  public init(
    _ reduction: Reduction = .mean, isBatchMean: Bool = false, isLogTarget: Bool = false
  ) {
    self.isLogTarget = isLogTarget
    self.isBatchMean = isBatchMean
    super.init(reduction)
  }

  public override var formula: String { "t (\\log t - y)" }
  public override func loss(_ output: Variable, _ target: Variable) throws -> Variable {
    try output.klDivergence(
      target, reduction, isBatchMean: isBatchMean, isLogTarget: isLogTarget)
  }
}

/// eʸ − t y: the negative logarithm of Poisson's probability of a count t, without log t!.
public final class PoissonNLLLoss: Criterion {
  public let isLogInput: Bool
  public let isFull: Bool
  public let epsilon: Double

  /// - Parameters:
  ///   - isLogInput: whether outputs are logarithms of rates.
  ///   - isFull: whether log t! is added, by Stirling's formula.
  public init(
    _ reduction: Reduction = .mean, isLogInput: Bool = true, isFull: Bool = false,
    epsilon: Double = 1e-8
  ) {
    self.isLogInput = isLogInput
    self.isFull = isFull
    self.epsilon = epsilon
    super.init(reduction)
  }

  public override var formula: String { isLogInput ? "e^y - t y" : "y - t \\log y" }
  public override func loss(_ output: Variable, _ target: Variable) throws -> Variable {
    try output.poissonNLL(
      target, reduction, isLogInput: isLogInput, isFull: isFull, epsilon: epsilon)
  }
}

/// (log σ² + (y − t)²/σ²)/2, for a mean y and a variance σ² that are both learned.
public final class GaussianNLLLoss: Criterion {
  public let isFull: Bool
  public let epsilon: Double

  /// - Parameter isFull: whether (log 2π)/2 is added.
  public init(_ reduction: Reduction = .mean, isFull: Bool = false, epsilon: Double = 1e-6) {
    self.isFull = isFull
    self.epsilon = epsilon
    super.init(reduction)
  }

  public override var formula: String {
    "\\frac{1}{2} (\\log \\sigma^2 + \\frac{(y - t)^2}{\\sigma^2})"
  }

  public func callAsFunction(_ output: Variable, _ target: Variable, _ variance: Variable) throws
    -> Variable
  {
    try calling([output, target, variance]) {
      [
        try $0[0].gaussianNLL(
          $0[1], variance: $0[2], reduction, isFull: isFull, epsilon: epsilon)
      ]
    }[0]
  }
}

extension Variable {
  public func klDivergence(
    _ target: Variable, _ reduction: Reduction = .mean, isBatchMean: Bool = false,
    isLogTarget: Bool = false
  ) throws -> Variable {
    let losses: Variable
    if isLogTarget {
      losses = try target.exp() * (target - self)
    } else {
      // 0 log 0 = 0
      let isZero = try target.compared(.equal, to: 0)
      let safe = try Variable.choose(isZero, number(1), else: target)
      losses = try safe * safe.log() - target * self
    }
    guard isBatchMean else { return try losses.reduced(reduction) }
    return try losses.sum() / Double(rank > 0 ? shape[0] : 1)
  }

  public func poissonNLL(
    _ target: Variable, _ reduction: Reduction = .mean, isLogInput: Bool = true,
    isFull: Bool = false, epsilon: Double = 1e-8
  ) throws -> Variable {
    var losses =
      try isLogInput
      ? exp() - target * self : self - target * (self + epsilon).log()
    if isFull {
      let isLarge = try target.compared(.greater, to: 1)
      let t = try Variable.choose(isLarge, target, else: number(1))
      let stirling = try t * t.log() - t + 0.5 * (2 * Double.pi * t).log()
      losses = try losses + stirling.kept(where: isLarge)
    }
    return try losses.reduced(reduction)
  }

  public func gaussianNLL(
    _ target: Variable, variance: Variable, _ reduction: Reduction = .mean, isFull: Bool = false,
    epsilon: Double = 1e-6
  ) throws -> Variable {
    var variance = variance
    if variance.shape != shape {
      if Array(shape.dropLast()) == variance.shape {
        variance = try variance.unsqueezed(-1)
      } else if variance.rank != rank || variance.shape.last != 1
        || variance.shape.dropLast() != shape.dropLast()
      {
        throw TensorError(.value, "var is of incorrect size")
      }
    }
    guard variance.value.doubles.allSatisfy({ !($0 < 0) }) else {
      throw TensorError(.value, "var has negative entry/entries")
    }
    // Held at ε for stability; the gradient does not know of it.
    let floor = try tape.constant((Tensor.number(epsilon) - variance.value).relu())
    variance = try variance + floor
    let distance = try self - target
    var losses = try 0.5 * (variance.log() + distance * distance / variance)
    if isFull { losses = try losses + 0.5 * Glibc.log(2 * Double.pi) }
    return try losses.reduced(reduction)
  }
}

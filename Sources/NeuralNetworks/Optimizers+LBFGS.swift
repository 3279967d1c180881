import Autograd
import Tensors

/// L-BFGS (Liu and Nocedal, 1989): Newton's direction d = −H g, with an inverse Hessian H that is
/// known by the last steps s and the changes y of the gradient that they brought. Each call of
/// `step` goes several such directions and computes the loss again for each.
public final class LBFGS: Optimizer {
  /// How far it goes along a direction: the learning rate, or what a search finds.
  public enum LineSearch: String, Hashable, Sendable { case strongWolfe = "strong_wolfe" }

  public var groups: [ParameterGroup]
  /// The most directions that a step goes.
  public let maxIterations: Int
  /// The most times that a step computes the loss.
  public let maxEvaluations: Int
  /// A gradient without a greater element ends a step.
  public let toleranceGradient: Double
  /// A change of all parameters, or of the loss, that is not greater ends a step.
  public let toleranceChange: Double
  /// How many pairs of s and y are kept.
  public let historySize: Int
  public let lineSearch: LineSearch?
  var memory = LBFGSMemory()

  public init(
    groups: [ParameterGroup], maxIterations: Int = 20, maxEvaluations: Int? = nil,
    toleranceGradient: Double = 1e-7, toleranceChange: Double = 1e-9, historySize: Int = 100,
    lineSearch: LineSearch? = nil
  ) throws {
    try ParameterGroup.check(groups)
    guard groups.count == 1 else {
      throw TensorError(
        .value, "LBFGS doesn't support per-parameter options (parameter groups)")
    }
    self.groups = groups
    self.maxIterations = maxIterations
    let (fivefold, overflows) = maxIterations.multipliedReportingOverflow(by: 5)
    self.maxEvaluations = maxEvaluations ?? (overflows ? maxIterations : fivefold >> 2)
    self.toleranceGradient = toleranceGradient
    self.toleranceChange = toleranceChange
    self.historySize = historySize
    self.lineSearch = lineSearch
  }

  /// - Parameter maxEvaluations: without it, 5/4 of the iterations.
  public convenience init(
    _ parameters: [Variable], rate: Double = 1, maxIterations: Int = 20,
    maxEvaluations: Int? = nil, toleranceGradient: Double = 1e-7, toleranceChange: Double = 1e-9,
    historySize: Int = 100, lineSearch: LineSearch? = nil
  ) throws {
    try self.init(
      groups: [ParameterGroup(parameters, rate: rate)], maxIterations: maxIterations,
      maxEvaluations: maxEvaluations, toleranceGradient: toleranceGradient,
      toleranceChange: toleranceChange, historySize: historySize, lineSearch: lineSearch)
  }

  /// - Throws: always: one has to tell it how to compute the loss.
  public func step() throws {
    throw TensorError(.type, "LBFGS.step() missing 1 required positional argument: 'closure'")
  }

  @discardableResult
  public func step(_ closure: () throws -> Double) throws -> Double {
    guard groups.count == 1 else {
      throw TensorError("Expected exactly one param_group, but got \(groups.count)")
    }
    return try withoutActuallyEscaping(closure) { closure in
      let first = try closure()
      memory.evaluations += 1
      let gradient = try flatGradient()
      if try !(greatest(gradient) <= toleranceGradient) {
        try descend(from: first, gradient, closure)
      }
      return first
    }
  }

  private func descend(
    from loss: Double, _ gradient: Tensor, _ closure: @escaping () throws -> Double
  ) throws {
    var (loss, gradient) = (loss, gradient)
    var evaluations = 1
    for iteration in stride(from: 1, through: maxIterations, by: 1) {
      let isFirst = memory.iterations == 0
      try memory.turn(gradient, historySize: historySize)
      let before = loss
      var step = rate
      if isFirst { step *= min(1, 1 / (try gradient.absolute().sum().item())) }
      memory.step = step
      let direction = memory.direction
      let slope = try gradient.dot(direction).item()
      if slope > -toleranceChange { return }

      var spent = 0
      if lineSearch == .strongWolfe {
        let start = LinePoint(step: 0, loss: loss, gradient: gradient, slope: slope)
        var search = try WolfeSearch(
          from: start, reach: greatest(direction), toleranceChange: toleranceChange,
          mostSteps: maxEvaluations > evaluations ? maxEvaluations - evaluations : 0,
          evaluate: { [self] in try look($0, along: direction, closure) })
        let found = try search.search(from: step)
        (loss, gradient, memory.step, spent) = (
          found.loss, found.gradient, found.step, search.evaluations
        )
        try move(memory.step, along: direction)
      } else {
        try move(step, along: direction)
        if iteration < maxIterations {
          loss = try closure()
          gradient = try flatGradient()
          spent = 1
        }
      }
      evaluations += spent
      memory.evaluations += spent
      if evaluations >= maxEvaluations { return }
      if try greatest(gradient) <= toleranceGradient { return }
      if try greatest(direction * .number(memory.step)) <= toleranceChange { return }
      if abs(loss - before) < toleranceChange { return }
    }
  }
}

// MARK: All parameters as one vector

extension LBFGS {
  private func flatGradient() throws -> Tensor {
    try Tensor.concatenated(
      parameters.map { try ($0.gradient ?? Tensor.zeros(like: $0.value)).reshaped([-1]) })
  }

  /// θ ← θ + t d
  private func move(_ step: Double, along direction: Tensor) throws {
    var start = 0
    for parameter in parameters {
      let part = try direction.narrowed(0, from: start, length: parameter.count)
      try parameter.value.assign(
        parameter.value + (part * .number(step)).reshaped(parameter.shape))
      start += parameter.count
    }
  }

  /// The loss and its gradient at a point of a line, where the parameters do not stay.
  private func look(
    _ step: Double, along direction: Tensor, _ closure: () throws -> Double
  ) throws -> LinePoint {
    let origin = try parameters.map { try $0.value.copied() }
    try move(step, along: direction)
    let loss = try closure()
    let gradient = try flatGradient()
    for (parameter, value) in zip(parameters, origin) { try parameter.value.assign(value) }
    return LinePoint(
      step: step, loss: loss, gradient: gradient, slope: try gradient.dot(direction).item())
  }
}

private func greatest(_ vector: Tensor) throws -> Double {
  try vector.absolute().maximum().item()
}

// MARK: State

extension LBFGS {
  public func state() throws -> [NamedTensor] { try memory.state() }

  public func load(_ state: [NamedTensor]) throws {
    let size = parameters.reduce(0) { $0 + $1.count }
    memory = try LBFGSMemory(OptimizerState(state), size: size, dtype: flatGradient().dtype)
  }
}

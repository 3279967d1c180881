import Autograd
import FixtureSupport
import NeuralNetworks
import Tensors
import Testing

/// A way down as PyTorch's L-BFGS took it.
private struct Way: Decodable, Sendable, CustomTestStringConvertible {
  struct Options: Decodable, Sendable {
    let lr, toleranceGrad, toleranceChange: Double?
    let maxIter, maxEval, historySize: Int?
    let lineSearchFn: String?
  }
  let loss: String
  let options: Options
  let decay: Double?
  let inputs, targets: Recorded
  let starts: [Recorded]
  let losses: [Double]
  let values: [[Recorded]]
  let evaluations, iterations: Int

  var testDescription: String { "\(loss) \(options)" }

  func make(_ parameters: [Variable]) throws -> LBFGS {
    try LBFGS(
      parameters, rate: options.lr ?? 1, maxIterations: options.maxIter ?? 20,
      maxEvaluations: options.maxEval, toleranceGradient: options.toleranceGrad ?? 1e-7,
      toleranceChange: options.toleranceChange ?? 1e-9, historySize: options.historySize ?? 100,
      lineSearch: options.lineSearchFn.flatMap(LBFGS.LineSearch.init(rawValue:)))
  }

  func lossOf(_ p: [Variable]) throws -> Variable {
    if loss == "rosenbrock" {
      let x = try p[0].sliced(0, from: 0, to: -1)
      let next = try p[0].sliced(0, from: 1)
      return try (1 - x).squared().sum() + 100 * (next - x.squared()).squared().sum()
    }
    let x = p[0].tape.constant(try inputs.tensor.converted(to: p[0].dtype))
    let y = p[0].tape.constant(try targets.tensor.converted(to: p[0].dtype))
    let hidden = try (x.matmul(p[0]) + p[1]).tanh()
    return try (hidden.matmul(p[2]) + p[3] - y).squared().mean()
  }

  /// The loss with its gradients, as what L-BFGS computes again and again.
  func closure(_ optimizer: any Optimizer) -> () throws -> Double {
    {
      optimizer.zeroGradients()
      let loss = try lossOf(optimizer.parameters)
      try loss.backward()
      return try loss.value.item()
    }
  }
}

private func leaves(_ way: Way) throws -> [Variable] {
  let tape = Tape()
  return try way.starts.map { try tape.leaf($0.tensor, requiresGradient: true) }
}

@Suite struct LBFGSTests {
  @Test(arguments: Fixtures.load("lbfgs", as: Way.self), [false, true])
  fileprivate func itGoesPyTorchsWay(_ way: Way, isInterrupted: Bool) throws {
    let parameters = try leaves(way)
    var optimizer = try way.make(parameters)
    let scheduler = try way.decay.map { try Scheduler(optimizer, .exponential($0)) }
    let tolerance = way.starts[0].dtype == .float64 ? 1e-9 : 1e-4
    for (place, (loss, values)) in zip(way.losses, way.values).enumerated() {
      if isInterrupted, place == 1, scheduler == nil {
        let state = try optimizer.state()
        optimizer = try way.make(parameters)
        try optimizer.load(state)
      }
      let found = try optimizer.step(way.closure(optimizer))
      #expect(abs(found - loss) <= tolerance * max(1, abs(loss)))
      for (parameter, value) in zip(parameters, values) {
        #expect(difference(parameter.value, value, tolerance: tolerance, floor: 1) == nil)
      }
      try scheduler?.step()
    }
    let counts = Dictionary(
      uniqueKeysWithValues: try optimizer.state().filter { $1.dtype == .int64 }
        .map { ($0, $1.integers) })
    #expect(counts == ["0.func_evals": [way.evaluations], "0.n_iter": [way.iterations]])
  }

  @Test func itRefusesWhatPyTorchRefuses() throws {
    let tape = Tape()
    let (w, v) = (
      try tape.leaf(Tensor.ones([2]), requiresGradient: true),
      try tape.leaf(Tensor.ones([3]), requiresGradient: true)
    )
    #expect(
      throws: TensorError(
        .value, "LBFGS doesn't support per-parameter options (parameter groups)")
    ) {
      try LBFGS(groups: [ParameterGroup([w], rate: 1), ParameterGroup([v], rate: 1)])
    }
    #expect(throws: TensorError(.value, "Invalid learning rate: -1.0")) {
      try LBFGS([w], rate: -1)
    }
    let optimizer = try LBFGS([w], maxIterations: 4)
    #expect(
      throws: TensorError(
        .type, "LBFGS.step() missing 1 required positional argument: 'closure'")
    ) {
      try optimizer.step()
    }
    let closure = {
      optimizer.zeroGradients()
      let loss = try w.squared().squared().sum()
      try loss.backward()
      return try loss.value.item()
    }
    try optimizer.step(closure)
    let state = try optimizer.state()
    #expect(throws: TensorError.self) { try LBFGS([v]).load(state) }
    #expect(throws: TensorError.self) { try SGD([w]).load(state) }
    for place in state.indices {
      var damaged = state
      damaged.remove(at: place)
      #expect(throws: TensorError.self) { try LBFGS([w]).load(damaged) }
      damaged = state
      damaged[place].1 = try Tensor.zeros([1, 1, 1])
      #expect(throws: TensorError.self) { try LBFGS([w]).load(damaged) }
    }
    try optimizer.add(ParameterGroup([v], rate: 1))
    #expect(throws: TensorError("Expected exactly one param_group, but got 2")) {
      try optimizer.step(closure)
    }
  }

  @Test(arguments: [nil, LBFGS.LineSearch.strongWolfe], [Double.nan, .infinity, 0])
  func lossesThatAreNoNumbersEndAStep(_ search: LBFGS.LineSearch?, _ value: Double) throws {
    let w = try Tape().leaf(Tensor.full([2], value), requiresGradient: true)
    for (iterations, evaluations) in [(0, nil), (-3, nil), (Int.max, 30), (5, Int.min)] {
      let optimizer = try LBFGS(
        [w], maxIterations: iterations, maxEvaluations: evaluations, historySize: 0,
        lineSearch: search)
      try optimizer.step {
        optimizer.zeroGradients()
        let loss = try (w + -3).squared().sum()
        try loss.backward()
        return try loss.value.item()
      }
    }
  }
}

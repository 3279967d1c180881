import Autograd
import FixtureSupport
import NeuralNetworks
import Tensors
import Testing

private struct Network: Decodable, Sendable {
  let seed: UInt64
  let sizes: [Int]
  let activation: Activation
  let x: Recorded
  let upstream: Recorded
  let output: Recorded
  let parameters: [String: Recorded]
  let gradients: [String: Recorded]
}

private struct Run: Decodable, Sendable, CustomTestStringConvertible {
  struct Options: Decodable, Sendable {
    let lr: Double?
    let momentum: Double?
    let dampening: Double?
    let nesterov: Bool?
    let weightDecay: Double?
    let betas: [Double]?
    let eps: Double?

    private enum CodingKeys: String, CodingKey {
      case lr, momentum, dampening, nesterov, betas, eps
      case weightDecay = "weight_decay"
    }
  }
  let optimizer: String
  let options: Options
  let start: Recorded
  let gradients: [Recorded]
  let values: [Recorded]

  var testDescription: String { "\(optimizer) \(options) \(start.dtype)" }

  func make(_ parameter: Variable) throws -> any Optimizer {
    let rate = options.lr ?? 1e-3
    if optimizer == "sgd" {
      return try SGD(
        [parameter], rate: rate, momentum: options.momentum ?? 0,
        dampening: options.dampening ?? 0, weightDecay: options.weightDecay ?? 0,
        isNesterov: options.nesterov ?? false)
    }
    let betas = options.betas ?? [0.9, 0.999]
    return try Adam(
      [parameter], rate: rate, betas: (betas[0], betas[1]), epsilon: options.eps ?? 1e-8,
      weightDecay: options.weightDecay ?? 0, isDecoupled: optimizer == "adamw")
  }
}

private struct Loading: Decodable, Sendable {
  let seed: UInt64
  let count: Int
  let batch: Int
  let shuffle: Bool
  let drop: Bool
  let epochs: [[[Int]]]
  let after: Double
}

private struct Curve: Decodable, Sendable {
  struct Options: Decodable, Sendable {
    let lr: Double
    let momentum: Double?
  }
  let seed: UInt64
  let sizes: [Int]
  let activation: Activation
  let optimizer: String
  let options: Options
  let losses: [Double]
}

@Suite struct NetworkTests {
  @Test(arguments: Fixtures.load("layers", as: Network.self))
  fileprivate func theSameSeedGivesPyTorchsNetwork(_ fixture: Network) throws {
    let type = fixture.x.dtype
    let tape = Tape(seed: fixture.seed)
    let model = try Sequential.perceptron(
      fixture.sizes, activation: fixture.activation, tape: tape, dtype: type)
    #expect(model.parameters.map(\.name).sorted() == fixture.parameters.keys.sorted())
    for parameter in model.parameters {
      let expected = try #require(fixture.parameters[parameter.name])
      #expect(difference(parameter.variable.value, expected, tolerance: 0) == nil)
    }
    let tolerance = type == .float64 ? 1e-12 : 1e-5
    let output = try model(tape.constant(fixture.x.tensor))
    #expect(difference(output.value, fixture.output, tolerance: tolerance) == nil)
    try output.backward(fixture.upstream.tensor)
    for parameter in model.parameters {
      let expected = try #require(fixture.gradients[parameter.name])
      let gradient = try #require(parameter.variable.gradient)
      #expect(difference(gradient, expected, tolerance: tolerance) == nil, "\(parameter.name)")
    }
  }

  @Test(arguments: Fixtures.load("optimizers", as: Run.self))
  fileprivate func optimizersWalkPyTorchsPath(_ run: Run) throws {
    let parameter = try Tape().leaf(run.start.tensor, requiresGradient: true)
    let optimizer = try run.make(parameter)
    let tolerance = run.start.dtype == .float64 ? 1e-12 : 1e-5
    for (gradient, expected) in zip(run.gradients, run.values) {
      parameter.gradient = try gradient.tensor
      try optimizer.step()
      #expect(difference(parameter.value, expected, tolerance: tolerance) == nil)
    }
  }

  @Test(arguments: Fixtures.load("loaders", as: Loading.self))
  fileprivate func batchesComeInPyTorchsOrder(_ loading: Loading) throws {
    var generator = Generator(seed: loading.seed)
    let loader = try DataLoader(
      count: loading.count, batchSize: loading.batch, isShuffled: loading.shuffle,
      dropsLast: loading.drop)
    for epoch in loading.epochs {
      #expect(try loader.epoch(&generator) == epoch)
      #expect(loader.batchCount == epoch.count)
    }
    #expect(Double(generator.uniform32()) == Double(Float(loading.after)))
  }

  @Test(arguments: Fixtures.load("curves", as: Curve.self))
  fileprivate func theSameSeedGivesPyTorchsLosses(_ curve: Curve) throws {
    let data = try bundledDigits().dataset
    let tape = Tape(seed: curve.seed)
    let model = try Sequential.perceptron(
      curve.sizes, activation: curve.activation, tape: tape)
    let variables = model.parameters.map(\.variable)
    let optimizer: any Optimizer =
      curve.optimizer == "adam"
      ? try Adam(variables, rate: curve.options.lr)
      : try SGD(variables, rate: curve.options.lr, momentum: curve.options.momentum ?? 0)
    let loader = try DataLoader(count: data.count, batchSize: 32, isShuffled: true)
    var losses: [Double] = []
    while losses.count < curve.losses.count {
      for batch in try loader.epoch(&tape.generator) {
        let (features, labels) = try data.batch(batch)
        let loss = try Loss.crossEntropy(
          model(tape.constant(features)), tape.constant(labels))
        optimizer.zeroGradients()
        try loss.backward()
        try optimizer.step()
        losses.append(try loss.value.item())
      }
    }
    for (ours, theirs) in zip(losses, curve.losses) { #expect(abs(ours - theirs) < 1e-4) }
  }

  @Test func parametersAreCountedAndNamed() throws {
    let model = try Sequential.perceptron(
      [2, 3, 1], activation: .tanh, output: .sigmoid, tape: Tape())
    #expect(model.parameterCount == 13)
    #expect(model.parameters.map(\.name) == ["0.weight", "0.bias", "2.weight", "2.bias"])
    #expect(model.layers.count == 4)
  }

  @Test func badSettingsAreRefused() throws {
    let tape = Tape()
    let w = try tape.leaf(Tensor.ones([2]), requiresGradient: true)
    #expect(throws: TensorError(.value, "Invalid learning rate: -1.0")) { try SGD([w], rate: -1) }
    #expect(throws: TensorError.self) { try SGD([w], rate: .nan) }
    #expect(throws: TensorError.self) { try SGD([w], rate: 1, isNesterov: true) }
    #expect(throws: TensorError.self) { try Adam([w], betas: (1, 0.9)) }
    #expect(throws: TensorError.self) {
      try Sequential.perceptron([4], activation: .relu, tape: tape)
    }
    #expect(throws: TensorError.self) {
      try Linear(weight: Tensor.ones([2, 3]), bias: Tensor.ones([3]), tape: tape)
    }
    #expect(throws: DataError.self) { try DataLoader(count: 5, batchSize: 0) }
    w.gradient = try Tensor.ones([3])
    #expect(throws: TensorError.self) { try SGD([w], rate: 1).step() }
  }

  @Test func aParameterThatIsAViewIsUpdatedInPlace() throws {
    let matrix = try Tensor.zeros([2, 2])
    let w = try Tape().leaf(matrix.transposed(), requiresGradient: true)
    w.gradient = try Tensor([1.0, 2, 3, 4], shape: [2, 2])
    try SGD([w], rate: 1).step()
    #expect(matrix.doubles == [-1, -3, -2, -4])
  }
}

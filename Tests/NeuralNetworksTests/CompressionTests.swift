import Autograd
import FixtureSupport
import NeuralNetworks
import Tensors
import Testing

private struct Walk: Decodable, Sendable, CustomTestStringConvertible {
  struct State: Decodable, Sendable {
    let parameters: [String]
    let buffers: [String]
    let weight: Recorded
    let gradients: [Recorded]
  }

  struct Step: Decodable, Sendable {
    let method: String
    let arguments: [String]
    let state: State?
    let error: ModuleCase.Failure?

    func amount(_ place: Int) -> PruningAmount {
      let text = arguments[place]
      return Int(text).map { .count($0) } ?? .share(Double(text) ?? .nan)
    }

    func apply(to layer: Linear) throws {
      func number(_ place: Int) -> Int { Int(arguments[place]) ?? 0 }
      switch method {
      case "remove": try layer.removePruning("weight")
      case "custom":
        let places = (0..<20).map { $0 % number(0) != 0 }
        try layer.prune("weight", .custom(Tensor(places, shape: [5, 4])))
      case "bias": try layer.prune("bias", .lnStructured(.count(1), n: 2, dim: 0))
      case "l1_unstructured": try layer.prune("weight", .l1Unstructured(amount(0)))
      case "random_unstructured": try layer.prune("weight", .randomUnstructured(amount(0)))
      case "ln_structured":
        try layer.prune(
          "weight", .lnStructured(amount(0), n: Double(arguments[1]) ?? 2, dim: number(2)))
      default:
        try layer.prune("weight", .randomStructured(amount(0), dim: number(1)))
      }
    }
  }

  let seed: UInt64
  let input: Recorded
  let steps: [Step]

  var testDescription: String {
    steps.map { "\($0.method) \($0.arguments)" }.joined(separator: ", ")
  }
}

private struct Together: Decodable, Sendable {
  let seed: UInt64
  let method: String
  let first: Int
  let weights: [Recorded]
}

private struct Rounded: Decodable, Sendable {
  let scale: Double
  let zero: Int
  let low: Int
  let high: Int
  let values: Recorded
  let rounded: Recorded
}

@Suite struct CompressionTests {
  @Test(arguments: Fixtures.load("prune", as: Walk.self))
  fileprivate func pruningLeavesWhatPyTorchLeaves(_ walk: Walk) throws {
    let tape = Tape(seed: walk.seed)
    let layer = try Linear(4, 5, tape: tape)
    let x = tape.constant(try walk.input.tensor)
    for step in walk.steps {
      if let error = step.error {
        let expected = TensorError(TensorError.Kind(rawValue: error.kind) ?? .runtime, error.text)
        #expect(throws: expected) { try step.apply(to: layer) }
        continue
      }
      try step.apply(to: layer)
      let state = try #require(step.state)
      layer.zeroGradients()
      try layer(x).sum().backward()
      #expect(layer.parameters.map(\.name) == state.parameters)
      #expect(layer.buffers.map(\.name) == state.buffers)
      #expect(try difference(layer.weight.value, state.weight, tolerance: 0) == nil)
      for (parameter, expected) in zip(layer.parameters, state.gradients) {
        let gradient = try #require(parameter.variable.gradient)
        #expect(difference(gradient, expected, tolerance: 1e-6) == nil, "\(parameter.name)")
      }
    }
  }

  @Test(arguments: Fixtures.load("prune_together", as: Together.self))
  fileprivate func severalLayersArePrunedAsOne(_ fixture: Together) throws {
    let tape = Tape(seed: fixture.seed)
    let layers = [try Linear(4, 3, tape: tape), try Linear(3, 2, tape: tape)]
    if fixture.first > 0 {
      try layers[0].prune("weight", .l1Unstructured(.count(fixture.first)))
    }
    try Module.pruneGlobally(
      layers.map { ($0, "weight") },
      fixture.method == "L1Unstructured"
        ? .l1Unstructured(.share(0.5)) : .randomUnstructured(.share(0.5)))
    for (layer, expected) in zip(layers, fixture.weights) {
      #expect(try difference(layer.weight.value, expected, tolerance: 0) == nil)
    }
  }

  @Test func sparsityCountsWeightsAsTheyAreUsed() throws {
    let tape = Tape(seed: 2)
    let model = try Sequential([Linear(4, 5, bias: false, tape: tape), ReLU()])
    #expect(model.sparsity == 0)
    #expect(!model.isPruned)
    try model.submodule("0").prune("weight", .l1Unstructured(.share(0.25)))
    #expect(model.sparsity == 0.25)
    #expect(model.isPruned)
    try model.submodule("0").removePruning("weight")
    #expect(model.sparsity == 0.25)
    #expect(!model.isPruned)
  }

  @Test(arguments: Fixtures.load("quantization", as: Rounded.self))
  fileprivate func numbersAreRoundedAsPyTorchRoundsThem(_ fixture: Rounded) throws {
    let bits = Int.bitWidth - (fixture.high - fixture.low).leadingZeroBitCount
    let scale = try LinearQuantization(
      scale: fixture.scale, zeroPoint: fixture.zero, bits: bits, isSigned: fixture.low < 0)
    #expect([scale.lowest, scale.highest] == [fixture.low, fixture.high])
    let rounded = try scale.rounded(fixture.values.tensor)
    #expect(difference(rounded, fixture.rounded, tolerance: 1e-6) == nil)
  }

  @Test(arguments: [(2, false), (4, true), (8, false), (8, true)])
  func aFittingScaleIsOffByHalfAStepAtMost(_ bits: Int, _ isSymmetric: Bool) throws {
    var generator = Generator(seed: 5)
    let values = try generator.randn([100], mean: 0.7, dtype: .float64)
    let scale = try LinearQuantization(fitting: values, bits: bits, isSymmetric: isSymmetric)
    let step = scale.scale
    for (a, b) in zip(values.doubles, try scale.rounded(values).doubles) {
      #expect(abs(a - b) <= step * 1.000001)
    }
    #expect(try scale.rounded(.zeros([1])).doubles == [0])
    #expect(throws: TensorError.self) { try LinearQuantization(fitting: values, bits: 0) }
    #expect(throws: TensorError.self) {
      try LinearQuantization(fitting: .full([1], .nan), bits: 8)
    }
  }

  @Test func clusteredWeightsShareTheMeansOfTheirClusters() throws {
    let weights = try Tensor([0.0, 0.1, 2.0, 2.2, 0.0, 5.0], shape: [2, 3])
    let shared = try WeightSharing(weights, clusters: 3)
    #expect(shared.assignments == [0, 0, 1, 1, 0, 2])
    let expected = [0.1 / 3, 2.1, 5]
    for (ours, right) in zip(shared.centres, expected) { #expect(abs(ours - right) < 1e-6) }
    let ones = try Tensor.ones([2, 3])
    #expect(try shared.centreGradients(ones) == [3, 2, 1])
    let sparse = try WeightSharing(weights, clusters: 2, isSparse: true)
    #expect(sparse.assignments == [-1, 0, 0, 0, -1, 1])
    #expect(try sparse.weights.doubles[0] == 0)
    let whole = try WeightSharing(weights, clusters: 64)
    #expect(try distance(whole.weights, weights) < 1e-6)
    #expect(throws: TensorError.self) { try WeightSharing(weights, clusters: 0) }
    #expect(try WeightSharing(.zeros([0]), clusters: 2).assignments == [])
  }

  private func distance(_ a: Tensor, _ b: Tensor) throws -> Double {
    try (a - b).absolute().maximum().item()
  }

  @Test func parametersGoToOneVectorAndBack() throws {
    let tape = Tape(seed: 2)
    let layer = try Linear(2, 1, tape: tape)
    #expect(try layer.parameterVector.shape == [3])
    try layer.setParameters(Tensor([1.0, 2, 3]))
    #expect(try layer.weight.value.doubles == [1, 2])
    #expect(layer.bias?.value.doubles == [3])
    #expect(throws: TensorError("shape '[3]' is invalid for input of size 2")) {
      try layer.setParameters(.ones([2]))
    }
  }
}

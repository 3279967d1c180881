import Autograd
import FixtureSupport
import Tensors
import Testing

/// A loss of classes, or an embedding, as PyTorch computed it.
private struct Case: Decodable, Sendable, CustomTestStringConvertible {
  let operation: String
  let inputs: [Recorded]
  let upstream: Recorded
  let output: Recorded
  let gradients: [Recorded?]
  let name: String
  let reduction: Reduction?
  let ignoreIndex: Int?
  let smoothing: Double?
  let padding: Int?

  var testDescription: String {
    "\(operation) \(inputs.map(\.shape)) \(reduction?.rawValue ?? "") \(smoothing ?? 0)"
  }

  var recorded: Operation {
    let (reduction, ignored) = (reduction ?? .mean, ignoreIndex ?? -100)
    return switch operation {
    case "crossEntropy":
      .crossEntropy(reduction, ignoreIndex: ignored, smoothing: smoothing ?? 0)
    case "negativeLogLikelihood": .negativeLogLikelihood(reduction, ignoreIndex: ignored)
    case "linearCrossEntropy":
      .linearCrossEntropy(reduction, ignoreIndex: ignored, smoothing: smoothing ?? 0)
    default: .embedding(padding: padding)
    }
  }
}

@Suite struct ClassLossTests {
  @Test(arguments: Fixtures.load("classes", as: Case.self))
  fileprivate func valuesAndGradientsAreThoseOfPyTorch(_ fixture: Case) throws {
    let tape = Tape()
    let inputs = try fixture.inputs.enumerated().map { place, recorded in
      let isLeaf = recorded.dtype.isFloatingPoint && fixture.gradients[place] != nil
      return try tape.leaf(recorded.tensor, requiresGradient: isLeaf)
    }
    let output = try tape.record(fixture.recorded, Operands(inputs))
    let tolerance = output.dtype == .float64 ? 1e-12 : 1e-5
    #expect(difference(output.value, fixture.output, tolerance: tolerance) == nil)
    #expect(try fixture.recorded.rule.shape(inputs.map(\.shape)) == output.shape)
    if fixture.operation == "embedding" || fixture.operation == "negativeLogLikelihood" {
      #expect(output.gradientFunctionName == fixture.name)
    }
    try output.backward(fixture.upstream.tensor)
    for (input, expected) in zip(inputs, fixture.gradients) {
      guard let expected else { continue }
      let gradient = try #require(input.gradient)
      #expect(difference(gradient, expected, tolerance: tolerance, least: 1) == nil)
    }
  }

  @Test(arguments: Reduction.allCases)
  func gradientsAgreeWithCentralDifferences(_ reduction: Reduction) throws {
    var generator = Generator(seed: 21)
    let z = try generator.randn([4, 3], dtype: .float64)
    let (t, w) = (try Tensor([2, 0, -100, 1]), try Tensor([0.5, 2, 1], dtype: .float64))
    let p = try generator.randn([4, 3], dtype: .float64).softmax(1)
    try expectGradientsLikeDifferences(of: [z]) {
      try $0[0].crossEntropy($0[0].constant(t), reduction, weight: w, smoothing: 0.2)
    }
    try expectGradientsLikeDifferences(of: [z, p]) {
      try $0[0].crossEntropy($0[1], reduction, weight: w, smoothing: 0.2)
    }
    try expectGradientsLikeDifferences(of: [z]) {
      try $0[0].negativeLogLikelihood($0[0].constant(t), reduction, weight: w)
    }
    try expectSecondGradientsLikeDifferences(of: [z]) {
      try $0[0].crossEntropy($0[0].constant(t), reduction)
    }
    guard reduction != .none else { return }
    let inputs = try [[4, 2], [3, 2], [3]].map { try generator.randn($0, dtype: .float64) }
    try expectGradientsLikeDifferences(of: inputs) {
      try $0[0].linearCrossEntropy(
        weight: $0[1], bias: $0[2], $0[0].constant(t), reduction, smoothing: 0.1)
    }
  }

  @Test func blocksOfRowsGiveWhatAllLogitsGive() throws {
    var generator = Generator(seed: 5)
    let classes = 3000
    let values = [
      try generator.randn([900, 4]), try generator.randn([classes, 4]),
      try generator.randn([classes]),
    ]
    let targets = try generator.randint(0, classes, [900])
    var results: [[Tensor]] = []
    for isFused in [true, false] {
      let tape = Tape()
      let x = try values.map { try tape.leaf($0, requiresGradient: true) }
      let loss =
        isFused
        ? try x[0].linearCrossEntropy(weight: x[1], bias: x[2], tape.constant(targets))
        : try (x[0].matmul(x[1].transposed()) + x[2]).crossEntropy(tape.constant(targets))
      try (3 * loss).backward()
      results.append([loss.value] + x.compactMap(\.gradient))
    }
    for (a, b) in zip(results[0], results[1]) {
      let largest = b.doubles.map { abs($0) }.max() ?? 1
      #expect(zip(a.doubles, b.doubles).allSatisfy { abs($0 - $1) < 1e-5 * largest })
    }
  }

  @Test func longRowsAreShortenedOnceEach() throws {
    let tape = Tape()
    let table = try tape.leaf(
      Tensor([3, 4, 0.3, 0.4, 6, 8], shape: [3, 2], dtype: .float64), requiresGradient: true)
    let y = try table.embedded(Tensor([0, 1, 0]), maxNorm: 1)
    let expected = [0.6, 0.8, 0.3, 0.4, 0.6, 0.8]
    #expect(zip(y.value.doubles, expected).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(table.value.doubles.suffix(2) == [6, 8])
  }

  @Test func wrongTargetsAreRefusedInPyTorchsWords() throws {
    let z = try Tensor.ones([3, 4])
    func loss(_ targets: Tensor, weight: Tensor? = nil, smoothing: Double = 0) throws {
      _ = try z.crossEntropy(ClassTargets(targets, weight: weight, smoothing: smoothing))
    }
    let t = try Tensor([0, 1, 2])
    let refusals: [(() throws -> Void, TensorError)] = [
      ({ try loss(Tensor([0, 1, 9])) }, TensorError(.index, "Target 9 is out of bounds.")),
      ({ try loss(Tensor([0, -1, 3])) }, TensorError(.index, "Target -1 is out of bounds.")),
      (
        { try loss(Tensor([0, 1])) },
        TensorError(
          .value, "Expected input batch_size (3) to match target batch_size (2).")
      ),
      (
        { try loss(t, weight: .ones([3])) },
        TensorError(
          "weight tensor should be defined either for all 4 classes or no classes but got weight "
            + "tensor of shape: [3]")
      ),
      (
        { try loss(t, weight: .ones([4], dtype: .float64)) },
        TensorError("expected scalar type Float but found Double")
      ),
      (
        { try loss(t, smoothing: 1.5) },
        TensorError("label_smoothing must be between 0.0 and 1.0. Got: 1.5")
      ),
      (
        { try loss(Tensor([0.0, 1, 2])) },
        TensorError("expected target dtype to be Long or Byte, but got Float")
      ),
      (
        {
          _ = try Tensor.ones([2, 4, 3]).crossEntropy(
            ClassTargets(Tensor([0, 0, 0, 0], shape: [2, 2])))
        },
        TensorError("Expected target size [2, 3], got [2, 2]")
      ),
      (
        { _ = try Tensor.ones([5, 3]).embedded(Tensor([0, 5])) },
        TensorError(.index, "index out of range in self")
      ),
      (
        { _ = try Tensor.ones([5, 3]).embedded(Tensor([-1])) },
        TensorError(.index, "index out of range in self")
      ),
      (
        { _ = try Tensor.ones([5, 3]).embedded(Tensor([0]), padding: 7) },
        TensorError("Padding_idx must be within num_embeddings")
      ),
    ]
    for (attempt, error) in refusals { #expect(throws: error) { try attempt() } }
    #expect(throws: TensorError.self) { try loss(t, smoothing: .nan) }
  }
}

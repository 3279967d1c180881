import Autograd
import FixtureSupport
import Tensors
import Testing

/// A normalisation as PyTorch computed it.
private struct Case: Decodable, Sendable, CustomTestStringConvertible {
  let operation: String
  let inputs: [Recorded]
  let upstream: Recorded
  let output: Recorded
  let gradients: [Recorded?]
  let name: String
  let shape: [Int]?
  let groups: Int?
  let epsilon: Double?
  let momentum: Double?
  let start: [Recorded]?
  let running: [Recorded]?

  var testDescription: String { "\(operation) \(inputs.map(\.shape)) \(output.dtype)" }

  func apply(_ x: [Variable], running: [Tensor]) throws -> Variable {
    let (weight, bias) = (x.count > 1 ? x[1] : nil, x.count > 2 ? x[2] : nil)
    let epsilon = epsilon ?? 1e-5
    switch operation {
    case "layerNorm":
      return try x[0].layerNorm(shape ?? [], weight: weight, bias: bias, epsilon: epsilon)
    case "rmsNorm": return try x[0].rmsNorm(shape ?? [], weight: weight, epsilon: self.epsilon)
    case "groupNorm":
      return try x[0].groupNorm(groups ?? 1, weight: weight, bias: bias, epsilon: epsilon)
    case "batchNorm":
      return try x[0].batchNorm(
        weight: weight, bias: bias, epsilon: epsilon, running: (running[0], running[1]),
        momentum: momentum ?? 0)
    case "batchNormFixed":
      return try x[0].batchNorm(
        mean: running[0], variance: running[1], weight: weight, bias: bias, epsilon: epsilon)
    default: return try x[0].instanceNorm(weight: weight, bias: bias)
    }
  }
}

@Suite struct NormalizationTests {
  @Test(arguments: Fixtures.load("normalization", as: Case.self))
  fileprivate func valuesGradientsAndStatisticsAreThoseOfPyTorch(_ fixture: Case) throws {
    let tape = Tape()
    let inputs = try fixture.inputs.map { try tape.leaf($0.tensor, requiresGradient: true) }
    let running = try (fixture.start ?? []).map { try $0.tensor }
    let output = try fixture.apply(inputs, running: running)
    let tolerance = output.dtype == .float64 ? 1e-12 : 1e-5
    #expect(difference(output.value, fixture.output, tolerance: tolerance) == nil)
    if fixture.operation != "instanceNorm" {
      #expect(output.gradientFunctionName == fixture.name)
      #expect(try output.operation?.rule.shape(inputs.map(\.shape)) == output.shape)
    }
    for (statistic, expected) in zip(running, fixture.running ?? []) {
      #expect(difference(statistic, expected, tolerance: tolerance) == nil)
    }
    try output.backward(fixture.upstream.tensor)
    for (input, expected) in zip(inputs, fixture.gradients) {
      let gradient = try #require(input.gradient)
      #expect(
        difference(gradient, try #require(expected), tolerance: tolerance, least: 1) == nil)
    }
  }

  @Test(arguments: [[2, 3], [3, 2, 4], [2, 4, 2, 2]])
  func gradientsAgreeWithCentralDifferences(_ shape: [Int]) throws {
    var generator = Generator(seed: 4)
    let x = try generator.randn(shape, dtype: .float64)
    let (w, b) = (
      try generator.randn([shape[1]], dtype: .float64),
      try generator.randn([shape[1]], dtype: .float64)
    )
    let variance = try generator.uniform([shape[1]], 0.5, 2, dtype: .float64)
    let last = [shape[shape.count - 1]]
    let (v, c) = (
      try generator.randn(last, dtype: .float64), try generator.randn(last, dtype: .float64)
    )
    try expectGradientsLikeDifferences(of: [x, v, c]) {
      try $0[0].layerNorm(last, weight: $0[1], bias: $0[2])
    }
    try expectGradientsLikeDifferences(of: [x, c]) { try $0[0].layerNorm(last, bias: $0[1]) }
    try expectGradientsLikeDifferences(of: [x, v]) { try $0[0].rmsNorm(last, weight: $0[1]) }
    try expectGradientsLikeDifferences(of: [x, w, b]) {
      try $0[0].groupNorm(1, weight: $0[1], bias: $0[2])
    }
    try expectGradientsLikeDifferences(of: [x, w, b]) {
      try $0[0].batchNorm(weight: $0[1], bias: $0[2])
    }
    try expectGradientsLikeDifferences(of: [x, w, b]) {
      try $0[0].batchNorm(mean: b, variance: variance, weight: $0[1], bias: $0[2])
    }
  }

  @Test func largeOffsetsDoNotDrownTheVariance() throws {
    let x = try Tensor((0..<4096).map { 10_000 + Double($0 % 2) }, shape: [1, 4096])
    let y = try x.layerNorm([4096], epsilon: 0).output
    #expect(y.doubles.allSatisfy { abs(abs($0) - 1) < 1e-3 })
    let z = try x.reshaped([4096, 1]).batchNorm(epsilon: 1e-12).output
    #expect(z.doubles.allSatisfy { abs(abs($0) - 1) < 1e-3 })
  }

  @Test func aSingleElementIsItsOwnMean() throws {
    let tape = Tape()
    let x = try tape.leaf(Tensor([3.0, -7, 0.5], shape: [3, 1]), requiresGradient: true)
    let y = try x.layerNorm([1], bias: tape.constant(Tensor([2.0])))
    #expect(y.value.doubles == [2, 2, 2])
    try y.backward(Tensor([1.0, -2, 3], shape: [3, 1]))
    #expect(x.gradient?.doubles == [0, 0, 0])
  }

  @Test func withoutRecordingTheRunningStatisticsMoveToo() throws {
    let tape = Tape()
    let x = tape.constant(try Tensor([1.0, 3], shape: [2, 1]))
    let (mean, variance) = (try Tensor.zeros([1]), try Tensor.ones([1]))
    _ = try x.batchNorm(running: (mean, variance), momentum: 0.5)
    #expect(mean.doubles == [1] && variance.doubles == [1.5])
  }

  @Test func wrongShapesAndTypesAreRefusedInPyTorchsWords() throws {
    let x = try Tensor.ones([2, 3, 4])
    let refusals: [(() throws -> Any, TensorError)] = [
      (
        { try x.layerNorm([3]) },
        TensorError(
          "Given normalized_shape=[3], expected input with shape [*, 3], but got input of "
            + "size[2, 3, 4]")
      ),
      (
        { try x.layerNorm([]) },
        TensorError(
          "Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one "
            + "element, but got normalized_shape = []")
      ),
      (
        { try x.layerNorm([4], weight: Tensor.ones([3])) },
        TensorError(
          "Expected weight to be of same shape as normalized_shape, but got weight of shape [3] "
            + "and normalized_shape = [4]")
      ),
      (
        { try x.layerNorm([4], weight: Tensor.ones([4], dtype: .float64)) },
        TensorError("mixed dtype (CPU): expect parameter to have scalar type of Float")
      ),
      (
        { try x.groupNorm(2) },
        TensorError(
          "Expected number of channels in input to be divisible by num_groups, but got input of "
            + "shape [2, 3, 4] and num_groups=2")
      ),
      (
        { try Tensor.ones([1, 3]).groupNorm(3) },
        TensorError(
          .value,
          "Expected more than 1 value per channel when training, got input size [1, 3]")
      ),
      (
        { try Tensor.ones([1, 3]).batchNorm() },
        TensorError(
          .value,
          "Expected more than 1 value per channel when training, got input size "
            + "torch.Size([1, 3])")
      ),
      (
        { try x.batchNorm(mean: Tensor.ones([2]), variance: Tensor.ones([3])) },
        TensorError("running_mean should contain 3 elements not 2")
      ),
      (
        { try Tensor([1, 2], shape: [2, 1]).batchNorm() },
        TensorError(.notImplemented, "\"batch_norm\" not implemented for 'Long'")
      ),
    ]
    for (attempt, error) in refusals { #expect(throws: error) { _ = try attempt() } }
    for groups in [0, -1, Int.min] {
      #expect(throws: TensorError.self) { try x.groupNorm(groups) }
    }
  }
}

import Autograd
import FixtureSupport
import Tensors
import Testing

/// A pooling as PyTorch computed it.
private struct Case: Decodable, Sendable, CustomTestStringConvertible {
  let operation: String
  let inputs: [Recorded]
  let upstream: Recorded
  let output: Recorded
  let gradients: [Recorded?]
  let name: String
  let kernel: [Int]?
  let stride: [Int]?
  let padding: [Int]?
  let dilation: [Int]?
  let isCeil: Bool?
  let countsPadding: Bool?
  let divisor: Int?
  let size: [Int?]?
  let indices: Recorded?

  var testDescription: String {
    "\(operation) \(inputs[0].shape) \(kernel ?? []) \(stride ?? []) \(padding ?? []) \(size ?? [])"
  }

  var settings: Pooling {
    Pooling(
      kernel: kernel ?? [], stride: stride, padding: padding, dilation: dilation,
      isCeil: isCeil ?? false)
  }

  var recorded: Operation {
    switch operation {
    case "maxPool": .maxPool(settings)
    case "averagePool":
      .averagePool(settings, countsPadding: countsPadding ?? true, divisor: divisor)
    case "adaptiveMaxPool": .adaptiveMaxPool(size ?? [])
    default: .adaptiveAveragePool(size ?? [])
    }
  }
}

@Suite struct PoolingTests {
  @Test(arguments: Fixtures.load("pooling", as: Case.self))
  fileprivate func valuesAndGradientsAreThoseOfPyTorch(_ fixture: Case) throws {
    let operation = fixture.recorded
    let tape = Tape()
    let input = try tape.leaf(fixture.inputs[0].tensor, requiresGradient: true)
    let output = try tape.record(operation, .one(input))
    let tolerance = output.dtype == .float64 ? 1e-12 : 1e-5
    #expect(difference(output.value, fixture.output, tolerance: tolerance) == nil)
    #expect(output.gradientFunctionName == fixture.name)
    #expect(try operation.rule.shape([input.shape]) == output.shape)
    if let indices = fixture.indices {
      let found = try input.value.maxPooled(fixture.settings).indices
      #expect(found.shape == indices.shape)
      #expect(found.integers == indices.integers)
    }
    try output.backward(fixture.upstream.tensor)
    let expected = try #require(fixture.gradients[0])
    #expect(difference(try #require(input.gradient), expected, tolerance: tolerance) == nil)
  }

  @Test func gradientsAreLikeDifferences() throws {
    var generator = Generator(seed: 8)
    let image = try generator.randn([1, 2, 5, 6], dtype: .float64)
    let sliding = Pooling(kernel: [3, 2], stride: [2, 2], padding: [1, 1], isCeil: true)
    try expectGradientsLikeDifferences(of: [image]) { try $0[0].maxPooled(sliding) }
    try expectGradientsLikeDifferences(of: [image]) {
      try $0[0].averagePooled(sliding, countsPadding: false)
    }
    try expectGradientsLikeDifferences(of: [image]) { try $0[0].adaptiveMaxPooled([2, 4]) }
    try expectGradientsLikeDifferences(of: [image]) { try $0[0].adaptiveAveragePooled([3, nil]) }
    let sequence = try generator.randn([2, 7], dtype: .float64)
    try expectGradientsLikeDifferences(of: [sequence]) {
      try $0[0].maxPooled(Pooling(kernel: [2], stride: [1], dilation: [3]))
    }
    try expectGradientsLikeDifferences(of: [sequence]) { try $0[0].adaptiveAveragePooled([3]) }
  }
}

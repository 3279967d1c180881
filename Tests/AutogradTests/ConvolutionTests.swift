import Autograd
import FixtureSupport
import Tensors
import Testing

/// A convolution as PyTorch computed it.
private struct Case: Decodable, Sendable, CustomTestStringConvertible {
  let operation: String
  let inputs: [Recorded]
  let upstream: Recorded
  let output: Recorded
  let gradients: [Recorded?]
  let name: String
  let stride: [Int]?
  let padding: [Int]?
  let dilation: [Int]?
  let groups: Int?
  let outputPadding: [Int]?

  var testDescription: String {
    "\(operation) \(inputs.map(\.shape)) \(stride ?? []) \(padding ?? []) \(dilation ?? []) "
      + "\(groups ?? 1) \(outputPadding ?? []) \(output.dtype)"
  }

  var recorded: Operation {
    get throws {
      let kernel = Array(inputs[1].shape.dropFirst(2))
      let ones = kernel.map { _ in 1 }
      if operation == "same" {
        return .convolution(try .same(kernel: kernel, stride: ones, dilation: dilation))
      }
      let settings = Convolution(
        stride: stride ?? ones, padding: padding, dilation: dilation, groups: groups ?? 1)
      return operation == "convolution"
        ? .convolution(settings)
        : .transposedConvolution(settings, outputPadding: outputPadding ?? kernel.map { _ in 0 })
    }
  }
}

@Suite struct ConvolutionTests {
  @Test(arguments: Fixtures.load("convolution", as: Case.self))
  fileprivate func valuesAndGradientsAreThoseOfPyTorch(_ fixture: Case) throws {
    let operation = try fixture.recorded
    let tape = Tape()
    let inputs = try fixture.inputs.map { try tape.leaf($0.tensor, requiresGradient: true) }
    let output = try tape.record(operation, Operands(inputs))
    let tolerance = output.dtype == .float64 ? 1e-12 : 1e-5
    #expect(difference(output.value, fixture.output, tolerance: tolerance, floor: 1) == nil)
    #expect(try operation.rule.shape(inputs.map(\.shape)) == output.shape)
    if fixture.operation != "same" { #expect(output.gradientFunctionName == fixture.name) }

    try output.backward(fixture.upstream.tensor)
    for (input, expected) in zip(inputs, fixture.gradients) {
      let gradient = try #require(input.gradient)
      #expect(
        difference(gradient, try #require(expected), tolerance: tolerance, floor: 1) == nil)
    }
  }

  @Test(arguments: [
    ([2, 2, 5], [3, 2, 2], Convolution(stride: [2], padding: [1])),
    ([4, 6], [2, 2, 3], Convolution(stride: [1], dilation: [2], groups: 2)),
    ([1, 2, 4, 5], [2, 2, 3, 2], Convolution(stride: [1, 2], padding: [1, 1])),
    ([2, 5, 4], [2, 1, 2, 2], Convolution(stride: [2, 1], dilation: [2, 1], groups: 2)),
  ])
  func gradientsAreLikeDifferences(x: [Int], w: [Int], settings: Convolution) throws {
    var generator = Generator(seed: 3)
    let inputs = try [x, w, [w[0]]].map { try generator.randn($0, dtype: .float64) }
    try expectGradientsLikeDifferences(of: inputs) {
      try $0[0].convolved($0[1], bias: $0[2], settings)
    }
    let bias = try generator.randn([w[1] * settings.groups], dtype: .float64)
    let y = try inputs[0].convolved(inputs[1], settings)
    try expectGradientsLikeDifferences(of: [y, inputs[1], bias]) {
      try $0[0].convolvedTransposed($0[1], bias: $0[2], settings)
    }
  }

  /// Large enough for Winograd's way, with sizes that its tiles do not divide, against double
  /// precision, which goes the general way.
  @Test(arguments: [
    ([2, 16, 14, 14], 32, 1), ([3, 19, 13, 11], 21, 0), ([8, 32, 6, 6], 16, 0),
    ([2, 17, 9, 30], 40, 2), ([2, 16, 10, 10], 16, 3),
  ])
  func singlePrecisionIsRightWithManyChannels(x: [Int], filters: Int, padding: Int) throws {
    var generator = Generator(seed: 4)
    let settings = Convolution(stride: [1, 1], padding: [padding, padding])
    let values = try [x, [filters, x[1], 3, 3], [filters]].map { try generator.randn($0) }
    func run(_ type: DataType) throws -> [[Double]] {
      let tape = Tape()
      let inputs = try values.map { try tape.leaf($0.converted(to: type), requiresGradient: true) }
      let output = try inputs[0].convolved(inputs[1], bias: inputs[2], settings)
      var upstream = Generator(seed: 9)
      try output.backward(try upstream.randn(output.shape).converted(to: type))
      return try [output.value.doubles] + inputs.map { try #require($0.gradient).doubles }
    }
    for (single, double) in zip(try run(.float32), try run(.float64)) {
      let scale = double.map(abs).max() ?? 0
      let worst = zip(single, double).map { abs($0 - $1) }.max() ?? 0
      #expect(worst <= 5e-6 * scale)
    }
  }

  @Test func oneNumberForBothDimensionsIsEnough() throws {
    let tape = Tape()
    let x = tape.constant(try Tensor.arange(2 * 6 * 6).reshaped([1, 2, 6, 6]))
    let w = tape.constant(try Tensor.ones([2, 1, 2, 2]))
    let one = try x.convolution2d(w, stride: [2], padding: [1], dilation: [2], groups: 2)
    let two = try x.convolved(
      w, Convolution(stride: [2, 2], padding: [1, 1], dilation: [2, 2], groups: 2))
    #expect(try one.value.isEqual(to: two.value))
    #expect(one.shape == [1, 2, 3, 3])
  }
}

import Autograd
import FixtureSupport
import Tensors
import Testing

/// An activation function as PyTorch computed it.
private struct Case: Decodable, Sendable, CustomTestStringConvertible {
  let operation: String
  let inputs: [Recorded]
  let upstream: Recorded
  let output: Recorded
  let gradients: [Recorded?]
  let name: String
  let constants: [Double]?
  let dim: Int?

  var testDescription: String { "\(operation) \(constants ?? []) \(inputs[0].shape)" }

  var function: Nonlinearity? {
    let a = constants?.first ?? 0
    let b = constants?.last ?? 0
    return switch operation {
    case "leakyRelu": .leakyRelu(slope: a)
    case "elu": .elu(alpha: a)
    case "celu": .celu(alpha: a)
    case "selu": .selu
    case "gelu": .gelu
    case "geluTanh": .geluTanh
    case "silu": .silu
    case "mish": .mish
    case "relu6": .relu6
    case "hardtanh": .hardtanh(low: a, high: b)
    case "hardsigmoid": .hardsigmoid
    case "hardswish": .hardswish
    case "softplus": .softplus(beta: a, threshold: b)
    case "softsign": .softsign
    case "tanhshrink": .tanhshrink
    case "hardshrink": .hardshrink(lambda: a)
    case "softshrink": .softshrink(lambda: a)
    case "logSigmoid": .logSigmoid
    case "threshold": .threshold(a, value: b)
    default: nil
    }
  }
}

/// Functions of each kind: bent, straight, with a corner between the points.
private let functions: [Nonlinearity] = [
  .leakyRelu(slope: 0.2), .elu(alpha: 0.7), .celu(alpha: 1.3), .selu, .gelu, .geluTanh, .silu,
  .mish, .relu6, .hardtanh(low: -1, high: 1), .hardsigmoid, .hardswish,
  .softplus(beta: 2, threshold: 3), .softsign, .tanhshrink, .hardshrink(lambda: 0.5),
  .softshrink(lambda: 0.5), .logSigmoid, .threshold(0.3, value: 2),
]

@Suite struct ActivationRuleTests {
  @Test(arguments: Fixtures.load("activations", as: Case.self))
  fileprivate func valuesAndGradientsAreThoseOfPyTorch(_ fixture: Case) throws {
    let operation: Operation =
      if let function = fixture.function {
        .activate(function)
      } else if fixture.operation == "prelu" { .prelu } else { .glu(dim: fixture.dim ?? 0) }
    let tape = Tape()
    let inputs = try fixture.inputs.map { try tape.leaf($0.tensor, requiresGradient: true) }
    let output = try tape.record(operation, Operands(inputs))
    let isDouble = output.dtype == .float64
    // PyTorch rounds the constants of two to single precision, and takes 1 + tanh u apart.
    let isRounded = ["celu", "hardsigmoid"].contains(fixture.operation) && isDouble
    let isCancelled = fixture.operation == "geluTanh" && !isDouble
    let tolerance = isRounded ? 1e-7 : isCancelled ? 1e-5 : isDouble ? 1e-13 : 1e-6
    #expect(difference(output.value, fixture.output, tolerance: tolerance) == nil)
    #expect(output.gradientFunctionName == fixture.name)
    #expect(try operation.rule.shape(inputs.map(\.shape)) == output.shape)

    try output.backward(fixture.upstream.tensor)
    for (input, expected) in zip(inputs, fixture.gradients) {
      let gradient = try #require(input.gradient)
      #expect(
        difference(gradient, try #require(expected), tolerance: tolerance) == nil)
    }
  }

  @Test(arguments: functions)
  func slopesAgreeWithCentralDifferencesOnceAndTwice(_ function: Nonlinearity) throws {
    let x = try Tensor([-4.1, -2.2, -0.7, -0.2, 0.1, 0.8, 1.4, 3.3, 7.2], dtype: .float64)
    try expectGradientsLikeDifferences(of: [x]) { try $0[0].activated(function) }
    try expectSecondGradientsLikeDifferences(of: [x]) { try $0[0].activated(function) }
  }

  @Test(arguments: [[3], [2, 3], [2, 3, 2]])
  func gatesAndLearnedSlopesAgreeWithCentralDifferences(_ shape: [Int]) throws {
    var generator = Generator(seed: 3)
    let x = try generator.randn(shape, dtype: .float64)
    let w = try generator.randn([shape.count == 1 ? 1 : 3], dtype: .float64)
    try expectGradientsLikeDifferences(of: [x, w]) { try $0[0].prelu($0[1]) }
    try expectSecondGradientsLikeDifferences(of: [x, w]) { try $0[0].prelu($0[1]) }
    let pairs = try generator.randn(shape + [4], dtype: .float64)
    try expectGradientsLikeDifferences(of: [pairs]) { try $0[0].glu() }
    try expectSecondGradientsLikeDifferences(of: [pairs]) { try $0[0].glu() }
    try expectGradientsLikeDifferences(of: [pairs]) { try $0[0].erf() }
  }

  @Test func composedFunctionsAreThoseOfPyTorch() throws {
    let tape = Tape()
    let x = tape.constant(try Tensor([-1, 0.5, 2]))
    #expect(try x.rrelu().value.floats == [-(11.0 / 48), 0.5, 2].map { Float($0) })
    let total = try x.softmin(0).value.sum().item()
    #expect(abs(total - 1) < 1e-6)
    #expect(try x.softmin(0).value.argmax().item() == 0)
  }
}

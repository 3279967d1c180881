import Autograd
import FixtureSupport
import NeuralNetworks
import Tensors
import Testing

private struct Drawn: Decodable, Sendable, CustomTestStringConvertible {
  let initializer: String
  let shape: [Int]
  let dtype: String
  let seed: UInt64
  let arguments: [String: Argument]
  let values: Recorded?
  let next: Int?
  let error: ModuleCase.Failure?

  var testDescription: String { "\(initializer) \(shape) \(dtype) \(arguments)" }

  private func number(_ name: String, _ standard: Double) -> Double {
    arguments[name]?.number ?? standard
  }

  var made: Initializer {
    let mode = arguments["mode"]?.text.flatMap { Initializer.Fan(rawValue: $0) } ?? .input
    let function =
      arguments["nonlinearity"]?.text.flatMap { Initializer.Nonlinear(rawValue: $0) } ?? .leakyRelu
    let (gain, slope) = (number("gain", 1), number("slope", 0))
    switch initializer {
    case "uniform_": return .uniform(low: number("low", 0), high: number("high", 1))
    case "normal_": return .normal(mean: number("mean", 0), deviation: number("deviation", 1))
    case "trunc_normal_":
      return .truncatedNormal(
        mean: number("mean", 0), deviation: number("deviation", 1), low: number("low", -2),
        high: number("high", 2))
    case "constant_": return .constant(number("value", 0))
    case "ones_": return .ones
    case "zeros_": return .zeros
    case "eye_": return .eye
    case "dirac_": return .dirac(groups: Int(number("groups", 1)))
    case "xavier_uniform_": return .xavierUniform(gain: gain)
    case "xavier_normal_": return .xavierNormal(gain: gain)
    case "kaiming_uniform_": return .kaimingUniform(slope: slope, mode: mode, function)
    case "kaiming_normal_": return .kaimingNormal(slope: slope, mode: mode, function)
    case "orthogonal_": return .orthogonal(gain: gain)
    default:
      return .sparse(sparsity: number("sparsity", 0), deviation: number("deviation", 0.01))
    }
  }
}

@Suite struct InitializerTests {
  @Test(arguments: Fixtures.load("init", as: Drawn.self))
  fileprivate func theSameSeedDrawsPyTorchsNumbers(_ fixture: Drawn) throws {
    let tape = Tape(seed: fixture.seed)
    let type: DataType = fixture.dtype == "float64" ? .float64 : .float32
    let variable = try tape.leaf(.full(fixture.shape, 9, dtype: type), requiresGradient: true)
    guard let values = fixture.values else {
      let error = try #require(fixture.error)
      #expect(throws: TensorError(TensorError.Kind(rawValue: error.kind) ?? .runtime, error.text)) {
        try variable.initialize(fixture.made)
      }
      return
    }
    try variable.initialize(fixture.made)
    let tolerance = type == .float64 ? 1e-12 : 1e-6
    let found = difference(
      variable.value, values, tolerance: fixture.initializer == "orthogonal_" ? 1e-5 : tolerance)
    #expect(found == nil)
    #expect(variable.isLeaf && variable.requiresGradient)
    #expect(try tape.generator.randint(0, 1 << 20, [1]).integers == [fixture.next])
  }

  @Test func gainsAreThoseOfPyTorch() {
    #expect(Initializer.Nonlinear.leakyRelu.gain() == 1.4141428569978354)
    #expect(Initializer.Nonlinear.tanh.gain() == 5.0 / 3)
    #expect(Initializer.Nonlinear.selu.gain() == 0.75)
    #expect(Initializer.Nonlinear.relu.gain() == 2.0.squareRoot())
    #expect(Initializer.Nonlinear.linear.gain() == 1)
  }

  @Test func boundsThatLeaveNothingAreRefused() throws {
    var generator = Generator(seed: 0)
    for (low, high) in [(1.0, 1.0), (2, 1), (50, 1e300)] {
      #expect(throws: TensorError.self) {
        try Initializer.truncatedNormal(low: low, high: high)([2], generator: &generator)
      }
    }
  }
}

import FixtureSupport
import Tensors
import Testing

private struct Draws: Decodable, Sendable, CustomTestStringConvertible {
  struct Call: Decodable, Sendable {
    let call: String
    let shape: [Int]?
    let dtype: String?
    let low: Double?
    let high: Double?
    let n: Int?
    let result: Recorded
  }
  var testDescription: String { "seed \(seed)" }
  let seed: UInt64
  let calls: [Call]
}

@Suite struct RandomTests {
  @Test(arguments: Fixtures.load("random", as: Draws.self))
  fileprivate func theSameSeedGivesPyTorchsNumbers(_ draws: Draws) throws {
    var generator = Generator(seed: draws.seed)
    for call in draws.calls {
      let dtype: DataType = call.dtype == "float64" ? .float64 : .float32
      let shape = call.shape ?? []
      let (low, high) = (call.low ?? 0, call.high ?? 0)
      var tolerance = 0.0
      let drawn: Tensor
      switch call.call {
      case "rand": drawn = try generator.rand(shape, dtype: dtype)
      case "uniform": drawn = try generator.uniform(shape, low, high, dtype: dtype)
      case "randn":
        drawn = try generator.randn(shape, dtype: dtype)
        tolerance = 1e-6
      case "randint":
        drawn = try generator.randint(
          Int(low), high >= 0x1p63 ? Int.max : Int(high), shape)
      default: drawn = try Tensor(generator.randperm(call.n ?? 0))
      }
      #expect(
        difference(drawn, call.result, tolerance: tolerance) == nil,
        "\(call.call) \(shape) \(dtype) \(low) \(high)")
      if call.result.dtype == .int64 { #expect(drawn.integers == call.result.integers) }
    }
  }
}

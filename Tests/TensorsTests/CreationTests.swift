import FixtureSupport
import Foundation
import Tensors
import Testing

private struct Draws: Decodable, Sendable, CustomTestStringConvertible {
  let seed: UInt64
  let calls: [Call]
  var testDescription: String { "seed \(seed)" }
}

/// Tensors that are made, counted out or drawn, against PyTorch's.
@Suite struct CreationTests {
  private static let calls = Fixtures.load("creation", as: Call.self)

  @Test(arguments: calls.indices)
  func tensorsAreMadeAsPyTorchMakesThem(_ index: Int) throws {
    var generator = Generator(seed: 0)
    let call = CreationTests.calls[index]
    func run(_ call: Call, _ x: [Tensor]) throws -> [Tensor] {
      [try make(call, x) ?? draw(call, x, &generator)]
    }
    let words = try call.disagreement(tolerance: { $0 == .float64 ? 1e-13 : 1e-6 }, run)
    #expect(words == nil, "\(call.title)")
  }

  @Test(arguments: Fixtures.load("draws", as: Draws.self))
  fileprivate func theSameSeedGivesTheSameDraws(_ draws: Draws) throws {
    var generator = Generator(seed: draws.seed)
    func run(_ call: Call, _ x: [Tensor]) throws -> [Tensor] { [try draw(call, x, &generator)] }
    for call in draws.calls {
      let words = try call.disagreement(
        tolerance: { $0 == .float64 ? 1e-13 : 1e-6 }, floor: 1e-3, run)
      #expect(words == nil, "\(call.title)")
    }
  }

  @Test func aGeneratorGoesOnFromWhereItStood() throws {
    var generator = Generator(seed: 3)
    _ = try generator.randn([5])
    var second = try Generator(state: generator.state)
    #expect(try generator.randn([700]).doubles == second.randn([700]).doubles)
    let state = try JSONDecoder().decode(
      Generator.State.self, from: Data(#"{"words": [1], "position": 0}"#.utf8))
    #expect(throws: TensorError.self) { try Generator(state: state) }
  }
}

extension Call {
  fileprivate var dtype: DataType {
    DataType.allCases.first { $0.name == text("dtype") } ?? .float32
  }
}

private func make(_ call: Call, _ x: [Tensor]) throws -> Tensor? {
  let (start, end, step) = (
    call.double("start") ?? 0, call.double("end") ?? 0, call.double("step") ?? 0
  )
  let count = call.int("count") ?? 0
  switch call.call {
  case "arange": return try .arange(start, end, step: step, dtype: call.dtype)
  case "arange_whole":
    return try .arange(
      call.int("start") ?? 0, call.int("end") ?? 0, step: call.int("step") ?? 0)
  case "linspace": return try .linspace(start, end, count: count, dtype: call.dtype)
  case "logspace":
    return try .logspace(
      start, end, count: count, base: call.double("base") ?? 10, dtype: call.dtype)
  case "eye":
    return try .eye(call.int("rows") ?? 0, call.int("columns") ?? 0, dtype: call.dtype)
  case "full": return try .full([2, 3], x[0].integers[0])
  default: return nil
  }
}

private func draw(_ call: Call, _ x: [Tensor], _ generator: inout Generator) throws -> Tensor {
  let shape = call.ints("shape") ?? []
  let p = call.double("p") ?? 0
  switch call.call {
  case "bernoulli": return try generator.bernoulli(shape, p, dtype: call.dtype)
  case "dropout": return try generator.bernoulli(shape, p)
  case "bernoulli_tensor": return try generator.bernoulli(x[0])
  case "exponential":
    return try generator.exponential(shape, rate: call.double("rate") ?? 1, dtype: call.dtype)
  case "normal": return try generator.normal(x[0], x[1])
  case "multinomial":
    return try generator.multinomial(
      x[0], call.int("count") ?? 0, replacement: call.flag("replacement"))
  case "rand": return try generator.rand(shape)
  default:
    Issue.record("unknown call \(call.call)")
    return .empty
  }
}

import Autograd
import Benchmark
import NeuralNetworks
import Tensors

/// Single operations of the engine, forward and backward, on one thread.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration.metrics = [.wallClock, .throughput]
  Benchmark.defaultConfiguration.maxDuration = .seconds(1)
  Parallelism.threads = 1

  for (m, n, k) in [
    (32, 16, 16), (32, 128, 20), (64, 128, 3136), (1024, 600, 200), (768, 768, 768),
  ] {
    Benchmark("matmul \(m)×\(k) · \(k)×\(n)") { benchmark in
      var generator = Generator(seed: 0)
      let a = try generator.randn([m, k])
      let b = try generator.randn([k, n])
      benchmark.startMeasurement()
      for _ in benchmark.scaledIterations { blackHole(try a.matmul(b)) }
    }
  }

  for (name, function) in elementwise {
    Benchmark("\(name) of 100,000 elements") { benchmark in
      var generator = Generator(seed: 0)
      let x = try generator.uniform([100_000], 0.1, 2)
      benchmark.startMeasurement()
      for _ in benchmark.scaledIterations { blackHole(try function(x)) }
    }
  }

  Benchmark("one recorded multiplication") { benchmark in
    let tape = Tape(seed: 0)
    let x = try tape.leaf(.scalar(2.0), requiresGradient: true)
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations { blackHole(try x * x) }
  }

  Benchmark("a step of 2-16-16-1, recorded each time") { benchmark in
    let network = try SmallNetwork()
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations { try network.loss().backward() }
  }

  Benchmark("a step of 2-16-16-1, planned") { benchmark in
    guard let plan = try StepPlan(SmallNetwork().loss()) else { return }
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations { try plan.run() }
  }
}

private let elementwise: [(String, @Sendable (Tensor) throws -> Tensor)] = [
  ("exp", { try $0.exp() }), ("log", { try $0.log() }), ("tanh", { try $0.tanh() }),
  ("sigmoid", { try $0.sigmoid() }), ("sum", { try $0.sum() }),
  ("softmax", { try $0.reshaped([1000, 100]).softmax(1) }),
]

/// A dense network that tells points inside a circle from those outside.
private struct SmallNetwork {
  private let model: Sequential
  private let x: Variable
  private let t: Variable

  init() throws {
    let tape = Tape(seed: 0)
    model = try Sequential.perceptron(
      [2, 16, 16, 1], activation: .tanh, output: .sigmoid, tape: tape)
    x = tape.constant(try tape.generator.rand([32, 2]))
    t = tape.constant(try tape.generator.rand([32, 1]))
  }

  func loss() throws -> Variable { try model(x).binaryCrossEntropy(t) }
}

import Autograd
import Tensors
import Testing

/// Convolution, relu and pooling as one operation are what they are one after the other.
@Suite struct PooledConvolutionTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var input: [Int]
    var weight: [Int]
    var settings = Convolution(stride: [1, 1], padding: [1, 1])
    var windows = Pooling(kernel: [2, 2])
    var hasBias = true
    var type = DataType.float32

    var testDescription: String { "\(input) \(weight) \(settings) \(windows) \(type)" }
  }

  static let cases = [
    Case(input: [3, 1, 28, 28], weight: [32, 1, 3, 3]),
    Case(input: [3, 3, 32, 32], weight: [32, 3, 3, 3], settings: Convolution(stride: [1, 1])),
    Case(input: [5, 32, 14, 14], weight: [64, 32, 3, 3]),
    Case(input: [5, 32, 15, 15], weight: [64, 32, 3, 3], settings: Convolution(stride: [1, 1])),
    Case(input: [9, 64, 6, 6], weight: [40, 64, 3, 3], settings: Convolution(stride: [1, 1])),
    Case(input: [3, 17, 13, 11], weight: [19, 17, 3, 3]),
    Case(
      input: [3, 17, 12, 9], weight: [19, 17, 3, 3],
      settings: Convolution(stride: [1, 1], padding: [2, 2])),
    Case(input: [1, 20, 37, 40], weight: [18, 20, 3, 3], hasBias: false),
    Case(
      input: [2, 3, 21, 18], weight: [7, 3, 5, 4], settings: Convolution(stride: [2, 1])),
    Case(
      input: [2, 4, 16, 13], weight: [6, 2, 3, 3],
      settings: Convolution(stride: [1, 2], padding: [2, 1], dilation: [2, 1], groups: 2),
      hasBias: false),
    Case(input: [4, 6, 6], weight: [5, 4, 1, 1], settings: Convolution(stride: [1, 1])),
    Case(input: [1, 1, 2, 2], weight: [1, 1, 1, 1], settings: Convolution(stride: [1, 1])),
    Case(input: [1, 16, 40, 270], weight: [16, 16, 1, 1], settings: Convolution(stride: [1, 1])),
    Case(input: [0, 3, 8, 8], weight: [4, 3, 3, 3]),
    // Step by step.
    Case(
      input: [2, 3, 9, 9], weight: [4, 3, 3, 3], windows: Pooling(kernel: [3, 3], stride: [2, 2])),
    Case(
      input: [2, 3, 9, 9], weight: [4, 3, 3, 3], windows: Pooling(kernel: [2, 2], isCeil: true)),
    Case(
      input: [2, 3, 10], weight: [4, 3, 3], settings: Convolution(stride: [1]),
      windows: Pooling(kernel: [2])),
    Case(input: [2, 3, 9, 12], weight: [4, 3, 3, 3], type: .float64),
    Case(input: [2, 20, 9, 12], weight: [34, 20, 3, 3], type: .float64),
  ]

  /// y and the gradients of all inputs.
  private func run(_ c: Case, isFused: Bool, input: Tensor? = nil) throws -> [Tensor] {
    var generator = Generator(seed: 5)
    let tape = Tape()
    func leaf(_ shape: [Int]) throws -> Variable {
      try tape.leaf(try generator.randn(shape, dtype: c.type), requiresGradient: true)
    }
    var (x, w) = (try leaf(c.input), try leaf(c.weight))
    let b = c.hasBias ? try leaf([c.weight[0]]) : nil
    if let input { x = try tape.leaf(input, requiresGradient: true) }
    if input != nil { w = try tape.leaf(w.value.absolute(), requiresGradient: true) }
    let y =
      isFused
      ? try x.convolvedReluPooled(w, bias: b, c.settings, c.windows)
      : try x.convolved(w, bias: b, c.settings).relu().maxPooled(c.windows)
    try y.backward(try generator.randn(y.shape, dtype: c.type))
    return [y.value] + [x, w, b].compactMap { $0?.gradient }
  }

  private func expectLike(_ found: [Tensor], _ expected: [Tensor], tolerance: Double) {
    #expect(found.count == expected.count)
    for (a, b) in zip(found, expected) {
      #expect(a.shape == b.shape && a.dtype == b.dtype)
      let (a, b) = (a.doubles, b.doubles)
      let scale = b.filter(\.isFinite).map(abs).max() ?? 0
      for (x, y) in zip(a, b) where !(x.isNaN && y.isNaN) && x != y {
        guard abs(x - y) <= tolerance * max(scale, 1e-30) else {
          Issue.record("\(x) in place of \(y) (the greatest is \(scale))")
          break
        }
      }
    }
  }

  @Test(arguments: cases)
  func isWhatTheThreeAre(_ c: Case) throws {
    expectLike(
      try run(c, isFused: true), try run(c, isFused: false),
      tolerance: c.type == .float32 ? 1e-5 : 1e-12)
  }

  /// Where every window is negative, where some are NaN, and where elements are equal.
  @Test(arguments: cases.filter { $0.input.reduce(1, *) > 0 })
  func holdsAtTheEdges(_ c: Case) throws {
    let count = c.input.reduce(1, *)
    let negative = try Tensor.full(c.input, -1, dtype: c.type)
    expectLike(
      try run(c, isFused: true, input: negative), try run(c, isFused: false, input: negative),
      tolerance: 1e-5)
    let steps = try Tensor((0..<count).map { Double($0 / 3 % 2) }, shape: c.input)
      .converted(to: c.type)
    expectLike(
      try run(c, isFused: true, input: steps), try run(c, isFused: false, input: steps),
      tolerance: 1e-5)
    let broken = try Tensor(
      (0..<count).map { $0 == count / 2 ? .nan : Double($0 % 5) - 2 }, shape: c.input
    ).converted(to: c.type)
    let (found, expected) = (
      try run(c, isFused: true, input: broken)[0], try run(c, isFused: false, input: broken)[0]
    )
    #expect(found.doubles.map(\.isNaN) == expected.doubles.map(\.isNaN))
    #expect(found.doubles.contains { $0.isNaN } || c.input == [1, 1, 2, 2])
  }

  @Test func gradientsAreLikeDifferences() throws {
    var generator = Generator(seed: 3)
    let inputs = [
      try generator.randn([2, 2, 5, 6], dtype: .float64),
      try generator.randn([3, 2, 3, 2], dtype: .float64),
      try generator.randn([3], dtype: .float64),
    ]
    for windows in [Pooling(kernel: [2, 2]), Pooling(kernel: [2, 2], isCeil: true)] {
      try expectGradientsLikeDifferences(of: inputs) {
        try $0[0].convolvedReluPooled(
          $0[1], bias: $0[2], Convolution(stride: [1, 1], padding: [1, 0]), windows)
      }
    }
  }

  @Test func refusesWhatTheThreeRefuse() throws {
    let tape = Tape()
    func constant(_ shape: [Int], _ type: DataType = .float32) throws -> Variable {
      tape.constant(try Tensor.ones(shape, dtype: type))
    }
    let settings = Convolution(stride: [1, 1])
    let windows = Pooling(kernel: [2, 2])
    let x = try constant([1, 1, 3, 3])
    #expect(throws: TensorError.self) {
      try x.convolvedReluPooled(constant([1, 1, 3, 3]), settings, windows)
    }
    #expect(throws: TensorError.self) {
      try x.convolvedReluPooled(constant([1, 2, 2, 2]), settings, windows)
    }
    #expect(throws: TensorError.self) {
      try x.convolvedReluPooled(constant([1, 1, 2, 2], .float64), settings, windows)
    }
    let whole = try constant([1, 1, 3, 3], .int64)
      .convolvedReluPooled(constant([1, 1, 2, 2], .int64), settings, windows)
    #expect(whole.value.doubles == [4])
  }

  /// Sums are taken in the same order whatever the number of threads.
  @Test func doesNotDependOnThreads() throws {
    for c in PooledConvolutionTests.cases.prefix(4) {
      let before = Parallelism.threads
      defer { Parallelism.threads = before }
      Parallelism.threads = 1
      let one = try run(c, isFused: true)
      Parallelism.threads = 3
      let three = try run(c, isFused: true)
      for (a, b) in zip(one, three) { #expect(a.doubles == b.doubles) }
    }
  }
}

import Autograd
import Tensors
import Testing

extension Tape {
  /// A leaf of float32 numbers that gets a gradient.
  func parameter(_ values: [Double], _ shape: [Int]? = nil) throws -> Variable {
    try leaf(Tensor(values, shape: shape), requiresGradient: true)
  }
}

@Suite struct VariableTests {
  @Test func gradientsOfSeveralPassesAddUp() throws {
    let tape = Tape()
    let x = try tape.parameter([2, 3])
    try (x * x).sum().backward()
    #expect(x.gradient?.doubles == [4, 6])
    try (x * x).sum().backward()
    #expect(x.gradient?.doubles == [8, 12])
    x.gradient = nil
    try x.sum().backward()
    #expect(x.gradient?.doubles == [1, 1])
  }

  @Test func aSecondPassNeedsTheGraphRetained() throws {
    let tape = Tape()
    let x = try tape.parameter([2])
    let y = try (x * x).sum()
    try y.backward(retainGraph: true)
    try y.backward()
    #expect(x.gradient?.doubles == [8])
    let error = #expect(throws: TensorError.self) { try y.backward() }
    #expect(
      error?.description.hasPrefix("Trying to backward through the graph a second time") == true)
    let sum = try x.sum()
    try sum.backward()
    try sum.backward()
    #expect(x.gradient?.doubles == [10])
  }

  @Test func misuseIsRefusedInPyTorchsWords() throws {
    let tape = Tape()
    let x = try tape.parameter([1, 2])
    #expect(throws: TensorError("grad can be implicitly created only for scalar outputs")) {
      try x.exp().backward()
    }
    #expect(
      throws: TensorError(
        "element 0 of tensors does not require grad and does not have a grad_fn")
    ) { try x.detached().sum().backward() }
    #expect(
      throws: TensorError(
        "Only Tensors of floating point and complex dtype can require gradients")
    ) { try tape.leaf(Tensor([1, 2]), requiresGradient: true) }
    #expect(throws: TensorError.self) { try x.sum().backward(Tensor([1.0, 2.0])) }
    #expect(throws: TensorError.self) { try x.sum().setValue(Tensor.scalar(1)) }
    #expect(throws: TensorError.self) { try x.setValue(Tensor.scalar(1)) }
    #expect(throws: TensorError.self) { try x + Tape().parameter([1, 2]) }
    #expect(x.gradient == nil)
  }

  @Test func nothingIsRecordedWithoutNeed() throws {
    let tape = Tape()
    let x = try tape.parameter([1])
    #expect(try tape.withoutRecording { try (x * x).requiresGradient } == false)
    #expect(try (x.detached() * x.detached()).operation == nil)
    #expect(try (x * x.detached()).gradientFunctionName == "MulBackward0")
    #expect(x.gradientFunctionName == nil)
  }

  @Test func gradientsOfComputedVariablesAreKeptOnRequest() throws {
    let tape = Tape()
    let x = try tape.parameter([3])
    let y = try x * x
    let z = try y * y
    y.retainGradient()
    try z.sum().backward()
    #expect(y.gradient?.doubles == [18])
    #expect(z.gradient == nil)
    #expect(x.gradient?.doubles == [108])
  }

  @Test func gradientsShareNoStorage() throws {
    let tape = Tape()
    let (a, b) = (try tape.parameter([1, 2]), try tape.parameter([3, 4]))
    try (a + b).sum().backward()
    let (first, second) = (try #require(a.gradient), try #require(b.gradient))
    #expect(!first.sharesStorage(with: second))
    try first.fill(9)
    #expect(second.doubles == [1, 1])
  }

  @Test func mixedTypesGiveEachLeafAGradientOfItsOwn() throws {
    let tape = Tape()
    let a = try tape.parameter([1, 2])
    let b = try tape.leaf(Tensor([3.0], dtype: .float64), requiresGradient: true)
    try (a * b).sum().backward()
    #expect(a.gradient?.dtype == .float32)
    #expect(b.gradient?.dtype == .float64)
    #expect(b.gradient?.doubles == [3])
  }

  @Test func aChainOf200000NodesIsBuiltPassedAndFreed() throws {
    let tape = Tape()
    let x = try tape.parameter([1])
    do {
      var y = x
      for _ in 0..<200_000 { y = try -y }
      #expect(tape.count == 200_001)
      try y.sum().backward()
      var pass = try BackwardPass(Trace(of: y.sum()))
      var steps = 0
      while try pass.advance() != nil { steps += 1 }
      #expect(steps == 200_001)
    }
    #expect(x.gradient?.doubles == [1])
    #expect(tape.count == 1)
  }

  @Test func aWideFanOutAddsUp() throws {
    let tape = Tape()
    let x = try tape.parameter([1])
    var terms: [Variable] = []
    for _ in 0..<500 { terms.append(try 2 * x) }
    try Variable.concatenated(terms).sum().backward()
    #expect(x.gradient?.doubles == [1000])
    terms = []
  }

  @Test func manyStepsTakeNoMoreNodesThanOne() throws {
    let tape = Tape()
    let w = try tape.parameter([0.5, -0.5], [1, 2])
    let x = tape.constant(try Tensor([1.0, 2, 3, 4], shape: [2, 2]))
    var counts: Set<Int> = []
    for _ in 0..<2_000 {
      let loss = try w.matmul(x).tanh().sum()
      try loss.backward()
      w.gradient = nil
      counts.insert(tape.count)
    }
    #expect(counts == [5])
    #expect(tape.count == 2)
  }
}

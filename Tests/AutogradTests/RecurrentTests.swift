import Autograd
import FixtureSupport
import Tensors
import Testing

/// A recurrent layer as PyTorch computed it.
private struct Case: Decodable, Sendable, CustomTestStringConvertible {
  let cell: String
  let x, h0, upstream, output, dh0: Recorded
  let weights, gradients: [Recorded]
  let c0, dc0, upstreamMemory, memory: Recorded?

  var testDescription: String { "\(cell) \(x.shape) \(output.shape) \(x.dtype)" }
}

@Suite struct RecurrentTests {
  @Test(arguments: Fixtures.load("recurrent", as: Case.self))
  fileprivate func statesAndGradientsAreThoseOfPyTorch(_ fixture: Case) throws {
    let cell = try #require(RecurrentCell(rawValue: fixture.cell))
    let tape = Tape()
    func leaf(_ recorded: Recorded) throws -> Variable {
      try tape.leaf(recorded.tensor, requiresGradient: true)
    }
    let (x, h0) = (try leaf(fixture.x), try leaf(fixture.h0))
    let parameters = try fixture.weights.map(leaf)
    let weights = RecurrentWeights(
      input: parameters[0], hidden: parameters[1],
      biases: parameters.count == 4 ? (parameters[2], parameters[3]) : nil)
    let tolerance = fixture.x.dtype == .float64 ? 1e-12 : 1e-5
    let c0 = try fixture.c0.map(leaf)
    let hidden: Variable
    let loss: Variable
    if let c0, let upstream = fixture.upstreamMemory, let memory = fixture.memory {
      let states = try x.lstm(hidden: h0, memory: c0, weights)
      hidden = states.hidden
      let last = try states.memory.select(0, -1)
      #expect(difference(last.value, memory, tolerance: tolerance) == nil)
      loss =
        try (hidden * tape.constant(fixture.upstream.tensor)).sum()
        + (last * tape.constant(upstream.tensor)).sum()
    } else {
      hidden = try x.recurrent(cell, hidden: h0, weights)
      loss = try (hidden * tape.constant(fixture.upstream.tensor)).sum()
    }
    #expect(difference(hidden.value, fixture.output, tolerance: tolerance) == nil)
    try loss.backward()
    for (input, expected) in zip([x] + parameters, fixture.gradients) {
      #expect(
        difference(try #require(input.gradient), expected, tolerance: tolerance, floor: 1) == nil)
    }
    #expect(
      difference(try #require(h0.gradient), fixture.dh0, tolerance: tolerance, floor: 1) == nil)
    if let c0, let expected = fixture.dc0 {
      #expect(difference(try #require(c0.gradient), expected, tolerance: tolerance) == nil)
    }
  }

  private func example(_ cell: RecurrentCell, _ steps: Int, hasBias: Bool) throws -> [Tensor] {
    var generator = Generator(seed: 12)
    let rows = cell.gates * 3
    let shapes =
      [[steps, 2, 2], [2, 3]] + (cell == .lstm ? [[2, 3]] : []) + [[rows, 2], [rows, 3]]
      + (hasBias ? [[rows], [rows]] : [])
    return try shapes.map { try generator.randn($0, dtype: .float64) }
  }

  @Test(arguments: RecurrentCell.allCases, [false, true])
  func gradientsAgreeWithCentralDifferencesInBothDirections(
    cell: RecurrentCell, isReversed: Bool
  ) throws {
    for (steps, hasBias) in [(1, true), (3, true), (2, false)] {
      try expectGradientsLikeDifferences(of: example(cell, steps, hasBias: hasBias)) {
        try $0[0].tape.record(.recurrent(cell, isReversed: isReversed), Operands($0))
      }
    }
  }

  @Test(arguments: RecurrentCell.allCases)
  func readingFromTheEndIsReadingTheReversedSequence(_ cell: RecurrentCell) throws {
    let tensors = try example(cell, 4, hasBias: true)
    let tape = Tape()
    func states(_ x: Tensor, isReversed: Bool) throws -> Tensor {
      let operands = ([x] + tensors.dropFirst()).map { tape.constant($0) }
      let states = try tape.record(
        .recurrent(cell, isReversed: isReversed), Operands(operands)
      ).value
      return cell == .lstm ? try states.select(0, 0) : states
    }
    func turned(_ x: Tensor) throws -> Tensor { try x.rows(at: Tensor([3, 2, 1, 0])) }
    let there = try states(tensors[0], isReversed: true)
    let back = try turned(states(turned(tensors[0]), isReversed: false))
    #expect(zip(there.doubles, back.doubles).allSatisfy { abs($0 - $1) < 1e-14 })
  }

  @Test(arguments: RecurrentCell.allCases)
  func manySamplesOnSeveralThreadsAreEachLikeOne(_ cell: RecurrentCell) throws {
    var generator = Generator(seed: 2)
    let (rows, units, samples, steps) = (cell.gates * 33, 33, 37, 6)
    let x = try generator.randn([steps, samples, 5])
    let h = try generator.randn([samples, units])
    let c = cell == .lstm ? try generator.randn([samples, units]) : nil
    let (w, u) = (try generator.randn([rows, 5]), try generator.uniform([rows, units], -0.2, 0.2))
    let (b, d) = (try generator.randn([rows]), try generator.randn([rows]))
    func layer(_ range: Range<Int>) throws -> RecurrentLayer {
      func part(_ t: Tensor, _ dim: Int) throws -> Tensor {
        try t.sliced(dim, from: range.lowerBound, to: range.upperBound)
      }
      return RecurrentLayer(
        cell, input: try part(x, 1), hidden: try part(h, 0), memory: try c.map { try part($0, 0) },
        inputWeight: w, hiddenWeight: u, biases: (b, d))
    }
    let all = try layer(0..<samples).states().states
    let axis = all.rank - 2
    for sample in [0, 17, 18, 19, 36] {
      let one = try layer(sample..<(sample + 1)).states().states
      let part = try all.sliced(axis, from: sample, to: sample + 1)
      #expect(zip(one.doubles, part.doubles).allSatisfy { abs($0 - $1) < 1e-5 })
    }
  }

  @Test func emptySequencesAndBatchesPassNothing() throws {
    let tape = Tape()
    for (steps, samples) in [(0, 2), (3, 0)] {
      let shapes = [[steps, samples, 2], [samples, 3], [samples, 3], [12, 2], [12, 3]]
      let leaves = try shapes.map { try tape.leaf(Tensor.ones($0), requiresGradient: true) }
      let states = try tape.record(.recurrent(.lstm, isReversed: false), Operands(leaves))
      #expect(states.shape == [2, steps, samples, 3])
      try states.sum().backward()
      #expect(leaves[3].gradient?.doubles.allSatisfy { $0 == 0 } == true)
    }
  }

  @Test func wrongShapesAndTypesAreRefused() throws {
    let x = try Tensor.ones([3, 2, 4])
    func layer(_ h: [Int], _ w: [Int], _ u: [Int], _ type: DataType = .float32) throws
      -> RecurrentLayer
    {
      RecurrentLayer(
        .tanh, input: x, hidden: try .ones(h), inputWeight: try .ones(w, dtype: type),
        hiddenWeight: try .ones(u))
    }
    #expect(
      throws: TensorError(
        "input.size(-1) must be equal to input_size. Expected 7, got 4")
    ) { try layer([2, 5], [5, 7], [5, 5]).states() }
    #expect(throws: TensorError("Expected hidden size [2, 5], got [3, 5]")) {
      try layer([3, 5], [5, 4], [5, 5]).states()
    }
    #expect(throws: TensorError.self) { try layer([2, 5], [5, 4], [4, 5]).states() }
    #expect(throws: TensorError.self) { try layer([2, 5], [5, 4], [5, 5], .float64).states() }
    #expect(throws: TensorError.self) { try layer([2], [5, 4], [5, 5]).states() }
  }
}

import Autograd
import FixtureSupport
import Tensors
import Testing

/// An attention as PyTorch computed it.
private struct Case: Decodable, Sendable, CustomTestStringConvertible {
  let inputs: [Recorded]
  let upstream: Recorded
  let output: Recorded
  let gradients: [Recorded?]
  let isCausal: Bool?
  let scale: Double?

  var testDescription: String { "\(inputs.map(\.shape)) \(isCausal ?? false) \(output.dtype)" }
}

@Suite struct AttentionTests {
  @Test(arguments: Fixtures.load("attention", as: Case.self))
  fileprivate func valuesAndGradientsAreThoseOfPyTorch(_ fixture: Case) throws {
    let tape = Tape()
    let inputs = try fixture.inputs.map {
      try tape.leaf($0.tensor, requiresGradient: $0.dtype.isFloatingPoint)
    }
    let output = try inputs[0].attention(
      keys: inputs[1], values: inputs[2], mask: inputs.count > 3 ? inputs[3] : nil,
      isCausal: fixture.isCausal ?? false, scale: fixture.scale)
    let tolerance = output.dtype == .float64 ? 1e-12 : 1e-5
    #expect(difference(output.value, fixture.output, tolerance: tolerance) == nil)
    #expect(try output.operation?.rule.shape(inputs.map(\.shape)) == output.shape)
    try output.backward(fixture.upstream.tensor)
    for (input, expected) in zip(inputs, fixture.gradients) {
      guard let expected else { continue }
      let gradient = try #require(input.gradient)
      #expect(difference(gradient, expected, tolerance: tolerance, least: 1) == nil)
    }
  }

  /// The formula as a lesson writes it.
  private func plain(_ q: Variable, _ k: Variable, _ v: Variable, isCausal: Bool) throws
    -> Variable
  {
    var scores = try q.matmul(k.transposed()) / Double(q.shape.last ?? 1).squareRoot()
    if isCausal {
      let (queries, keys) = (scores.shape[scores.rank - 2], scores.shape[scores.rank - 1])
      let sees = try Tensor(
        (0..<(queries * keys)).map { $0 % keys <= $0 / keys }, shape: [queries, keys])
      scores = try Variable.choose(sees, scores, else: scores.number(-.infinity))
    }
    return try scores.softmax(-1).matmul(v)
  }

  @Test(arguments: [(1, 1), (5, 70), (70, 5), (200, 130), (33, 1000)], [false, true])
  func blocksOfAnySizeGiveWhatTheFormulaGives(lengths: (Int, Int), isCausal: Bool) throws {
    var generator = Generator(seed: 7)
    let shapes = [[2, 3, lengths.0, 6], [2, 3, lengths.1, 6], [2, 3, lengths.1, 6]]
    let values = try shapes.map { try generator.randn($0, dtype: .float64) }
    let upstream = try generator.randn(shapes[0], dtype: .float64)
    var results: [[Tensor]] = []
    for isFused in [true, false] {
      let tape = Tape()
      let x = try values.map { try tape.leaf($0, requiresGradient: true) }
      let y =
        isFused
        ? try x[0].attention(keys: x[1], values: x[2], isCausal: isCausal)
        : try plain(x[0], x[1], x[2], isCausal: isCausal)
      try y.backward(upstream)
      results.append([y.value] + x.compactMap(\.gradient))
    }
    for (a, b) in zip(results[0], results[1]) {
      #expect(a.shape == b.shape)
      #expect(zip(a.doubles, b.doubles).allSatisfy { abs($0 - $1) < 1e-12 * max(1, abs($1)) })
    }
  }

  @Test func gradientsAgreeWithCentralDifferences() throws {
    var generator = Generator(seed: 1)
    let shapes = [[2, 3, 2], [2, 4, 2], [2, 4, 3], [3, 4]]
    let x = try shapes.map { try generator.randn($0, dtype: .float64) }
    try expectGradientsLikeDifferences(of: x) {
      try $0[0].attention(keys: $0[1], values: $0[2], mask: $0[3])
    }
    try expectGradientsLikeDifferences(of: Array(x.prefix(3))) {
      try $0[0].attention(keys: $0[1], values: $0[2], isCausal: true)
    }
    let packed = try generator.randn([2, 3, 12], dtype: .float64)
    try expectGradientsLikeDifferences(of: [packed]) {
      try $0[0].selfAttention(heads: 2, isCausal: true)
    }
  }

  @Test(arguments: [false, true])
  func aPackedSequenceIsAttendedLikeItsParts(isCausal: Bool) throws {
    var generator = Generator(seed: 6)
    let packed = try generator.randn([3, 7, 24])
    let tape = Tape()
    let x = try tape.leaf(packed, requiresGradient: true)
    let parts = try (0..<3).map {
      try x.reshaped([3, 7, 3, 2, 4]).select(2, $0).transposed(1, 2)
    }
    let apart = try parts[0].attention(keys: parts[1], values: parts[2], isCausal: isCausal)
      .transposed(1, 2).reshaped([3, 7, 8])
    let joint = try x.selfAttention(heads: 2, isCausal: isCausal)
    #expect(try joint.value.isEqual(to: apart.value))
    let upstream = try generator.randn([3, 7, 8])
    try apart.backward(upstream)
    let expected = try #require(x.gradient)
    x.gradient = nil
    try joint.backward(upstream)
    #expect(try #require(x.gradient).isEqual(to: expected))
  }

  @Test func headsSideBySideNeedNoCopy() throws {
    let q = try Tensor.ones([2, 3, 5, 4])
    let output = try Attention(queries: q, keys: q, values: q).result().output
    #expect(try output.transposed(1, 2).reshaped([2, 5, 12]).sharesStorage(with: output))
  }

  @Test func largeScoresDoNotOverflow() throws {
    let q = try Tensor([1e4, -1e4], shape: [2, 1])
    let v = try Tensor([3.0, 5], shape: [2, 1])
    let output = try Attention(queries: q, keys: q, values: v).result().output
    #expect(output.doubles == [3, 5])
  }

  @Test func viewsAreReadWhereTheyLie() throws {
    var generator = Generator(seed: 9)
    let x = try generator.randn([4, 5, 2])
    let (turned, row) = (try x.transposed(0, 2), try x.select(0, 0).unsqueezed(0))
    let stretched = try row.select(1, 0).unsqueezed(1).expanded(to: [1, 5, 2])
    for q in [turned, stretched] {
      let strided = try Attention(queries: q, keys: q, values: q).result().output
      let copy = try q.contiguous()
      let contiguous = try Attention(queries: copy, keys: copy, values: copy).result().output
      #expect(try strided.isEqual(to: contiguous))
    }
  }

  @Test func nothingToAttendToIsZero() throws {
    let (q, none) = (try Tensor.ones([2, 3, 4]), try Tensor.ones([2, 0, 4]))
    #expect(
      try Attention(queries: q, keys: none, values: none).result().output.doubles.allSatisfy {
        $0 == 0
      })
    #expect(try Attention(queries: none, keys: q, values: q).result().output.shape == [2, 0, 4])
    let empty = try Tensor.ones([0, 3, 4])
    #expect(
      try Attention(queries: empty, keys: empty, values: empty).result().output.shape == [0, 3, 4])
  }

  @Test func wrongShapesAndTypesAreRefusedInPyTorchsWords() throws {
    let q = try Tensor.ones([1, 1, 3, 4])
    func attend(_ k: Tensor, _ v: Tensor, _ mask: Tensor? = nil) throws {
      _ = try Attention(queries: q, keys: k, values: v, mask: mask).result()
    }
    #expect(
      throws: TensorError(
        "Expected size for first two dimensions of batch2 tensor to be: [1, 4] but got: [1, 3].")
    ) { try attend(.ones([1, 1, 3, 3]), q) }
    #expect(
      throws: TensorError(
        "Expected query, key, and value to have the same dtype, but got query.dtype: float "
          + "key.dtype: double and value.dtype: float instead.")
    ) { try attend(.ones([1, 1, 3, 4], dtype: .float64), q) }
    #expect(
      throws: TensorError(
        "Expected attn_mask dtype to be bool or float or to match query dtype, but got "
          + "attn_mask.dtype: long int and  query.dtype: float instead.")
    ) { try attend(q, q, .ones([3, 3], dtype: .int64)) }
    #expect(
      throws: TensorError(
        "The size of tensor a (3) must match the size of tensor b (2) at non-singleton "
          + "dimension 2")
    ) { try attend(q, q, .ones([2, 3])) }
    #expect(throws: TensorError.self) { try attend(q, q, .ones([5, 1, 3, 3])) }
    #expect(throws: TensorError.self) { try attend(q, .ones([1, 1, 2, 4])) }
    #expect(throws: TensorError.self) { try attend(.ones([4]), q) }
    #expect(throws: TensorError.self) { try Attention(packed: .ones([1, 2, 9]), heads: 2) }
    #expect(throws: TensorError.self) { try Attention(packed: .ones([1, 2, 9]), heads: 0) }
  }
}

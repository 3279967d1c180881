import Tensors
import Testing

/// What holds for every tensor, however its elements lie in memory.
@Suite struct PropertyTests {
  /// A tensor of a random shape, seen through random views.
  private func arbitrary(_ generator: inout Generator, rank: Int) throws -> Tensor {
    let sizes = try generator.randint(0, 5, [rank]).integers
    var tensor = try generator.randn(sizes.map { $0 + 1 }, dtype: .float64)
    if rank > 0 {
      tensor = try tensor.permuted(generator.randperm(rank))
      let dim = try generator.randint(0, rank, []).integers[0]
      tensor = try tensor.sliced(
        dim, from: Int(generator.bits32() % 2), step: 1 + Int(generator.bits32() % 2))
    }
    return tensor
  }

  @Test(arguments: 0..<200)
  func layoutInMemoryNeverMatters(_ seed: Int) throws {
    var generator = Generator(seed: UInt64(seed))
    let rank = seed % 5
    let x = try arbitrary(&generator, rank: rank)
    let plain = try x.copied()
    #expect(x.doubles == plain.doubles)
    #expect(x.doubles == everyElement(of: x))
    #expect(try (x + x).doubles == (plain + plain).doubles)
    #expect(try x.tanh().doubles == plain.tanh().doubles)
    #expect(try x.reshaped([-1, 1]).doubles == plain.doubles || x.count == 0)
    for dim in 0..<rank {
      let (sum, plainSum) = (try x.sum([dim]).doubles, try plain.sum([dim]).doubles)
      #expect(zip(sum, plainSum).allSatisfy { abs($0 - $1) < 1e-12 })
      #expect(try x.unsqueezed(dim).squeezed(dim).doubles == plain.doubles)
      if x.count > 0 {
        #expect(try x.argmax(dim).integers == plain.argmax(dim).integers)
        #expect(try x.softmax(dim).doubles == plain.softmax(dim).doubles)
        #expect(
          try Tensor.concatenated([x, plain], dim).sliced(dim, from: x.shape[dim]).doubles
            == plain.doubles)
      }
    }
  }

  @Test(arguments: 0..<200)
  func stretchingIsAsIfElementsWereRepeated(_ seed: Int) throws {
    var generator = Generator(seed: UInt64(seed))
    let a = try arbitrary(&generator, rank: 1 + seed % 4)
    let kept = a.shape.map { generator.bits32() % 2 == 0 ? $0 : min($0, 1) }
    let b = try generator.randn(Array(kept.dropFirst(seed % 3)), dtype: .float64)
    let stretched = try b.expanded(to: a.shape).copied()
    #expect(try (a * b).isEqual(to: a * stretched))
    #expect(try (b - a).isEqual(to: stretched - a))
    #expect(try a.compared(.less, to: b).isEqual(to: a.compared(.less, to: stretched)))
    #expect(try (a + b).summed(to: b.shape).shape == b.shape)
  }

  /// The elements in row-major order, each by its own chain of selections.
  private func everyElement(of x: Tensor) -> [Double] {
    guard let size = x.shape.first else { return x.doubles }
    return (0..<size).flatMap { index in
      (try? x.select(0, index)).map { everyElement(of: $0) } ?? []
    }
  }
}

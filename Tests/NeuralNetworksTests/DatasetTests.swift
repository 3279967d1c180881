import FixtureSupport
import Foundation
import NeuralNetworks
import Tensors
import Testing

/// In which order PyTorch takes samples for a seed.
private struct RecordedOrder: Decodable, Sendable {
  let kind: String
  let seed: UInt64
  let count: Int
  let lengths: [Double]
  let isFraction: Bool
  let weights: [Double]?
  let orders: [[Int]]

  static let all = Fixtures.load("data-orders", as: RecordedOrder.self)
}

@Suite struct DatasetTests {
  @Test(arguments: RecordedOrder.all.indices) func samplesComeInPyTorchsOrder(_ index: Int) throws {
    let recorded = RecordedOrder.all[index]
    var generator = Generator(seed: recorded.seed)
    switch recorded.kind {
    case "split":
      let rows = try TensorDataset([try Tensor(Array(0..<recorded.count))])
      let parts =
        recorded.isFraction
        ? try rows.randomSplit(fractions: recorded.lengths, &generator)
        : try rows.randomSplit(recorded.lengths.map(Int.init), &generator)
      #expect(parts.map(\.indices) == recorded.orders)
    case "own":
      let loader = try DataLoader(count: recorded.count, batchSize: 4, isShuffled: true)
      let epochs = try (0..<3).flatMap { _ in try loader.epoch(&generator, isOwn: true) }
      #expect(epochs == recorded.orders)
    default:
      let order = DataLoader.Order.weighted(recorded.weights ?? [], draws: 20)
      let loader = try DataLoader(
        count: recorded.count, batchSize: 8, order: order, dropsLast: true)
      #expect(try (0..<2).flatMap { _ in try loader.epoch(&generator) } == recorded.orders)
    }
  }

  @Test func batchesAreStackedSamples() throws {
    var generator = Generator(seed: 1)
    let x = try generator.rand([5, 2, 3])
    let data = try TensorDataset([x, try Tensor([4, 3, 2, 1, 0])])
    let sample = try data.sample(-1)
    #expect(sample[0].floats == Array(x.floats.suffix(6)) && sample[1].integers == [0])
    let subset = try Subset(data, [3, -5, 1])
    for batch in [try subset.collated([0, 1, -1]), try collate((0..<3).map(subset.sample))] {
      #expect(batch[0].shape == [3, 2, 3] && batch[1].integers == [1, 4, 3])
      let expected = try [3, 0, 1].flatMap { try x.select(0, $0).floats }
      #expect(batch[0].floats == expected)
    }
    let doubled = MappedDataset(data) { [try $0[0] + $0[0], $0[1]] }
    #expect(try doubled.collated([2])[0].floats == x.floats[12..<18].map { 2 * $0 })
    let loader = try DataLoader(count: 5, batchSize: 2)
    var batches = try Batches(data, loader, &generator)
    var seen: [[Int]] = []
    while let batch = try batches.next() { seen.append(batch[1].integers) }
    #expect(seen == [[4, 3], [2, 1], [0]])
  }

  @Test func misuseIsRefused() throws {
    let data = try TensorDataset([.ones([3, 2])])
    #expect(throws: TensorError.self) { try data.sample(3) }
    #expect(throws: TensorError.self) { try data.sample(-4) }
    #expect(throws: TensorError.self) { try data.collated([0, 3]) }
    #expect(throws: TensorError.self) { try collate([]) }
    #expect(throws: TensorError.self) { try collate([[.ones([2])], [.ones([3])]]) }
    #expect(throws: TensorError.self) { try collate([[.ones([2])], []]) }
    #expect(throws: TensorError.self) { try Subset(data, [3]) }
    #expect(throws: TensorError.self) { try TensorDataset([.ones([3]), .ones([2])]) }
    #expect(throws: TensorError.self) { try TensorDataset([try .scalar(1.0)]) }
    #expect(throws: TensorError.self) { try TensorDataset([]) }
    var generator = Generator(seed: 1)
    for lengths in [[1, 1], [4, -1], [Int.max, Int.max], []] {
      #expect(throws: TensorError.self) { try data.randomSplit(lengths, &generator) }
    }
    for shares in [[0.5, 0.4], [1.5, -0.5], [.nan], [0.6, 0.6]] {
      #expect(throws: TensorError.self) { try data.randomSplit(fractions: shares, &generator) }
    }
    for weights in [[1, 1], [1, -1, 1], [0, 0, 0], [1, .infinity, 1]] {
      #expect(throws: DataError.self) {
        try DataLoader(count: 3, order: .weighted(weights, draws: 2))
      }
    }
    #expect(throws: DataError.self) { try DataLoader(count: 3, batchSize: 0) }
    #expect(try DataLoader(count: 3, batchSize: .max).batchCount == 1)
    #expect(try DataLoader(count: 3, batchSize: .max).epoch(&generator) == [[0, 1, 2]])
  }
}

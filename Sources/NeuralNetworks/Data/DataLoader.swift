import Tensors

/// Cuts samples into batches, in PyTorch's order for the same seed.
public struct DataLoader: Hashable, Sendable {
  public let count: Int
  public let batchSize: Int
  public let isShuffled: Bool
  /// Whether a last batch that is not full is left out.
  public let dropsLast: Bool

  public init(count: Int, batchSize: Int = 1, isShuffled: Bool = false, dropsLast: Bool = false)
    throws
  {
    guard batchSize > 0, count >= 0 else {
      throw DataError("batch_size should be a positive integer value, but got \(batchSize)")
    }
    self.count = count
    self.batchSize = batchSize
    self.isShuffled = isShuffled
    self.dropsLast = dropsLast
  }

  /// How many batches an epoch has.
  public var batchCount: Int {
    dropsLast ? count / batchSize : count / batchSize + (count % batchSize == 0 ? 0 : 1)
  }

  /// The batches of the next epoch, as indices of samples. PyTorch's loader takes two seeds from
  /// the default generator: one for its workers, one for the order.
  public func epoch(_ generator: inout Generator) throws -> [[Int]] {
    _ = generator.seed()
    var order = Array(0..<count)
    if isShuffled {
      var shuffler = Generator(seed: generator.seed())
      order = try shuffler.randperm(count)
    }
    return (0..<batchCount).map { batch in
      Array(order[(batch * batchSize)..<min((batch + 1) * batchSize, count)])
    }
  }
}

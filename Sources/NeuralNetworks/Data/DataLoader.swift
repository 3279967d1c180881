import Tensors

/// Cuts samples into batches, in PyTorch's order for the same seed.
public struct DataLoader: Hashable, Sendable {
  /// Which samples an epoch has, and in which order.
  public enum Order: Hashable, Sendable {
    /// From first to last.
    case sequential
    /// Each sample once, in random order.
    case shuffled
    /// As many as `draws` samples, each drawn by its weight, and drawn anew: PyTorch's
    /// `WeightedRandomSampler`.
    case weighted([Double], draws: Int)
  }

  /// Samples in the data set.
  public let count: Int
  public let batchSize: Int
  public let order: Order
  /// Whether a last batch that is not full is left out.
  public let dropsLast: Bool

  public init(count: Int, batchSize: Int = 1, isShuffled: Bool = false, dropsLast: Bool = false)
    throws
  {
    try self.init(
      count: count, batchSize: batchSize, order: isShuffled ? .shuffled : .sequential,
      dropsLast: dropsLast)
  }

  public init(count: Int, batchSize: Int = 1, order: Order, dropsLast: Bool = false) throws {
    guard batchSize > 0, count >= 0 else {
      throw DataError("batch_size should be a positive integer value, but got \(batchSize)")
    }
    if case .weighted(let weights, let draws) = order {
      guard weights.count == count, draws > 0,
        weights.allSatisfy({ $0 >= 0 && $0.isFinite }), weights.contains(where: { $0 > 0 })
      else {
        throw DataError(
          "a sampler needs a weight ≥ 0 for each of \(count) samples, one of them > 0, and at "
            + "least one draw")
      }
    }
    self.count = count
    self.batchSize = batchSize
    self.order = order
    self.dropsLast = dropsLast
  }

  public var isShuffled: Bool { order == .shuffled }

  /// Samples in an epoch.
  public var drawCount: Int {
    if case .weighted(_, let draws) = order { draws } else { count }
  }

  /// How many batches an epoch has.
  public var batchCount: Int {
    let isRest = drawCount % batchSize != 0 && !dropsLast
    return drawCount / batchSize + (isRest ? 1 : 0)
  }

  /// The batches of the next epoch, as indices of samples. PyTorch's loader takes two seeds from
  /// the default generator: one for its workers, one for the order.
  /// - Parameter isOwn: whether the generator was given to the loader (`generator=`). PyTorch
  ///   then draws the order from it directly, and at the epoch's end once more.
  public func epoch(_ generator: inout Generator, isOwn: Bool = false) throws -> [[Int]] {
    _ = generator.seed()
    let order = try samples(&generator, isOwn)
    return (0..<batchCount).map { batch in
      let start = batch * batchSize
      return Array(order[start..<(start + min(batchSize, drawCount - start))])
    }
  }

  private func samples(_ generator: inout Generator, _ isOwn: Bool) throws -> [Int] {
    switch order {
    case .sequential: return Array(0..<count)
    case .shuffled where isOwn:
      let order = try generator.randperm(count)
      _ = try generator.randperm(count)
      return order
    case .shuffled:
      var shuffler = Generator(seed: generator.seed())
      return try shuffler.randperm(count)
    case .weighted(let weights, let draws):
      var sums: [Double] = []
      for weight in weights { sums.append((sums.last ?? 0) + weight) }
      let total = sums.last ?? 1
      sums = sums.map { $0 / total }
      guard draws <= MemoryBudget.limit / 8 else { throw DataError("\(draws) draws are too many") }
      return (0..<draws).map { _ in
        let point = generator.uniform64()
        return min(sums.partitioningIndex { $0 >= point }, count - 1)
      }
    }
  }
}

/// The batches of one epoch, each made when it is asked for.
public struct Batches<Data: Dataset> {
  public let data: Data
  /// The samples of each batch.
  public let indices: [[Int]]
  /// The number of the next batch.
  public private(set) var position = 0

  public init(_ data: Data, _ loader: DataLoader, _ generator: inout Generator, isOwn: Bool = false)
    throws
  {
    self.data = data
    indices = try loader.epoch(&generator, isOwn: isOwn)
  }

  /// The next batch; nil when the epoch is over.
  public mutating func next() throws -> [Tensor]? {
    guard position < indices.count else { return nil }
    defer { position += 1 }
    return try data.collated(indices[position])
  }
}

extension Array {
  /// The first index from which on a condition holds, when it holds nowhere before.
  func partitioningIndex(_ holds: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = low + (high - low) / 2
      (low, high) = holds(self[middle]) ? (low, middle) : (middle + 1, high)
    }
    return low
  }
}

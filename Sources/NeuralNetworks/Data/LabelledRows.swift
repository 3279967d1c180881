import Tensors

/// Labelled samples in memory: one row of numbers and one class for each.
public struct LabelledRows: Sendable {
  /// All rows one after the other.
  public let features: [Float]
  public let labels: [Int]
  /// Numbers in one row.
  public let width: Int
  public let classes: Int

  public init(features: [Float], labels: [Int], width: Int, classes: Int) throws {
    guard width > 0, features.count == labels.count.multipliedReportingOverflow(by: width).0,
      labels.allSatisfy({ $0 >= 0 && $0 < classes })
    else {
      throw DataError(
        "\(labels.count) labels below \(classes) do not fit \(features.count) numbers in rows "
          + "of \(width)")
    }
    self.features = features
    self.labels = labels
    self.width = width
    self.classes = classes
  }

  public var count: Int { labels.count }

  /// The four points of exclusive or, labelled 0 and 1.
  public static var xor: LabelledRows {
    get throws {
      try LabelledRows(
        features: [0, 0, 0, 1, 1, 0, 1, 1], labels: [0, 1, 1, 0], width: 2, classes: 2)
    }
  }

  /// The numbers of one sample; none where there is no such sample.
  public func row(_ index: Int) -> ArraySlice<Float> {
    labels.indices.contains(index) ? features[(index * width)..<((index + 1) * width)] : []
  }

  private func check(_ indices: [Int]) throws {
    if let index = indices.first(where: { !labels.indices.contains($0) }) {
      throw DataError("there is no sample \(index): the data set has \(count)")
    }
  }

  /// The samples at these indices.
  public func subset(_ indices: some Sequence<Int>) throws -> LabelledRows {
    let indices = Array(indices)
    try check(indices)
    return try LabelledRows(
      features: indices.flatMap { row($0) }, labels: indices.map { labels[$0] }, width: width,
      classes: classes)
  }

  /// Samples at these indices as a batch: a matrix of rows, and their classes.
  public func batch(_ indices: [Int]) throws -> (features: Tensor, labels: Tensor) {
    try check(indices)
    _ = try byteCount([indices.count, width], of: 4, "a batch of \(indices.count) samples")
    var rows: [Float] = []
    rows.reserveCapacity(indices.count * width)
    for index in indices { rows += row(index) }
    return (
      try Tensor(rows, shape: [indices.count, width]), try Tensor(indices.map { labels[$0] })
    )
  }

  /// Shuffled and cut in two; the second part has `share` of the samples (0 … 1), rounded.
  public func split(held share: Double, generator: inout Generator) throws -> (
    training: LabelledRows, held: LabelledRows
  ) {
    guard share >= 0, share <= 1 else {
      throw DataError("the share to hold out must lie between 0 and 1, not \(share)")
    }
    let order = try generator.randperm(count)
    let held = Int((Double(count) * share).rounded())
    return (try subset(order.dropLast(held)), try subset(order.suffix(held)))
  }
}

extension LabelledRows: Dataset {
  public func sample(_ index: Int) throws -> [Tensor] {
    let index = try place(index)
    return [try Tensor(Array(row(index))), try Tensor.scalar(labels[index])]
  }

  public func collated(_ indices: [Int]) throws -> [Tensor] {
    let (features, labels) = try batch(indices.map { try place($0) })
    return [features, labels]
  }
}

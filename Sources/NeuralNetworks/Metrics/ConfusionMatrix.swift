import Tensors

/// Which classes were taken for which: rows are labels, columns are predictions.
public struct ConfusionMatrix: Hashable, Sendable {
  public let classes: Int
  /// Row by row.
  public private(set) var counts: [Int]

  /// Pairs with a number outside 0 ..< classes are left out.
  /// - Throws: a `ValueError` when there are so many classes that the matrix is too large.
  public init(predictions: [Int], labels: [Int], classes: Int) throws {
    self.classes = max(classes, 0)
    guard try Shapes.count([self.classes, self.classes]) <= MemoryBudget.limit / 8 else {
      throw TensorError(.value, "a confusion matrix of \(classes) classes is too large")
    }
    counts = Array(repeating: 0, count: self.classes * self.classes)
    let known = 0..<self.classes
    for (prediction, label) in zip(predictions, labels)
    where known.contains(prediction) && known.contains(label) {
      counts[label * self.classes + prediction] += 1
    }
  }

  /// A matrix that was counted before.
  /// - Parameter counts: row by row, none of them negative.
  public init(counts: [Int], classes: Int) throws {
    guard classes >= 0, classes.multipliedReportingOverflow(by: classes) == (counts.count, false),
      counts.allSatisfy({ $0 >= 0 })
    else { throw DataError("\(counts.count) counts are no matrix of \(classes) classes") }
    self.classes = classes
    self.counts = counts
  }

  /// How often; 0 for what is no class.
  public subscript(label: Int, prediction: Int) -> Int {
    let known = 0..<classes
    return known.contains(label) && known.contains(prediction)
      ? counts[label * classes + prediction] : 0
  }

  public var total: Int { counts.reduce(0, +) }

  public var accuracy: Double {
    Double((0..<classes).reduce(0) { $0 + self[$1, $1] }) / Double(total)
  }

  /// Of what was taken for a class, the share that is of it.
  public func precision(_ label: Int) -> Double {
    share(self[label, label], of: (0..<classes).reduce(0) { $0 + self[$1, label] })
  }

  /// Of what is of a class, the share that was taken for it.
  public func recall(_ label: Int) -> Double {
    share(self[label, label], of: (0..<classes).reduce(0) { $0 + self[label, $1] })
  }

  private func share(_ part: Int, of whole: Int) -> Double {
    whole == 0 ? 0 : Double(part) / Double(whole)
  }

  /// What the counts are shares of.
  public enum Normalization: Hashable, Sendable, CaseIterable {
    /// Of each row: the label's samples.
    case labels
    /// Of each column: the samples that were taken for the class.
    case predictions
    case all
  }

  /// The counts as shares; 0 where nothing was counted. As scikit-learn's `normalize`.
  public func shares(of whole: Normalization) -> [Double] {
    let (rows, columns) = (sums { $0 / self.classes }, sums { $0 % self.classes })
    return counts.indices.map { place in
      switch whole {
      case .labels: share(counts[place], of: rows[place / classes])
      case .predictions: share(counts[place], of: columns[place % classes])
      case .all: share(counts[place], of: total)
      }
    }
  }

  private func sums(_ group: (Int) -> Int) -> [Int] {
    counts.indices.reduce(into: Array(repeating: 0, count: classes)) {
      $0[group($1)] += counts[$1]
    }
  }
}

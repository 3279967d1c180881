import Tensors

/// How often a prediction was the label.
public func accuracy(_ predictions: [Int], _ labels: [Int]) -> Double {
  guard !labels.isEmpty else { return .nan }
  let right = zip(predictions, labels).reduce(0) { $0 + ($1.0 == $1.1 ? 1 : 0) }
  return Double(right) / Double(labels.count)
}

/// Which classes were taken for which: rows are labels, columns are predictions.
public struct ConfusionMatrix: Hashable, Sendable {
  public let classes: Int
  /// Row by row.
  public private(set) var counts: [Int]

  /// Pairs with a number outside 0 ..< classes are left out.
  public init(predictions: [Int], labels: [Int], classes: Int) {
    self.classes = max(classes, 0)
    counts = Array(repeating: 0, count: self.classes * self.classes)
    let known = 0..<self.classes
    for (prediction, label) in zip(predictions, labels)
    where known.contains(prediction) && known.contains(label) {
      counts[label * self.classes + prediction] += 1
    }
  }

  public subscript(label: Int, prediction: Int) -> Int { counts[label * classes + prediction] }

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
}

import Tensors

/// How well scores tell two classes apart, whatever the threshold: for each, the share of
/// negatives and of positives that lie at or above it. As scikit-learn's `roc_curve`, with all
/// points kept.
public struct ROCCurve: Hashable, Sendable {
  public let falsePositiveRates: [Double]
  public let truePositiveRates: [Double]
  /// The first is infinite: nothing lies above it.
  public let thresholds: [Double]

  /// - Parameters:
  ///   - scores: the higher, the more likely positive.
  ///   - positives: whether each sample is of the positive class.
  /// - Throws: a `ValueError` when there are not as many scores as labels, or one is no number.
  public init(scores: [Double], positives: [Bool]) throws {
    try checkLengths(positives.count, scores.count)
    guard scores.allSatisfy({ !$0.isNaN }) else {
      throw TensorError(.value, "Input contains NaN.")
    }
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    var (wrong, right) = (0.0, 0.0)
    var (wrongs, rights, thresholds) = ([0.0], [0.0], [Double.infinity])
    for (position, index) in order.enumerated() {
      if positives[index] { right += 1 } else { wrong += 1 }
      // Equal scores lie on the same side of any threshold.
      let isLast = position + 1 == order.count || scores[order[position + 1]] != scores[index]
      guard isLast else { continue }
      wrongs.append(wrong)
      rights.append(right)
      thresholds.append(scores[index])
    }
    falsePositiveRates = wrongs.map { wrong > 0 ? $0 / wrong : .nan }
    truePositiveRates = rights.map { right > 0 ? $0 / right : .nan }
    self.thresholds = thresholds
  }

  /// The area below the curve, by trapezoids: how likely a positive scores higher than a
  /// negative. Not a number when there is only one class.
  public var area: Double {
    guard thresholds.count > 1 else { return .nan }
    return zip(falsePositiveRates.indices, falsePositiveRates.indices.dropFirst()).reduce(0) {
      sum, pair in
      let (a, b) = pair
      let width = falsePositiveRates[b] - falsePositiveRates[a]
      return sum + width * (truePositiveRates[a] + truePositiveRates[b]) / 2
    }
  }
}

/// The area below the ROC curve: scikit-learn's `roc_auc_score` of two classes.
public func rocAUC(_ scores: [Double], positives: [Bool]) throws -> Double {
  try ROCCurve(scores: scores, positives: positives).area
}

/// Of several classes, the mean of each against the rest (`multi_class='ovr'`).
/// - Parameters:
///   - scores: (samples, classes).
///   - isWeighted: whether a class counts by how many samples it has.
public func rocAUC(_ scores: Tensor, _ labels: [Int], isWeighted: Bool = false) throws -> Double {
  guard scores.rank == 2, scores.shape[1] > 0 else {
    throw TensorError(
      .value, "`y_score` needs to be of shape `(n_samples, n_classes)`, got \(scores.shape)")
  }
  let classes = scores.shape[1]
  guard labels.allSatisfy({ 0..<classes ~= $0 }) else {
    throw TensorError(.value, "'y_true' contains labels not in parameter 'labels'")
  }
  var (sum, total) = (0.0, 0.0)
  for label in 0..<classes {
    let area = try rocAUC(
      try scores.select(1, label).doubles, positives: labels.map { $0 == label })
    let weight = isWeighted ? Double(labels.count { $0 == label }) : 1
    if weight > 0 { sum += weight * area }
    total += weight
  }
  return sum / total
}

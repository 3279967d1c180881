import Tensors

/// How the scores of several classes become one.
public enum Averaging: Hashable, Sendable {
  /// Of one class alone, when there are two.
  case binary(positive: Int = 1)
  /// Over all samples: each counts as much.
  case micro
  /// Over the classes: each counts as much.
  case macro
  /// Over the classes, by how many samples they have.
  case weighted
}

/// What a score is when nothing can be counted for it.
public enum ZeroDivision: Double, Hashable, Sendable, CaseIterable {
  case zero = 0
  case one = 1
  /// Not a number; averages leave it out.
  case nan = 2

  var value: Double { self == .nan ? .nan : rawValue }
}

/// Precision, recall and F-score of one class, or an average of several.
///
///     precision = tp ⁄ (tp + fp)    recall = tp ⁄ (tp + fn)
///     F = (1 + β²) · tp ⁄ (β² · (tp + fn) + tp + fp)
public struct ClassScores: Hashable, Sendable {
  public var precision: Double
  public var recall: Double
  public var fscore: Double
  /// Samples of the class.
  public var support: Int
}

/// How often each label was there, was predicted, and was right: all that precision and recall
/// are made of. As scikit-learn's `precision_recall_fscore_support`.
public struct PrecisionRecall: Hashable, Sendable {
  /// The labels that are counted, in this order.
  public let labels: [Int]
  /// All labels that occur, in order.
  public let present: [Int]
  private let right: [Int]
  private let predicted: [Int]
  private let actual: [Int]
  public let beta: Double
  public let zeroDivision: ZeroDivision

  /// - Parameters:
  ///   - labels: those that are counted; all that occur, in order, by default.
  ///   - beta: how much more recall counts than precision.
  /// - Throws: a `ValueError` when there are not as many predictions as labels, a label is named
  ///   twice, or beta is negative.
  public init(
    predictions: [Int], labels truth: [Int], counting labels: [Int]? = nil, beta: Double = 1,
    zeroDivision: ZeroDivision = .zero
  ) throws {
    try checkLengths(truth.count, predictions.count)
    guard beta >= 0 else { throw TensorError(.value, "beta should be >=0 in the F-beta score") }
    present = Set(predictions).union(truth).sorted()
    self.labels = labels ?? present
    guard Set(self.labels).count == self.labels.count else {
      throw TensorError(.value, "a label is named twice in \(self.labels)")
    }
    let places = Dictionary(uniqueKeysWithValues: zip(self.labels, self.labels.indices))
    let none = Array(repeating: 0, count: self.labels.count)
    var (right, predicted, actual) = (none, none, none)
    for (prediction, label) in zip(predictions, truth) {
      if let place = places[prediction] { predicted[place] += 1 }
      guard let place = places[label] else { continue }
      actual[place] += 1
      if prediction == label { right[place] += 1 }
    }
    (self.right, self.predicted, self.actual) = (right, predicted, actual)
    self.beta = beta
    self.zeroDivision = zeroDivision
  }

  /// The scores of each class.
  public var scores: [ClassScores] {
    labels.indices.map { scores(right[$0], predicted[$0], actual[$0]) }
  }

  private func scores(_ right: Int, _ predicted: Int, _ actual: Int) -> ClassScores {
    func ratio(_ part: Double, _ whole: Double) -> Double {
      whole == 0 ? zeroDivision.value : part / whole
    }
    let (hits, predictions, truths) = (Double(right), Double(predicted), Double(actual))
    let (precision, recall) = (ratio(hits, predictions), ratio(hits, truths))
    let fscore =
      beta == .infinity
      ? recall
      : beta == 0
        ? precision : ratio((1 + beta * beta) * hits, beta * beta * truths + predictions)
    return ClassScores(precision: precision, recall: recall, fscore: fscore, support: actual)
  }

  /// The scores of all classes as one. The support is that of the classes that are counted.
  /// - Throws: a `ValueError` when `binary` is asked of more than two classes.
  public func average(_ averaging: Averaging) throws -> ClassScores {
    switch averaging {
    case .binary(let positive):
      return try binary(positive)
    case .micro:
      return scores(right.reduce(0, +), predicted.reduce(0, +), actual.reduce(0, +))
    case .macro:
      return mean(of: scores, weights: labels.map { _ in 1 })
    case .weighted:
      return mean(of: scores, weights: actual.map(Double.init))
    }
  }

  private func binary(_ positive: Int) throws -> ClassScores {
    guard present.count <= 2 else {
      throw TensorError(
        .value,
        "Target is multiclass but average='binary'. Please choose another average setting, one of "
          + "[None, 'micro', 'macro', 'weighted'].")
    }
    guard present.contains(positive) || present.count < 2 else {
      throw TensorError(
        .value, "pos_label=\(positive) is not a valid label. It should be one of \(present)")
    }
    return labels.firstIndex(of: positive).map { scores[$0] } ?? scores(0, 0, 0)
  }

  private func mean(of scores: [ClassScores], weights: [Double]) -> ClassScores {
    func mean(_ values: [Double]) -> Double {
      let known = zip(values, weights).filter { !$0.0.isNaN }
      let total = known.reduce(0) { $0 + $1.1 }
      return total == 0
        ? known.reduce(0) { $0 + $1.0 } / Double(known.count)
        : known.reduce(0) { $0 + $1.0 * $1.1 } / total
    }
    return ClassScores(
      precision: mean(scores.map(\.precision)), recall: mean(scores.map(\.recall)),
      fscore: mean(scores.map(\.fscore)), support: actual.reduce(0, +))
  }
}

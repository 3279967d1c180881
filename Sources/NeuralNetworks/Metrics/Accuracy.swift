import Tensors

/// How often a prediction was the label.
public func accuracy(_ predictions: [Int], _ labels: [Int]) -> Double {
  guard !labels.isEmpty else { return .nan }
  let right = zip(predictions, labels).reduce(0) { $0 + ($1.0 == $1.1 ? 1 : 0) }
  return Double(right) / Double(labels.count)
}

/// How often the label was among the `k` classes with the highest scores; of equal scores the
/// later class counts as higher. scikit-learn's `top_k_accuracy_score`.
/// - Parameter scores: (samples, classes).
public func topAccuracy(_ scores: Tensor, _ labels: [Int], k: Int = 2) throws -> Double {
  guard scores.rank == 2 else {
    throw TensorError(
      .value, "`y_score` needs to be of shape `(n_samples, n_classes)`, got \(scores.shape)")
  }
  let classes = scores.shape[1]
  try checkLengths(labels.count, scores.shape[0])
  guard k > 0 else { throw TensorError(.value, "k has to be at least 1, not \(k)") }
  guard labels.allSatisfy({ 0..<classes ~= $0 }) else {
    throw TensorError(.value, "'y_true' contains labels not in parameter 'labels'.")
  }
  guard !labels.isEmpty else { return .nan }
  let numbers = scores.doubles
  let hits = labels.indices.reduce(0) { hits, row in
    let own = numbers[row * classes + labels[row]]
    let higher = (0..<classes).reduce(0) { higher, other in
      let score = numbers[row * classes + other]
      return higher + (score > own || score == own && other > labels[row] ? 1 : 0)
    }
    return hits + (higher < k && !own.isNaN ? 1 : 0)
  }
  return Double(hits) / Double(labels.count)
}

/// As scikit-learn refuses lists that don't belong together.
func checkLengths(_ first: Int, _ second: Int) throws {
  guard first == second else {
    throw TensorError(
      .value,
      "Found input variables with inconsistent numbers of samples: [\(first), \(second)]")
  }
}

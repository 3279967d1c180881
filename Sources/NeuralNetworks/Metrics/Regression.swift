/// The mean distance between predictions and targets: Σ|y − ŷ| ⁄ n.
public func meanAbsoluteError(_ predictions: [Double], _ targets: [Double]) throws -> Double {
  try mean(predictions, targets) { abs($1 - $0) }
}

/// The mean squared distance between predictions and targets: Σ(y − ŷ)² ⁄ n.
public func meanSquaredError(_ predictions: [Double], _ targets: [Double]) throws -> Double {
  try mean(predictions, targets) { ($1 - $0) * ($1 - $0) }
}

/// The share of the targets' variance that predictions explain: R² = 1 − Σ(y − ŷ)² ⁄ Σ(y − ȳ)².
/// Targets that are all equal have no variance: 1 when all are met, otherwise 0. Not a number for
/// less than two samples. As scikit-learn's `r2_score`.
public func rSquared(_ predictions: [Double], _ targets: [Double]) throws -> Double {
  try checkLengths(targets.count, predictions.count)
  guard targets.count > 1 else { return .nan }
  let center = targets.reduce(0, +) / Double(targets.count)
  let variation = targets.reduce(0) { $0 + ($1 - center) * ($1 - center) }
  let error = zip(predictions, targets).reduce(0) { $0 + ($1.1 - $1.0) * ($1.1 - $1.0) }
  if variation == 0 { return error == 0 ? 1 : 0 }
  return 1 - error / variation
}

private func mean(
  _ predictions: [Double], _ targets: [Double], _ distance: (Double, Double) -> Double
) throws -> Double {
  try checkLengths(targets.count, predictions.count)
  return zip(predictions, targets).reduce(0) { $0 + distance($1.0, $1.1) } / Double(targets.count)
}

import NeuralNetworks

/// A training at one of its recorded steps.
struct TrainingMoment: Sendable {
  let report: TrainingReport
  /// Between 0 and the last step taken.
  let step: Int

  init(_ report: TrainingReport, step: Int?) {
    self.report = report
    self.step = min(max(0, step ?? report.snapshot.step), report.snapshot.step)
  }

  var isLatest: Bool { step == report.snapshot.step }

  var epoch: Int {
    let perEpoch = max(1, report.snapshot.stepsPerEpoch)
    return min(report.plan.epochs, step / perEpoch)
  }

  /// The loss on the batch of the step that led here; nil at the start.
  var loss: Double? {
    let losses = report.snapshot.losses
    return losses.indices.contains(step - 1) ? Double(losses[step - 1]) : nil
  }

  /// The last evaluation up to here.
  var evaluation: Evaluation? { report.snapshot.evaluations.last { $0.step <= step } }

  /// The best evaluation up to here.
  var best: Evaluation? {
    report.snapshot.evaluations.filter { $0.step <= step }.max { $0.accuracy < $1.accuracy }
  }

  /// The learning rate with which the step to here was taken.
  var rate: Double {
    let changes = report.rates.filter { isLatest ? $0.key <= step : $0.key < max(1, step) }
    return changes.max { $0.key < $1.key }?.value ?? report.plan.rate
  }

  /// The class that a sample got here, and how sure the network was.
  func prediction(_ sample: Int) -> (label: Int, confidence: Double)? {
    guard report.probabilities.indices.contains(step) else { return nil }
    let all = report.probabilities[step]
    let classes = report.samples.isEmpty ? 0 : all.count / report.samples.count
    guard classes > 0, all.count >= (sample + 1) * classes else { return nil }
    let own = Array(all[sample * classes..<(sample + 1) * classes])
    guard let best = own.indices.max(by: { own[$0] < own[$1] }) else { return nil }
    return (best, Double(own[best]))
  }

  /// The classes that were confused most: what it was, what it was taken for, how often.
  func confusions(_ count: Int) -> [(label: Int, prediction: Int, count: Int)] {
    guard let matrix = evaluation?.confusion else { return [] }
    var found: [(label: Int, prediction: Int, count: Int)] = []
    for label in 0..<matrix.classes {
      for prediction in 0..<matrix.classes
      where label != prediction && matrix[label, prediction] > 0 {
        found.append((label, prediction, matrix[label, prediction]))
      }
    }
    return Array(found.sorted { ($1.count, $0.label) < ($0.count, $1.label) }.prefix(count))
  }
}

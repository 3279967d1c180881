import NeuralNetworks

/// A training at one of its recorded steps.
public struct TrainingMoment: Sendable {
  public let report: TrainingReport
  /// Between 0 and the last step taken.
  public let step: Int

  public init(_ report: TrainingReport, step: Int?) {
    self.report = report
    self.step = min(max(0, step ?? report.snapshot.step), report.snapshot.step)
  }

  var isLatest: Bool { step == report.snapshot.step }

  public var epoch: Int {
    let perEpoch = max(1, report.snapshot.stepsPerEpoch)
    return min(report.snapshot.epochs, step / perEpoch)
  }

  /// The loss on the batch of the step that led here; nil at the start.
  public var loss: Double? {
    let losses = report.snapshot.losses
    return losses.indices.contains(step - 1) ? Double(losses[step - 1]) : nil
  }

  /// The last evaluation up to here.
  public var evaluation: Evaluation? { report.snapshot.evaluations.last { $0.step <= step } }

  /// The best evaluation up to here.
  public var best: Evaluation? {
    report.snapshot.evaluations.filter { $0.step <= step }.max { $0.accuracy < $1.accuracy }
  }

  /// The learning rate with which the step to here was taken, or the next one will be.
  public var rate: Double {
    let (snapshot, record) = (report.snapshot, report.snapshot.record)
    let place = max(0, step - 1)
    return isLatest || !record.rates.indices.contains(place)
      ? snapshot.plan.schedule.make().rate(step, snapshot.rate) : record.rates[place]
  }

  /// What the network made of the samples, the last time that it was asked.
  public var illustration: Illustration? { report.illustrations.last { $0.step <= step }?.seen }

  /// The classes that were confused most: what it was, what it was taken for, how often.
  func confusions(_ most: Int) -> [(label: String, prediction: String, count: Int)] {
    guard let matrix = evaluation?.confusion else { return [] }
    var found: [(label: Int, prediction: Int, count: Int)] = []
    for label in 0..<matrix.classes {
      for prediction in 0..<matrix.classes
      where label != prediction && matrix[label, prediction] > 0 {
        found.append((label, prediction, matrix[label, prediction]))
      }
    }
    return found.sorted { ($1.count, $0.label) < ($0.count, $1.label) }.prefix(most)
      .map { (name($0.label), name($0.prediction), $0.count) }
  }

  private func name(_ label: Int) -> String {
    report.classNames.indices.contains(label) ? report.classNames[label] : "\(label)"
  }
}

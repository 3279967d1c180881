import NeuralNetworks

/// How a training stands: what its job posts.
public struct TrainingReport: Sendable {
  public var snapshot: TrainingSnapshot
  /// What the network made of a few samples after so many steps, in their order.
  public var illustrations: [(step: Int, seen: Illustration)]
  /// What the classes are called; none where there are none.
  public var classNames: [String]
  public var samplesPerSecond: Double?
  public var isPaused: Bool
  /// How it did at the end on samples that were kept for that.
  public var test: TestResult?

  public init(
    snapshot: TrainingSnapshot, illustrations: [(step: Int, seen: Illustration)] = [],
    classNames: [String] = [], samplesPerSecond: Double? = nil, isPaused: Bool = false,
    test: TestResult? = nil
  ) {
    self.snapshot = snapshot
    self.illustrations = illustrations
    self.classNames = classNames
    self.samplesPerSecond = samplesPerSecond
    self.isPaused = isPaused
    self.test = test
  }
}

/// How a network did on the samples that were kept for the end.
public struct TestResult: Hashable, Sendable {
  public let loss: Double
  public let accuracy: Double
  /// Precision, recall and F1 of each class; nil where there are no classes.
  public let classes: ClassificationReport?

  public init(loss: Double, score: Score, classNames: [String]) throws {
    self.loss = loss
    accuracy = score.accuracy
    classes =
      classNames.isEmpty || score.labels.isEmpty
      ? nil
      : try ClassificationReport(
        predictions: score.predictions, labels: score.labels,
        counting: Array(classNames.indices), names: classNames)
  }
}

/// Why a training ended before its time.
public struct TrainingFailure: Sendable {
  public var description: String

  public init(description: String) { self.description = description }
}

/// What the learner asks of a training that runs.
public enum TrainingCommand: Hashable, Sendable {
  case pause, resume
  /// One step, and pause again.
  case step
  case rate(Double)
  case speed(TrainingSpeed)
  /// Back to a step, and on from there.
  case scrub(Int)
}

/// How fast a training may go.
public enum TrainingSpeed: Int, Hashable, Sendable, CaseIterable {
  case slow = 2
  case walking = 10
  case quick = 100
  case full = 0

  /// Steps in a second; nil for as many as the machine makes.
  var stepsPerSecond: Double? { self == .full ? nil : Double(rawValue) }

  public func changed(by offset: Int) -> TrainingSpeed {
    let all = TrainingSpeed.allCases
    let index = (all.firstIndex(of: self) ?? 0) + offset
    return all.indices.contains(index) ? all[index] : self
  }
}

/// Learning rates in steps of 1, 2, 5.
public enum TrainingRate {
  /// Learning rates that can be set.
  static let limits = 1e-6...10.0

  private static let ladder: [Double] = (-6...1).flatMap { exponent -> [Double] in
    [1, 2, 5].compactMap { Double("\($0)e\(exponent)") }
  }.filter { limits.contains($0) }

  public static func next(_ rate: Double) -> Double {
    ladder.first { $0 > rate * 1.000001 } ?? rate
  }

  public static func previous(_ rate: Double) -> Double {
    ladder.last { $0 < rate * 0.999999 } ?? rate
  }
}

import FixtureSupport
import NeuralNetworks
import Tensors
import Testing

/// A number that may be written as text.
private struct Number: Decodable, Sendable {
  let value: Double

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    value =
      try (try? container.decode(Double.self)) ?? Double(try container.decode(String.self)) ?? .nan
  }
}

/// What scikit-learn says of predictions of classes.
private struct RecordedReport: Decodable, Sendable {
  let labels: [Int]
  let predictions: [Int]
  let names: [String]?
  let counting: [Int]?
  let digits: Int
  let beta: Double
  let zero: Number
  let report: String
  let each: [[Number]]
  let micro: [Number]
  let macro: [Number]
  let weighted: [Number]
  let binary: [Number]?
  let confusion: [Int]?
  let shares: [[Number]]

  static let all = Fixtures.load("metrics-classes", as: RecordedReport.self)

  var zeroDivision: ZeroDivision {
    zero.value.isNaN ? .nan : zero.value == 0 ? .zero : .one
  }
}

private struct RecordedScores: Decodable, Sendable {
  let kind: String
  let scores: [Number]
  let labels: [Int]?
  let ties: [Number]?
  let targets: [Number]?
  let area: Double?
  let curve: [[Number]]?
  let calibration: [[Number]]?
  let areas: [Double]?
  let top: [[Double]]?
  let errors: [Number]?

  static let all = Fixtures.load("metrics-scores", as: RecordedScores.self)
}

private func agree(_ values: [Double], _ expected: [Number]) -> Bool {
  values.count == expected.count
    && zip(values, expected).allSatisfy {
      $0 == $1.value || $0.isNaN && $1.value.isNaN || abs($0 - $1.value) < 1e-12
    }
}

private func list(_ scores: ClassScores) -> [Double] {
  [scores.precision, scores.recall, scores.fscore]
}

@Suite struct MetricsTests {
  @Test(arguments: RecordedReport.all.indices) func reportsReadAsScikitLearns(_ index: Int) throws {
    let recorded = RecordedReport.all[index]
    let report = try ClassificationReport(
      predictions: recorded.predictions, labels: recorded.labels, counting: recorded.counting,
      names: recorded.names, digits: recorded.digits, zeroDivision: recorded.zeroDivision)
    #expect(report.description == recorded.report)
  }

  @Test(arguments: RecordedReport.all.indices) func scoresAreScikitLearns(_ index: Int) throws {
    let recorded = RecordedReport.all[index]
    let counts = try PrecisionRecall(
      predictions: recorded.predictions, labels: recorded.labels, counting: recorded.counting,
      beta: recorded.beta, zeroDivision: recorded.zeroDivision)
    let scores = counts.scores
    #expect(agree(scores.map(\.precision), recorded.each[0]))
    #expect(agree(scores.map(\.recall), recorded.each[1]))
    #expect(agree(scores.map(\.fscore), recorded.each[2]))
    #expect(agree(scores.map { Double($0.support) }, recorded.each[3]))
    #expect(agree(list(try counts.average(.micro)), recorded.micro))
    #expect(agree(list(try counts.average(.macro)), recorded.macro))
    #expect(agree(list(try counts.average(.weighted)), recorded.weighted))
    if let binary = recorded.binary {
      #expect(agree(list(try counts.average(.binary())), binary))
    }
    if let confusion = recorded.confusion {
      let matrix = try ConfusionMatrix(
        predictions: recorded.predictions, labels: recorded.labels,
        classes: counts.present.count)
      #expect(matrix.counts == confusion)
      for (kind, expected) in zip(ConfusionMatrix.Normalization.allCases, recorded.shares) {
        #expect(agree(matrix.shares(of: kind), expected))
      }
    }
  }

  @Test(arguments: RecordedScores.all.indices) func areasAndErrorsAreScikitLearns(_ index: Int)
    throws
  {
    let recorded = RecordedScores.all[index]
    let scores = recorded.scores.map(\.value)
    let labels = recorded.labels ?? []
    switch recorded.kind {
    case "binary":
      let curve = try ROCCurve(scores: scores, positives: labels.map { $0 == 1 })
      #expect(abs(curve.area - (recorded.area ?? 0)) < 1e-12)
      let expected = try #require(recorded.curve)
      #expect(agree(curve.falsePositiveRates, expected[0]))
      #expect(agree(curve.truePositiveRates, expected[1]))
      #expect(agree(curve.thresholds, expected[2]))
      let calibration = try Calibration(
        probabilities: scores, outcomes: labels.map { $0 == 1 })
      let bins = calibration.bins.filter { $0.count > 0 }
      let reliability = try #require(recorded.calibration)
      #expect(agree(bins.map(\.accuracy), reliability[0]))
      #expect(agree(bins.map(\.confidence), reliability[1]))
      let error = bins.reduce(0) {
        $0 + Double($1.count) * abs($1.accuracy - $1.confidence) / Double(labels.count)
      }
      #expect(abs(calibration.expectedError - error) < 1e-12)
    case "several":
      let shape = [labels.count, 4]
      let tensor = try Tensor(scores, shape: shape, dtype: .float64)
      let ties = try Tensor(recorded.ties?.map(\.value) ?? [], shape: shape, dtype: .float64)
      let areas = [
        try rocAUC(tensor, labels), try rocAUC(tensor, labels, isWeighted: true),
      ]
      #expect(zip(areas, recorded.areas ?? []).allSatisfy { abs($0 - $1) < 1e-12 })
      let top = try [tensor, ties].map { scores in
        try (1...3).map { try topAccuracy(scores, labels, k: $0) }
      }
      #expect(top == recorded.top)
    default:
      let targets = recorded.targets?.map(\.value) ?? []
      let errors = [
        try meanAbsoluteError(scores, targets), try meanSquaredError(scores, targets),
        try rSquared(scores, targets),
      ]
      #expect(agree(errors, recorded.errors ?? []))
    }
  }

  @Test func calibrationOfAClassifierTakesItsChoice() throws {
    let probabilities = try Tensor(
      [0.7, 0.2, 0.1, 0.3, 0.3, 0.4, 0.05, 0.9, 0.05], shape: [3, 3], dtype: .float64)
    let calibration = try Calibration(probabilities, [0, 1, 1], bins: 5)
    #expect(calibration.bins.map(\.count) == [0, 1, 0, 1, 1])
    #expect(calibration.bins[1].accuracy == 0 && calibration.bins[3].accuracy == 1)
    #expect(abs(calibration.expectedError - (0.4 + 0.3 + 0.1) / 3) < 1e-7)
    #expect(abs(calibration.greatestError - 0.4) < 1e-7)
  }

  @Test func misuseIsRefused() throws {
    #expect(throws: TensorError.self) { try PrecisionRecall(predictions: [1], labels: []) }
    #expect(throws: TensorError.self) {
      try PrecisionRecall(predictions: [1], labels: [1], counting: [1, 1])
    }
    #expect(throws: TensorError.self) {
      try PrecisionRecall(predictions: [1], labels: [1], beta: -1)
    }
    let three = try PrecisionRecall(predictions: [0, 1, 2], labels: [0, 1, 2])
    let error = #expect(throws: TensorError.self) { try three.average(.binary()) }
    #expect(error?.description.contains("Target is multiclass but average='binary'") == true)
    let two = try PrecisionRecall(predictions: [0, 2], labels: [0, 2])
    #expect(throws: TensorError.self) { try two.average(.binary()) }
    #expect(try two.average(.binary(positive: 2)).fscore == 1)
    #expect(throws: TensorError.self) { try ClassificationReport(predictions: [], labels: []) }
    for (names, digits) in [(["a", "b"], 2), (["a"], -1), (["a"], 1000)] {
      #expect(throws: TensorError.self) {
        try ClassificationReport(predictions: [1], labels: [1], names: names, digits: digits)
      }
    }
    #expect(throws: TensorError.self) { try topAccuracy(.ones([2, 3]), [0], k: 1) }
    #expect(throws: TensorError.self) { try topAccuracy(.ones([2]), [0, 1], k: 1) }
    #expect(throws: TensorError.self) { try topAccuracy(.ones([1, 3]), [3], k: 1) }
    #expect(throws: TensorError.self) { try topAccuracy(.ones([1, 3]), [0], k: 0) }
    #expect(throws: TensorError.self) { try rocAUC([1, .nan], positives: [true, false]) }
    #expect(throws: TensorError.self) { try rocAUC([1], positives: []) }
    #expect(try rocAUC([1, 2], positives: [true, true]).isNaN)
    #expect(try rocAUC([], positives: []).isNaN)
    #expect(throws: TensorError.self) { try rocAUC(.ones([2, 0]), []) }
    #expect(throws: TensorError.self) { try Calibration(probabilities: [1.5], outcomes: [true]) }
    #expect(throws: TensorError.self) {
      try Calibration(probabilities: [1], outcomes: [true], bins: 0)
    }
    #expect(throws: TensorError.self) { try meanSquaredError([1], [1, 2]) }
    #expect(try meanSquaredError([], []).isNaN)
  }
}

import Tensors

/// Whether predicted probabilities come true: samples in bins by their probability, and for each
/// bin how often they did. Source: C. Guo et al., "On Calibration of Modern Neural Networks",
/// arXiv:1706.04599; scikit-learn's `calibration_curve`.
public struct Calibration: Hashable, Sendable {
  public struct Bin: Hashable, Sendable {
    public let count: Int
    /// The mean of the predicted probabilities; not a number in an empty bin.
    public let confidence: Double
    /// How often they came true.
    public let accuracy: Double
  }

  /// From 0 to 1, all of the same width.
  public let bins: [Bin]

  /// - Parameters:
  ///   - probabilities: from 0 to 1.
  ///   - outcomes: whether what was predicted came true.
  /// - Throws: a `ValueError` for a number outside 0 … 1, other lengths, or no bin.
  public init(probabilities: [Double], outcomes: [Bool], bins: Int = 10) throws {
    try checkLengths(outcomes.count, probabilities.count)
    guard 1...1_000_000 ~= bins else {
      throw TensorError(.value, "there can be 1 to 1000000 bins, not \(bins)")
    }
    guard probabilities.allSatisfy({ 0...1 ~= $0 }) else {
      throw TensorError(.value, "y_prob has values outside [0, 1].")
    }
    var counts = Array(repeating: 0, count: bins)
    var (sums, hits) = (counts.map(Double.init), counts.map(Double.init))
    let edges = (1..<bins).map { Double($0) * (1 / Double(bins)) }
    for (probability, outcome) in zip(probabilities, outcomes) {
      let bin = edges.partitioningIndex { $0 >= probability }
      counts[bin] += 1
      sums[bin] += probability
      hits[bin] += outcome ? 1 : 0
    }
    self.bins = counts.indices.map { bin in
      let count = Double(counts[bin])
      return Bin(
        count: counts[bin], confidence: sums[bin] / count, accuracy: hits[bin] / count)
    }
  }

  /// Of a classifier: how sure it was of the class that it chose, and whether that was the label.
  /// - Parameter probabilities: (samples, classes).
  public init(_ probabilities: Tensor, _ labels: [Int], bins: Int = 10) throws {
    guard probabilities.rank == 2, probabilities.shape[1] > 0 else {
      throw TensorError(
        .value, "probabilities have to be (samples, classes), not \(probabilities.shape)")
    }
    try checkLengths(labels.count, probabilities.shape[0])
    let (numbers, classes) = (probabilities.doubles, probabilities.shape[1])
    let chosen = labels.indices.map { row in
      (0..<classes).reduce(0) {
        numbers[row * classes + $1] > numbers[row * classes + $0] ? $1 : $0
      }
    }
    try self.init(
      probabilities: labels.indices.map { numbers[$0 * classes + chosen[$0]] },
      outcomes: zip(chosen, labels).map { $0 == $1 }, bins: bins)
  }

  /// The expected calibration error: the mean distance between confidence and accuracy, each bin
  /// by its share of the samples.
  public var expectedError: Double {
    let total = Double(bins.reduce(0) { $0 + $1.count })
    return bins.filter { $0.count > 0 }.reduce(0) { sum, bin in
      sum + Double(bin.count) / total * abs(bin.accuracy - bin.confidence)
    }
  }

  /// The greatest distance between confidence and accuracy of a bin.
  public var greatestError: Double {
    bins.filter { $0.count > 0 }.map { abs($0.accuracy - $0.confidence) }.max() ?? 0
  }
}

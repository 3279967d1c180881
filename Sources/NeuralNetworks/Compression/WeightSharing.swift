import Tensors

/// Weights that share few values (Han et al., 2016): each is replaced by the number of its
/// cluster, and the clusters' centres are kept once. With k clusters a weight takes log₂ k bits.
public struct WeightSharing: Sendable {
  public let shape: [Int]
  public let dtype: DataType
  /// The values, in ascending order at the start.
  public let centres: [Double]
  /// The number of each weight's value.
  public let assignments: [Int]

  /// Clusters by k-means (Lloyd, 1982), from centres spread evenly between the smallest weight
  /// and the largest.
  /// - Parameter isSparse: whether weights that are 0 stay 0 and belong to no cluster: those
  ///   that were pruned. Their number is −1.
  public init(_ weights: Tensor, clusters: Int, rounds: Int = 100, isSparse: Bool = false) throws {
    guard weights.dtype.isFloatingPoint else {
      throw TensorError("weights to be shared must be floating point, not \(weights.dtype.title)")
    }
    let values = weights.doubles
    guard clusters > 0, clusters <= 1 << 16, values.allSatisfy(\.isFinite) else {
      throw TensorError(
        .value, "weights are shared by 1 to 65536 clusters, and must be finite numbers")
    }
    let places = values.indices.filter { !isSparse || values[$0] != 0 }
    let low = places.map { values[$0] }.min() ?? 0
    let high = places.map { values[$0] }.max() ?? 0
    var centres = (0..<clusters).map { place in
      clusters == 1
        ? (low + high) / 2 : low + (high - low) * Double(place) / Double(clusters - 1)
    }
    var assignments = [Int](repeating: -1, count: values.count)
    for _ in 0..<max(rounds, 1) {
      var hasMoved = false
      var (sums, counts) = ([Double](repeating: 0, count: clusters), centres.map { _ in 0 })
      for place in places {
        let nearest = WeightSharing.nearest(values[place], centres)
        hasMoved = hasMoved || nearest != assignments[place]
        assignments[place] = nearest
        sums[nearest] += values[place]
        counts[nearest] += 1
      }
      guard hasMoved else { break }
      for cluster in 0..<clusters where counts[cluster] > 0 {
        centres[cluster] = sums[cluster] / Double(counts[cluster])
      }
    }
    (shape, dtype) = (weights.shape, weights.dtype)
    self.centres = centres
    self.assignments = assignments
  }

  /// The cluster whose centre is nearest; centres are in ascending order and stay so.
  private static func nearest(_ value: Double, _ centres: [Double]) -> Int {
    var (low, high) = (0, centres.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if value > (centres[middle] + centres[middle + 1]) / 2 {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }

  /// The weights with the shared values in their places.
  public var weights: Tensor {
    get throws {
      try Tensor(
        assignments.map { $0 < 0 ? 0 : centres[$0] }, shape: shape, dtype: dtype)
    }
  }

  /// What the gradient of each centre is: the sum of its weights' gradients.
  public func centreGradients(_ gradient: Tensor) throws -> [Double] {
    guard gradient.shape == shape else {
      throw TensorError(
        "a gradient of shape \(Shapes.describe(gradient.shape)) is not that of weights of shape "
          + Shapes.describe(shape))
    }
    var sums = centres.map { _ in 0.0 }
    for (value, cluster) in zip(gradient.doubles, assignments) where cluster >= 0 {
      sums[cluster] += value
    }
    return sums
  }

  /// How many times fewer bits the numbers of clusters and the table take than the weights.
  public var compression: Double {
    let bits = Double(dtype.size * 8)
    let index = Double(Int.bitWidth - max(centres.count - 1, 1).leadingZeroBitCount)
    let (n, k) = (Double(assignments.count), Double(centres.count))
    return n * bits / (n * index + k * bits)
  }
}

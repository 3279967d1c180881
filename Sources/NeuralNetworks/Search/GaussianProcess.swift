import Glibc

/// What is known of a function from its values at some points: at every other point a mean and a
/// standard deviation. Source: C. E. Rasmussen, C. K. I. Williams, "Gaussian Processes for Machine
/// Learning" (2006), algorithm 2.1.
public struct GaussianProcess: Sendable {
  /// How like each other the values at two points are, by their distance r in length scales.
  public enum Kernel: Hashable, Sendable, CaseIterable {
    /// exp(−r² ⁄ 2): smooth without end.
    case rbf
    /// (1 + √5·r + 5r² ⁄ 3) · exp(−√5·r): twice differentiable.
    case matern52

    func callAsFunction(_ squaredDistance: Double) -> Double {
      switch self {
      case .rbf: return exp(-squaredDistance / 2)
      case .matern52:
        let r = sqrt(5 * squaredDistance)
        return (1 + r + r * r / 3) * exp(-r)
      }
    }
  }

  /// What the likelihood of the values is maximised over.
  public struct Settings: Hashable, Sendable {
    /// For each coordinate, how far points have to be apart to differ.
    public var lengthScales: [Double]
    /// Variance of the function itself.
    public var amplitude: Double
    /// Variance of what is added to each value.
    public var noise: Double

    public init(lengthScales: [Double], amplitude: Double = 1, noise: Double = 1e-6) {
      (self.lengthScales, self.amplitude, self.noise) = (lengthScales, amplitude, noise)
    }
  }

  public let kernel: Kernel
  public let settings: Settings
  public let points: [[Double]]
  /// log p(y | X): how likely these settings make the values.
  public let logLikelihood: Double
  private let center: Double
  private let scale: Double
  private let factor: Cholesky
  /// K⁻¹ y.
  private let weights: [Double]

  /// - Parameter normalizes: whether values are brought to mean 0 and variance 1 first.
  /// - Throws: `SearchError` when points and values don't fit, or the points can't be told apart
  ///   with so little noise.
  public init(
    _ points: [[Double]], _ values: [Double], kernel: Kernel = .matern52, settings: Settings,
    normalizes: Bool = true
  ) throws {
    let dimensions = settings.lengthScales.count
    guard points.count == values.count, !points.isEmpty, values.allSatisfy(\.isFinite),
      points.allSatisfy({ $0.count == dimensions && $0.allSatisfy(\.isFinite) })
    else { throw SearchError("a Gaussian process needs finite points and as many finite values") }
    guard (settings.lengthScales + [settings.amplitude]).allSatisfy({ $0 > 0 }),
      settings.noise >= 0
    else { throw SearchError("length scales, amplitude and noise have to be positive") }
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    center = normalizes ? mean : 0
    scale = normalizes && variance > 0 && variance.isFinite ? sqrt(variance) : 1
    (self.kernel, self.settings, self.points) = (kernel, settings, points)
    var covariance: [[Double]] = []
    for (i, point) in points.enumerated() {
      var row = points.prefix(i + 1).map {
        settings.amplitude * kernel(GaussianProcess.distance(point, $0, settings))
      }
      row[i] += settings.noise
      covariance.append(row)
    }
    guard let factor = Cholesky(lower: covariance) else {
      throw SearchError("the points lie too close together for a noise of \(settings.noise)")
    }
    self.factor = factor
    let (center, scale) = (center, scale)
    let targets = values.map { ($0 - center) / scale }
    weights = factor.solve(targets)
    let fit = zip(targets, weights).reduce(0) { $0 + $1.0 * $1.1 }
    let constant = Double(values.count) * log(2 * Double.pi)
    logLikelihood = -(fit + factor.logDeterminant + constant) / 2
  }

  /// Squared distance in length scales.
  private static func distance(_ a: [Double], _ b: [Double], _ settings: Settings) -> Double {
    var sum = 0.0
    for axis in a.indices {
      let difference = (a[axis] - b[axis]) / settings.lengthScales[axis]
      sum += difference * difference
    }
    return sum
  }

  /// Mean and standard deviation of the function at a point:
  /// μ = kᵀ K⁻¹ y and σ² = k(x, x) − kᵀ K⁻¹ k.
  public func predict(_ point: [Double]) throws -> (mean: Double, deviation: Double) {
    guard point.count == settings.lengthScales.count else {
      throw SearchError(
        "the point has \(point.count) coordinates, the process \(settings.lengthScales.count)")
    }
    let likeness = points.map {
      settings.amplitude * kernel(GaussianProcess.distance(point, $0, settings))
    }
    let mean = zip(likeness, weights).reduce(0) { $0 + $1.0 * $1.1 }
    let explained = factor.forward(likeness).reduce(0) { $0 + $1 * $1 }
    let variance = max(settings.amplitude - explained, 0)
    return (center + scale * mean, scale * sqrt(variance))
  }

  /// How much lower than `best` the function is expected to be at a point:
  /// EI = (best − μ) Φ(z) + σ φ(z) with z = (best − μ) ⁄ σ.
  /// Source: D. R. Jones et al., "Efficient Global Optimization of Expensive Black-Box Functions"
  /// (1998).
  public func expectedImprovement(_ point: [Double], best: Double) throws -> Double {
    let (mean, deviation) = try predict(point)
    guard deviation > 0 else { return max(best - mean, 0) }
    let z = (best - mean) / deviation
    let density = exp(-z * z / 2) / sqrt(2 * .pi)
    let share = erfc(-z / sqrt(2)) / 2
    return (best - mean) * share + deviation * density
  }
}

/// The lower triangle L of a positive definite matrix K = L Lᵀ.
struct Cholesky: Sendable {
  private let rows: [[Double]]

  /// - Parameter lower: row i with its first i + 1 elements.
  /// - Returns: nil when the matrix is not positive definite.
  init?(lower matrix: [[Double]]) {
    var rows: [[Double]] = []
    for var row in matrix {
      for j in row.indices {
        var sum = row[j]
        let other = j < rows.count ? rows[j] : row
        for k in 0..<j { sum -= row[k] * other[k] }
        if j < rows.count {
          row[j] = sum / other[j]
        } else {
          guard sum > 0 else { return nil }
          row[j] = sqrt(sum)
        }
      }
      rows.append(row)
    }
    self.rows = rows
  }

  /// log |K|.
  var logDeterminant: Double { 2 * rows.reduce(0) { $0 + log($1.last ?? 1) } }

  /// L⁻¹ b.
  func forward(_ b: [Double]) -> [Double] {
    var x = b
    for i in rows.indices {
      var sum = x[i]
      for k in 0..<i { sum -= rows[i][k] * x[k] }
      x[i] = sum / rows[i][i]
    }
    return x
  }

  /// K⁻¹ b.
  func solve(_ b: [Double]) -> [Double] {
    var x = forward(b)
    for i in rows.indices.reversed() {
      x[i] /= rows[i][i]
      for k in 0..<i { x[k] -= rows[i][k] * x[i] }
    }
    return x
  }
}

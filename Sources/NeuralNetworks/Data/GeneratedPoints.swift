import Glibc
import Tensors

/// Two classes of points in the plane, as TensorFlow Playground makes them.
/// Source: github.com/tensorflow/playground, src/dataset.ts.
public enum GeneratedPoints: String, CaseIterable, Sendable {
  /// A disc within a ring.
  case circle
  /// Opposite quadrants belong together.
  case xor
  /// Two bell-shaped clouds.
  case gauss
  /// Two arms that wind around each other.
  case spiral
  /// Two half circles that reach into each other, as scikit-learn's `make_moons`.
  case moons

  /// `count` points with coordinates x and y, and classes 0 and 1. Both classes have as many
  /// points, but for `xor`, whose quadrants are drawn.
  /// - Parameter noise: 0 for none … 0.5, as the Playground's control; for `moons` the standard
  ///   deviation of what is added.
  /// - Throws: `DataError` for a negative count, or a noise that is no number ≥ 0.
  public func points(_ count: Int, noise: Double = 0, _ generator: inout Generator) throws
    -> LabelledRows
  {
    guard 0...GeneratedPoints.most ~= count, noise >= 0, noise.isFinite else {
      throw DataError(
        "from 0 to \(GeneratedPoints.most) points can be made, with a noise ≥ 0; not \(count) with "
          + "\(noise)")
    }
    var (features, labels): ([Float], [Int]) = ([], [])
    for index in 0..<count {
      // The first half is of class 1, as in the Playground: its positive class.
      let isPositive = index < count / 2
      let place = Double(isPositive ? index : index - count / 2)
      let size = Double(isPositive ? count / 2 : count - count / 2)
      let (x, y, label) = point(isPositive, place, of: size, noise, &generator)
      features += [Float(x), Float(y)]
      labels.append(label ? 1 : 0)
    }
    return try LabelledRows(features: features, labels: labels, width: 2, classes: 2)
  }

  private static let most = 10_000_000

  private func point(
    _ isPositive: Bool, _ place: Double, of size: Double, _ noise: Double,
    _ generator: inout Generator
  ) -> (x: Double, y: Double, label: Bool) {
    func uniform(_ low: Double, _ high: Double) -> Double {
      low + generator.uniform64() * (high - low)
    }
    switch self {
    case .circle:
      let radius = isPositive ? uniform(0, 2.5) : uniform(3.5, 5)
      let angle = uniform(0, 2 * .pi)
      let (x, y) = (radius * sin(angle), radius * cos(angle))
      // Noise moves what is judged, not the point: near the edge, labels are wrong.
      let (dx, dy) = (uniform(-5, 5) * noise, uniform(-5, 5) * noise)
      return (x, y, hypot(x + dx, y + dy) < 2.5)
    case .xor:
      // A gap along the axes.
      var (x, y) = (uniform(-5, 5), uniform(-5, 5))
      x += x > 0 ? 0.3 : -0.3
      y += y > 0 ? 0.3 : -0.3
      let (dx, dy) = (uniform(-5, 5) * noise, uniform(-5, 5) * noise)
      return (x, y, (x + dx) * (y + dy) >= 0)
    case .gauss:
      // The variance grows from 0.5 to 4 with the noise.
      let spread = sqrt(0.5 + noise / 0.5 * 3.5)
      let center = isPositive ? 2.0 : -2.0
      return (
        center + generator.normal() * spread, center + generator.normal() * spread, isPositive
      )
    case .spiral:
      let radius = place / size * 5
      let angle = 1.75 * place / size * 2 * .pi + (isPositive ? 0 : .pi)
      return (
        radius * sin(angle) + uniform(-1, 1) * noise, radius * cos(angle) + uniform(-1, 1) * noise,
        isPositive
      )
    case .moons:
      let angle = size > 1 ? .pi * place / (size - 1) : 0
      let (x, y) = isPositive ? (1 - cos(angle), 0.5 - sin(angle)) : (cos(angle), sin(angle))
      return (x + generator.normal() * noise, y + generator.normal() * noise, isPositive)
    }
  }
}

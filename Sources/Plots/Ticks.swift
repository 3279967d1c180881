import Canvas

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The marks of an axis: nice numbers (1, 2, 2.5 or 5 times a power of ten) with labels that
/// share one number of decimals and one exponent.
public struct Ticks: Hashable, Sendable {
  public private(set) var values: [Double]
  public private(set) var labels: [String]
  /// The power of ten that all labels are to be multiplied by; nil when they are whole.
  public private(set) var exponent: Int?

  /// Ticks on a linear axis.
  /// - Parameter count: the most ticks that there is room for.
  public static func linear(_ range: ClosedRange<Double>, count: Int) -> Ticks {
    guard count > 0, let step = step(for: range, count: count) else {
      return Ticks(values: [], labels: [], exponent: nil)
    }
    let first = (range.lowerBound / step - 1e-9).rounded(.up)
    let last = (range.upperBound / step + 1e-9).rounded(.down)
    guard first <= last, last - first < 1000, first.magnitude < 1e15 else {
      return Ticks(values: [], labels: [], exponent: nil)
    }
    let values = stride(from: first, through: last, by: 1).map { $0 * step }
    return labelled(values, step: step)
  }

  /// Ticks on a logarithmic axis: powers of ten, and 2 and 5 times them where there is room.
  /// - Parameter range: the decimal logarithms of the ends.
  /// - Returns: ticks whose values are logarithms.
  public static func logarithmic(_ range: ClosedRange<Double>, count: Int) -> Ticks {
    guard count > 0, range.lowerBound.magnitude < 400, range.upperBound.magnitude < 400 else {
      return Ticks(values: [], labels: [], exponent: nil)
    }
    let low = Int(range.lowerBound.rounded(.down))
    let high = Int(range.upperBound.rounded(.up))
    let fine = decades(low...high, every: 1, factors: [1, 2, 5], in: range)
    if fine.values.count <= count + 1 { return fine }
    let every = max(1, (high - low + count) / count)
    return decades(low...high, every: every, factors: [1], in: range)
  }

  private static func decades(
    _ decades: ClosedRange<Int>, every: Int, factors: [Double], in range: ClosedRange<Double>
  ) -> Ticks {
    var ticks = Ticks(values: [], labels: [], exponent: nil)
    for decade in decades where decade.isMultiple(of: every) {
      for factor in factors {
        let value = Double(decade) + log10(factor)
        guard value >= range.lowerBound - 1e-9, value <= range.upperBound + 1e-9 else { continue }
        ticks.values.append(value)
        ticks.labels.append(label(decade: decade, factor: factor))
      }
    }
    return ticks
  }

  /// The smallest nice step that needs no more than `count` ticks; nil for a range that is empty
  /// or has no finite length.
  public static func step(for range: ClosedRange<Double>, count: Int) -> Double? {
    let length = range.upperBound - range.lowerBound
    guard length > 0, length.isFinite, count > 0 else { return nil }
    var power = pow(10, (log10(length / Double(count))).rounded(.down))
    guard power > 0, power.isFinite else { return nil }
    for _ in 0..<3 {
      for factor in [1, 2, 2.5, 5] {
        let step = factor * power
        let first = (range.lowerBound / step - 1e-9).rounded(.up)
        let last = (range.upperBound / step + 1e-9).rounded(.down)
        if last - first + 1 <= Double(count) { return step }
      }
      power *= 10
    }
    return nil
  }

  private static func label(decade: Int, factor: Double) -> String {
    if (-3...4).contains(decade) {
      return NumberFormat.fixed(factor * pow(10, Double(decade)), decimals: max(0, -decade))
    }
    return "\(Int(factor))e" + (decade < 0 ? "−" : "") + "\(decade.magnitude)"
  }

  private static func labelled(_ values: [Double], step: Double) -> Ticks {
    let largest = values.map(\.magnitude).max() ?? 0
    let order = largest > 0 ? max(-300, Int(log10(largest).rounded(.down))) : 0
    let exponent = order >= 5 || order < -3 ? order : nil
    let unit = pow(10, Double(exponent ?? 0))
    var decimals = 0
    while decimals < 15, !isWhole(step / unit * pow(10, Double(decimals))) { decimals += 1 }
    let labels = values.map { NumberFormat.fixed($0 / unit, decimals: decimals) }
    return Ticks(values: values, labels: labels, exponent: exponent)
  }

  private static func isWhole(_ value: Double) -> Bool {
    (value - value.rounded()).magnitude < 1e-6 * max(1, value.magnitude) && value.rounded() != 0
  }

  /// The exponent as it stands at the axis: `×1e−4`.
  public var exponentLabel: String? {
    exponent.map { "×1e" + ($0 < 0 ? "−" : "") + "\($0.magnitude)" }
  }
}

/// Limits of an axis that stand still while numbers come in: they widen by nice steps, with
/// some room to grow, when a number falls outside, and narrow only when most of the axis has
/// become empty.
public struct StickyLimits: Hashable, Sendable {
  public private(set) var range: ClosedRange<Double>?

  public init() {}

  /// Takes in the extent of the numbers shown now.
  /// - Returns: the limits to draw with.
  @discardableResult
  public mutating func update(_ extent: ClosedRange<Double>?) -> ClosedRange<Double>? {
    guard let extent, extent.lowerBound.isFinite, extent.upperBound.isFinite else { return range }
    if let range, range.lowerBound <= extent.lowerBound, range.upperBound >= extent.upperBound {
      let used = extent.upperBound - extent.lowerBound
      if used >= 0.35 * (range.upperBound - range.lowerBound) { return range }
    }
    range = StickyLimits.nice(widened(extent))
    return range
  }

  /// An extent with a quarter more on the side where it left the limits.
  private func widened(_ extent: ClosedRange<Double>) -> ClosedRange<Double> {
    guard let range else { return extent }
    let room = (extent.upperBound / 4 - extent.lowerBound / 4)
    let high = extent.upperBound > range.upperBound ? extent.upperBound + room : extent.upperBound
    var low = extent.lowerBound < range.lowerBound ? extent.lowerBound - room : extent.lowerBound
    if extent.lowerBound >= 0 { low = max(low, 0) }
    return low.isFinite && high.isFinite ? low...high : extent
  }

  /// The next nice limits around an extent.
  public static func nice(_ extent: ClosedRange<Double>) -> ClosedRange<Double> {
    let length = extent.upperBound - extent.lowerBound
    let pad = length > 0 ? 0 : max(extent.upperBound.magnitude * 0.1, 0.5)
    let low = extent.lowerBound - pad
    let high = extent.upperBound + pad
    guard low < high, let step = Ticks.step(for: low...high, count: 5) else { return extent }
    let start = (low / step + 1e-9).rounded(.down) * step
    let end = (high / step - 1e-9).rounded(.up) * step
    return start < end ? start...end : extent
  }
}

import Tensors

/// A point on the line from where a search starts along a direction d.
struct LinePoint {
  /// How many times d it is away from the start.
  var step: Double
  var loss: Double
  var gradient: Tensor
  /// The slope of the loss along d: gᵀd.
  var slope: Double
}

/// A search along a line for a step after which the strong Wolfe conditions hold: the loss fell
/// enough, f(t) ≤ f(0) + c₁ t f′(0), and the slope became flat enough, |f′(t)| ≤ c₂ |f′(0)|.
/// It first finds two points with such a step between them, then narrows the interval.
/// Source: J. Nocedal and S. Wright, "Numerical Optimization", algorithms 3.5 and 3.6; the order of
/// the tests is PyTorch's.
struct WolfeSearch {
  let start: LinePoint
  /// The greatest change of a parameter per unit of the step.
  let reach: Double
  /// An interval within which no parameter changes by more is not narrowed.
  let toleranceChange: Double
  let mostSteps: Int
  let evaluate: (_ step: Double) throws -> LinePoint

  private let c1 = 1e-4
  private let c2 = 0.9
  private var stepsTaken = 0
  private(set) var evaluations = 0

  init(
    from start: LinePoint, reach: Double, toleranceChange: Double, mostSteps: Int,
    evaluate: @escaping (_ step: Double) throws -> LinePoint
  ) {
    self.start = start
    self.reach = reach
    self.toleranceChange = toleranceChange
    self.mostSteps = mostSteps
    self.evaluate = evaluate
  }

  /// The point that was found, or the lowest one when the steps were used up.
  mutating func search(from step: Double) throws -> LinePoint {
    let ends = try bracket(step)
    return ends.count == 2 ? try zoom(ends) : ends[0]
  }

  private func isTooHigh(_ point: LinePoint) -> Bool {
    point.loss > start.loss + c1 * point.step * start.slope
  }

  private func isFlat(_ point: LinePoint) -> Bool { abs(point.slope) <= -c2 * start.slope }

  private mutating func point(at step: Double) throws -> LinePoint {
    evaluations += 1
    return try evaluate(step)
  }

  /// The two ends of an interval that holds what is looked for, or that point itself.
  private mutating func bracket(_ step: Double) throws -> [LinePoint] {
    var previous = start
    var point = try point(at: step)
    while stepsTaken < mostSteps {
      if isTooHigh(point) || (stepsTaken > 1 && point.loss >= previous.loss) {
        return [previous, point]
      }
      if isFlat(point) { return [point] }
      if point.slope >= 0 { return [previous, point] }
      let next = cubicMinimum(
        previous, point, low: point.step + 0.01 * (point.step - previous.step),
        high: point.step * 10)
      previous = point
      point = try self.point(at: next)
      stepsTaken += 1
    }
    return [start, point]
  }

  /// Narrows an interval; of two ends that are equally low, the first one is the lower.
  private mutating func zoom(_ ends: [LinePoint]) throws -> LinePoint {
    var ends = ends
    var low = ends[0].loss <= ends[1].loss ? 0 : 1
    var isStuck = false
    while stepsTaken < mostSteps, abs(ends[1].step - ends[0].step) * reach >= toleranceChange {
      let trial = awayFromEnds(cubicMinimum(ends[0], ends[1]), ends, &isStuck)
      let point = try point(at: trial)
      stepsTaken += 1
      if isTooHigh(point) || point.loss >= ends[low].loss {
        ends[1 - low] = point
        low = ends[0].loss <= ends[1].loss ? 0 : 1
        continue
      }
      if isFlat(point) { return point }
      if point.slope * (ends[1 - low].step - ends[low].step) >= 0 { ends[1 - low] = ends[low] }
      ends[low] = point
    }
    return ends[low]
  }

  /// Keeps a tenth of the interval's length from its ends, where a step so close to one of them
  /// is the second in a row or is no longer within.
  private func awayFromEnds(_ step: Double, _ ends: [LinePoint], _ isStuck: inout Bool) -> Double {
    let (left, right) = (
      min(ends[0].step, ends[1].step), max(ends[0].step, ends[1].step)
    )
    let margin = 0.1 * (right - left)
    guard min(right - step, step - left) < margin else {
      isStuck = false
      return step
    }
    guard isStuck || step >= right || step <= left else {
      isStuck = true
      return step
    }
    isStuck = false
    return abs(step - right) < abs(step - left) ? right - margin : left + margin
  }
}

/// Where the cubic through two points with their slopes has its minimum, within bounds (without
/// them, the points themselves); the middle when it has none.
/// Source: J. Nocedal and S. Wright, "Numerical Optimization", equation 3.59.
private func cubicMinimum(
  _ a: LinePoint, _ b: LinePoint, low: Double? = nil, high: Double? = nil
) -> Double {
  let (a, b) = a.step <= b.step ? (a, b) : (b, a)
  let (low, high) = (low ?? a.step, high ?? b.step)
  let d1 = a.slope + b.slope - 3 * (a.loss - b.loss) / (a.step - b.step)
  let square = d1 * d1 - a.slope * b.slope
  guard square >= 0 else { return (low + high) / 2 }
  let d2 = square.squareRoot()
  let minimum =
    b.step - (b.step - a.step) * ((b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2))
  return min(max(minimum, low), high)
}

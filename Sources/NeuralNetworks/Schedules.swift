import Foundation
import Tensors

/// How a learning rate changes over the steps of a schedule (epochs, or batches), from the rate
/// that it starts from. Step 0 is before the first.
public struct Schedule: Sendable {
  /// The rate at a step, for a base rate.
  public let rate: @Sendable (_ step: Int, _ base: Double) -> Double
  /// The momentum at a step, where it changes too.
  public var momentum: (@Sendable (_ step: Int) -> Double)?
  /// The last step that there is a rate for.
  public var lastStep: Int?

  /// PyTorch's `LambdaLR`: the base rate times any function of the step.
  public init(factor: @escaping @Sendable (Int) -> Double) {
    rate = { step, base in base * factor(step) }
  }

  private init(
    lastStep: Int? = nil, momentum: (@Sendable (Int) -> Double)? = nil,
    rate: @escaping @Sendable (Int, Double) -> Double
  ) {
    self.rate = rate
    self.momentum = momentum
    self.lastStep = lastStep
  }

  public static let constant = Schedule { _ in 1 }

  /// The rate grows for some steps from 0 to its base, then falls as 1/√step.
  /// Source: A. Vaswani et al., "Attention Is All You Need", section 5.3.
  public static func warmUp(_ steps: Int) -> Schedule {
    Schedule { step in
      let (step, steps) = (Double(step) + 1, Double(max(steps, 1)))
      return min(step / steps, (steps / step).squareRoot())
    }
  }

  /// The rate grows for some steps from 0 to its base, then falls along a half cosine to 0 at
  /// `total`.
  public static func cosine(warmUp: Int, total: Int) -> Schedule {
    let length = max(Double(total) - Double(warmUp), 1)
    return Schedule { step in
      if step < warmUp { return (Double(step) + 1) / Double(warmUp) }
      let rest = (Double(step) - Double(warmUp)) / length
      return 0.5 * (1 + cos(.pi * min(rest, 1)))
    }
  }

  /// `StepLR`: γ times the rate every `size` steps.
  public static func step(_ size: Int, gamma: Double = 0.1) throws -> Schedule {
    guard size > 0 else { throw TensorError(.value, "step_size must be positive, got \(size)") }
    return Schedule { pow(gamma, Double($0 / size)) }
  }

  /// `MultiStepLR`: γ times the rate at each milestone.
  public static func milestones(_ milestones: [Int], gamma: Double = 0.1) -> Schedule {
    Schedule { step in pow(gamma, Double(milestones.count { $0 <= step })) }
  }

  /// `ExponentialLR`: γ times the rate at every step.
  public static func exponential(_ gamma: Double) -> Schedule {
    Schedule { pow(gamma, Double($0)) }
  }

  /// `CosineAnnealingLR`: down to `low` in `period` steps as half a cosine, and up again
  /// (Loshchilov and Hutter, 2017).
  public static func cosine(_ period: Int, low: Double = 0) throws -> Schedule {
    guard period > 0 else { throw TensorError(.value, "T_max must be positive, got \(period)") }
    return Schedule { step, base in
      low + (base - low) * (1 + cos(.pi * Double(step) / Double(period))) / 2
    }
  }

  /// `LinearLR`: from one factor to another in `steps` steps; a warm-up when the first is smaller.
  public static func linear(from start: Double = 1.0 / 3, to end: Double = 1, steps: Int = 5) throws
    -> Schedule
  {
    guard start > 0, start <= 1 else {
      throw TensorError(
        .value,
        "Starting multiplicative factor expected to be greater than 0 and less or equal to 1.")
    }
    guard end >= 0, end <= 1 else {
      throw TensorError(.value, "Ending multiplicative factor expected to be between 0 and 1.")
    }
    return Schedule { step in
      steps < 1 ? end : start + (end - start) * Double(min(step, steps)) / Double(steps)
    }
  }

  /// The shape of the way between two rates.
  public enum Annealing: String, Hashable, Sendable {
    case cos, linear

    func between(_ start: Double, _ end: Double, _ part: Double) -> Double {
      switch self {
      case .cos: end + (start - end) / 2 * (Foundation.cos(.pi * part) + 1)
      case .linear: (end - start) * part + start
      }
    }
  }

  /// `OneCycleLR` (Smith and Topin, 2018): up from `peak`/`divisor` to `peak` in the first
  /// `warmup` of `total` steps, then down to a `finalDivisor`-th of the start; momentum goes the
  /// other way.
  public static func oneCycle(
    peak: Double, total: Int, warmup: Double = 0.3, annealing: Annealing = .cos,
    divisor: Double = 25, finalDivisor: Double = 1e4, isThreePhased: Bool = false,
    momentum: ClosedRange<Double>? = 0.85...0.95
  ) throws -> Schedule {
    guard total > 0 else {
      throw TensorError(.value, "Expected positive integer total_steps, but got \(total)")
    }
    guard warmup >= 0, warmup <= 1 else {
      throw TensorError(.value, "Expected float between 0 and 1 pct_start, but got \(warmup)")
    }
    let start = peak / divisor
    let last = Double(total - 1)
    let top = warmup * Double(total) - 1
    let ends = isThreePhased ? [top, 2 * top, last] : [top, last]
    let end = start / finalDivisor
    let rates = isThreePhased ? [start, peak, start, end] : [start, peak, end]

    @Sendable func value(_ step: Int, _ corners: [Double]) -> Double {
      let place = ends.firstIndex { Double(step) <= $0 } ?? ends.count - 1
      let first = place == 0 ? 0 : ends[place - 1]
      let length = ends[place] - first
      let part = length == 0 ? 1 : (Double(step) - first) / length
      return annealing.between(corners[place], corners[place + 1], part)
    }
    return Schedule(
      lastStep: total,
      momentum: momentum.map { range in
        let (low, high) = (range.lowerBound, range.upperBound)
        let corners = isThreePhased ? [high, low, high, high] : [high, low, high]
        return { value($0, corners) }
      },
      rate: { step, _ in value(step, rates) })
  }
}

/// An optimizer whose momentum a schedule may change: for Adam it is β₁.
public protocol MomentumOptimizer: Optimizer {
  var momentum: Double { get set }
}

extension SGD: MomentumOptimizer {}
extension RMSprop: MomentumOptimizer {}
extension Adam: MomentumOptimizer {
  public var momentum: Double {
    get { betas.0 }
    set { betas.0 = newValue }
  }
}
extension NAdam: MomentumOptimizer {
  public var momentum: Double {
    get { betas.0 }
    set { betas.0 = newValue }
  }
}

/// Sets an optimizer's learning rates by a schedule.
public final class Scheduler {
  public let optimizer: any Optimizer
  public let schedule: Schedule
  /// The rate of each group before the schedule began.
  public let baseRates: [Double]
  public private(set) var steps = 0

  /// Sets the rates of step 0.
  public init(_ optimizer: any Optimizer, _ schedule: Schedule) throws {
    self.optimizer = optimizer
    self.schedule = schedule
    baseRates = optimizer.groups.map(\.rate)
    guard schedule.momentum == nil || optimizer is any MomentumOptimizer else {
      throw TensorError(
        .value,
        "optimizer must support momentum or beta1 with `cycle_momentum` option enabled")
    }
    apply()
  }

  /// Goes to the next step.
  /// - Throws: beyond the schedule's last.
  public func step() throws { try move(to: steps + 1) }

  /// Goes to any step, such as that of a checkpoint.
  public func move(to step: Int) throws {
    if let last = schedule.lastStep, step > last {
      throw TensorError(
        .value,
        "Tried to step \(step) times. The specified number of total steps is \(last)")
    }
    steps = max(step, 0)
    apply()
  }

  private func apply() {
    for (place, base) in baseRates.enumerated() {
      optimizer.groups[place].rate = schedule.rate(steps, base)
    }
    if let momentum = schedule.momentum, let optimizer = optimizer as? any MomentumOptimizer {
      optimizer.momentum = momentum(steps)
    }
  }
}

/// `ReduceLROnPlateau`: lowers the rates when a number, such as the validation loss, has not
/// become better for a while.
public final class PlateauScheduler {
  public enum Mode: String, Hashable, Sendable { case min, max }
  public enum ThresholdMode: String, Hashable, Sendable { case rel, abs }

  public let optimizer: any Optimizer
  public let mode: Mode
  public let factor: Double
  /// How many steps without improvement are put up with.
  public let patience: Int
  public let threshold: Double
  public let thresholdMode: ThresholdMode
  /// How many steps after a reduction do not count.
  public let cooldown: Int
  public let lowest: Double
  /// A smaller change of the rate is left out.
  public let epsilon: Double
  public private(set) var best: Double
  private var badSteps = 0
  private var cooldownLeft = 0

  public init(
    _ optimizer: any Optimizer, mode: Mode = .min, factor: Double = 0.1, patience: Int = 10,
    threshold: Double = 1e-4, thresholdMode: ThresholdMode = .rel, cooldown: Int = 0,
    lowest: Double = 0, epsilon: Double = 1e-8
  ) throws {
    guard factor < 1 else { throw TensorError(.value, "Factor should be < 1.0.") }
    self.optimizer = optimizer
    self.mode = mode
    self.factor = factor
    self.patience = patience
    self.threshold = threshold
    self.thresholdMode = thresholdMode
    self.cooldown = cooldown
    self.lowest = lowest
    self.epsilon = epsilon
    best = mode == .min ? .infinity : -.infinity
  }

  /// Notes a new value of what is watched.
  public func step(_ value: Double) {
    if isBetter(value) {
      best = value
      badSteps = 0
    } else {
      badSteps += 1
    }
    if cooldownLeft > 0 {
      cooldownLeft -= 1
      badSteps = 0
    }
    guard badSteps > patience else { return }
    for place in optimizer.groups.indices {
      let rate = optimizer.groups[place].rate
      let lower = max(rate * factor, lowest)
      if rate - lower > epsilon { optimizer.groups[place].rate = lower }
    }
    cooldownLeft = cooldown
    badSteps = 0
  }

  private func isBetter(_ value: Double) -> Bool {
    switch (mode, thresholdMode) {
    case (.min, .rel): value < best * (1 - threshold)
    case (.min, .abs): value < best - threshold
    case (.max, .rel): value > best * (1 + threshold)
    case (.max, .abs): value > best + threshold
    }
  }
}

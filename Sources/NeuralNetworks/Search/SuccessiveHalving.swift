import Glibc
import Tensors

/// Many configurations with a small budget; the best of them, one in η, with η times as much; and
/// so on. Source: K. Jamieson, A. Talwalkar, "Non-stochastic Best Arm Identification and
/// Hyperparameter Optimization" (2016).
public struct SuccessiveHalving: SearchStrategy {
  /// A round: so many configurations, each with this budget.
  public struct Rung: Hashable, Sendable {
    public let count: Int
    public let budget: Double
  }

  /// From the first round to the last.
  public let rungs: [Rung]
  /// Trials of another search that were told before this one began.
  private var skipped = 0
  private var contestants: [Configuration] = []
  private var rung = 0
  private var generator: Generator

  /// - Parameters:
  ///   - configurations: how many begin.
  ///   - budget: what each gets in the first round.
  ///   - most: no round gives more than this to one.
  ///   - factor: η, how many of them one is kept of.
  public init(
    configurations: Int, budget: Double = 1, most: Double = .infinity, factor: Int = 3,
    seed: UInt64 = 0
  ) throws {
    guard 1...1_000_000 ~= configurations, budget > 0, budget.isFinite, most >= budget, factor > 1
    else {
      throw SearchError(
        "halving needs from 1 to 1000000 configurations, a budget > 0 and a factor ≥ 2, not "
          + "\(configurations), \(budget) and \(factor)")
    }
    var (rungs, count, share) = ([Rung](), configurations, budget)
    while count > 0, share <= most * (1 + 1e-12) {
      rungs.append(Rung(count: count, budget: share))
      (count, share) = (count / factor, share * Double(factor))
    }
    self.rungs = rungs
    generator = Generator(seed: seed)
  }

  /// One that begins after so many trials of others.
  func starting(after trials: Int) -> SuccessiveHalving {
    var copy = self
    copy.skipped = trials
    return copy
  }

  public mutating func propose(in space: SearchSpace, after results: [TrialResult]) -> Trial? {
    let done = results.count - skipped - rungs.prefix(rung).reduce(0) { $0 + $1.count }
    if contestants.isEmpty {
      contestants = (0..<rungs[0].count).map { _ in
        space.configuration(at: space.draw(&generator))
      }
    }
    guard done >= contestants.count else {
      return Trial(contestants[max(done, 0)], budget: rungs[rung].budget)
    }
    guard rung + 1 < rungs.count else { return nil }
    // Of equal ones the earlier is kept.
    let round = results.suffix(contestants.count).enumerated().sorted {
      ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset)
    }
    rung += 1
    contestants = round.prefix(rungs[rung].count).map(\.element.trial.configuration)
    return contestants.first.map { Trial($0, budget: rungs[rung].budget) }
  }
}

/// Halvings one after the other, from many configurations with little each to few with the whole
/// budget from the start: no one has to know which is right. Source: L. Li et al., "Hyperband"
/// (2018).
public struct Hyperband: SearchStrategy {
  /// In the order in which they run.
  public private(set) var brackets: [SuccessiveHalving]
  private var bracket = 0

  /// - Parameters:
  ///   - most: what one configuration gets in the end, in units of the least that is sensible.
  ///   - factor: η.
  public init(most: Int, factor: Int = 3, seed: UInt64 = 0) throws {
    guard 1...1_000_000 ~= most, factor > 1 else {
      throw SearchError("Hyperband needs a budget from 1 to 1000000 and a factor ≥ 2")
    }
    // How often the budget can be divided by η.
    var (last, rest) = (0, most / factor)
    while rest > 0 { (last, rest) = (last + 1, rest / factor) }
    brackets = try (0...last).reversed().map { s in
      let power = pow(Double(factor), Double(s))
      let count = (Double(last + 1) / Double(s + 1) * power).rounded(.up)
      return try SuccessiveHalving(
        configurations: Int(count), budget: Double(most) / power, most: Double(most),
        factor: factor, seed: seed &+ UInt64(s))
    }
  }

  public mutating func propose(in space: SearchSpace, after results: [TrialResult]) -> Trial? {
    while bracket < brackets.count {
      if let trial = brackets[bracket].propose(in: space, after: results) { return trial }
      bracket += 1
      if bracket < brackets.count {
        brackets[bracket] = brackets[bracket].starting(after: results.count)
      }
    }
    return nil
  }
}

/// A configuration to try, and how much may be spent on it: epochs, steps, samples.
public struct Trial: Hashable, Sendable {
  public let configuration: Configuration
  public let budget: Double

  public init(_ configuration: Configuration, budget: Double = 1) {
    (self.configuration, self.budget) = (configuration, budget)
  }
}

/// What came of a trial: the lower, the better.
public struct TrialResult: Hashable, Sendable {
  public let trial: Trial
  public let value: Double

  /// What a trial counts that failed: more than any other.
  var rank: Double { value.isNaN ? .infinity : value }
}

/// How the next trial is chosen.
public protocol SearchStrategy: Sendable {
  /// The next trial after these results; nil when the search is over.
  mutating func propose(in space: SearchSpace, after results: [TrialResult]) throws -> Trial?
}

/// A search for the configuration with the lowest value. It is asked for a trial and told what
/// came of it, so it can be shown step by step, stopped and gone on with.
public struct Search<Strategy: SearchStrategy>: Sendable {
  public let space: SearchSpace
  public private(set) var strategy: Strategy
  /// In the order in which they were told.
  public private(set) var results: [TrialResult] = []
  private var pending: Trial?

  public init(_ space: SearchSpace, _ strategy: Strategy) {
    (self.space, self.strategy) = (space, strategy)
  }

  /// The trial to run now; nil when the search is over. It stays the same until its value is
  /// told.
  public mutating func next() throws -> Trial? {
    if pending == nil { pending = try strategy.propose(in: space, after: results) }
    return pending
  }

  /// What came of the trial; a failed one may be told as NaN or infinity.
  /// - Throws: `SearchError` when no trial was asked for.
  public mutating func tell(_ value: Double) throws {
    guard let trial = pending else {
      throw SearchError("no trial was asked for: call next() first")
    }
    results.append(TrialResult(trial: trial, value: value))
    pending = nil
  }

  /// The best among those on which most was spent.
  public var best: TrialResult? {
    let most = results.map(\.trial.budget).max()
    return results.filter { $0.trial.budget == most }.min { $0.rank < $1.rank }
  }

  /// Runs all trials to the end.
  /// - Parameter objective: the value of a configuration, with a budget.
  public mutating func run(_ objective: (Configuration, Double) throws -> Double) throws {
    while let trial = try next() { try tell(try objective(trial.configuration, trial.budget)) }
  }
}

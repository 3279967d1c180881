import Tensors

/// All combinations of evenly spaced values; the last parameter changes fastest.
public struct GridSearch: SearchStrategy {
  /// Values of each number; whole numbers have no more than there are, choices have all.
  public let points: Int
  public let budget: Double

  /// - Throws: `SearchError` when there would be no value.
  public init(points: Int = 5, budget: Double = 1) throws {
    guard points > 0 else { throw SearchError("a grid needs at least one point, not \(points)") }
    (self.points, self.budget) = (points, budget)
  }

  private func values(_ parameter: SearchParameter) -> Int {
    switch parameter.range {
    case .linear(let bounds), .log(let bounds): bounds.lowerBound < bounds.upperBound ? points : 1
    case .integer(let bounds): min(points - 1, bounds.upperBound - bounds.lowerBound) + 1
    case .choice(let names): names.count
    }
  }

  /// How many combinations there are.
  /// - Throws: `SearchError` when there are too many to count.
  public func count(in space: SearchSpace) throws -> Int {
    try space.parameters.reduce(1) { count, parameter in
      let (product, overflow) = count.multipliedReportingOverflow(by: values(parameter))
      guard !overflow else { throw SearchError("the grid has too many points") }
      return product
    }
  }

  public func propose(in space: SearchSpace, after results: [TrialResult]) throws -> Trial? {
    var rest = results.count
    guard rest < (try count(in: space)) else { return nil }
    var chosen: [(String, Configuration.Value)] = []
    for parameter in space.parameters.reversed() {
      let count = values(parameter)
      chosen.append((parameter.name, value(parameter, rest % count, of: count)))
      rest /= count
    }
    return Trial(Configuration(chosen.reversed()), budget: budget)
  }

  private func value(_ parameter: SearchParameter, _ place: Int, of count: Int)
    -> Configuration.Value
  {
    let share = count > 1 ? Double(place) / Double(count - 1) : 0
    if case .integer(let bounds) = parameter.range {
      let length = Double(bounds.upperBound - bounds.lowerBound)
      return .whole(bounds.lowerBound + Int((share * length).rounded()))
    }
    return parameter.value(at: share)
  }
}

/// Configurations drawn evenly.
/// Source: J. Bergstra, Y. Bengio, "Random Search for Hyper-Parameter Optimization" (2012).
public struct RandomSearch: SearchStrategy {
  public let trials: Int
  public let budget: Double
  private var generator: Generator

  public init(trials: Int, budget: Double = 1, seed: UInt64 = 0) {
    (self.trials, self.budget) = (trials, budget)
    generator = Generator(seed: seed)
  }

  public mutating func propose(in space: SearchSpace, after results: [TrialResult]) -> Trial? {
    guard results.count < trials else { return nil }
    return Trial(space.configuration(at: space.draw(&generator)), budget: budget)
  }
}

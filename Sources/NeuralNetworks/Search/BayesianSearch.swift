import Tensors

/// Trials where most improvement is expected, from all results so far: a Gaussian process says
/// what is likely elsewhere. Source: J. Snoek et al., "Practical Bayesian Optimization of Machine
/// Learning Algorithms" (2012).
public struct BayesianSearch: SearchStrategy {
  public let trials: Int
  /// Trials that are drawn before the first process is made.
  public let warmup: Int
  public let kernel: GaussianProcess.Kernel
  public let budget: Double
  /// What the results say, for drawing: coordinates are those of the search space. None before
  /// enough is known.
  public private(set) var process: GaussianProcess?
  private var generator: Generator

  public init(
    trials: Int, warmup: Int = 5, kernel: GaussianProcess.Kernel = .matern52, budget: Double = 1,
    seed: UInt64 = 0
  ) {
    (self.trials, self.warmup, self.kernel) = (trials, warmup, kernel)
    self.budget = budget
    generator = Generator(seed: seed)
  }

  private static let candidates = 400
  private static let climbs = 3
  /// A process takes time with the cube of its points; the latest and the best are enough.
  private static let mostPoints = 300

  public mutating func propose(in space: SearchSpace, after results: [TrialResult]) throws -> Trial?
  {
    guard results.count < trials else { return nil }
    let known = BayesianSearch.worthKnowing(results)
    guard results.count >= warmup, known.count >= 2 else {
      return Trial(space.configuration(at: space.draw(&generator)), budget: budget)
    }
    let points = known.map { space.coordinates(of: $0.trial.configuration) }
    let process = try GaussianProcess.fitted(
      points, known.map(\.value), kernel: kernel, start: self.process?.settings)
    self.process = process
    let best = known.map(\.value).min() ?? 0
    let tried = Set(results.map(\.trial.configuration))
    let chosen = try mostPromising(space, process, best, besides: tried)
    return Trial(space.configuration(at: chosen), budget: budget)
  }

  private static func worthKnowing(_ results: [TrialResult]) -> [TrialResult] {
    let finite = results.filter { $0.value.isFinite }
    guard finite.count > mostPoints else { return finite }
    let half = mostPoints / 2
    let older = finite.dropLast(half).sorted { $0.value < $1.value }
    return Array(older.prefix(half)) + finite.suffix(half)
  }

  /// Where the expected improvement is greatest: the best of many points that are drawn, and from
  /// the best few on by small random steps.
  private mutating func mostPromising(
    _ space: SearchSpace, _ process: GaussianProcess, _ best: Double,
    besides tried: Set<Configuration>
  ) throws -> [Double] {
    func promise(_ point: [Double]) throws -> Double {
      let configuration = space.configuration(at: point)
      // What was tried is not tried again, while there is anything else.
      if tried.contains(configuration) { return -1 }
      return try process.expectedImprovement(space.coordinates(of: configuration), best: best)
    }
    var drawn: [(point: [Double], promise: Double)] = []
    for _ in 0..<BayesianSearch.candidates {
      let point = space.draw(&generator)
      drawn.append((point, try promise(point)))
    }
    drawn.sort { $0.promise > $1.promise }
    var climbed: [(point: [Double], promise: Double)] = []
    for var place in drawn.prefix(BayesianSearch.climbs) {
      var step = 0.1
      while step > 1e-3 {
        let point = place.point.map { min(max($0 + step * generator.normal(), 0), 1) }
        let value = try promise(point)
        if value > place.promise { place = (point, value) } else { step *= 0.85 }
      }
      climbed.append(place)
    }
    return climbed.max { $0.promise < $1.promise }?.point ?? space.draw(&generator)
  }
}

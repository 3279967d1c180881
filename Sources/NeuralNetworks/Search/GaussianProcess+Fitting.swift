import Glibc

extension GaussianProcess {
  /// The ranges in which length scales and noise are looked for: on points of the unit cube with
  /// values of variance 1.
  private static let lengths = (least: log(0.05), most: log(10.0))
  private static let noises = (least: log(1e-6), most: log(0.1))

  /// The process whose length scales and noise make the values most likely.
  /// - Parameter start: where to begin, for example with the settings of the step before.
  /// - Throws: `SearchError` when points and values don't fit.
  public static func fitted(
    _ points: [[Double]], _ values: [Double], kernel: Kernel = .matern52, start: Settings? = nil
  ) throws -> GaussianProcess {
    let dimensions = points.first?.count ?? 0
    let first =
      start ?? Settings(lengthScales: Array(repeating: 0.3, count: dimensions), noise: 1e-4)
    var best = try GaussianProcess(points, values, kernel: kernel, settings: first)
    // Coordinates are tried one by one, upward and downward, in steps that halve: the likelihood
    // has few dimensions and no need for more.
    var place = (first.lengthScales + [first.noise]).map { log(max($0, 1e-300)) }
    var step = start == nil ? 1.6 : 0.8
    while step > 0.1 {
      var isBetter = false
      for axis in place.indices {
        for direction in [step, -step] {
          var trial = place
          let bounds = axis < dimensions ? lengths : noises
          trial[axis] = min(max(trial[axis] + direction, bounds.least), bounds.most)
          let settings = Settings(
            lengthScales: trial.prefix(dimensions).map { exp($0) }, amplitude: first.amplitude,
            noise: exp(trial[dimensions]))
          // Settings under which points can't be told apart are none.
          guard trial[axis] != place[axis],
            let process = try? GaussianProcess(points, values, kernel: kernel, settings: settings),
            process.logLikelihood > best.logLikelihood
          else { continue }
          (best, place, isBetter) = (process, trial, true)
          break
        }
      }
      if !isBetter { step /= 2 }
    }
    return best
  }
}

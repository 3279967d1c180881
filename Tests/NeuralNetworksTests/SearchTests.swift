import FixtureSupport
import Foundation
import NeuralNetworks
import Testing

/// A Gaussian process of scikit-learn.
private struct RecordedProcess: Decodable, Sendable {
  let kernel: String
  let normalizes: Bool
  let scales: [Double]
  let amplitude: Double
  let noise: Double
  let points: [[Double]]
  let values: [Double]
  let at: [[Double]]
  let mean: [Double]
  let deviation: [Double]
  let best: Double
  let improvement: [Double]
  let likelihood: Double

  static let all = Fixtures.load("search", as: RecordedProcess.self)

  var process: GaussianProcess {
    get throws {
      try GaussianProcess(
        points, values, kernel: kernel == "rbf" ? .rbf : .matern52,
        settings: .init(lengthScales: scales, amplitude: amplitude, noise: noise),
        normalizes: normalizes)
    }
  }
}

/// Branin's function: three minima of 0.397887.
private func branin(_ configuration: Configuration) throws -> Double {
  let (x, y) = (try configuration.number("x"), try configuration.number("y"))
  let a = y - 5.1 / (4 * .pi * .pi) * x * x + 5 / .pi * x - 6
  return a * a + 10 * (1 - 1 / (8 * .pi)) * cos(x) + 10
}

private func plane() throws -> SearchSpace {
  try SearchSpace([
    SearchParameter("x", .linear(-5...10)), SearchParameter("y", .linear(0...15)),
  ])
}

private func mixed() throws -> SearchSpace {
  try SearchSpace([
    SearchParameter("rate", .log(1e-4...1)), SearchParameter("layers", .integer(1...4)),
    SearchParameter("optimizer", .choice(["sgd", "adam", "rmsprop"])),
  ])
}

@Suite struct SearchTests {
  @Test(arguments: RecordedProcess.all.indices) func processesAreScikitLearns(_ index: Int) throws {
    let recorded = RecordedProcess.all[index]
    let process = try recorded.process
    func agrees(_ value: Double, _ expected: Double) -> Bool {
      abs(value - expected) <= 1e-7 * max(abs(expected), 1)
    }
    #expect(agrees(process.logLikelihood, recorded.likelihood))
    for (place, point) in recorded.at.enumerated() {
      let (mean, deviation) = try process.predict(point)
      #expect(agrees(mean, recorded.mean[place]))
      #expect(agrees(deviation, recorded.deviation[place]))
      let improvement = try process.expectedImprovement(point, best: recorded.best)
      #expect(agrees(improvement, recorded.improvement[place]))
    }
  }

  @Test(arguments: GaussianProcess.Kernel.allCases) func onePointHasAClosedForm(
    _ kernel: GaussianProcess.Kernel
  ) throws {
    let process = try GaussianProcess(
      [[0.2]], [3], kernel: kernel, settings: .init(lengthScales: [0.5], amplitude: 2, noise: 0.5),
      normalizes: false)
    let r = 0.8
    let likeness =
      kernel == .rbf
      ? 2 * exp(-r * r / 2) : 2 * (1 + sqrt(5) * r + 5 * r * r / 3) * exp(-sqrt(5) * r)
    let (mean, deviation) = try process.predict([0.6])
    #expect(abs(mean - likeness * 3 / 2.5) < 1e-12)
    #expect(abs(deviation - sqrt(2 - likeness * likeness / 2.5)) < 1e-12)
  }

  @Test func fittingFindsTheLengthsThatMakeTheValuesLikely() throws {
    // The second coordinate does not matter, the first changes fast.
    var points: [[Double]] = []
    for i in 0..<6 { for j in 0..<5 { points.append([Double(i) / 5, Double(j) / 4]) } }
    let values = points.map { sin(6 * $0[0]) }
    let fitted = try GaussianProcess.fitted(points, values)
    let start = try GaussianProcess(
      points, values, settings: .init(lengthScales: [0.3, 0.3], noise: 1e-4))
    #expect(fitted.logLikelihood > start.logLikelihood + 10)
    #expect(fitted.settings.lengthScales[1] > 4 * fitted.settings.lengthScales[0])
    #expect(abs(try fitted.predict([0.5, 0.4]).mean - sin(3)) < 0.05)
  }

  @Test func withoutRoomForImprovementNoneIsExpected() throws {
    let process = try GaussianProcess(
      [[0.0], [1]], [1, 2], settings: .init(lengthScales: [0.3], noise: 0))
    #expect(try process.expectedImprovement([0], best: 1) < 1e-6)
    #expect(try process.expectedImprovement([0.5], best: 1) > 1e-3)
    #expect(throws: SearchError.self) { try process.predict([0, 1]) }
  }

  @Test func impossibleProcessesAreRefused() {
    let settings = GaussianProcess.Settings(lengthScales: [1], noise: 0)
    for (points, values) in [
      ([[0.0]], [1.0, 2]), ([], []), ([[0, 1]], [1]), ([[.nan]], [1]), ([[0]], [.infinity]),
      ([[0.5], [0.5]], [1, 2]),
    ] {
      #expect(throws: SearchError.self) {
        try GaussianProcess(points, values, settings: settings)
      }
    }
    #expect(throws: SearchError.self) {
      try GaussianProcess([[0]], [1], settings: .init(lengthScales: [0]))
    }
    #expect(throws: SearchError.self) {
      try GaussianProcess([[0]], [1], settings: .init(lengthScales: [1], noise: -1))
    }
  }

  @Test func bayesianSearchBeatsDrawing() throws {
    var (bayesian, random): ([Double], [Double]) = ([], [])
    for seed in 0..<5 {
      var search = Search(try plane(), BayesianSearch(trials: 25, seed: UInt64(seed)))
      try search.run { configuration, _ in try branin(configuration) }
      bayesian.append(search.best?.value ?? .infinity)
      var drawn = Search(try plane(), RandomSearch(trials: 25, seed: UInt64(seed)))
      try drawn.run { configuration, _ in try branin(configuration) }
      random.append(drawn.best?.value ?? .infinity)
    }
    let (a, b) = (bayesian.reduce(0, +) / 5, random.reduce(0, +) / 5)
    #expect(a < 0.8, "\(bayesian)")
    #expect(a - 0.3979 < (b - 0.3979) / 4, "\(a) \(b)")
  }

  @Test func bayesianSearchFindsItsWayAmongMixedParameters() throws {
    var search = Search(try mixed(), BayesianSearch(trials: 30, seed: 1))
    try search.run { configuration, _ in
      let rate = try log10(configuration.number("rate"))
      let layers = try Double(configuration.whole("layers"))
      let penalty = try configuration.choice("optimizer") == "adam" ? 0.0 : 1
      return (rate + 2.5) * (rate + 2.5) + (layers - 3) * (layers - 3) + penalty
    }
    let best = try #require(search.best)
    #expect(best.value < 0.05, "\(best)")
    #expect(try best.trial.configuration.whole("layers") == 3)
    #expect(search.strategy.process != nil && search.results.count == 30)
  }

  @Test func failedAndEqualTrialsStopNothing() throws {
    for value in [Double.nan, .infinity, 1] {
      var search = Search(try plane(), BayesianSearch(trials: 12, seed: 1))
      try search.run { _, _ in value }
      #expect(search.results.count == 12)
    }
    // All six points are tried before one is tried again.
    let small = try SearchSpace([
      SearchParameter("a", .integer(0...2)), SearchParameter("b", .choice(["x", "y"])),
    ])
    var search = Search(small, BayesianSearch(trials: 9, warmup: 1, seed: 3))
    try search.run { configuration, _ in Double(try configuration.whole("a")) }
    #expect(search.results.count == 9)
    #expect(Set(search.results.map(\.trial.configuration)).count == 6)
  }

  @Test func gridsHaveAllCombinations() throws {
    var search = Search(try mixed(), try GridSearch(points: 3))
    #expect(try search.strategy.count(in: search.space) == 27)
    try search.run { configuration, budget in Double(configuration.description.count) * budget }
    let configurations = search.results.map(\.trial.configuration)
    #expect(Set(configurations).count == 27)
    let firsts = configurations.prefix(4).map(\.description)
    #expect(
      firsts == [
        "rate=0.0001, layers=1, optimizer=sgd", "rate=0.0001, layers=1, optimizer=adam",
        "rate=0.0001, layers=1, optimizer=rmsprop", "rate=0.0001, layers=3, optimizer=sgd",
      ])
    #expect(try configurations.map { try $0.number("rate") }.max() == 1)
    #expect(abs(try configurations[9].number("rate") - 0.01) < 1e-12)
    let all = try SearchSpace([SearchParameter("n", .integer(-1...2))])
    var whole = Search(all, try GridSearch(points: 10))
    try whole.run { _, _ in 0 }
    #expect(try whole.results.map { try $0.trial.configuration.whole("n") } == [-1, 0, 1, 2])
    let huge = try SearchSpace(
      (0..<20).map { try SearchParameter("\($0)", .linear(0...1)) })
    #expect(throws: SearchError.self) { try GridSearch(points: 1 << 20).count(in: huge) }
  }

  @Test func drawnConfigurationsFillTheirRanges() throws {
    var search = Search(try mixed(), RandomSearch(trials: 400, seed: 2))
    try search.run { _, _ in 0 }
    let configurations = search.results.map(\.trial.configuration)
    let small = try configurations.filter { try $0.number("rate") < 0.01 }
    #expect(150...250 ~= small.count)
    for layers in 1...4 {
      #expect(60...140 ~= (try configurations.filter { try $0.whole("layers") == layers }).count)
    }
    #expect(Set(try configurations.map { try $0.choice("optimizer") }).count == 3)
    #expect(throws: SearchError.self) { try configurations[0].whole("rate") }
    #expect(throws: SearchError.self) { try configurations[0].number("optimizer") }
    #expect(throws: SearchError.self) { try configurations[0].choice("nothing") }
  }

  @Test func halvingSpendsExactlyItsBudgets() throws {
    let strategy = try SuccessiveHalving(configurations: 27, budget: 1, most: 9, factor: 3, seed: 1)
    #expect(
      strategy.rungs.map(\.count) == [27, 9, 3] && strategy.rungs.map(\.budget) == [1, 3, 9])
    var search = Search(try plane(), strategy)
    try search.run { configuration, budget in
      let x = try configuration.number("x")
      // NaN is worse than anything.
      return x > 9 ? .nan : x + 1 / budget
    }
    let spent = search.results.reduce(0) { $0 + $1.trial.budget }
    #expect(spent == 81)
    func xs(_ range: Range<Int>) throws -> [Double] {
      try search.results[range].map { try $0.trial.configuration.number("x") }
    }
    #expect(try xs(27..<36) == Array(try xs(0..<27).sorted().prefix(9)))
    #expect(try xs(36..<39) == Array(try xs(0..<27).sorted().prefix(3)))
    let least = try xs(36..<37)[0]
    #expect(search.best?.value == least + 1.0 / 9)
    #expect(try search.next() == nil)
    #expect(try SuccessiveHalving(configurations: 10).rungs.map(\.count) == [10, 3, 1])
  }

  @Test func hyperbandHasThePapersBrackets() throws {
    // Table 1 of the paper: R = 81, η = 3.
    let strategy = try Hyperband(most: 81)
    let counts = strategy.brackets.map { $0.rungs.map(\.count) }
    #expect(counts == [[81, 27, 9, 3, 1], [34, 11, 3, 1], [15, 5, 1], [8, 2], [5]])
    #expect(strategy.brackets.map { $0.rungs[0].budget } == [1, 3, 9, 27, 81])
    var search = Search(try plane(), try Hyperband(most: 9, seed: 4))
    try search.run { configuration, budget in try branin(configuration) / budget }
    let rungs = search.strategy.brackets.flatMap(\.rungs)
    var expected: [Double] = []
    for rung in rungs { expected += [Double](repeating: rung.budget, count: rung.count) }
    #expect(search.results.map(\.trial.budget) == expected)
    #expect(search.best?.trial.budget == 9)
  }

  @Test func aSearchIsAskedAndTold() throws {
    var search = Search(try plane(), RandomSearch(trials: 2, seed: 1))
    #expect(throws: SearchError.self) { try search.tell(1) }
    let first = try #require(try search.next())
    #expect(try search.next() == first)
    try search.tell(.nan)
    let copy = search
    try search.tell(try search.next().map { _ in 2 } ?? 0)
    #expect(copy.results.count == 1 && search.results.count == 2)
    #expect(try search.next() == nil && search.best?.value == 2)
  }

  @Test func impossibleSpacesAreRefused() {
    for range: SearchParameter.Range in [
      .log(0...1), .log(-1...1), .log(1 ... .infinity), .choice([]), .choice(["a", "a"]),
      .linear(-Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude),
      .integer(0 ... .max), .integer(Int.min...0),
    ] {
      #expect(throws: SearchError.self) { try SearchParameter("p", range) }
    }
    #expect(throws: SearchError.self) { try SearchSpace([]) }
    #expect(throws: SearchError.self) {
      try SearchSpace([SearchParameter("a", .linear(0...1)), SearchParameter("a", .log(1...2))])
    }
    #expect(throws: SearchError.self) { try GridSearch(points: 0) }
    #expect(throws: SearchError.self) { try SuccessiveHalving(configurations: 0) }
    #expect(throws: SearchError.self) { try SuccessiveHalving(configurations: 2, factor: 1) }
    #expect(throws: SearchError.self) { try Hyperband(most: 0) }
    #expect(throws: Never.self) {
      let space = try SearchSpace([SearchParameter("a", .integer(3...3))])
      #expect(space.configuration(at: [.nan]).description == "a=3")
      #expect(space.configuration(at: [7]).description == "a=3")
    }
  }
}

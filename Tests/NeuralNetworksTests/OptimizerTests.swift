import Autograd
import FixtureSupport
import NeuralNetworks
import Tensors
import Testing

/// A walk of one parameter as PyTorch's optimizer took it.
private struct Walk: Decodable, Sendable, CustomTestStringConvertible {
  struct Options: Decodable, Sendable {
    let lr, momentum, weightDecay, momentumDecay, alpha, eps, rho, lrDecay: Double?
    let initialAccumulatorValue: Double?
    let betas: [Double]?
    let amsgrad, maximize, centered, decoupledWeightDecay: Bool?
  }
  let optimizer: String
  let options: Options
  let start: Recorded
  let gradients: [Recorded]
  let values: [Recorded]

  var testDescription: String { "\(optimizer) \(start.dtype)" }

  func make(_ p: [Variable]) throws -> any ParameterwiseOptimizer {
    let o = options
    let betas = (o.betas?[0] ?? 0.9, o.betas?[1] ?? 0.999)
    let climbs = o.maximize ?? false
    switch optimizer {
    case "sgd":
      return try SGD(
        p, rate: o.lr ?? 1e-3, momentum: o.momentum ?? 0, weightDecay: o.weightDecay ?? 0,
        isMaximized: climbs)
    case "adam":
      return try Adam(
        p, rate: o.lr ?? 1e-3, betas: betas, weightDecay: o.weightDecay ?? 0,
        isAMSGrad: o.amsgrad ?? false, isMaximized: climbs)
    case "adamw":
      return try Adam.adamW(
        p, rate: o.lr ?? 1e-3, betas: betas, isAMSGrad: o.amsgrad ?? false, isMaximized: climbs)
    case "nadam":
      return try NAdam(
        p, rate: o.lr ?? 2e-3, betas: betas, weightDecay: o.weightDecay ?? 0,
        momentumDecay: o.momentumDecay ?? 4e-3, isDecoupled: o.decoupledWeightDecay ?? false,
        isMaximized: climbs)
    case "rmsprop":
      return try RMSprop(
        p, rate: o.lr ?? 1e-2, alpha: o.alpha ?? 0.99, epsilon: o.eps ?? 1e-8,
        weightDecay: o.weightDecay ?? 0, momentum: o.momentum ?? 0,
        isCentered: o.centered ?? false, isMaximized: climbs)
    case "adagrad":
      return try Adagrad(
        p, rate: o.lr ?? 1e-2, rateDecay: o.lrDecay ?? 0, weightDecay: o.weightDecay ?? 0,
        initialAccumulator: o.initialAccumulatorValue ?? 0, epsilon: o.eps ?? 1e-10,
        isMaximized: climbs)
    default:
      return try Adadelta(
        p, rate: o.lr ?? 1, rho: o.rho ?? 0.9, epsilon: o.eps ?? 1e-6,
        weightDecay: o.weightDecay ?? 0, isMaximized: climbs)
    }
  }
}

/// The rates of a schedule as PyTorch set them.
private struct Course: Decodable, Sendable, CustomTestStringConvertible {
  struct Options: Decodable, Sendable {
    let stepSize, tMax, totalIters, totalSteps, patience, cooldown: Int?
    let gamma, etaMin, startFactor, endFactor, maxLr, pctStart, divFactor: Double?
    let finalDivFactor, factor, threshold, minLr: Double?
    let milestones: [Int]?
    let annealStrategy, mode, thresholdMode: String?
    let threePhase: Bool?
  }
  let schedule: String
  let options: Options
  let rates: [Double]
  let momenta: [Double]
  let watched: [Double]?

  var testDescription: String { schedule }

  func make() throws -> Schedule {
    let o = options
    switch schedule {
    case "step": return try .step(o.stepSize ?? 1, gamma: o.gamma ?? 0.1)
    case "milestones": return .milestones(o.milestones ?? [])
    case "exponential": return .exponential(o.gamma ?? 1)
    case "cosine": return try .cosine(o.tMax ?? 1, low: o.etaMin ?? 0)
    case "linear":
      return try .linear(
        from: o.startFactor ?? 1.0 / 3, to: o.endFactor ?? 1, steps: o.totalIters ?? 5)
    default:
      return try .oneCycle(
        peak: o.maxLr ?? 1, total: o.totalSteps ?? 1, warmup: o.pctStart ?? 0.3,
        annealing: Schedule.Annealing(rawValue: o.annealStrategy ?? "cos") ?? .cos,
        divisor: o.divFactor ?? 25, finalDivisor: o.finalDivFactor ?? 1e4,
        isThreePhased: o.threePhase ?? false)
    }
  }
}

@Suite struct OptimizerTests {
  @Test(arguments: Fixtures.load("descent", as: Walk.self))
  fileprivate func everyOptimizerWalksPyTorchsPath(_ walk: Walk) throws {
    let parameter = try Tape().leaf(walk.start.tensor, requiresGradient: true)
    let optimizer = try walk.make([parameter])
    let tolerance = walk.start.dtype == .float64 ? 1e-12 : 1e-5
    for (gradient, expected) in zip(walk.gradients, walk.values) {
      parameter.gradient = try gradient.tensor
      try optimizer.step()
      #expect(difference(parameter.value, expected, tolerance: tolerance, floor: 1) == nil)
    }
  }

  @Test(arguments: Fixtures.load("descent", as: Walk.self))
  fileprivate func aRestoredOptimizerGoesOnAsIfNothingHadHappened(_ walk: Walk) throws {
    let parameter = try Tape().leaf(walk.start.tensor, requiresGradient: true)
    var optimizer = try walk.make([parameter])
    for (place, gradient) in walk.gradients.enumerated() {
      if place == 6 {
        let state = try optimizer.state()
        optimizer = try walk.make([parameter])
        try optimizer.load(state)
      }
      parameter.gradient = try gradient.tensor
      try optimizer.step()
    }
    let last = try #require(walk.values.last)
    let tolerance = walk.start.dtype == .float64 ? 1e-12 : 1e-5
    #expect(difference(parameter.value, last, tolerance: tolerance, floor: 1) == nil)
  }

  @Test(arguments: Fixtures.load("schedules", as: Course.self))
  fileprivate func everyScheduleSetsPyTorchsRates(_ course: Course) throws {
    let w = try Tape().leaf(Tensor.zeros([1]), requiresGradient: true)
    let optimizer = try SGD([w], rate: 0.4, momentum: 0.9)
    if let watched = course.watched {
      let o = course.options
      let scheduler = try PlateauScheduler(
        optimizer, mode: .init(rawValue: o.mode ?? "min") ?? .min, factor: o.factor ?? 0.1,
        patience: o.patience ?? 10, threshold: o.threshold ?? 1e-4,
        thresholdMode: .init(rawValue: o.thresholdMode ?? "rel") ?? .rel,
        cooldown: o.cooldown ?? 0, lowest: o.minLr ?? 0)
      for (value, rate) in zip(watched, course.rates) {
        scheduler.step(value)
        #expect(abs(optimizer.rate - rate) <= 1e-12)
      }
      return
    }
    let scheduler = try Scheduler(optimizer, course.make())
    for (place, (rate, momentum)) in zip(course.rates, course.momenta).enumerated() {
      if place > 0 { try scheduler.step() }
      #expect(abs(optimizer.rate - rate) <= 1e-12)
      #expect(abs(optimizer.momentum - momentum) <= 1e-12)
    }
  }

  @Test func groupsHaveRatesAndDecaysOfTheirOwn() throws {
    let tape = Tape()
    let leaves = try (0..<3).map { _ in try tape.leaf(.ones([1]), requiresGradient: true) }
    let optimizer = try SGD(groups: [
      ParameterGroup([leaves[0]], rate: 0.5), ParameterGroup([leaves[1]], rate: 0.25),
      ParameterGroup([leaves[2]], rate: 0.5, weightDecay: 1),
    ])
    for leaf in leaves { leaf.gradient = try .ones([1]) }
    try optimizer.step()
    #expect(try leaves.map { try $0.value.item() } == [0.5, 0.75, 0])
    let scheduler = try Scheduler(optimizer, Schedule { 1 / Double($0 + 1) })
    try scheduler.step()
    #expect(optimizer.groups.map(\.rate) == [0.25, 0.125, 0.25])
    optimizer.rate = 1
    #expect(optimizer.groups.map(\.rate) == [1, 1, 1])
  }

  @Test func aGroupThatCameLaterIsMovedToo() throws {
    let tape = Tape()
    let (w, v) = (
      try tape.leaf(.ones([2]), requiresGradient: true),
      try tape.leaf(.ones([3]), requiresGradient: true)
    )
    let optimizer = try SGD([w], rate: 0.5, momentum: 0.5)
    let loss = try optimizer.step {
      w.gradient = try .ones([2])
      return 7
    }
    #expect(loss == 7)
    try optimizer.add(ParameterGroup([v], rate: 0.25))
    v.gradient = try .ones([3])
    try optimizer.step()
    #expect(w.value.doubles == [-0.25, -0.25])
    #expect(v.value.doubles == [0.75, 0.75, 0.75])
    #expect(
      throws: TensorError(.value, "some parameters appear in more than one parameter group")
    ) {
      try optimizer.add(ParameterGroup([w], rate: 1))
    }
    #expect(throws: TensorError(.value, "Invalid learning rate: -1.0")) {
      try optimizer.add(ParameterGroup([tape.leaf(.ones([1]))], rate: -1))
    }
  }

  @Test func wrongOptionsAreRefusedInPyTorchsWords() throws {
    let w = try Tape().leaf(Tensor.ones([1]), requiresGradient: true)
    let refusals: [(() throws -> Any, String)] = [
      ({ try SGD([]) }, "optimizer got an empty parameter list"),
      ({ try SGD([w, w]) }, "some parameters appear in more than one parameter group"),
      ({ try RMSprop([w], alpha: -1) }, "Invalid alpha value: -1.0"),
      ({ try RMSprop([w], momentum: -1) }, "Invalid momentum value: -1.0"),
      ({ try Adagrad([w], rateDecay: -1) }, "Invalid lr_decay value: -1.0"),
      (
        { try Adagrad([w], initialAccumulator: -1) },
        "Invalid initial_accumulator_value value: -1.0"
      ),
      ({ try Adadelta([w], rho: 2) }, "Invalid rho value: 2.0"),
      ({ try NAdam([w], momentumDecay: -1) }, "Invalid momentum_decay value: -1.0"),
      ({ try Adam([w], betas: (0.9, 1)) }, "Invalid beta parameter at index 1: 1.0"),
      ({ try Adam([w], epsilon: -1) }, "Invalid epsilon value: -1.0"),
      ({ try PlateauScheduler(SGD([w]), factor: 1) }, "Factor should be < 1.0."),
      (
        { try Schedule.oneCycle(peak: 1, total: 0) },
        "Expected positive integer total_steps, but got 0"
      ),
      (
        { try Scheduler(Adagrad([w]), .oneCycle(peak: 1, total: 5)) },
        "optimizer must support momentum or beta1 with `cycle_momentum` option enabled"
      ),
    ]
    for (attempt, message) in refusals {
      #expect(throws: TensorError(.value, message)) { _ = try attempt() }
    }
    let scheduler = try Scheduler(SGD([w], momentum: 0.9), .oneCycle(peak: 1, total: 1))
    try scheduler.step()
    #expect(throws: TensorError.self) { try scheduler.step() }
    #expect(throws: TensorError.self) {
      try SGD([w], momentum: 0.9).load([("0.step", .scalar(3))])
    }
    #expect(throws: TensorError.self) { try Schedule.step(0) }
  }
}

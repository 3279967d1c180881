import Autograd
import FixtureSupport
import Foundation
import NeuralNetworks
import Tensors
import Testing

/// The data set that ships with the book.
func bundledDigits() throws -> Digits {
  let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  return try Digits(path: "/\(root)/Lessons/\(Digits.fileName)")
}

func perceptron(_ change: (inout PerceptronPlan) -> Void = { _ in }) throws -> PerceptronTraining {
  var plan = PerceptronPlan()
  plan.hidden = [16]
  plan.batchSize = 64
  change(&plan)
  return try plan.training(on: bundledDigits().dataset)
}

extension Training {
  func advance(_ steps: Int) throws { for _ in 0..<steps { try advance() } }

  /// All numbers of the network.
  var numbers: [[Float]] { learner.module.parameters.map(\.variable.value.floats) }
}

@Suite struct TrainingTests {
  @Test func aSmallNetworkLearnsTheDigits() throws {
    let training = try perceptron {
      $0.hidden = [32]
      $0.batchSize = 32
      $0.epochs = 15
    }.training
    while !training.isFinished { try training.advance() }
    let snapshot = training.snapshot()
    let last = try #require(snapshot.evaluations.last)
    #expect(last.accuracy >= 0.96)
    #expect(last.confusion?.total == 359)
    #expect(snapshot.losses.count == 15 * 45)
    #expect(snapshot.evaluations.map(\.step) == (0...15).map { $0 * 45 })
    try training.advance()
    #expect(training.step == 15 * 45)
  }

  @Test(arguments: OptimizerKind.allCases, Activation.allCases)
  func everyChoiceLearnsSomething(optimizer: OptimizerKind, activation: Activation) throws {
    let training = try perceptron {
      $0.optimizer = optimizer
      $0.activation = activation
      $0.rate = optimizer == .sgd || optimizer == .momentum ? 0.2 : 0.01
      $0.batchSize = 32
      $0.epochs = 3
    }.training
    while !training.isFinished { try training.advance() }
    let evaluations = training.record.evaluations
    #expect(evaluations[3].loss < 0.9 * evaluations[0].loss)
  }

  @Test func theSameSeedGivesTheSameRun() throws {
    let runs = try (0..<2).map { _ in
      let training = try perceptron().training
      try training.advance(20)
      return training.record.losses
    }
    #expect(runs[0] == runs[1])
    #expect(runs[0].count == 20)
  }

  @Test func theLearningRateCanChangeOnTheWay() throws {
    let perceptron = try perceptron()
    let training = perceptron.training
    try training.advance()
    training.rate = 0
    let before = training.numbers
    try training.advance()
    #expect(training.numbers == before)
    training.rate = -1
    training.rate = .nan
    #expect(training.rate == 0)
    training.rate = 0.1
    try training.advance()
    #expect(training.numbers != before)
    #expect(training.record.controls.mapValues(\.rate) == [0: 0.01, 1: 0, 2: 0.1])
    #expect(training.record.rates == [0.01, 0, 0.1])
    #expect(try perceptron.probabilities(bundledDigits().image(0)).count == 10)
  }

  @Test func impossiblePlansAreRefused() throws {
    let data = try LabelledRows.xor
    for change: (inout PerceptronPlan) -> Void in [
      { $0.epochs = 0 }, { $0.epochs = .max }, { $0.batchSize = 0 }, { $0.heldShare = 1 },
      { $0.rate = .nan }, { $0.rate = -1 },
      { $0.hidden = [0] }, { $0.hidden = [1 << 40] },
    ] {
      var plan = PerceptronPlan()
      change(&plan)
      #expect(throws: (any Error).self) { try plan.training(on: data) }
    }
  }

  @Test func gradientsAreShortenedToANorm() throws {
    let tape = Tape()
    let x = try tape.leaf(try Tensor([3.0, 4.0] as [Float]), requiresGradient: true)
    try (x * x).sum().backward()
    #expect(try clipGradients([x], to: 100) == 10)
    #expect(x.gradient?.floats == [6, 8])
    #expect(try clipGradients([x], to: 1) == 10)
    let norm = try gradientNorm([x])
    #expect(abs(norm - 1) < 1e-6)
  }

  @Test func aClippedTrainingTakesShorterSteps() throws {
    let training = try perceptron { $0.optimizer = .sgd }.training
    training.set(TrainingControls(rate: 1, clipping: 0.001))
    let before = training.numbers.flatMap { $0 }
    try training.advance()
    let moved = zip(training.numbers.flatMap { $0 }, before).reduce(0) {
      $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1))
    }.squareRoot()
    #expect(abs(moved - 0.001) < 1e-5)
  }

  @Test func theRateFollowsItsSchedule() throws {
    #expect(RateSchedule.constant.factor(9) == 1)
    let warm = RateSchedule.warmUp(steps: 4)
    #expect((0..<4).map(warm.factor) == [0.25, 0.5, 0.75, 1])
    #expect(warm.factor(15) == 0.5)
    let cosine = RateSchedule.cosine(warmUp: 2, total: 6)
    #expect([0, 1, 2, 6, 9].map(cosine.factor) == [0.5, 1, 1, 0, 0])
    #expect(abs(cosine.factor(4) - 0.5) < 1e-12)
  }

  @Test func earlyStoppingWaitsForSomethingBetter() {
    let stopping = EarlyStopping(patience: 2, minimumDelta: 0.1)
    #expect(stopping.best([]).index == nil)
    #expect(stopping.best([1, 0.8, 0.75]) == (1, 1))
    #expect(stopping.best([1, 0.8, 0.75, 0.65]) == (3, 0))
    #expect(stopping.best([.nan, 2, .nan]) == (1, 1))
    #expect(stopping.best([.nan, .nan]).waited == 1)
  }

  @Test func earlyStoppingBringsTheBestNumbersBack() throws {
    let (tape, data) = (Tape(seed: 3), try bundledDigits().dataset)
    let network = try Sequential.perceptron([64, 16, 10], activation: .relu, tape: tape)
    let plan = TrainingPlan(
      OptimizerPlan(.adam, rate: 0.05), batchSize: 32, epochs: 200,
      stopping: EarlyStopping(patience: 3))
    let training = try Training(
      Classifier(network, classNames: (0..<10).map(String.init)),
      TrainingData(
        training: try data.subset(0..<200), validation: try data.subset(200..<400)), plan,
      tape: tape)
    while !training.isFinished { try training.advance() }
    #expect(training.isStopped)
    #expect(training.step < training.steps)
    let losses = training.record.evaluations.map(\.loss)
    let best = try #require(losses.min())
    #expect(losses.dropLast(3).last == best)
    let now = try training.examine(try data.subset(200..<400)).loss
    #expect(now == best)
  }
}

/// What is compared of two runs, bit by bit.
func expectSame(_ a: Training, _ b: Training) {
  #expect(a.record == b.record)
  #expect(a.numbers == b.numbers)
  #expect(a.tape.generator.state == b.tape.generator.state)
}

@Suite struct ScrubbingTests {
  /// With momentum, changed rates, and an epoch of 23 steps.
  private func run(_ steps: Int) throws -> Training {
    let training = try perceptron {
      $0.optimizer = .momentum
      $0.epochs = 3
    }.training
    for step in 0..<steps {
      if step == 7 { training.rate = 0.02 }
      if step == 30 { training.set(TrainingControls(rate: 0.005, momentum: 0.5, clipping: 1)) }
      try training.advance()
    }
    return training
  }

  @Test(arguments: [0, 1, 7, 22, 23, 24, 30, 31, 49])
  func goingBackAndOnAgainIsTheSameRun(target: Int) throws {
    let (straight, training) = (try run(50), try run(50))
    try training.scrub(to: target)
    #expect(training.step == target)
    #expect(training.record.losses == Array(straight.record.losses.prefix(target)))
    while training.step < 50 {
      for (step, change) in straight.record.controls where step == training.step {
        training.set(change)
      }
      try training.advance()
    }
    expectSame(training, straight)
  }

  @Test func goingBackAndChangingSomethingIsAnotherRun() throws {
    let (straight, training) = (try run(50), try run(50))
    try training.scrub(to: 40)
    training.rate = 0.5
    try training.advance(10)
    #expect(training.record.losses[..<41] == straight.record.losses[..<41])
    #expect(training.record.losses[41...] != straight.record.losses[41...])
  }

  @Test func stepsThatWereNotTakenAreRefused() throws {
    let training = try run(3)
    for step in [-1, 4, .max] {
      #expect(throws: DataError.self) { try training.scrub(to: step) }
    }
    try training.scrub(to: 3)
    #expect(training.step == 3)
  }

  @Test func statesThinOutWhenTheyTakeTooMuchMemory() throws {
    let tape = Tape(seed: 1)
    let network = try Sequential.perceptron([2, 4, 2], activation: .tanh, tape: tape)
    let plan = TrainingPlan(OptimizerPlan(.sgd, rate: 0.1), batchSize: 2, epochs: 50)
    let training = try Training(
      Classifier(network, classNames: ["0", "1"]),
      TrainingData(training: try LabelledRows.xor), plan, tape: tape, historyLimit: 1000)
    while !training.isFinished { try training.advance() }
    #expect(training.keptSteps.first == 0)
    // 22 numbers of 4 bytes.
    #expect((3...11).contains(training.keptSteps.count))
    let losses = training.record.losses
    try training.scrub(to: 3)
    try training.advance(97)
    #expect(training.record.losses == losses)
  }
}

@Suite struct CheckpointTests {
  private func path() -> String { "/tmp/dlbook-checkpoint-\(UInt64.random(in: 0 ... .max))" }

  private func training(_ change: (inout PerceptronPlan) -> Void = { _ in }) throws -> Training {
    try perceptron {
      $0.epochs = 4
      $0.batchSize = 100
      change(&$0)
    }.training
  }

  @Test(arguments: OptimizerKind.allCases, [0, 5, 15, 20])
  func goingOnFromAFileIsTheSameRun(optimizer: OptimizerKind, step: Int) throws {
    let path = path()
    defer { unlink(path) }
    let straight = try training { $0.optimizer = optimizer }
    try straight.advance(step)
    straight.rate = 0.003
    try Checkpoint(straight, model: "digits").save(path)
    try straight.advance(17)

    let resumed = try training { $0.optimizer = optimizer }
    let checkpoint = try Checkpoint(path: path)
    #expect(checkpoint.model == "digits")
    #expect(checkpoint.step == step)
    try resumed.resume(from: checkpoint)
    #expect(resumed.rate == 0.003)
    try resumed.advance(17)
    expectSame(resumed, straight)
    try resumed.scrub(to: step + 3)
    #expect(resumed.step == step + 3)
  }

  @Test func thePlanComesBackAsItWas() throws {
    var plan = TrainingPlan(
      OptimizerPlan(
        .adamW, rate: 0.1, betas: (0.9, 0.99), weightDecay: 0.1, decaysOnlyMatrices: true),
      schedule: .cosine(warmUp: 3, total: 9), batchSize: 7, epochs: 8, steps: 9, examinedEvery: 2,
      seed: .max, clipping: 0.3, stopping: EarlyStopping(patience: 2, minimumDelta: 1e-3))
    #expect(TrainingPlan(fields: plan.fields) == plan)
    plan = TrainingPlan()
    plan.schedule = .warmUp(steps: 100)
    #expect(TrainingPlan(fields: plan.fields) == plan)
    for (name, value) in [
      ("optimizer", "sga"), ("epochs", "0"), ("batch_size", "x"), ("schedule", "cosine 1"),
      ("rate", "nan"), ("seed", "-1"),
    ] {
      var fields = plan.fields
      fields[name] = value
      #expect(TrainingPlan(fields: fields) == nil)
    }
  }

  @Test func whatDoesNotFitIsRefused() throws {
    let first = try training()
    try first.advance(3)
    let checkpoint = try Checkpoint(first, model: "digits")
    for change: (inout PerceptronPlan) -> Void in [
      { $0.hidden = [8] }, { $0.rate = 0.5 }, { $0.seed = 4 }, { $0.batchSize = 50 },
      { $0.heldShare = 0.5 }, { $0.optimizer = .sgd },
    ] {
      let other = try training(change)
      let before = other.numbers
      #expect(throws: DataError.self) { try other.resume(from: checkpoint) }
      #expect(other.numbers == before)
    }
    try training { $0.epochs = 9 }.resume(from: checkpoint)
  }

  @Test func damagedAndForeignFilesAreErrors() throws {
    let path = path()
    defer { unlink(path) }
    let first = try training()
    try first.advance(3)
    let file = try Checkpoint(first, model: "digits").file()
    let bytes = try file.bytes()
    for count in [0, 7, 8, 100, bytes.count / 2, bytes.count - 1] {
      try Data(bytes.prefix(count)).write(to: URL(fileURLWithPath: path))
      #expect(throws: DataError.self) { try Checkpoint(path: path) }
    }
    #expect(throws: DataError.self) { try Checkpoint(path: path + "/none") }
    try SafeTensors(file.tensors).save(path)
    #expect(throws: DataError.self) { try Checkpoint(path: path) }
    for name in ["generator", "record.losses", "record.evaluations", "record.controls"] {
      try SafeTensors(file.tensors.filter { $0.name != name }, metadata: file.metadata).save(path)
      #expect(throws: DataError.self) { try Checkpoint(path: path) }
    }
    for name in ["optimizer.0.exp_avg", "model.0.weight", "generator.epoch"] {
      let rest = file.tensors.filter { $0.name != name }
      #expect(rest.count == file.tensors.count - 1)
      let cut = try Checkpoint(SafeTensors(rest, metadata: file.metadata), name: "cut")
      #expect(throws: (any Error).self) { try training().resume(from: cut) }
    }
  }
}

/// Runs that take minutes. They measure the whole process, so they are run alone:
/// `DLBOOK_LONG_TESTS=1 swift test -c release -Xswiftc -enable-testing --filter LongRunTests`
@Suite(.enabled(if: ProcessInfo.processInfo.environment["DLBOOK_LONG_TESTS"] != nil))
struct LongRunTests {
  private func residentKilobytes() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS") })
    return try #require(line.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) })
  }

  @Test func aMillionStepsTakeNoMoreMemoryThanAThousand() throws {
    let tape = Tape()
    let model = try Sequential.perceptron(
      [2, 16, 16, 1], activation: .tanh, output: .sigmoid, tape: tape)
    let optimizer = try Adam(model.parameters.map(\.variable))
    let x = tape.constant(try tape.generator.rand([32, 2]))
    let t = tape.constant(try tape.generator.rand([32, 1]))
    var start = (nodes: 0, kilobytes: 0)
    for step in 1...1_000_000 {
      optimizer.zeroGradients()
      try model(x).binaryCrossEntropy(t).backward()
      try optimizer.step()
      if step == 1_000 { start = (tape.count, try residentKilobytes()) }
    }
    #expect(tape.count == start.nodes)
    #expect(try residentKilobytes() < start.kilobytes + 2_000)
  }
}

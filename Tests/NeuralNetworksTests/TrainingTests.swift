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

/// The bundled digits as rows, read once: all of them, and 500.
let digitRows = Result { try bundledDigits().dataset }
let fewDigitRows = Result { try digitRows.get().subset(0..<500) }

/// A training on 400 digits in batches of 16, which makes 25 steps an epoch.
func perceptron(
  on data: Result<LabelledRows, any Error> = fewDigitRows,
  _ change: (inout PerceptronPlan) -> Void = { _ in }
) throws -> PerceptronTraining {
  var plan = PerceptronPlan()
  plan.hidden = [16]
  plan.batchSize = 16
  change(&plan)
  return try plan.training(on: data.get())
}

extension Training {
  func advance(_ steps: Int) throws { for _ in 0..<steps { try advance() } }

  /// All numbers of the network.
  var numbers: [[Float]] { learner.module.parameters.map(\.variable.value.floats) }
}

@Suite struct TrainingTests {
  @Test func aSmallNetworkLearnsTheDigits() throws {
    let training = try perceptron(on: digitRows) {
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
      $0.epochs = 4
    }.training
    while !training.isFinished { try training.advance() }
    let evaluations = training.record.evaluations
    #expect(evaluations[4].loss < 0.9 * evaluations[0].loss)
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
    #expect(SchedulePlan.constant.make().rate(9, 0.5) == 0.5)
    let warm = SchedulePlan.warmUp(steps: 4).make()
    #expect((0..<4).map { warm.rate($0, 1) } == [0.25, 0.5, 0.75, 1])
    #expect(warm.rate(15, 1) == 0.5)
    let cosine = SchedulePlan.cosine(warmUp: 2, total: 6).make()
    #expect([0, 1, 2, 6, 9].map { cosine.rate($0, 1) } == [0.5, 1, 1, 0, 0])
    #expect(abs(cosine.rate(4, 1) - 0.5) < 1e-12)
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
    let (tape, data) = (Tape(seed: 3), try fewDigitRows.get())
    let network = try Sequential.perceptron([64, 16, 10], activation: .relu, tape: tape)
    let plan = TrainingPlan(
      OptimizerPlan(.adam, rate: 0.05), batchSize: 20, epochs: 200,
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

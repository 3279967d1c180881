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

@Suite struct TrainingTests {
  @Test func aSmallNetworkLearnsTheDigits() throws {
    var plan = TrainingPlan()
    plan.epochs = 15
    let training = try Training(plan, data: bundledDigits().dataset)
    while !training.isFinished { try training.advance() }
    let snapshot = training.snapshot()
    let last = try #require(snapshot.evaluations.last)
    #expect(last.accuracy >= 0.96)
    #expect(last.confusion.total == 359)
    #expect(snapshot.losses.count == 15 * 45)
    #expect(snapshot.evaluations.map(\.step) == (0...15).map { $0 * 45 })
    try training.advance()
    #expect(training.step == 15 * 45)
  }

  @Test(arguments: OptimizerKind.allCases, Activation.allCases)
  func everyChoiceLearnsSomething(optimizer: OptimizerKind, activation: Activation) throws {
    var plan = TrainingPlan()
    plan.optimizer = optimizer
    plan.activation = activation
    plan.rate = optimizer == .adam ? 0.01 : 0.2
    plan.epochs = 3
    plan.hidden = [16]
    let training = try Training(plan, data: bundledDigits().dataset)
    while !training.isFinished { try training.advance() }
    let evaluations = training.snapshot().evaluations
    #expect(evaluations[3].loss < 0.9 * evaluations[0].loss)
  }

  @Test func theSameSeedGivesTheSameRun() throws {
    let plan = TrainingPlan()
    let data = try bundledDigits().dataset
    let runs = try (0..<2).map { _ in
      let training = try Training(plan, data: data)
      for _ in 0..<20 { try training.advance() }
      return training.snapshot().losses
    }
    #expect(runs[0] == runs[1])
    #expect(runs[0].count == 20)
  }

  @Test func theLearningRateCanChangeOnTheWay() throws {
    let training = try Training(TrainingPlan(), data: bundledDigits().dataset)
    try training.advance()
    training.rate = 0
    let before = training.snapshot().firstWeights
    try training.advance()
    #expect(training.snapshot().firstWeights == before)
    training.rate = -1
    training.rate = .nan
    #expect(training.rate == 0)
    training.rate = 0.1
    try training.advance()
    #expect(training.snapshot().firstWeights != before)
    #expect(try training.probabilities(bundledDigits().image(0)).count == 10)
  }

  @Test func impossiblePlansAreRefused() throws {
    let data = try LabelledRows.xor
    for change: (inout TrainingPlan) -> Void in [
      { $0.epochs = 0 }, { $0.epochs = .max }, { $0.batchSize = 0 }, { $0.heldShare = 1 },
      { $0.rate = .nan },
      { $0.hidden = [0] }, { $0.hidden = [1 << 40] },
    ] {
      var plan = TrainingPlan()
      change(&plan)
      #expect(throws: (any Error).self) { try Training(plan, data: data) }
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

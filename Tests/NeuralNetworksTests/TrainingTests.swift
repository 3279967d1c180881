import FixtureSupport
import NeuralNetworks
import Tensors
import Testing

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
    #expect(snapshot.evaluations.count == 16)
  }
}

import Autograd
import Foundation
import Tensors
import Testing

@testable import NeuralNetworks

/// What is compared of two runs, bit by bit.
func expectSame(_ a: Training, _ b: Training) {
  let isSame = (
    record: a.record == b.record, numbers: a.numbers == b.numbers,
    generator: a.tape.generator.state == b.tape.generator.state
  )
  #expect(isSame == (true, true, true))
}

@Suite struct ScrubbingTests {
  /// With momentum, changed rates, and an epoch of 25 steps.
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

  @Test(arguments: [0, 1, 7, 24, 25, 26, 30, 31, 49])
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
      $0.batchSize = 27
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
      let isUntouched = other.numbers == before
      #expect(isUntouched)
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

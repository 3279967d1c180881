import Autograd
import Foundation
import Tensors
import Testing

@testable import NeuralNetworks

/// The bundled data, and no other.
let bundledSources: ZooSources = {
  let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  return ZooSources(folders: DataFolders(shared: nil), lessons: root + "/Lessons")
}()

/// The first samples of a data set.
private struct FewSamples: Dataset {
  let samples: [[Tensor]]

  init(_ data: any Dataset, _ count: Int) throws {
    samples = try (0..<count).map { try data.sample($0) }
  }

  var count: Int { samples.count }
  func sample(_ index: Int) throws -> [Tensor] { samples[index] }
}

@Suite struct ModelZooTests {
  @Test func namesAreFoundAndMisspelledOnesSuggested() throws {
    #expect(Set(ModelZoo.names).count == ModelZoo.all.count)
    for model in ModelZoo.all { #expect(try ModelZoo.named(model.name).name == model.name) }
    func message(_ name: String) -> String {
      do {
        return try ModelZoo.named(name).name
      } catch {
        return "\(error)"
      }
    }
    #expect(message("mlp-binry") == "there is no model 'mlp-binry'; did you mean mlp-binary?")
    #expect(message("LSTM-LM") == "there is no model 'LSTM-LM'; did you mean lstm-lm?")
    #expect(message("zebra").hasPrefix("there is no model 'zebra'; there are "))
    #expect(message("").hasPrefix("there is no model ''; there are "))
  }

  @Test func costsAreCountedFromWhatIsRecorded() throws {
    let cost = try ModelZoo.named("mlp-binary").cost()
    #expect(cost.parameters == 64 * 128 + 128 + 128 * 64 + 64 + 64 + 1)
    #expect(cost.forwardOperations == 2 * (64 * 128 + 128 * 64 + 64))
    #expect(cost.trainingOperations == 3 * cost.forwardOperations)
    #expect(cost.weightBytes == 4 * cost.parameters)
    #expect(cost.optimizerBytes == 8 * cost.parameters)
    #expect(cost.activationBytes > 32 * 4 * (128 + 64))
  }

  /// `torch.utils.flop_counter` counts the products of an LSTM's gates.
  @Test(arguments: [
    ("lstm-classifier", 32_902, 2 * 20 * (200 * 10 + 200 * 50 * 3) + 2 * 50 * 2),
    (
      "lstm-lm", 2_029_328,
      50 * 2 * (512 * 64 + 512 * 128 + 128 * 10_000)
    ),
  ])
  func recurrentModelsAreCounted(name: String, parameters: Int, operations: Int) throws {
    let cost = try ModelZoo.named(name).cost()
    #expect(cost.parameters == parameters)
    #expect(cost.forwardOperations == operations)
  }

  @Test(arguments: [
    ("cnn-mnist", 421_642, 8_482_304), ("dcnn-mnist", 421_642, 8_482_304),
    ("cnn-rgb", 545_098, 12_257_792), ("cnn-cifar10", 160_202, 10_278_144),
  ])
  func convolutionsAreCounted(name: String, parameters: Int, operations: Int) throws {
    let cost = try ModelZoo.named(name).cost()
    #expect(cost.parameters == parameters)
    #expect(cost.forwardOperations == operations)
  }

  @Test func aTableThatIsReadBothWaysCountsOnce() throws {
    let cost = try ModelZoo.named("char-gpt").cost()
    #expect(cost.parameters == 804_096)
    // Four blocks of 12 · 128² weights, scores and values of each head, and the table at the end.
    let tokens = 64 * 2 * (4 * 12 * 128 * 128 + 128 * 65)
    #expect(cost.forwardOperations == tokens + 4 * 4 * 64 * 64 * 128)
  }

  @Test func digitsAreReadAfterTwoEpochs() throws {
    var plan = try ModelZoo.named("digits-cnn").plan
    plan.epochs = 2
    let run = try ModelZoo.named("digits-cnn").start(bundledSources, plan)
    while !run.training.isFinished { try run.training.advance() }
    #expect(try #require(try run.test()).score.accuracy > 0.9)
    guard case .pictures(let pictures) = try run.illustration(4) else {
      Issue.record("digits are shown")
      return
    }
    #expect(pictures.map(\.rows) == [8, 8, 8, 8])
    #expect(pictures.count(where: \.isRight) >= 3)
  }

  @Test(arguments: ["seq2seq", "seq2seq-sort", "seq2seq-dates", "char-gpt", "transformer-encoder"])
  func lossesFallInAFewSteps(name: String) throws {
    var plan = try ModelZoo.named(name).plan
    (plan.steps, plan.examinedEvery, plan.schedule, plan.batchSize) = (8, nil, .constant, 8)
    let model = try ModelZoo.named(name)
    var generator = Generator(seed: 0)
    // A few samples are enough here, and a whole examination takes too long.
    let data = try model.load(bundledSources, &generator)
    let few = try FewSamples(data.parts.training, 16)
    let tape = Tape(seed: 1)
    let training = try Training(
      try model.make(data.form, tape), TrainingData(training: few), plan, tape: tape)
    while !training.isFinished { try training.advance() }
    let losses = training.record.evaluations.map(\.loss)
    #expect(losses.count >= 2)
    #expect(try #require(losses.last) < losses[0])
    let run = ZooRun(
      model: model, data: ZooData(TrainingData(training: few), form: data.form, origin: ""),
      training: training)
    #expect(try run.illustration(2) != nil)
  }

  @Test func aMissingTextSaysWhere() throws {
    var sources = bundledSources
    sources.text = "/no/such/text"
    do {
      _ = try ModelZoo.named("lstm-lm").start(sources)
      Issue.record("there is no text")
    } catch {
      #expect("\(error)".contains("/no/such/text"))
    }
    sources = ZooSources(folders: DataFolders(shared: nil), lessons: nil)
    #expect(throws: DataError.self) { try ModelZoo.named("mlp-binary").start(sources) }
  }

  @Test func thePerceptronTellsTwoDigitsApart() throws {
    let run = try ModelZoo.named("mlp-binary").start(bundledSources)
    while !run.training.isFinished { try run.training.advance() }
    let test = try #require(try run.test())
    #expect(test.score.total == 53)
    #expect(test.score.accuracy > 0.95)
  }
}

@Suite struct SamplingTests {
  private let logits: [Float] = [1, 3, 2, -.infinity]

  @Test func temperatureZeroTakesTheLikeliest() throws {
    var generator = Generator(seed: 0)
    #expect(try Sampling.greedy.probabilities(logits) == [0, 1, 0, 0])
    #expect(try Sampling.greedy.draw([2, 2, 1], &generator) == 0)
  }

  @Test func probabilitiesAreThoseOfSoftmax() throws {
    let expected = [1.0, 3, 2].map { exp($0 / 2) }
    let sum = expected.reduce(0, +)
    let found = try Sampling(temperature: 2).probabilities(logits)
    for (a, b) in zip(found, expected + [0]) { #expect(abs(a - b / sum) < 1e-12) }
  }

  @Test func onlyTheLikeliestAreKept() throws {
    #expect(try Sampling(topK: 1).probabilities(logits) == [0, 1, 0, 0])
    let two = try Sampling(topK: 2).probabilities(logits)
    #expect(two[0] == 0 && abs(two[1] - 1 / (1 + exp(-1))) < 1e-12)
    // 0.665, 0.245, 0.090: the second token is the first with which 0.7 is reached.
    #expect(try Sampling(topP: 0.6).probabilities(logits) == [0, 1, 0, 0])
    #expect(
      try Sampling(topP: 0.7).probabilities(logits).map { $0 > 0 } == [false, true, true, false])
    #expect(
      try Sampling(topP: 1).probabilities(logits).map { $0 > 0 } == [true, true, true, false])
  }

  @Test func drawsFollowTheProbabilities() throws {
    var generator = Generator(seed: 1)
    var counts = [0, 0, 0, 0]
    for _ in 0..<2000 { counts[try Sampling().draw(logits, &generator)] += 1 }
    #expect(counts[3] == 0)
    #expect(abs(Double(counts[1]) / 2000 - 0.665) < 0.04)
  }

  @Test func whatMakesNoSenseIsRefused() {
    for sampling in [
      Sampling(temperature: -1), Sampling(temperature: .nan), Sampling(topK: 0),
      Sampling(topP: 0), Sampling(topP: 1.5),
    ] {
      #expect(throws: TensorError.self) { try sampling.probabilities(logits) }
    }
    #expect(throws: TensorError.self) { try Sampling().probabilities([]) }
    #expect(throws: TensorError.self) { try Sampling().probabilities([1, .nan]) }
  }
}

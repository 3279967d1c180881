import Autograd
import Foundation
import Tensors
import Testing

@testable import NeuralNetworks

/// What `Tests/Fixtures/zoo_curves.py` wrote: the losses of PyTorch's first 100 steps.
private struct Curve: Decodable {
  let shape: [Int]
  let classes: Int
  let seed: UInt64
  let losses: [Double]

  static let all: [String: Curve] = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let url = folder.appendingPathComponent("../Fixtures/zoo-curves.json")
    do {
      return try JSONDecoder().decode([String: Curve].self, from: Data(contentsOf: url))
    } catch {
      fatalError("\(url.path): \(error)")
    }
  }()

  /// The pattern of its class with noise, drawn as the script draws it.
  func data() throws -> TensorDataset {
    var generator = Generator(seed: 11)
    let patterns = try generator.rand([classes] + shape)
    let labels = try generator.randint(0, classes, [200])
    let noise = try generator.rand([200] + shape)
    let mixed = try patterns.rows(at: labels) * Tensor.number(0.9) + noise * Tensor.number(0.1)
    let x = try mixed * Tensor.number(2) - Tensor.number(1)
    return try TensorDataset([x, labels])
  }
}

@Suite struct ZooCurveTests {
  /// Everything has to be as in PyTorch: initial parameters, orders, forward, backward, Adam.
  @Test(arguments: ["mlp-binary", "cnn-mnist", "lstm-classifier", "transformer-classifier"])
  func theFirstHundredLossesArePyTorchs(name: String) throws {
    let curve = try #require(Curve.all[name])
    let model = try ModelZoo.named(name)
    let tape = Tape(seed: curve.seed)
    let form = DataForm(classNames: (0..<curve.classes).map(String.init), shape: curve.shape)
    let learner =
      name == "transformer-classifier"
      ? try ZooModel.transformerClassifier(form, dropout: 0, tape: tape)
      : try model.make(form, tape)
    var plan = model.plan
    (plan.batchSize, plan.epochs, plan.seed) = (8, 4, curve.seed)
    let training = try Training(
      learner, TrainingData(training: try curve.data()), plan, tape: tape, historyLimit: 0)
    while !training.isFinished { try training.advance() }
    #expect(training.record.losses.count == 100)
    for (step, (found, expected)) in zip(training.record.losses, curve.losses).enumerated() {
      guard abs(Double(found) - expected) <= 1e-3 else {
        Issue.record("step \(step + 1): \(found) in place of \(expected)")
        return
      }
    }
  }
}

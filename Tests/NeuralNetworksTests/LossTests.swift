import Autograd
import FixtureSupport
import NeuralNetworks
import Tensors
import Testing

@Suite struct LossTests {
  @Test(arguments: Fixtures.load("loss_functions", as: ModuleCase.self))
  func lossesAreWhatPyTorchComputes(_ fixture: ModuleCase) throws {
    try fixture.replay {
      if let criterion = try oneTarget($0, $1) { return Built(criterion) }
      return try severalInputs($0)
    }
  }

  private func oneTarget(_ f: ModuleCase, _ tape: Tape) throws -> Criterion? {
    let weight = try f.tensor("weight", on: tape)
    let ignored = f.integer("ignored", -100)
    switch f.module {
    case "L1Loss": return L1Loss(f.reduction)
    case "MSELoss": return MSELoss(f.reduction)
    case "SmoothL1Loss": return SmoothL1Loss(f.reduction, beta: f.number("beta", 1))
    case "HuberLoss": return HuberLoss(f.reduction, delta: f.number("delta", 1))
    case "CrossEntropyLoss":
      return try CrossEntropyLoss(
        f.reduction, weight: weight, ignored: ignored, smoothing: f.number("smoothing", 0))
    case "NLLLoss": return try NLLLoss(f.reduction, weight: weight, ignored: ignored)
    case "BCELoss": return try BCELoss(f.reduction, weight: weight)
    case "BCEWithLogitsLoss":
      return try BCEWithLogitsLoss(
        f.reduction, weight: weight, positiveWeight: f.tensor("positive", on: tape))
    case "HingeEmbeddingLoss":
      return HingeEmbeddingLoss(f.reduction, margin: f.number("margin", 1))
    case "SoftMarginLoss": return SoftMarginLoss(f.reduction)
    case "MultiMarginLoss":
      return try MultiMarginLoss(
        f.reduction, power: f.integer("power", 1), margin: f.number("margin", 1), weight: weight)
    case "MultiLabelMarginLoss": return MultiLabelMarginLoss(f.reduction)
    case "KLDivLoss":
      return KLDivLoss(
        f.reduction, isBatchMean: f.text("reduction", "") == "batchmean",
        isLogTarget: f.flag("logTarget"))
    case "PoissonNLLLoss":
      return PoissonNLLLoss(
        f.reduction, isLogInput: f.flag("logInput", true), isFull: f.flag("full"),
        epsilon: f.number("epsilon", 1e-8))
    default: return nil
    }
  }

  private func severalInputs(_ f: ModuleCase) throws -> Built {
    switch f.module {
    case "MarginRankingLoss":
      let loss = MarginRankingLoss(f.reduction, margin: f.number("margin", 0))
      return Built(loss) { [try loss($0[0], $0[1], $0[2])] }
    case "CosineEmbeddingLoss":
      let loss = CosineEmbeddingLoss(f.reduction, margin: f.number("margin", 0))
      return Built(loss) { [try loss($0[0], $0[1], $0[2])] }
    case "TripletMarginLoss":
      let loss = try TripletMarginLoss(
        f.reduction, margin: f.number("margin", 1), power: f.number("power", 2),
        swaps: f.flag("swaps"))
      return Built(loss) { [try loss($0[0], $0[1], $0[2])] }
    case "GaussianNLLLoss":
      let loss = GaussianNLLLoss(
        f.reduction, isFull: f.flag("full"), epsilon: f.number("epsilon", 1e-6))
      return Built(loss) { [try loss($0[0], $0[1], $0[2])] }
    case "CosineSimilarity":
      let module = CosineSimilarity(f.integer("dim", 1))
      return Built(module) { [try module($0[0], $0[1])] }
    default:
      let module = PairwiseDistance(f.number("power", 2), keepDim: f.flag("keep"))
      return Built(module) { [try module($0[0], $0[1])] }
    }
  }

  @Test func everyLossHasAFormula() throws {
    let losses: [Criterion] = [
      L1Loss(), MSELoss(), SmoothL1Loss(), HuberLoss(), try CrossEntropyLoss(), try NLLLoss(),
      try BCELoss(), try BCEWithLogitsLoss(), HingeEmbeddingLoss(), SoftMarginLoss(),
      try MultiMarginLoss(), MultiLabelMarginLoss(), KLDivLoss(), PoissonNLLLoss(),
      GaussianNLLLoss(), MarginRankingLoss(), CosineEmbeddingLoss(), try TripletMarginLoss(),
    ]
    #expect(losses.allSatisfy { !$0.formula.isEmpty })
    #expect(Set(losses.map(\.typeName)).count == losses.count)
  }
}

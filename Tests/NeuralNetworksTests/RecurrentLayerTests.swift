import Autograd
import FixtureSupport
import NeuralNetworks
import Tensors
import Testing

@Suite struct RecurrentLayerTests {
  @Test(arguments: Fixtures.load("recurrent_layers", as: ModuleCase.self))
  func recurrentLayersAreMadePrintedAndRunAsPyTorchs(_ fixture: ModuleCase) throws {
    try fixture.replay { try layer($0, $1) ?? cell($0, $1) }
  }

  private func layer(_ f: ModuleCase, _ tape: Tape) throws -> Built? {
    let options = RecurrentLayer.Options(
      layers: f.integer("layers", 1), hasBias: f.flag("bias", true),
      isBatchFirst: f.flag("batchFirst"), dropout: f.number("dropout", 0),
      isBidirectional: f.flag("bidirectional"))
    switch f.module {
    case "RNN":
      let layer = try RNN(3, 2, isRelu: f.flag("relu"), options, tape: tape, dtype: f.type)
      return Built(layer) {
        let (output, hidden) = try layer($0[0], $0.count > 1 ? $0[1] : nil)
        return [output, hidden]
      }
    case "GRU":
      let layer = try GRU(3, 2, options, tape: tape, dtype: f.type)
      return Built(layer) {
        let (output, hidden) = try layer($0[0], $0.count > 1 ? $0[1] : nil)
        return [output, hidden]
      }
    case "LSTM":
      let layer = try LSTM(3, 2, options, tape: tape, dtype: f.type)
      return Built(layer) {
        let (output, hidden, memory) = try layer($0[0], $0.count > 2 ? ($0[1], $0[2]) : nil)
        return [output, hidden, memory]
      }
    default: return nil
    }
  }

  private func cell(_ f: ModuleCase, _ tape: Tape) throws -> Built {
    let bias = f.flag("bias", true)
    switch f.module {
    case "RNNCell":
      let cell = try RNNCell(
        3, 2, hasBias: bias, isRelu: f.flag("relu"), tape: tape, dtype: f.type)
      return Built(cell) { [try cell($0[0], $0.count > 1 ? $0[1] : nil)] }
    case "GRUCell":
      let cell = try GRUCell(3, 2, hasBias: bias, tape: tape, dtype: f.type)
      return Built(cell) { [try cell($0[0], $0.count > 1 ? $0[1] : nil)] }
    default:
      let cell = try LSTMCell(3, 2, hasBias: bias, tape: tape, dtype: f.type)
      return Built(cell) {
        let (hidden, memory) = try cell($0[0], $0.count > 2 ? ($0[1], $0[2]) : nil)
        return [hidden, memory]
      }
    }
  }
}

@Suite struct NormLayerTests {
  @Test(arguments: Fixtures.load("norm_layers", as: ModuleCase.self))
  func normalisationsAreMadePrintedAndRunAsPyTorchs(_ fixture: ModuleCase) throws {
    try fixture.replay { try batch($0, $1) ?? sample($0, $1) }
  }

  private func batch(_ f: ModuleCase, _ tape: Tape) throws -> Built? {
    var momentum: Double? = f.number("momentum", 0.1)
    if case .some(.none) = f.arguments["momentum"] { momentum = nil }
    let kind: BatchNorm.Type
    switch f.module {
    case "BatchNorm1d": kind = BatchNorm1d.self
    case "BatchNorm2d": kind = BatchNorm2d.self
    default: return nil
    }
    let layer = try kind.init(
      3, epsilon: f.number("epsilon", 1e-5), momentum: momentum,
      isAffine: f.flag("affine", true), tracksStatistics: f.flag("tracks", true), tape: tape,
      dtype: f.type)
    return Built(layer) { try $0.map { try layer($0) } }
  }

  private func sample(_ f: ModuleCase, _ tape: Tape) throws -> Built {
    let shape = f.sizes("shape") ?? []
    switch f.module {
    case "LayerNorm":
      return Built(
        try LayerNorm(
          shape, epsilon: f.number("epsilon", 1e-5), isAffine: f.flag("elementwise", true),
          bias: f.flag("bias", true), tape: tape, dtype: f.type))
    case "RMSNorm":
      return Built(
        try RMSNorm(
          shape, epsilon: f.arguments["epsilon"]?.number, isAffine: f.flag("elementwise", true),
          tape: tape, dtype: f.type))
    case "GroupNorm":
      return Built(
        try GroupNorm(
          f.integer("groups", 1), f.integer("channels", 1), epsilon: f.number("epsilon", 1e-5),
          isAffine: f.flag("affine", true), tape: tape, dtype: f.type))
    case "InstanceNorm1d":
      return Built(
        try InstanceNorm1d(3, isAffine: f.flag("affine"), tape: tape, dtype: f.type))
    default:
      return Built(
        try InstanceNorm2d(3, isAffine: f.flag("affine"), tape: tape, dtype: f.type))
    }
  }
}

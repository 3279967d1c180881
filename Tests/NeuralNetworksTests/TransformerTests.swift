import Autograd
import FixtureSupport
import NeuralNetworks
import Tensors
import Testing

@Suite struct AttentionLayerTests {
  @Test(arguments: Fixtures.load("attention_layers", as: ModuleCase.self))
  func attentionIsMadePrintedAndRunAsPyTorchs(_ fixture: ModuleCase) throws {
    try fixture.replay { f, tape in
      let module = try MultiheadAttention(
        f.integer("width", 4), f.integer("heads", 2),
        MultiheadAttention.Options(
          dropout: f.number("dropout", 0), hasBias: f.flag("bias", true),
          addsBias: f.flag("addsBias"), addsZero: f.flag("addsZero"),
          keyWidth: f.optionalInteger("key"), valueWidth: f.optionalInteger("value"),
          isBatchFirst: f.flag("batchFirst")),
        tape: tape, dtype: f.type)
      return Built(module) { inputs in
        let (output, weights) = try module(
          inputs[0], inputs[1], inputs[2], mask: f.flag("mask") ? inputs[3] : nil,
          padding: f.flag("padding") ? inputs[inputs.count - 1] : nil,
          needsWeights: f.flag("needs"), averagesWeights: f.flag("averages"))
        return [output] + (weights.map { [$0] } ?? [])
      }
    }
  }
}

@Suite struct SelfAttentionTests {
  enum Hidden: CaseIterable { case nothing, laterKeys, somewhat, padding, both }

  /// With the weights asked for, each head is computed apart.
  @Test(arguments: Hidden.allCases, [true, false])
  func aBatchAttendsToItselfAsWithItsWeightsShown(_ hidden: Hidden, _ hasBias: Bool) throws {
    let tape = Tape(seed: 3)
    let (samples, steps, width, heads) = (2, 5, 6, 3)
    let module = try MultiheadAttention(
      width, heads, .init(hasBias: hasBias, isBatchFirst: true), tape: tape, dtype: .float64)
    func drawn(_ shape: [Int]) throws -> Tensor {
      try tape.generator.randn(shape, dtype: .float64)
    }
    let later = try Tensor.ones([steps, steps], dtype: .bool).triu(offset: 1)
    let mask: Tensor? =
      switch hidden {
      case .nothing, .padding: nil
      case .laterKeys, .both: later
      case .somewhat: try drawn([samples * heads, steps, steps])
      }
    let padding: Tensor? =
      hidden == .padding || hidden == .both
      ? try Tensor([false, false, false, false, true, false, false, false, true, true])
        .reshaped([samples, steps]) : nil
    let upstream = try drawn([samples, steps, width])
    let start = try drawn([samples, steps, width])
    func results(needsWeights: Bool) throws -> [[Double]] {
      module.zeroGradients()
      let x = try tape.leaf(start, requiresGradient: true)
      let output = try module(
        x, x, x, mask: mask.map { tape.constant($0) }, padding: padding.map { tape.constant($0) },
        needsWeights: needsWeights
      ).output
      try output.backward(upstream)
      let gradients = try module.parameters.map { try #require($0.variable.gradient).doubles }
      return [output.value.doubles, try #require(x.gradient).doubles] + gradients
    }
    let (fused, apart) = (try results(needsWeights: false), try results(needsWeights: true))
    for (some, others) in zip(fused, apart) {
      #expect(zip(some, others).allSatisfy { abs($0 - $1) < 1e-12 * max(1, abs($1)) })
    }
  }
}

@Suite struct TransformerTests {
  @Test(arguments: Fixtures.load("transformer", as: ModuleCase.self))
  func transformersAreMadePrintedAndRunAsPyTorchs(_ fixture: ModuleCase) throws {
    try fixture.replay(rounding: 5) { try layer($0, $1) ?? stack($0, $1) }
  }

  private func options(_ f: ModuleCase) -> TransformerOptions {
    TransformerOptions(
      inner: f.integer("inner", 2048), dropout: f.number("dropout", 0.1),
      activation: f.text("activation", "relu") == "gelu" ? .gelu : .relu,
      isBatchFirst: f.flag("batchFirst"), isNormFirst: f.flag("normFirst"),
      hasBias: f.flag("bias", true))
  }

  /// The masks of a case by PyTorch's names of them; they stand behind the inputs.
  private func masks(_ f: ModuleCase, _ kind: String, _ inputs: [Variable]) -> AttentionMasks {
    guard case .list(let parts) = f.arguments["masks"] else { return AttentionMasks() }
    let names = parts.compactMap(\.text)
    func find(_ name: String) -> Variable? {
      names.firstIndex(of: name).map { inputs[inputs.count - names.count + $0] }
    }
    return AttentionMasks(mask: find("\(kind)_mask"), padding: find("\(kind)_key_padding_mask"))
  }

  private func layer(_ f: ModuleCase, _ tape: Tape) throws -> Built? {
    switch f.module {
    case "TransformerEncoderLayer":
      let layer = try TransformerEncoderLayer(4, 2, options(f), tape: tape, dtype: f.type)
      return Built(layer) { [try layer($0[0], masks(f, "src", $0))] }
    case "TransformerDecoderLayer":
      let layer = try TransformerDecoderLayer(4, 2, options(f), tape: tape, dtype: f.type)
      return Built(layer) {
        [try layer($0[0], $0[1], own: masks(f, "tgt", $0), cross: masks(f, "memory", $0))]
      }
    default: return nil
    }
  }

  private func stack(_ f: ModuleCase, _ tape: Tape) throws -> Built {
    let layers = f.sizes("layers") ?? []
    func norm() throws -> LayerNorm? {
      f.flag("norm") ? try LayerNorm([4], tape: tape, dtype: f.type) : nil
    }
    switch f.module {
    case "TransformerEncoder":
      let layer = try TransformerEncoderLayer(4, 2, options(f), tape: tape, dtype: f.type)
      let encoder = try TransformerEncoder(layer, layers[0], norm: norm())
      return Built(encoder) { [try encoder($0[0])] }
    case "TransformerDecoder":
      let layer = try TransformerDecoderLayer(4, 2, options(f), tape: tape, dtype: f.type)
      let decoder = try TransformerDecoder(layer, layers[0], norm: norm())
      return Built(decoder) { [try decoder($0[0], $0[1])] }
    case "Transformer":
      let model = try Transformer(
        4, 2, encoderLayers: layers[0], decoderLayers: layers[1], options(f), tape: tape,
        dtype: f.type)
      return Built(model) { [try model($0[0], $0[1], target: masks(f, "tgt", $0))] }
    default:
      return Built(
        try PositionalEncoding(
          f.integer("width", 4), dropout: 0.2, longest: 7, tape: tape, dtype: f.type))
    }
  }

  @Test func aCausalMaskHidesWhatComesLater() throws {
    let mask = try Transformer.causalMask(3)
    let infinity = -Double.infinity
    #expect(mask.doubles == [0, infinity, infinity, 0, 0, infinity, 0, 0, 0])
    #expect(try Transformer.causalMask(0).shape == [0, 0])
    #expect(throws: TensorError.self) { try Transformer.causalMask(-1) }
  }

  @Test func layersOfAnEncoderStartAlikeAndAreTheirOwn() throws {
    let tape = Tape(seed: 1)
    let options = TransformerOptions(inner: 4)
    let encoder = try TransformerEncoder(
      TransformerEncoderLayer(4, 2, options, tape: tape), 2)
    let state = try encoder.stateDict
    let first = try #require(state["layers.0.linear1.weight"])
    let second = try #require(state["layers.1.linear1.weight"])
    #expect(first.doubles == second.doubles)
    #expect(!first.sharesStorage(with: second))
  }
}

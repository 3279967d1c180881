import Autograd
import Tensors

/// A small GPT-2: tokens and places are looked up and added, blocks of causal self-attention and
/// dense layers follow, and the table of tokens, read backward, gives the logits.
/// Source: A. Radford et al., "Language Models are Unsupervised Multitask Learners", 2019; sizes
/// and settings as in github.com/karpathy/nanoGPT.
final class GPT: Module, Layer {
  private let tokens: Embedding
  private let places: Embedding
  private let blocks: [GPTBlock]
  private let norm: LayerNorm

  init(tokens count: Int, context: Int, width: Int, heads: Int, layers: Int, tape: Tape) throws {
    tokens = try Embedding(count, width, tape: tape)
    places = try Embedding(context, width, tape: tape)
    blocks = try (0..<layers).map { _ in try GPTBlock(width, heads, tape: tape) }
    norm = try LayerNorm([width], bias: false, tape: tape)
    super.init()
    try register(module: tokens, as: "wte")
    try register(module: places, as: "wpe")
    try register(module: ModuleList(blocks), as: "h")
    try register(module: norm, as: "ln_f")
    try draw(layers: layers, tape)
  }

  /// All matrices from N(0, 0.02²); those at the end of a residual path from less, by 1/√(2·layers).
  private func draw(layers: Int, _ tape: Tape) throws {
    for parameter in parameters where parameter.variable.rank == 2 {
      let isEnd = parameter.name.hasSuffix("c_proj.weight")
      let value = parameter.variable.value
      try value.assign(
        try tape.generator.randn(
          value.shape, deviation: 0.02 / (isEnd ? Double(2 * layers).squareRoot() : 1)))
    }
  }

  /// - Parameter x: (windows, tokens).
  func forward(_ x: Variable) throws -> Variable {
    let steps = x.tape.constant(try Tensor.arange(Double(x.shape[1]), dtype: .int64))
    let embedded = try tokens(x) + places(steps)
    let states = try norm(try blocks.reduce(embedded) { try $1($0) })
    return try states.linear(tokens.weight)
  }
}

/// x + attention(norm(x)), then x + dense(norm(x)).
final class GPTBlock: Module, Layer {
  private let heads: Int
  private let norms: [LayerNorm]
  /// Queries, keys and values side by side.
  private let attention: Linear
  private let attended: Linear
  private let expansion: Linear
  private let projection: Linear

  init(_ width: Int, _ heads: Int, tape: Tape) throws {
    self.heads = heads
    norms = try (0..<2).map { _ in try LayerNorm([width], bias: false, tape: tape) }
    attention = try Linear(width, 3 * width, bias: false, tape: tape)
    attended = try Linear(width, width, bias: false, tape: tape)
    expansion = try Linear(width, 4 * width, bias: false, tape: tape)
    projection = try Linear(4 * width, width, bias: false, tape: tape)
    super.init()
    try register(module: norms[0], as: "ln_1")
    try register(module: attention, as: "c_attn")
    try register(module: attended, as: "attn_c_proj")
    try register(module: norms[1], as: "ln_2")
    try register(module: expansion, as: "c_fc")
    try register(module: projection, as: "mlp_c_proj")
  }

  func forward(_ x: Variable) throws -> Variable {
    let heads = try attention(norms[0](x)).selfAttention(heads: heads, isCausal: true)
    let x = try x + attended(heads)
    return try x + projection(expansion(norms[1](x)).gelu())
  }
}

extension ZooModel {
  /// A language model over characters.
  static let charGPT = ZooModel(
    name: "char-gpt", network: "GPT-2: 4 layers, 4 heads, width 128, context 64", need: .text,
    plan: TrainingPlan(
      OptimizerPlan(
        .adamW, rate: 1e-3, betas: (0.9, 0.99), weightDecay: 0.1, decaysOnlyMatrices: true),
      schedule: .cosine(warmUp: 100, total: 2000), batchSize: 12, epochs: 1, steps: 2000,
      examinedEvery: 250, clipping: 1),
    usualForm: DataForm(tokens: 65),
    load: { sources, _ in try sources.characters(window: 64) },
    make: { form, tape in
      LanguageModel(
        try GPT(
          tokens: form.tokens, context: 64, width: 128, heads: 4, layers: 4, tape: tape),
        context: 64, vocabulary: form.vocabulary, separator: "")
    },
    example: { _, count in try ZooSources.exampleWindows(count, 64) })
}

import Autograd
import Tensors

/// A transformer's encoder over vectors; a dense layer judges by the mean of its steps.
final class TransformerClassifier: Module, Layer {
  private let projection: Linear
  private let positions: PositionalEncoding
  private let encoder: TransformerEncoder
  private let dense: Linear

  init(
    inputs: Int, width: Int, heads: Int, layers: Int, classes: Int, dropout: Double, tape: Tape
  ) throws {
    let options = TransformerOptions(inner: 4 * width, dropout: dropout, isBatchFirst: true)
    projection = try Linear(inputs, width, tape: tape)
    positions = try PositionalEncoding(
      width, dropout: dropout, longest: 512, isBatchFirst: true, tape: tape)
    encoder = try TransformerEncoder(
      TransformerEncoderLayer(width, heads, options, tape: tape), layers)
    dense = try Linear(width, classes, tape: tape)
    super.init()
    try register(module: projection, as: "projection")
    try register(module: positions, as: "positions")
    try register(module: encoder, as: "encoder")
    try register(module: dense, as: "fc")
  }

  /// - Parameter x: (samples, steps, inputs).
  func forward(_ x: Variable) throws -> Variable {
    try dense(encoder(positions(projection(x))).mean([1]))
  }
}

/// A language model of encoder layers that see only what came before.
final class TransformerLanguageModel: Module, Layer {
  private let width: Int
  private let embedding: Embedding
  private let positions: PositionalEncoding
  private let encoder: TransformerEncoder
  private let dense: Linear

  init(
    tokens: Int, width: Int, heads: Int, layers: Int, dropout: Double, tape: Tape
  ) throws {
    let options = TransformerOptions(inner: 4 * width, dropout: dropout, isBatchFirst: true)
    self.width = width
    embedding = try Embedding(tokens, width, tape: tape)
    positions = try PositionalEncoding(
      width, dropout: dropout, longest: 512, isBatchFirst: true, tape: tape)
    encoder = try TransformerEncoder(
      TransformerEncoderLayer(width, heads, options, tape: tape), layers)
    dense = try Linear(width, tokens, tape: tape)
    super.init()
    try register(module: embedding, as: "embedding")
    try register(module: positions, as: "positions")
    try register(module: encoder, as: "encoder")
    try register(module: dense, as: "fc")
  }

  /// - Parameter x: (windows, tokens).
  func forward(_ x: Variable) throws -> Variable {
    let scale = x.tape.constant(try Tensor.number(Double(width).squareRoot()))
    let embedded = try positions(embedding(x) * scale)
    let mask = x.tape.constant(try Transformer.causalMask(x.shape[1]))
    return try dense(encoder(embedded, AttentionMasks(mask: mask)))
  }
}

extension ZooModel {
  /// Which of ten patterns is hidden in a sequence of noise.
  static let transformerClassifier = ZooModel(
    name: "transformer-classifier",
    network: "linear 100→200 + positions → 2 encoder layers, 4 heads → mean → dense 10",
    need: .generated,
    plan: TrainingPlan(OptimizerPlan(.adam, rate: 1e-3), batchSize: 32, epochs: 10),
    usualForm: patternForm,
    load: { _, generator in
      let sequences = try SequenceTasks.hiddenPattern(
        4000, length: 32, width: 100, classes: 10, &generator)
      return ZooData(
        try ZooSources.split(sequences, validation: 0.1, test: 0.1, &generator),
        form: patternForm, origin: "sequences of 32 × 100 numbers with a hidden pattern")
    },
    make: { form, tape in try transformerClassifier(form, dropout: 0.1, tape: tape) },
    example: { form, count in
      [try Tensor.zeros([count] + form.shape), try Tensor.zeros([count], dtype: .int64)]
    })

  private static let patternForm = DataForm(
    classNames: (0..<10).map(String.init), shape: [32, 100])

  static func transformerClassifier(_ form: DataForm, dropout: Double, tape: Tape) throws
    -> Classifier
  {
    Classifier(
      try TransformerClassifier(
        inputs: form.shape[1], width: 200, heads: 4, layers: 2, classes: form.classNames.count,
        dropout: dropout, tape: tape), classNames: form.classNames)
  }

  /// A language model over words.
  static let transformerEncoder = ZooModel(
    name: "transformer-encoder",
    network: "embedding ×√128 + positions → 2 encoder layers, 2 heads → dense over the words",
    need: .text,
    plan: TrainingPlan(OptimizerPlan(.adam, rate: 1e-3), batchSize: 32, epochs: 10),
    usualForm: DataForm(tokens: 10_000),
    load: { sources, _ in try sources.words(most: 10_000, window: 35) },
    make: { form, tape in
      LanguageModel(
        try TransformerLanguageModel(
          tokens: form.tokens, width: 128, heads: 2, layers: 2, dropout: 0.2, tape: tape),
        context: 35, vocabulary: form.vocabulary, separator: " ")
    },
    example: { _, count in try ZooSources.exampleWindows(count, 35) })
}

import Autograd
import Tensors

extension ZooModel {
  /// Eight digits from back to front.
  static let reversal = sequenceToSequence(
    "seq2seq", "reverses 8 digits", pairing: .reversed, epochs: 20)

  /// Eight digits in order.
  static let sorting = sequenceToSequence(
    "seq2seq-sort", "sorts 8 digits", pairing: .sorted, epochs: 20)

  /// Dates as people write them into ISO 8601.
  static let dates = ZooModel(
    name: "seq2seq-dates", network: network + ": dates into ISO 8601", need: .generated,
    plan: plan(epochs: 20), usualForm: DataForm(tokens: 60, shape: [18, 10]),
    load: { _, generator in try dates(&generator) },
    make: { try make($0, $1) }, example: { try example($0, $1) })

  private static let network =
    "encoder–decoder transformer, 2 + 2 layers, 4 heads, width 64"

  private static func plan(epochs: Int) -> TrainingPlan {
    TrainingPlan(
      OptimizerPlan(.adam, rate: 2e-3), schedule: .cosine(warmUp: 200, total: 141 * epochs),
      batchSize: 64, epochs: epochs, clipping: 1)
  }

  private static func sequenceToSequence(
    _ name: String, _ task: String, pairing: SequenceTasks.Pairing, epochs: Int
  ) -> ZooModel {
    ZooModel(
      name: name, network: network + ": " + task, need: .generated, plan: plan(epochs: epochs),
      usualForm: DataForm(tokens: 13, shape: [8, 8]),
      load: { _, generator in
        let pairs = try SequenceTasks.pairs(
          pairing, 10_000, length: 8, symbols: 10, &generator)
        let vocabulary = try Vocabulary(
          tokens: ["<pad>", "<start>", "<end>"] + (0..<10).map(String.init))
        return ZooData(
          try ZooSources.split(pairs, validation: 0.05, test: 0.05, &generator),
          form: DataForm(tokens: vocabulary.count, vocabulary: vocabulary, shape: [8, 8]),
          origin: "rows of 8 digits")
      },
      make: { try make($0, $1) }, example: { try example($0, $1) })
  }

  private static func make(_ form: DataForm, _ tape: Tape) throws -> any Learner {
    try SequenceToSequence(
      tokens: form.tokens, width: 64, heads: 4, layers: 2, inner: 128,
      vocabulary: form.vocabulary, tape: tape)
  }

  private static func example(_ form: DataForm, _ count: Int) throws -> [Tensor] {
    try form.shape.map { try Tensor.full([count, $0], 3, dtype: .int64) }
  }

  private static func dates(_ generator: inout Generator) throws -> ZooData {
    let pairs = try Dates.pairs(10_000, &generator)
    let vocabulary = try Vocabulary(
      charactersOf: pairs.map { $0.source + $0.target }.joined(),
      special: ["<pad>", "<start>", "<end>"])
    func rows(_ texts: [String]) throws -> Tensor {
      let rows = try texts.map { try vocabulary.encode(charactersOf: $0) }
      let width = rows.map(\.count).max() ?? 0
      return try Tensor(
        rows.flatMap { $0 + Array(repeating: 0, count: width - $0.count) },
        shape: [rows.count, width])
    }
    let (sources, targets) = (try rows(pairs.map(\.source)), try rows(pairs.map(\.target)))
    return ZooData(
      try ZooSources.split(
        try TensorDataset([sources, targets]), validation: 0.05, test: 0.05, &generator),
      form: DataForm(
        tokens: vocabulary.count, vocabulary: vocabulary,
        shape: [sources.shape[1], targets.shape[1]]),
      origin: "dates from 1900 to 2099")
  }
}

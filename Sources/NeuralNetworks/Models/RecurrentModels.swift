import Autograd
import Tensors

/// An LSTM that reads a sequence; a dense layer judges by its state at the end.
final class LSTMClassifier: Module, Layer {
  private let lstm: LSTM
  private let dense: Linear

  init(width: Int, hidden: Int, layers: Int, classes: Int, tape: Tape) throws {
    lstm = try LSTM(
      width, hidden, LSTM.Options(layers: layers, isBatchFirst: true), tape: tape)
    dense = try Linear(hidden, classes, tape: tape)
    super.init()
    try register(module: lstm, as: "lstm")
    try register(module: dense, as: "fc")
  }

  /// - Parameter x: (samples, steps, width).
  func forward(_ x: Variable) throws -> Variable {
    try dense(lstm(x).output.select(1, -1))
  }
}

/// A table of words, an LSTM, and a dense layer over the vocabulary.
final class LSTMLanguageModel: Module, Layer {
  private let embedding: Embedding
  private let lstm: LSTM
  private let dense: Linear

  init(tokens: Int, width: Int, hidden: Int, tape: Tape) throws {
    embedding = try Embedding(tokens, width, tape: tape)
    lstm = try LSTM(width, hidden, LSTM.Options(isBatchFirst: true), tape: tape)
    dense = try Linear(hidden, tokens, tape: tape)
    super.init()
    try register(module: embedding, as: "embedding")
    try register(module: lstm, as: "lstm")
    try register(module: dense, as: "fc")
  }

  /// - Parameter x: (windows, tokens).
  func forward(_ x: Variable) throws -> Variable { try dense(lstm(embedding(x)).output) }
}

extension ZooModel {
  /// Whether the sum of the last eight numbers of a sequence is greater than 0.
  static let lstmClassifier = ZooModel(
    name: "lstm-classifier",
    network: "LSTM 10→50, 2 layers → last step → dense 2", need: .generated,
    plan: TrainingPlan(OptimizerPlan(.adam, rate: 0.01), batchSize: 32, epochs: 10),
    usualForm: DataForm(classNames: ["≤ 0", "> 0"], shape: [20, 10]),
    load: { _, generator in
      let form = DataForm(classNames: ["≤ 0", "> 0"], shape: [20, 10])
      let sequences = try SequenceTasks.recentSum(4000, length: 20, width: 10, &generator)
      return ZooData(
        try ZooSources.split(sequences, validation: 0.1, test: 0.1, &generator), form: form,
        origin: "sequences of 20 × 10 numbers, and the sign of a sum")
    },
    make: { form, tape in
      Classifier(
        try LSTMClassifier(
          width: form.shape[1], hidden: 50, layers: 2, classes: form.classNames.count,
          tape: tape), classNames: form.classNames)
    },
    example: { form, count in
      [try Tensor.zeros([count] + form.shape), try Tensor.zeros([count], dtype: .int64)]
    })

  /// A language model over words.
  static let lstmLanguageModel = ZooModel(
    name: "lstm-lm",
    network: "embedding 10000×64 → LSTM 128 → dense 10000", need: .text,
    plan: TrainingPlan(OptimizerPlan(.adam, rate: 1e-3), batchSize: 64, epochs: 10),
    usualForm: DataForm(tokens: 10_000),
    load: { sources, _ in try sources.words(most: 10_000, window: 50) },
    make: { form, tape in
      LanguageModel(
        try LSTMLanguageModel(tokens: 10_000, width: 64, hidden: 128, tape: tape), context: 50,
        vocabulary: form.vocabulary, separator: " ")
    },
    example: { _, count in try ZooSources.exampleWindows(count, 50) })
}

extension ZooSources {
  /// The text that models learn from.
  func corpus() throws -> TextFile {
    try TextFile(path: try text ?? bundled(BundledText.fileName))
  }

  private var corpusName: String { text ?? "the bundled Pride and Prejudice" }

  /// The words of the text in windows side by side.
  func words(most: Int, window: Int) throws -> ZooData {
    let words = NeuralNetworks.words(of: try corpus().text)
    let vocabulary = try Vocabulary(words: words, most: most)
    return ZooData(
      try ZooSources.windows(
        try vocabulary.encode(words), length: window, isOverlapping: false),
      form: DataForm(tokens: vocabulary.count, vocabulary: vocabulary),
      origin: "\(words.count) words of \(corpusName)")
  }

  /// The characters of the text in windows that may begin anywhere.
  func characters(window: Int) throws -> ZooData {
    let text = try corpus().text
    let vocabulary = try Vocabulary(charactersOf: text)
    let tokens = try vocabulary.encode(charactersOf: text)
    return ZooData(
      try ZooSources.windows(tokens, length: window, isOverlapping: true),
      form: DataForm(tokens: vocabulary.count, vocabulary: vocabulary),
      origin: "\(tokens.count) characters of \(corpusName)")
  }

  /// A row of tokens cut into three parts: windows for training, which may begin anywhere in the
  /// first or stand side by side, and windows side by side in the others.
  private static func windows(_ tokens: [Int], length: Int, isOverlapping: Bool) throws
    -> TrainingData
  {
    let part = tokens.count / 20
    let (first, second) = (tokens.count - 2 * part, tokens.count - part)
    func sideBySide(_ tokens: ArraySlice<Int>) throws -> Subset<TokenWindows> {
      let windows = try TokenWindows(Array(tokens), length: length)
      return try Subset(windows, Array(stride(from: 0, to: windows.count, by: length)))
    }
    return TrainingData(
      training: isOverlapping
        ? try TokenWindows(Array(tokens[..<first]), length: length)
        : try sideBySide(tokens[..<first]),
      validation: try sideBySide(tokens[first..<second]),
      test: try sideBySide(tokens[second...]))
  }

  /// Windows of the first token, for counting.
  static func exampleWindows(_ count: Int, _ length: Int) throws -> [Tensor] {
    let tokens = try Tensor.zeros([count, length], dtype: .int64)
    return [tokens, tokens]
  }
}

import Autograd
import Tensors

/// A transformer that reads one sequence and writes another, token by token.
/// Source: A. Vaswani et al., "Attention Is All You Need", 2017.
public final class SequenceToSequence: Module, Learner {
  /// What the decoder begins with, and what says that the output is over.
  static let (padding, start, end) = (0, 1, 2)

  private let width: Int
  private let embedding: Embedding
  private let positions: PositionalEncoding
  private let transformer: Transformer
  private let dense: Linear
  private let vocabulary: Vocabulary?

  init(
    tokens: Int, width: Int, heads: Int, layers: Int, inner: Int, vocabulary: Vocabulary?,
    tape: Tape
  ) throws {
    self.width = width
    self.vocabulary = vocabulary
    embedding = try Embedding(tokens, width, tape: tape)
    positions = try PositionalEncoding(
      width, dropout: 0, longest: 128, isBatchFirst: true, tape: tape)
    transformer = try Transformer(
      width, heads, encoderLayers: layers, decoderLayers: layers,
      TransformerOptions(inner: inner, dropout: 0, isBatchFirst: true), tape: tape)
    dense = try Linear(width, tokens, tape: tape)
    super.init()
    try register(module: embedding, as: "embedding")
    try register(module: positions, as: "positions")
    try register(module: transformer, as: "transformer")
    try register(module: dense, as: "fc")
  }

  public var module: Module { self }
  public var scoresBatches: Bool { false }

  /// Logits for the token after each of the target's, (samples, target steps, tokens).
  func callAsFunction(_ source: Variable, _ target: Variable) throws -> Variable {
    let tape = source.tape
    func hidden(_ tokens: Variable) throws -> AttentionMasks {
      let isPadding = try tokens.value.compared(.equal, to: Tensor.number(0))
      return AttentionMasks(padding: tape.constant(isPadding))
    }
    var own = try hidden(target)
    own.mask = tape.constant(
      try Tensor.arange(Double(target.shape[1]), dtype: .int64).compared(
        .greater, to: Tensor.arange(Double(target.shape[1]), dtype: .int64).unsqueezed(1)))
    let sources = try hidden(source)
    return try dense(
      transformer(
        embedded(source), embedded(target), source: sources, target: own, memory: sources))
  }

  private func embedded(_ tokens: Variable) throws -> Variable {
    let scale = tokens.tape.constant(try Tensor.number(Double(width).squareRoot()))
    return try positions(embedding(tokens) * scale)
  }

  /// - Parameter batch: sources and targets; the decoder sees the target behind a start, and has to
  ///   say the target and an end.
  public func assess(_ batch: [Variable]) throws -> Assessment {
    let (source, target) = try pair(batch)
    let logits = try loss(source, target)
    return Assessment(loss: logits.loss, count: logits.count) { Score(right: 0, total: 0) }
  }

  /// As `assess`, but right is a target that the network writes by itself as a whole.
  public func examine(_ batch: [Variable]) throws -> Assessment {
    let (source, target) = try pair(batch)
    let (loss, count) = try loss(source, target)
    return Assessment(loss: loss, count: count) {
      let wanted = try self.rows(target.value)
      let written = try self.decode(source.value, longest: target.shape[1] + 1, on: source.tape)
      return Score(
        right: zip(wanted, written).count { $0 == $1 }, total: wanted.count)
    }
  }

  private func loss(_ source: Variable, _ target: Variable) throws -> (loss: Variable, count: Int) {
    let tape = source.tape
    let samples = target.shape[0]
    func column(_ token: Int) throws -> Tensor {
      try Tensor.full([samples, 1], Double(token), dtype: .int64)
    }
    let ending = try self.rows(target.value).map { $0 + [Self.end] }
    let length = target.shape[1] + 1
    let labels = ending.flatMap { $0 + Array(repeating: Self.padding, count: length - $0.count) }
    let input = try Tensor.concatenated([column(Self.start), target.value], 1)
    let logits = try self(source, tape.constant(input))
    let rows = try logits.reshaped([samples * length, logits.shape.last ?? 1])
    let loss = try rows.crossEntropy(
      tape.constant(try Tensor(labels)), ignoreIndex: Self.padding)
    return (loss, labels.count { $0 != Self.padding })
  }

  /// The tokens of each row up to its padding.
  private func rows(_ tokens: Tensor) throws -> [[Int]] {
    let (all, width) = (tokens.integers, tokens.shape[1])
    return (0..<tokens.shape[0]).map { row in
      Array(all[(row * width)..<((row + 1) * width)].prefix { $0 != Self.padding })
    }
  }

  /// What the network writes for each source when it always takes the likeliest token.
  /// - Parameter longest: the most tokens, with the end.
  public func decode(_ source: Tensor, longest: Int, on tape: Tape) throws -> [[Int]] {
    let samples = source.shape[0]
    var written = Array(repeating: [Self.start], count: samples)
    try evaluating(on: tape) {
      let input = tape.constant(source)
      for step in 1...max(longest, 1) {
        guard written.contains(where: { !$0.contains(Self.end) }) else { break }
        let known = tape.constant(try Tensor(written.flatMap { $0 }, shape: [samples, step]))
        let logits = try self(input, known).value.select(1, step - 1)
        for (row, token) in try logits.argmax(1).integers.enumerated() {
          // A row that is over is filled up, so that all stay equally long.
          written[row].append(written[row].contains(Self.end) ? Self.padding : token)
        }
      }
    }
    return written.map { Array($0.dropFirst().prefix { $0 != Self.end }) }
  }
}

extension SequenceToSequence: Illustrated {
  public func illustration(of samples: [[Tensor]], form: DataForm, on tape: Tape) throws
    -> Illustration?
  {
    guard !samples.isEmpty, let vocabulary else { return nil }
    let batch = try collate(samples)
    let written = try decode(batch[0], longest: batch[1].shape[1] + 1, on: tape)
    func text(_ tokens: [Int]) throws -> String { try vocabulary.decode(tokens).joined() }
    let (sources, targets) = (try rows(batch[0]), try rows(batch[1]))
    return .pairs(
      try written.indices.map { row in
        Illustration.Pair(
          source: try text(sources[row]), target: try text(targets[row]),
          output: try text(written[row].filter { $0 > Self.end }))
      })
  }
}

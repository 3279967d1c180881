import Autograd
import Tensors

/// A network that gives logits over the vocabulary for the token after each one of a window; it
/// learns by cross-entropy. Shapes: (windows, tokens) → (windows, tokens, vocabulary).
public final class LanguageModel: Learner {
  public let network: any Layer
  /// The longest window that the network takes.
  public let context: Int
  private let vocabulary: Vocabulary?
  /// What stands between two tokens of a text: nothing for characters, a blank for words.
  private let separator: String

  public init(
    _ network: any Layer, context: Int, vocabulary: Vocabulary?, separator: String
  ) {
    self.network = network
    self.context = context
    self.vocabulary = vocabulary
    self.separator = separator
  }

  public var module: Module { network }
  public var scoresBatches: Bool { false }

  /// - Parameter batch: windows of tokens, and the same one token further.
  public func assess(_ batch: [Variable]) throws -> Assessment {
    let (tokens, targets) = try pair(batch)
    let logits = try network(tokens)
    let rows = try logits.reshaped([-1, logits.shape.last ?? 1])
    let labels = try targets.reshaped([-1])
    return Assessment(loss: try rows.crossEntropy(labels), count: labels.count) {
      let predictions = try rows.value.argmax(1).integers
      return Score(
        right: zip(predictions, labels.value.integers).count { $0 == $1 }, total: labels.count)
    }
  }

  /// Goes on with a text, token by token: what the network gives for the last one is drawn from.
  /// - Returns: the new tokens.
  public func generate(
    _ count: Int, after prompt: [Int], _ sampling: Sampling, _ generator: inout Generator,
    on tape: Tape
  ) throws -> [Int] {
    guard !prompt.isEmpty else { throw DataError("a text begins with at least one token") }
    var tokens = prompt
    try evaluating(on: tape) {
      for _ in 0..<max(count, 0) {
        let window = Array(tokens.suffix(context))
        let logits = try network(tape.constant(Tensor(window, shape: [1, window.count])))
        let last = try logits.value.select(1, window.count - 1).floats
        tokens.append(try sampling.draw(last, &generator))
      }
    }
    return Array(tokens.dropFirst(prompt.count))
  }
}

extension LanguageModel: Illustrated {
  /// Tokens that are written to be looked at.
  private static let shownTokens = 160

  public func illustration(of samples: [[Tensor]], form: DataForm, on tape: Tape) throws
    -> Illustration?
  {
    guard let vocabulary, let window = samples.first?.first?.integers else { return nil }
    let prompt = Array(window.prefix(separator.isEmpty ? 16 : 4))
    // A generator of its own, so that looking on changes nothing.
    var generator = Generator(seed: 0)
    let written = try generate(
      separator.isEmpty ? Self.shownTokens : Self.shownTokens / 4, after: prompt,
      Sampling(temperature: 0.8, topK: 40), &generator, on: tape)
    return .text(try vocabulary.decode(prompt + written).joined(separator: separator))
  }
}

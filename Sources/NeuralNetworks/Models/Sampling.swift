import Tensors

/// How the next token is drawn from logits.
public struct Sampling: Hashable, Codable, Sendable {
  /// Logits are divided by it: below 1 the likely gets likelier. At 0 the likeliest is taken.
  public var temperature: Double
  /// Only so many of the likeliest tokens are drawn from.
  public var topK: Int?
  /// Only the likeliest tokens are drawn from that have this much of the probability together.
  /// Source: A. Holtzman et al., "The Curious Case of Neural Text Degeneration", 2020.
  public var topP: Double?

  /// Always the likeliest token.
  public static let greedy = Sampling(temperature: 0)

  public init(temperature: Double = 1, topK: Int? = nil, topP: Double? = nil) {
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
  }

  /// How likely each token is to be drawn; 0 for those that are left out.
  /// - Throws: a `ValueError` when a setting makes no sense, or there is no token.
  public func probabilities(_ logits: [Float]) throws -> [Double] {
    guard temperature >= 0, temperature.isFinite else {
      throw TensorError(.value, "temperature must be at least 0, but got \(temperature)")
    }
    if let topK, topK < 1 { throw TensorError(.value, "top_k must be at least 1, but got \(topK)") }
    if let topP, !(topP > 0 && topP <= 1) {
      throw TensorError(.value, "top_p must be in (0, 1], but got \(topP)")
    }
    // Equal logits stand in the order of their numbers.
    let order = logits.indices.sorted {
      logits[$0] != logits[$1] ? logits[$0] > logits[$1] : $0 < $1
    }
    guard let best = order.first, !logits.contains(where: \.isNaN) else {
      throw TensorError(.value, "probability tensor contains either `inf`, `nan` or element < 0")
    }
    var result = Array(repeating: 0.0, count: logits.count)
    guard temperature > 0 else {
      result[best] = 1
      return result
    }
    let kept = order.prefix(topK ?? order.count)
    let scaled = try Tensor(
      kept.map { Double(logits[$0]) / temperature }, dtype: .float64
    ).softmax(0).doubles
    var sum = 0.0
    for (place, probability) in zip(kept, scaled) {
      // The token with which the share is reached is the last.
      guard sum < topP ?? .infinity else { break }
      result[place] = probability
      sum += probability
    }
    return result.map { $0 / sum }
  }

  /// Draws a token.
  public func draw(_ logits: [Float], _ generator: inout Generator) throws -> Int {
    let probabilities = try probabilities(logits)
    if temperature == 0 { return probabilities.firstIndex(of: 1) ?? 0 }
    let point = generator.uniform64()
    var sum = 0.0
    for (token, probability) in probabilities.enumerated() where probability > 0 {
      sum += probability
      if point < sum { return token }
    }
    return probabilities.lastIndex { $0 > 0 } ?? 0
  }
}

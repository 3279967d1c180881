import Autograd
import Tensors

/// The settings of a transformer's layers, with PyTorch's defaults.
public struct TransformerOptions: Hashable, Sendable {
  /// What stands between the two dense layers.
  public enum Activation: String, Hashable, Sendable {
    case relu, gelu

    func callAsFunction(_ x: Variable) throws -> Variable {
      self == .relu ? try x.relu() : try x.gelu()
    }
  }

  /// Units between the two dense layers; PyTorch's `dim_feedforward`.
  public var inner = 2048
  public var dropout = 0.1
  public var activation = Activation.relu
  public var epsilon = 1e-5
  public var isBatchFirst = false
  /// Whether normalisation stands before attention and dense layers, or after their sum.
  public var isNormFirst = false
  public var hasBias = true

  public init(
    inner: Int = 2048, dropout: Double = 0.1, activation: Activation = .relu,
    epsilon: Double = 1e-5, isBatchFirst: Bool = false, isNormFirst: Bool = false,
    hasBias: Bool = true
  ) {
    self.inner = inner
    self.dropout = dropout
    self.activation = activation
    self.epsilon = epsilon
    self.isBatchFirst = isBatchFirst
    self.isNormFirst = isNormFirst
    self.hasBias = hasBias
  }

  fileprivate var attention: MultiheadAttention.Options {
    MultiheadAttention.Options(
      dropout: dropout, hasBias: hasBias, isBatchFirst: isBatchFirst)
  }

  fileprivate func norm(_ width: Int, _ tape: Tape, _ dtype: DataType) throws -> LayerNorm {
    try LayerNorm([width], epsilon: epsilon, bias: hasBias, tape: tape, dtype: dtype)
  }
}

/// What hides keys from queries: masks as `MultiheadAttention` takes them.
public struct AttentionMasks {
  /// (queries, keys) or (samples · heads, queries, keys).
  public var mask: Variable?
  /// (samples, keys).
  public var padding: Variable?

  public init(mask: Variable? = nil, padding: Variable? = nil) {
    self.mask = mask
    self.padding = padding
  }
}

/// Two dense layers with an activation between them.
private struct FeedForward {
  let first: Linear
  let second: Linear
  let dropout: Dropout
  let activation: TransformerOptions.Activation

  init(_ width: Int, _ options: TransformerOptions, _ tape: Tape, _ dtype: DataType) throws {
    first = try Linear(
      width, options.inner, bias: options.hasBias, tape: tape, dtype: dtype)
    dropout = try Dropout(options.dropout)
    second = try Linear(
      options.inner, width, bias: options.hasBias, tape: tape, dtype: dtype)
    activation = options.activation
  }

  func register(in module: Module) throws {
    try module.register(module: first, as: "linear1")
    try module.register(module: dropout, as: "dropout")
    try module.register(module: second, as: "linear2")
  }

  func callAsFunction(_ x: Variable) throws -> Variable {
    try second(dropout(activation(first(x))))
  }
}

/// One layer of an encoder: attention of the sequence to itself, then two dense layers at each
/// step; both are added to what they got, and the sums are normalised.
public final class TransformerEncoderLayer: Module {
  public let width: Int
  public let heads: Int
  public let options: TransformerOptions
  private let attention: MultiheadAttention
  private let dense: FeedForward
  private let norms: [LayerNorm]
  private let dropouts: [Dropout]

  public init(
    _ width: Int, _ heads: Int, _ options: TransformerOptions = TransformerOptions(), tape: Tape,
    dtype: DataType = .float32
  ) throws {
    (self.width, self.heads, self.options) = (width, heads, options)
    attention = try MultiheadAttention(
      width, heads, options.attention, tape: tape, dtype: dtype)
    dense = try FeedForward(width, options, tape, dtype)
    norms = try (0..<2).map { _ in try options.norm(width, tape, dtype) }
    dropouts = try (0..<2).map { _ in try Dropout(options.dropout) }
    super.init()
    try register(module: attention, as: "self_attn")
    try dense.register(in: self)
    for (index, norm) in norms.enumerated() { try register(module: norm, as: "norm\(index + 1)") }
    for (index, dropout) in dropouts.enumerated() {
      try register(module: dropout, as: "dropout\(index + 1)")
    }
  }

  public override func anew() throws -> Module {
    let weight = try dense.first.weight
    return try TransformerEncoderLayer(
      width, heads, options, tape: weight.tape, dtype: weight.dtype)
  }

  public func callAsFunction(_ x: Variable, _ masks: AttentionMasks = AttentionMasks()) throws
    -> Variable
  {
    try calling([x]) { inputs in
      var x = inputs[0]
      if options.isNormFirst {
        x = try x + attended(norms[0](x), masks)
        return [try x + dropouts[1](dense(norms[1](x)))]
      }
      x = try norms[0](x + attended(x, masks))
      return [try norms[1](x + dropouts[1](dense(x)))]
    }[0]
  }

  private func attended(_ x: Variable, _ masks: AttentionMasks) throws -> Variable {
    try dropouts[0](
      attention(x, x, x, mask: masks.mask, padding: masks.padding, needsWeights: false).output)
  }
}

/// One layer of a decoder: attention of the target to itself, attention to what the encoder
/// gave, then two dense layers at each step.
public final class TransformerDecoderLayer: Module {
  public let width: Int
  public let heads: Int
  public let options: TransformerOptions
  private let attention: MultiheadAttention
  private let crossAttention: MultiheadAttention
  private let dense: FeedForward
  private let norms: [LayerNorm]
  private let dropouts: [Dropout]

  public init(
    _ width: Int, _ heads: Int, _ options: TransformerOptions = TransformerOptions(), tape: Tape,
    dtype: DataType = .float32
  ) throws {
    (self.width, self.heads, self.options) = (width, heads, options)
    attention = try MultiheadAttention(
      width, heads, options.attention, tape: tape, dtype: dtype)
    crossAttention = try MultiheadAttention(
      width, heads, options.attention, tape: tape, dtype: dtype)
    dense = try FeedForward(width, options, tape, dtype)
    norms = try (0..<3).map { _ in try options.norm(width, tape, dtype) }
    dropouts = try (0..<3).map { _ in try Dropout(options.dropout) }
    super.init()
    try register(module: attention, as: "self_attn")
    try register(module: crossAttention, as: "multihead_attn")
    try dense.register(in: self)
    for (index, norm) in norms.enumerated() { try register(module: norm, as: "norm\(index + 1)") }
    for (index, dropout) in dropouts.enumerated() {
      try register(module: dropout, as: "dropout\(index + 1)")
    }
  }

  public override func anew() throws -> Module {
    let weight = try dense.first.weight
    return try TransformerDecoderLayer(
      width, heads, options, tape: weight.tape, dtype: weight.dtype)
  }

  /// - Parameters:
  ///   - memory: what the encoder gave.
  ///   - own: what is hidden of the target.
  ///   - cross: what is hidden of the memory.
  public func callAsFunction(
    _ x: Variable, _ memory: Variable, own: AttentionMasks = AttentionMasks(),
    cross: AttentionMasks = AttentionMasks()
  ) throws -> Variable {
    try calling([x, memory]) { inputs in
      let memory = inputs[1]
      var x = inputs[0]
      if options.isNormFirst {
        x = try x + attended(norms[0](x), own)
        x = try x + attended(norms[1](x), to: memory, cross)
        return [try x + dropouts[2](dense(norms[2](x)))]
      }
      x = try norms[0](x + attended(x, own))
      x = try norms[1](x + attended(x, to: memory, cross))
      return [try norms[2](x + dropouts[2](dense(x)))]
    }[0]
  }

  private func attended(_ x: Variable, _ masks: AttentionMasks) throws -> Variable {
    try dropouts[0](
      attention(x, x, x, mask: masks.mask, padding: masks.padding, needsWeights: false).output)
  }

  private func attended(_ x: Variable, to memory: Variable, _ masks: AttentionMasks) throws
    -> Variable
  {
    try dropouts[1](
      crossAttention(
        x, memory, memory, mask: masks.mask, padding: masks.padding, needsWeights: false
      ).output)
  }
}

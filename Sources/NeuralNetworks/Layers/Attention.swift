import Autograd
import Tensors

/// Attention of several heads (Vaswani et al., 2017): each head projects queries, keys and values
/// to a space of its own, and computes softmax(q kᵀ/√d) v there; the heads' results side by side
/// are projected once more.
///
/// Sequences are (steps, samples, features), with `isBatchFirst` (samples, steps, features), or
/// (steps, features) for one sample alone.
public final class MultiheadAttention: Module {
  /// The settings, with PyTorch's defaults.
  public struct Options: Hashable, Sendable {
    /// The probability that a weight is dropped while training.
    public var dropout = 0.0
    public var hasBias = true
    /// Whether one learned key and value stand behind the others; PyTorch's `add_bias_kv`.
    public var addsBias = false
    /// Whether a key and a value of zeros stand behind the others; PyTorch's `add_zero_attn`.
    public var addsZero = false
    /// Features of keys and values, where they differ from those of queries.
    public var keyWidth: Int?
    public var valueWidth: Int?
    public var isBatchFirst = false

    public init(
      dropout: Double = 0, hasBias: Bool = true, addsBias: Bool = false, addsZero: Bool = false,
      keyWidth: Int? = nil, valueWidth: Int? = nil, isBatchFirst: Bool = false
    ) {
      self.dropout = dropout
      self.hasBias = hasBias
      self.addsBias = addsBias
      self.addsZero = addsZero
      self.keyWidth = keyWidth
      self.valueWidth = valueWidth
      self.isBatchFirst = isBatchFirst
    }
  }

  public let width: Int
  public let heads: Int
  public let options: Options
  private let output: Linear

  /// - Parameter width: the features of queries and of the result, a multiple of `heads`.
  public init(
    _ width: Int, _ heads: Int, _ options: Options = Options(), tape: Tape,
    dtype: DataType = .float32
  ) throws {
    guard width > 0, heads > 0 else {
      throw TensorError(
        .value,
        "embed_dim and num_heads must be greater than 0, got embed_dim=\(width) and "
          + "num_heads=\(heads) instead")
    }
    guard width % heads == 0 else {
      throw TensorError(.assertion, "embed_dim must be divisible by num_heads")
    }
    self.width = width
    self.heads = heads
    self.options = options
    output = try OutputProjection(
      width, width, bias: options.hasBias, tape: tape, dtype: dtype)
    super.init()
    try registerProjections(tape, dtype)
    try register(module: output, as: "out_proj")
    try registerBiases(tape, dtype)
  }

  /// PyTorch's name of the last projection.
  private final class OutputProjection: Linear {
    override var typeName: String { "NonDynamicallyQuantizableLinear" }
  }

  private func registerProjections(_ tape: Tape, _ dtype: DataType) throws {
    let (key, value) = (options.keyWidth ?? width, options.valueWidth ?? width)
    let isPacked = key == width && value == width
    let shapes =
      isPacked
      ? [("in_proj_weight", [3 * width, width])]
      : [
        ("q_proj_weight", [width, width]), ("k_proj_weight", [width, key]),
        ("v_proj_weight", [width, value]),
      ]
    for (name, shape) in shapes {
      let drawn = try Initialization.xavierUniform(
        shape, generator: &tape.generator, dtype: dtype)
      try register(parameter: tape.leaf(drawn, requiresGradient: true), as: name)
    }
    guard options.hasBias else { return }
    let zeros = try Tensor.zeros([3 * width], dtype: dtype)
    try register(parameter: tape.leaf(zeros, requiresGradient: true), as: "in_proj_bias")
    try output.bias?.value.fill(0)
  }

  private func registerBiases(_ tape: Tape, _ dtype: DataType) throws {
    guard options.addsBias else { return }
    for name in ["bias_k", "bias_v"] {
      let drawn = try Initialization.xavierNormal(
        [1, 1, width], generator: &tape.generator, dtype: dtype)
      try register(parameter: tape.leaf(drawn, requiresGradient: true), as: name)
    }
  }

  public override func anew() throws -> Module {
    let weight = try output.weight
    return try MultiheadAttention(
      width, heads, options, tape: weight.tape, dtype: weight.dtype)
  }

  /// - Parameters:
  ///   - mask: (queries, keys) or (samples · heads, queries, keys); true hides a key from a
  ///     query, numbers are added to the scores.
  ///   - padding: (samples, keys), of the same kinds; PyTorch's `key_padding_mask`.
  ///   - needsWeights: whether the weights are wanted, too.
  ///   - averagesWeights: whether they are the mean of all heads.
  public func callAsFunction(
    _ query: Variable, _ key: Variable, _ value: Variable, mask: Variable? = nil,
    padding: Variable? = nil, needsWeights: Bool = true, averagesWeights: Bool = true
  ) throws -> (output: Variable, weights: Variable?) {
    let results = try calling([query, key, value]) {
      let (output, weights) = try attend(
        $0[0], $0[1], $0[2], mask, padding, needsWeights: needsWeights,
        averagesWeights: averagesWeights)
      return [output] + (weights.map { [$0] } ?? [])
    }
    return (results[0], results.count > 1 ? results[1] : nil)
  }

  private func attend(
    _ query: Variable, _ key: Variable, _ value: Variable, _ mask: Variable?,
    _ padding: Variable?, needsWeights: Bool, averagesWeights: Bool
  ) throws -> (Variable, Variable?) {
    try checkRanks(query, key, value, mask, padding)
    if !needsWeights, let packed = packedWeight(query, key, value) {
      return (try attendToItself(query, packed, mask, padding), nil)
    }
    let isSingle = query.rank == 2
    func stepsFirst(_ x: Variable) throws -> Variable {
      isSingle ? try x.unsqueezed(1) : options.isBatchFirst ? try x.transposed(0, 1) : x
    }
    let (x, y, z) = (try stepsFirst(query), try stepsFirst(key), try stepsFirst(value))
    try checkWidths(x, y, z)
    let (steps, samples) = (x.shape[0], x.shape[1])
    var (q, k, v) = try projected(x, y, z)
    var scores = try additive(mask, "attn_mask", like: x)
    try checkMask(scores, steps, y.shape[0], samples)
    var hidden = try additive(
      isSingle ? padding?.unsqueezed(0) : padding, "key_padding_mask", like: x)
    if let keys = optionalVariable("bias_k"), let values = optionalVariable("bias_v") {
      k = try .concatenated([k, keys.expanded(to: [1, samples, width])])
      v = try .concatenated([v, values.expanded(to: [1, samples, width])])
      (scores, hidden) = (try scores?.withOneMore(), try hidden?.withOneMore())
    }
    (q, k, v) = (try split(q), try split(k), try split(v))
    if options.addsZero {
      let zeros = x.tape.constant(
        try .zeros([samples * heads, 1, width / heads], dtype: x.dtype))
      (k, v) = (try .concatenated([k, zeros], 1), try .concatenated([v, zeros], 1))
      (scores, hidden) = (try scores?.withOneMore(), try hidden?.withOneMore())
    }
    scores = try masked(scores, hidden, samples, k.shape[1])
    let (attended, weights) = try combined(q, k, v, scores, needsWeights: needsWeights)
    let joined = try attended.transposed(0, 1).reshaped([steps * samples, width])
    let result = try output(joined).reshaped([steps, samples, width])
    let shown = try weights.map { weights in
      let all = try weights.reshaped([samples, heads, steps, k.shape[1]])
      let shown = try averagesWeights ? all.mean([1]) : all
      return try isSingle ? shown.squeezed(0) : shown
    }
    if isSingle { return (try result.squeezed(1), shown) }
    return (try options.isBatchFirst ? result.transposed(0, 1) : result, shown)
  }

  /// The weights of queries, keys and values in one matrix, where a batch attends to itself and
  /// nothing is put in between: then all heads are computed where one product left them.
  private func packedWeight(_ query: Variable, _ key: Variable, _ value: Variable) -> Variable? {
    guard query === key, key === value, query.rank == 3, options.isBatchFirst,
      !options.addsBias, !options.addsZero, !isTraining || options.dropout == 0
    else { return nil }
    return optionalVariable("in_proj_weight")
  }

  private func attendToItself(
    _ x: Variable, _ weight: Variable, _ mask: Variable?, _ padding: Variable?
  ) throws -> Variable {
    try checkWidths(x, x, x)
    let (samples, steps) = (x.shape[0], x.shape[1])
    let scores = try additive(mask, "attn_mask", like: x)
    try checkMask(scores, steps, steps, samples)
    let hidden = try additive(padding, "key_padding_mask", like: x)
    let all = try masked(scores, hidden, samples, steps).map {
      $0.rank == 2 ? $0 : try $0.reshaped([samples, heads, $0.shape[1], steps])
    }
    let packed = try x.linear(weight, optionalVariable("in_proj_bias"))
    return try output(packed.selfAttention(heads: heads, mask: all))
  }

  /// softmax(q kᵀ/√d + mask) v for each head of each sample, and the weights.
  private func combined(
    _ q: Variable, _ k: Variable, _ v: Variable, _ mask: Variable?, needsWeights: Bool
  ) throws -> (Variable, Variable?) {
    guard needsWeights || (isTraining && options.dropout > 0) else {
      return (try q.attention(keys: k, values: v, mask: mask), nil)
    }
    let scale = (1 / Double(width / heads)).squareRoot()
    var scores = try (scale * q).matmul(k.transposed())
    if let mask { scores = try scores + mask }
    let weights = try scores.softmax(-1).dropout(options.dropout, isTraining: isTraining)
    return (try weights.matmul(v), needsWeights ? weights : nil)
  }

  /// W x + b for queries, keys and values.
  private func projected(_ x: Variable, _ y: Variable, _ z: Variable) throws -> (
    Variable, Variable, Variable
  ) {
    let bias = optionalVariable("in_proj_bias")
    if x === y, y === z, let packed = optionalVariable("in_proj_weight") {
      let all = try x.linear(packed, bias)
      func part(_ place: Int) throws -> Variable {
        try all.narrowed(-1, from: place * width, length: width)
      }
      return (try part(0), try part(1), try part(2))
    }
    func project(_ input: Variable, _ place: Int, _ name: String) throws -> Variable {
      let weight =
        try optionalVariable("in_proj_weight")?.narrowed(0, from: place * width, length: width)
        ?? variable(name)
      return try input.linear(weight, bias?.narrowed(0, from: place * width, length: width))
    }
    return (
      try project(x, 0, "q_proj_weight"), try project(y, 1, "k_proj_weight"),
      try project(z, 2, "v_proj_weight")
    )
  }

  /// (steps, samples, width) as (samples · heads, steps, width of a head).
  private func split(_ x: Variable) throws -> Variable {
    try x.reshaped([x.shape[0], x.shape[1] * heads, width / heads]).transposed(0, 1)
  }
}

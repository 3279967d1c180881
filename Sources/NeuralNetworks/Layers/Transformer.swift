import Autograd
import Tensors

/// Encoder layers in a row, all copies of one, so that they start with the same weights.
public final class TransformerEncoder: Module {
  private let layers: [TransformerEncoderLayer]
  private let norm: LayerNorm?

  public init(_ layer: TransformerEncoderLayer, _ count: Int, norm: LayerNorm? = nil) throws {
    layers = try (0..<max(count, 0)).map { _ in try layer.copied() }
    self.norm = norm
    super.init()
    try register(module: ModuleList(layers), as: "layers")
    if let norm { try register(module: norm, as: "norm") }
  }

  public override func anew() throws -> Module {
    guard let layer = layers.first else {
      throw TensorError("an encoder without layers cannot be copied")
    }
    return try TransformerEncoder(layer, layers.count, norm: norm?.copied())
  }

  public func callAsFunction(_ x: Variable, _ masks: AttentionMasks = AttentionMasks()) throws
    -> Variable
  {
    try calling([x]) {
      let y = try layers.reduce($0[0]) { try $1($0, masks) }
      return [try norm.map { try $0(y) } ?? y]
    }[0]
  }
}

/// Decoder layers in a row, all copies of one, so that they start with the same weights.
public final class TransformerDecoder: Module {
  private let layers: [TransformerDecoderLayer]
  private let norm: LayerNorm?

  public init(_ layer: TransformerDecoderLayer, _ count: Int, norm: LayerNorm? = nil) throws {
    layers = try (0..<max(count, 0)).map { _ in try layer.copied() }
    self.norm = norm
    super.init()
    try register(module: ModuleList(layers), as: "layers")
    if let norm { try register(module: norm, as: "norm") }
  }

  public override func anew() throws -> Module {
    guard let layer = layers.first else {
      throw TensorError("a decoder without layers cannot be copied")
    }
    return try TransformerDecoder(layer, layers.count, norm: norm?.copied())
  }

  public func callAsFunction(
    _ x: Variable, _ memory: Variable, own: AttentionMasks = AttentionMasks(),
    cross: AttentionMasks = AttentionMasks()
  ) throws -> Variable {
    try calling([x, memory]) { inputs in
      let y = try layers.reduce(inputs[0]) { try $1($0, inputs[1], own: own, cross: cross) }
      return [try norm.map { try $0(y) } ?? y]
    }[0]
  }
}

/// The transformer (Vaswani et al., 2017): an encoder reads the source, and a decoder reads the
/// target as far as it is known and what the encoder gave.
public final class Transformer: Module {
  public let width: Int
  public let heads: Int
  public let options: TransformerOptions
  public let layerCounts: (encoder: Int, decoder: Int)
  public let encoder: TransformerEncoder
  public let decoder: TransformerDecoder

  public init(
    _ width: Int = 512, _ heads: Int = 8, encoderLayers: Int = 6, decoderLayers: Int = 6,
    _ options: TransformerOptions = TransformerOptions(), tape: Tape, dtype: DataType = .float32
  ) throws {
    (self.width, self.heads, self.options) = (width, heads, options)
    layerCounts = (encoderLayers, decoderLayers)
    func norm() throws -> LayerNorm {
      try LayerNorm(
        [width], epsilon: options.epsilon, bias: options.hasBias, tape: tape, dtype: dtype)
    }
    encoder = try TransformerEncoder(
      TransformerEncoderLayer(width, heads, options, tape: tape, dtype: dtype), encoderLayers,
      norm: norm())
    decoder = try TransformerDecoder(
      TransformerDecoderLayer(width, heads, options, tape: tape, dtype: dtype), decoderLayers,
      norm: norm())
    super.init()
    try register(module: encoder, as: "encoder")
    try register(module: decoder, as: "decoder")
    for parameter in parameters where parameter.variable.rank > 1 {
      let value = parameter.variable.value
      try value.assign(
        Initialization.xavierUniform(value.shape, generator: &tape.generator, dtype: dtype))
    }
  }

  public override func anew() throws -> Module {
    guard let variable = parameters.first?.variable else {
      throw TensorError("a transformer without parameters cannot be copied")
    }
    return try Transformer(
      width, heads, encoderLayers: layerCounts.encoder, decoderLayers: layerCounts.decoder,
      options, tape: variable.tape, dtype: variable.dtype)
  }

  /// - Parameters:
  ///   - source: what is hidden of the source from itself.
  ///   - target: what is hidden of the target from itself, such as what comes later.
  ///   - memory: what is hidden of the source from the target.
  public func callAsFunction(
    _ x: Variable, _ y: Variable, source: AttentionMasks = AttentionMasks(),
    target: AttentionMasks = AttentionMasks(), memory: AttentionMasks = AttentionMasks()
  ) throws -> Variable {
    let batch = options.isBatchFirst ? 0 : 1
    if x.rank == 3, y.rank == 3, x.shape[batch] != y.shape[batch] {
      throw TensorError("the batch number of src and tgt must be equal")
    }
    guard x.shape.last == width, y.shape.last == width else {
      throw TensorError("the feature number of src and tgt must be equal to d_model")
    }
    return try calling([x, y]) {
      [try decoder($0[1], encoder($0[0], source), own: target, cross: memory)]
    }[0]
  }

  /// −∞ above the diagonal, else 0: what hides from each step what comes after it.
  public static func causalMask(_ steps: Int, dtype: DataType = .float32) throws -> Tensor {
    let places = try Tensor.arange(Double(steps), dtype: .int64)
    let isLater = try places.compared(.greater, to: places.unsqueezed(1))
    return try isLater.choose(
      .full([], -.infinity, dtype: dtype), else: .zeros([], dtype: dtype))
  }
}

/// Adds to each step what tells its place: sin(p/10000^(2i/d)) and cos(p/10000^(2i/d)) in turns.
public final class PositionalEncoding: Module, Layer {
  public let width: Int
  public let longest: Int
  public let isBatchFirst: Bool
  private let dropout: Dropout

  public init(
    _ width: Int, dropout: Double = 0.1, longest: Int = 5000, isBatchFirst: Bool = false,
    tape: Tape, dtype: DataType = .float32
  ) throws {
    (self.width, self.longest, self.isBatchFirst) = (width, longest, isBatchFirst)
    self.dropout = try Dropout(dropout)
    super.init()
    try register(module: self.dropout, as: "dropout")
    let table = try PositionalEncoding.table(longest, width, dtype: dtype)
    try register(buffer: tape.constant(table.unsqueezed(isBatchFirst ? 0 : 1)), as: "pe")
  }

  /// One row for each place.
  public static func table(_ places: Int, _ width: Int, dtype: DataType = .float32) throws
    -> Tensor
  {
    let place = try Tensor.arange(Double(places), dtype: dtype).unsqueezed(1)
    let table = try Tensor.zeros([places, width], dtype: dtype)
    let step = try Tensor.number(-9.210340371976184 / Double(max(width, 1)))
    let angles = try place * (Tensor.arange(0, Double(width), step: 2, dtype: dtype) * step).exp()
    try table.sliced(1, step: 2).assign(angles.sin())
    try table.sliced(1, from: 1, step: 2).assign(
      angles.cos().narrowed(1, from: 0, length: width / 2))
    return table
  }

  public override func anew() throws -> Module {
    let table = try variable("pe")
    return try PositionalEncoding(
      width, dropout: dropout.probability, longest: longest, isBatchFirst: isBatchFirst,
      tape: table.tape, dtype: table.dtype)
  }

  public func forward(_ x: Variable) throws -> Variable {
    let steps = isBatchFirst ? 1 : 0
    guard x.rank == 3, x.shape[steps] <= longest else {
      throw TensorError(
        "positions are known for sequences of up to \(longest) steps in three dimensions, but got "
          + Shapes.describe(x.shape))
    }
    let table = try variable("pe").narrowed(steps, from: 0, length: x.shape[steps])
    return try dropout(x + table)
  }
}

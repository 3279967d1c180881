import CKernels

/// softmax(q kᵀ/√E + mask) v: each query's mean of the values, weighted by how well their keys
/// answer it (Vaswani et al., 2017). The scores are never in memory all at once; a lesson that
/// looks at them takes `matmul` and `softmax`.
public struct Attention {
  /// Queries … × L × E, keys … × S × E and values … × S × V; leading dimensions are stretched to
  /// one shape.
  public var queries, keys, values: Tensor
  /// Stretched to … × L × S: truth values, where false hides a key, or numbers that are added to
  /// the scores.
  public var mask: Tensor?
  /// Whether query i sees only keys up to the i-th.
  public var isCausal: Bool
  /// The factor of q kᵀ; nil for 1/√E.
  public var scale: Double?

  public init(
    queries: Tensor, keys: Tensor, values: Tensor, mask: Tensor? = nil, isCausal: Bool = false,
    scale: Double? = nil
  ) {
    self.queries = queries
    self.keys = keys
    self.values = values
    self.mask = mask
    self.isCausal = isCausal
    self.scale = scale
  }

  /// … × L × V, 0 for a query that sees no key; and the logarithms of the sums of its weights,
  /// which the backward pass wants to find.
  public func result() throws -> (output: Tensor, logSums: Tensor) {
    let heads = try Heads(self)
    let output = try heads.emptyOutput()
    let logSums = try Tensor(unset: [heads.count, heads.queryCount], dtype: queries.dtype)
    if heads.keyCount == 0 { try output.fill(0) }
    let isDone = heads.withKernel(output: output, logSums: logSums) { kernel in
      withUnsafePointer(to: kernel) { ck_attention_forward($0) != 0 }
    }
    guard isDone else { throw MemoryBudget.refusal(of: 8 * heads.keyCount * queries.dtype.size) }
    return (output, logSums)
  }

  /// What comes back through attention, in the stretched shapes.
  public struct Gradients {
    public let queries, keys, values: Tensor
    /// What comes back to the scores, where it was asked for.
    public let mask: Tensor?
  }

  /// What comes back to queries, keys, values and, where `needsMask`, to the mask.
  public func backward(
    _ upstream: Tensor, output: Tensor, logSums: Tensor, needsMask: Bool = false
  ) throws -> Gradients {
    let heads = try Heads(self)
    // Without queries or keys nothing is written.
    func place(_ shape: [Int]) throws -> Tensor {
      heads.queryCount == 0 || heads.keyCount == 0
        ? try Tensor.zeros(shape, dtype: queries.dtype)
        : try Tensor(unset: shape, dtype: queries.dtype)
    }
    let places = (
      queries: try place(heads.queries.shape), keys: try place(heads.keys.shape),
      values: try place(heads.values.shape)
    )
    return try backward(
      upstream, output: output, logSums: logSums, needsMask: needsMask, heads, into: places)
  }

  private func backward(
    _ upstream: Tensor, output: Tensor, logSums: Tensor, needsMask: Bool, _ heads: Heads,
    into places: (queries: Tensor, keys: Tensor, values: Tensor)
  ) throws -> Gradients {
    let type = queries.dtype
    let result = Gradients(
      queries: places.queries, keys: places.keys, values: places.values,
      mask: needsMask ? try Tensor.zeros(heads.scoreShape, dtype: type) : nil)
    let (out, g) = (try heads.laidAsOutput(output), try heads.laidAsOutput(upstream))
    let isDone = heads.withKernel(output: out, logSums: logSums) { kernel in
      let (dq, dk, dv) = (result.queries, result.keys, result.values)
      return Heads.withPlaces([dq, dk, dv]) { places in
        var gradients = ck_attention_gradients(
          d_out: g.pointer, dq: dq.pointer, dk: dk.pointer, dv: dv.pointer, dq_at: places[0],
          dk_at: places[1], dv_at: places[2], dq_ld: Heads.row(dq), dk_ld: Heads.row(dk),
          dv_ld: Heads.row(dv), d_scores: result.mask?.pointer)
        return withUnsafePointer(to: kernel) { ck_attention_backward($0, &gradients) != 0 }
      }
    }
    guard isDone else { throw MemoryBudget.refusal(of: 16 * heads.keyCount * type.size) }
    return result
  }
}

// MARK: Attention of a sequence to itself

extension Attention {
  /// Queries, keys and values that lie side by side in rows of 3 D numbers, as one product made
  /// them: B × L × 3D, with D divided between `heads`.
  public init(packed: Tensor, heads: Int, mask: Tensor? = nil, isCausal: Bool = false) throws {
    let parts = try Attention.parts(of: packed, heads: heads)
    self.init(
      queries: parts.queries, keys: parts.keys, values: parts.values, mask: mask,
      isCausal: isCausal)
  }

  /// What comes back to B × L × 3D queries, keys and values side by side, and to the mask.
  public func packedBackward(
    _ upstream: Tensor, output: Tensor, logSums: Tensor, needsMask: Bool = false
  ) throws -> (packed: Tensor, mask: Tensor?) {
    let heads = try Heads(self)
    guard queries.rank == 4, heads.width == heads.valueWidth else {
      throw TensorError("expected queries, keys and values of one shape")
    }
    let shape = [queries.shape[0], queries.shape[2], 3 * queries.shape[1] * queries.shape[3]]
    let packed = try Tensor(unset: shape, dtype: queries.dtype)
    let passed = try backward(
      upstream, output: output, logSums: logSums, needsMask: needsMask, heads,
      into: Attention.parts(of: packed, heads: queries.shape[1]))
    return (packed, passed.mask)
  }

  /// Views B × heads × L × E of queries, keys and values in one B × L × 3D matrix.
  static func parts(of packed: Tensor, heads: Int) throws -> (
    queries: Tensor, keys: Tensor, values: Tensor
  ) {
    guard packed.rank == 3, packed.shape[2] % 3 == 0 else {
      throw TensorError(
        "expected queries, keys and values side by side in (N, L, 3E), got "
          + Shapes.describe(packed.shape))
    }
    let width = packed.shape[2] / 3
    guard heads > 0, width % heads == 0 else {
      throw TensorError("embed_dim must be divisible by num_heads")
    }
    let split = [packed.shape[0], packed.shape[1], 3, heads, width / heads]
    let rows = try packed.contiguous().viewed(split)
    func part(_ index: Int) throws -> Tensor { try rows.select(2, index).transposed(1, 2) }
    return (try part(0), try part(1), try part(2))
  }
}

/// The heads of an attention in memory: matrices with neighbouring elements in each row.
private struct Heads {
  let queries, keys, values: Tensor
  let mask: Tensor?
  let isCausal: Bool
  let scale: Double
  /// The dimensions before the last two.
  let batch: [Int]

  var count: Int { batch.reduce(1, *) }
  var queryCount: Int { queries.shape[batch.count] }
  var keyCount: Int { keys.shape[batch.count] }
  var width: Int { queries.shape[batch.count + 1] }
  var valueWidth: Int { values.shape[batch.count + 1] }
  var scoreShape: [Int] { batch + [queryCount, keyCount] }

  init(_ attention: Attention) throws {
    let (q, k, v) = (attention.queries, attention.keys, attention.values)
    try Heads.check(q, k, v, attention.mask)
    let leading = [q, k, v].map { Array($0.shape.dropLast(2)) }
    let batch = try Shapes.broadcast(try Shapes.broadcast(leading[0], leading[1]), leading[2])
    func stretched(_ tensor: Tensor) throws -> Tensor {
      let rows = try tensor.expanded(to: batch + tensor.shape.suffix(2))
      let (length, width) = (rows.shape[batch.count], rows.shape[batch.count + 1])
      let areNeighbours = rows.strides[batch.count + 1] == 1 || width == 1
      return areNeighbours && (rows.strides[batch.count] >= width || length == 1)
        ? rows : try rows.contiguous()
    }
    self.batch = batch
    queries = try stretched(q)
    keys = try stretched(k)
    values = try stretched(v)
    isCausal = attention.isCausal
    let width = q.shape[q.rank - 1]
    scale = attention.scale ?? (width == 0 ? 1 : 1 / Double(width).squareRoot())
    mask = try attention.mask.map {
      let scores = batch + [q.shape[q.rank - 2], k.shape[k.rank - 2]]
      // It may not stretch the scores.
      guard try Shapes.broadcast(scores, $0.shape) == scores else {
        throw TensorError(
          "The expanded size of the tensor must match the existing size: attention mask "
            + "\(Shapes.describe($0.shape)), scores \(Shapes.describe(scores))")
      }
      return try $0.converted(to: $0.dtype == .bool ? .bool : q.dtype).expanded(to: scores)
    }
  }

  /// An output that lies in memory as … × L × heads × V, so that the heads of a position can be
  /// put side by side without a copy.
  func emptyOutput() throws -> Tensor {
    let shape = batch + [queryCount, valueWidth]
    guard batch.count > 1 else { return try Tensor(unset: shape, dtype: queries.dtype) }
    var turned = shape
    turned.swapAt(batch.count - 1, batch.count)
    return try Tensor(unset: turned, dtype: queries.dtype).transposed(-3, -2)
  }

  /// Itself when it lies as `emptyOutput` does, else a copy that does.
  func laidAsOutput(_ tensor: Tensor) throws -> Tensor {
    let copy = try emptyOutput()
    if tensor.shape == copy.shape, tensor.strides == copy.strides, tensor.dtype == copy.dtype {
      return tensor
    }
    try copy.assign(tensor)
    return copy
  }

  /// How far apart the rows of a matrix are.
  static func row(_ tensor: Tensor) -> Int {
    max(tensor.strides[tensor.rank - 2], tensor.shape[tensor.rank - 1])
  }

  /// Where the matrix of each head begins, in elements behind the first.
  private static func places(_ tensor: Tensor) -> [Int] {
    var places = [0]
    for (size, stride) in zip(tensor.shape, tensor.strides).dropLast(2) {
      places = places.flatMap { place in (0..<size).map { place + $0 * stride } }
    }
    return places
  }

  /// Calls `body` with where the heads of each tensor begin.
  static func withPlaces<R>(_ tensors: [Tensor], _ body: ([UnsafePointer<Int>]) -> R) -> R {
    let lists = tensors.map(places)
    return lists.flatMap { $0 }.withUnsafeBufferPointer { all in
      // The list of a tensor without heads is empty, and never read.
      guard var next = all.baseAddress else {
        return [0].withUnsafeBufferPointer { none in
          body(tensors.compactMap { _ in none.baseAddress })
        }
      }
      return body(
        lists.map { list in
          defer { next += list.count }
          return next
        })
    }
  }

  /// Calls `body` with the kernel's view of all heads.
  func withKernel<R>(output: Tensor, logSums: Tensor, _ body: (ck_attention) -> R) -> R {
    let tensors = [queries, keys, values, output] + (mask.map { [$0] } ?? [])
    return Heads.withPlaces(tensors) { places in
      body(
        ck_attention(
          type: queries.dtype.kernelType, heads: count, queries: queryCount, keys: keyCount,
          width: width, value_width: valueWidth, scale: scale, is_causal: isCausal ? 1 : 0,
          q: queries.pointer, k: keys.pointer, v: values.pointer, q_at: places[0],
          k_at: places[1], v_at: places[2], q_ld: Heads.row(queries), k_ld: Heads.row(keys),
          v_ld: Heads.row(values), mask: mask.map { UnsafeRawPointer($0.pointer) },
          mask_at: mask == nil ? nil : places[4],
          mask_row: mask?.strides[batch.count] ?? 0,
          mask_column: mask?.strides[batch.count + 1] ?? 0,
          is_mask_boolean: mask?.dtype == .bool ? 1 : 0, out: output.pointer, out_at: places[3],
          out_ld: Heads.row(output), log_sums: logSums.pointer))
    }
  }

  private static func check(_ q: Tensor, _ k: Tensor, _ v: Tensor, _ mask: Tensor?) throws {
    guard q.rank >= 2, k.rank >= 2, v.rank >= 2 else {
      throw TensorError(
        "Expected query, key, and value to all be  at least 2 dimensional, but got query.dim: "
          + "\(q.rank) key.dim: \(k.rank) and value.dim: \(v.rank) instead.")
    }
    guard q.dtype == k.dtype, k.dtype == v.dtype else {
      throw TensorError(
        "Expected query, key, and value to have the same dtype, but got query.dtype: "
          + "\(q.dtype.longName) key.dtype: \(k.dtype.longName) and value.dtype: \(v.dtype.longName) "
          + "instead.")
    }
    guard q.dtype.isFloatingPoint else {
      throw TensorError("expected scalar type Float but found \(q.dtype.title)")
    }
    if let mask, mask.dtype != .bool, mask.dtype != .float32, mask.dtype != q.dtype {
      throw TensorError(
        "Expected attn_mask dtype to be bool or float or to match query dtype, but got "
          + "attn_mask.dtype: \(mask.dtype.longName) and  query.dtype: \(q.dtype.longName) instead."
      )
    }
    let (queries, keys, values) = (q.shape.suffix(2), k.shape.suffix(2), v.shape.suffix(2))
    guard queries.last == keys.last else {
      throw TensorError(
        "Expected size for first two dimensions of batch2 tensor to be: "
          + "[\(q.shape.dropLast(2).reduce(1, *)), \(queries.last ?? 0)] but got: "
          + "[\(k.shape.dropLast(2).reduce(1, *)), \(keys.last ?? 0)].")
    }
    guard keys.first == values.first else {
      throw TensorError(
        "Expected size for first two dimensions of batch2 tensor to be: "
          + "[\(k.shape.dropLast(2).reduce(1, *)), \(keys.first ?? 0)] but got: "
          + "[\(v.shape.dropLast(2).reduce(1, *)), \(values.first ?? 0)].")
    }
  }
}

import Autograd
import Tensors

/// Masks of attention, and what is refused.
extension MultiheadAttention {
  /// Truth values as −∞ where they hide, numbers as they are.
  func additive(_ mask: Variable?, _ name: String, like x: Variable) throws -> Variable? {
    guard let mask else { return nil }
    guard mask.dtype == .bool else {
      guard mask.dtype.isFloatingPoint else {
        throw TensorError(.assertion, "only bool and floating types of \(name) are supported")
      }
      return mask
    }
    let hidden = try Tensor.full([], -.infinity, dtype: x.dtype)
    return x.tape.constant(
      try mask.value.choose(hidden, else: .zeros([], dtype: x.dtype)))
  }

  /// The mask of scores and the padding together.
  func masked(_ scores: Variable?, _ padding: Variable?, _ samples: Int, _ keys: Int) throws
    -> Variable?
  {
    guard let padding else { return scores }
    let spread = try perHead(padding, samples, keys)
    return try scores.map { try $0 + spread } ?? spread
  }

  /// (samples, keys) for each head.
  private func perHead(_ padding: Variable, _ samples: Int, _ keys: Int) throws -> Variable {
    guard padding.shape[0] == samples else {
      throw TensorError(
        .assertion,
        "Expected key_padded_mask.shape[0] to be \(samples), but got \(padding.shape[0])")
    }
    guard padding.shape[1] == keys else {
      throw TensorError(
        .assertion,
        "Expected key_padded_mask.shape[1] to be \(keys), but got \(padding.shape[1])")
    }
    return try padding.reshaped([samples, 1, 1, keys])
      .expanded(to: [samples, heads, 1, keys]).reshaped([samples * heads, 1, keys])
  }

  func checkRanks(
    _ query: Variable, _ key: Variable, _ value: Variable, _ mask: Variable?,
    _ padding: Variable?
  ) throws {
    guard query.rank == 2 || query.rank == 3 else {
      throw TensorError(
        .assertion,
        "query should be unbatched 2D or batched 3D tensor but received \(query.rank)-D query "
          + "tensor")
    }
    let kind = query.rank == 3 ? "For batched (3-D)" : "For unbatched (2-D)"
    guard key.rank == query.rank, value.rank == query.rank else {
      throw TensorError(
        .assertion,
        "\(kind) `query`, expected `key` and `value` to be \(query.rank)-D but found "
          + "\(key.rank)-D and \(value.rank)-D tensors respectively")
    }
    if let padding, padding.rank != query.rank - 1 {
      throw TensorError(
        .assertion,
        "\(kind) `query`, expected `key_padding_mask` to be `None` or \(query.rank - 1)-D but "
          + "found \(padding.rank)-D tensor instead")
    }
    if let mask, mask.rank != 2, mask.rank != 3 {
      throw TensorError(
        .assertion,
        "\(kind) `query`, expected `attn_mask` to be `None`, 2-D or 3-D but found "
          + "\(mask.rank)-D tensor instead")
    }
    let single = [heads, query.shape[0], key.shape[0]]
    if let mask, query.rank == 2, mask.rank == 3, mask.shape != single {
      throw TensorError(
        .assertion,
        "Expected `attn_mask` shape to be \(PythonText.of(single)) but got "
          + "torch.Size(\(mask.shape))")
    }
  }

  /// - Parameters: queries, keys and values as (steps, samples, features).
  func checkWidths(_ x: Variable, _ y: Variable, _ z: Variable) throws {
    guard x.shape[2] == width else {
      throw TensorError(
        .assertion, "was expecting embedding dimension of \(width), but got \(x.shape[2])")
    }
    let isPacked = optionalVariable("in_proj_weight") != nil
    guard isPacked ? y.shape == z.shape : y.shape.prefix(2) == z.shape.prefix(2) else {
      throw TensorError(
        .assertion,
        isPacked
          ? "key shape torch.Size(\(y.shape)) does not match value shape torch.Size(\(z.shape))"
          : "key's sequence and batch dims torch.Size(\(Array(y.shape.prefix(2)))) do not match "
            + "value's torch.Size(\(Array(z.shape.prefix(2))))")
    }
  }

  func checkMask(_ mask: Variable?, _ queries: Int, _ keys: Int, _ samples: Int) throws {
    guard let mask else { return }
    let size = mask.rank == 2 ? [queries, keys] : [samples * heads, queries, keys]
    guard mask.shape == size else {
      throw TensorError(
        "The shape of the \(mask.rank)D attn_mask is torch.Size(\(mask.shape)), but should be "
          + "\(PythonText.of(size)).")
    }
  }
}

extension Variable {
  /// A mask for one key more, which all see.
  func withOneMore() throws -> Variable {
    let zeros = tape.constant(
      try .zeros(Array(shape.dropLast()) + [1], dtype: dtype))
    return try .concatenated([self, zeros], -1)
  }
}

import Tensors

/// PyTorch's `scaled_dot_product_attention` on variables.
extension Variable {
  /// softmax(q kᵀ/√E + mask) v, for these queries; 0 for a query that sees no key.
  /// - Parameters:
  ///   - mask: truth values, where false hides a key, or numbers that are added to the scores.
  ///   - isCausal: whether query i sees only keys up to the i-th.
  ///   - scale: the factor of q kᵀ; nil for 1/√E.
  public func attention(
    keys: Variable, values: Variable, mask: Variable? = nil, isCausal: Bool = false,
    scale: Double? = nil
  ) throws -> Variable {
    let operands = [self, keys, values] + (mask.map { [$0] } ?? [])
    return try tape.record(.attention(isCausal: isCausal, scale: scale), Operands(operands))
  }

  /// Attention of a sequence to itself: these are rows B × L × 3D of queries, keys and values side
  /// by side, and the results of `heads` heads come side by side, B × L × D.
  public func selfAttention(heads: Int, mask: Variable? = nil, isCausal: Bool = false) throws
    -> Variable
  {
    let operands = [self] + (mask.map { [$0] } ?? [])
    return try tape.record(.selfAttention(heads: heads, isCausal: isCausal), Operands(operands))
  }
}

import Tensors

/// How much is pruned: a number of parameters (or channels), or a share of them.
public enum PruningAmount: Hashable, Sendable, CustomStringConvertible {
  case count(Int)
  case share(Double)

  public var description: String {
    switch self {
    case .count(let count): "\(count)"
    case .share(let share): "\(share)"
    }
  }

  /// How many of `size` are pruned.
  func resolved(of size: Int) throws -> Int {
    switch self {
    case .count(let count):
      guard count >= 0 else { throw outOfRange }
      guard count <= size else {
        throw TensorError(
          .value,
          "amount=\(count) should be smaller than the number of parameters to prune=\(size)")
      }
      return count
    case .share(let share):
      guard (0...1).contains(share) else { throw outOfRange }
      return Int((share * Double(size)).rounded(.toNearestOrEven))
    }
  }

  private var outOfRange: TensorError {
    TensorError(
      .value,
      "amount=\(self) should either be a float in the range [0, 1] or a non-negative integer")
  }
}

/// Which weights are taken to be worth least, by PyTorch's names in `nn.utils.prune`.
public enum PruningMethod {
  /// Those nearest to 0.
  case l1Unstructured(PruningAmount)
  /// Any.
  case randomUnstructured(PruningAmount)
  /// The channels (along a dimension) with the least norm.
  case lnStructured(PruningAmount, n: Double, dim: Int)
  /// Any channels.
  case randomStructured(PruningAmount, dim: Int)
  /// Those where the mask is 0.
  case custom(Tensor)

  /// 1 where a weight stays, else 0.
  /// - Parameters:
  ///   - scores: how much each weight is worth.
  ///   - mask: what was pruned before: it stays so, and does not count.
  func mask(_ scores: Tensor, _ mask: Tensor, generator: inout Generator) throws -> Tensor {
    switch self {
    case .l1Unstructured(let amount):
      return try unstructured(scores, mask, amount, isLargest: false) { try $0.absolute() }
    case .randomUnstructured(let amount):
      return try unstructured(scores, mask, amount, isLargest: true) {
        try generator.rand($0.shape, dtype: $0.dtype)
      }
    case .lnStructured(let amount, let n, let dim):
      return try structured(scores, mask, dim) { part, axis in
        let size = part.shape[axis]
        let pruned = try amount.resolved(of: size)
        let others = part.shape.indices.filter { $0 != axis }
        let norms = try part.norm(n, others)
        let kept = try norms.topk(size - pruned, 0, largest: true).indices.integers
        return Set(kept)
      }
    case .randomStructured(let amount, let dim):
      return try structured(scores, mask, dim) { part, axis in
        let size = part.shape[axis]
        let pruned = try amount.resolved(of: size)
        guard pruned > 0 else { return Set(0..<size) }
        let chances = try generator.rand([size]).doubles
        let threshold = chances.sorted()[pruned - 1]
        return Set((0..<size).filter { chances[$0] > threshold })
      }
    case .custom(let own):
      guard own.shape == mask.shape else {
        throw TensorError(
          .assertion,
          "default_mask shape torch.Size(\(mask.shape)) must match self.mask shape "
            + "torch.Size(\(own.shape))")
      }
      return try mask * own.converted(to: mask.dtype)
    }
  }

  private func unstructured(
    _ scores: Tensor, _ mask: Tensor, _ amount: PruningAmount, isLargest: Bool,
    _ worth: (Tensor) throws -> Tensor
  ) throws -> Tensor {
    let left = mask.doubles.enumerated().filter { $0.element != 0 }.map(\.offset)
    let values = try scores.reshaped([-1]).rows(at: Tensor(left))
    let pruned = try amount.resolved(of: left.count)
    let isWhole = left.count == mask.count
    guard pruned > 0 else { return mask }
    let chosen = try worth(isWhole ? values.reshaped(scores.shape) : values).reshaped([-1])
      .topk(pruned, 0, largest: isLargest).indices.integers
    var flags = mask.doubles
    for place in chosen { flags[left[place]] = 0 }
    return try Tensor(flags, shape: mask.shape, dtype: mask.dtype)
  }

  /// - Parameter kept: which channels of those that are left stay.
  private func structured(
    _ scores: Tensor, _ mask: Tensor, _ dim: Int, _ kept: (Tensor, Int) throws -> Set<Int>
  ) throws -> Tensor {
    guard scores.rank > 1 else {
      throw TensorError(
        .value,
        "Structured pruning can only be applied to multidimensional tensors. Found tensor of "
          + "shape torch.Size(\(scores.shape)) with \(scores.rank) dims")
    }
    guard (-scores.rank..<scores.rank).contains(dim) else {
      throw TensorError(
        .index, "Invalid index \(dim) for tensor of size torch.Size(\(scores.shape))")
    }
    let axis = dim < 0 ? dim + scores.rank : dim
    let others = mask.shape.indices.filter { $0 != axis }
    let left = try mask.sum(others).doubles.enumerated().filter { $0.element != 0 }.map(\.offset)
    let part = try scores.indexSelect(axis, Tensor(left))
    let stays = try kept(part, axis)
    let flags = try Tensor.zeros([mask.shape[axis]], dtype: mask.dtype)
    for place in stays { try flags.select(0, left[place]).fill(1) }
    let sizes = mask.shape.indices.map { $0 == axis ? mask.shape[axis] : 1 }
    return try mask * flags.reshaped(sizes)
  }
}

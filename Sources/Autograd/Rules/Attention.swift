import Tensors

/// y = softmax(scale · q kᵀ + mask) v, for queries, keys, values and perhaps a mask.
struct ScaledDotProductAttention: JointRule {
  let isCausal: Bool
  let scale: Double?
  func name(_ x: Operands<Tensor>) -> String { "ScaledDotProductFlashAttentionForCpuBackward0" }
  var symbol: String { "attention" }

  func shape(_ x: [[Int]]) throws -> [Int] {
    guard x.count > 2, x.prefix(3).allSatisfy({ $0.count >= 2 }) else {
      throw TensorError("Expected query, key, and value to all be  at least 2 dimensional")
    }
    let leading = x.prefix(3).map { Array($0.dropLast(2)) }
    return try Shapes.broadcast(try Shapes.broadcast(leading[0], leading[1]), leading[2])
      + [x[0][x[0].count - 2], x[2][x[2].count - 1]]
  }

  func forwardSaving(_ x: Operands<Tensor>) throws -> (output: Tensor, saved: [Tensor]) {
    let (output, logSums) = try attention(x).result()
    return (output, [logSums])
  }

  func gradients(
    _ g: Tensor, needed: [Bool], _ x: Operands<Tensor>, _ y: Tensor, saved: [Tensor]
  ) throws -> [Tensor?] {
    let passed = try attention(x).backward(
      g, output: y, logSums: saved[0], needsMask: x.count > 3 && needed[3])
    return [passed.queries, passed.keys, passed.values, passed.mask]
  }

  private func attention(_ x: Operands<Tensor>) -> Attention {
    Attention(
      queries: x[0], keys: x[1], values: x[2], mask: x.count > 3 ? x[3] : nil,
      isCausal: isCausal, scale: scale)
  }

  func expression(_ names: OperandNames) -> String {
    let mask = names.inputs.count > 3 ? " + \(names[3])" : ""
    return "\\operatorname{softmax}\\left(\\frac{\(names[0]) \(names[1])^T}{\\sqrt{E}}\(mask)"
      + "\\right) \(names[2])"
  }

  func derivative(to i: Int, _ names: OperandNames) -> String { attentionDerivative(to: i, names) }
}

/// Attention of a sequence to itself in several heads: queries, keys and values lie side by side
/// in x, and the results of the heads in y.
struct SelfAttention: JointRule {
  let heads: Int
  let isCausal: Bool
  func name(_ x: Operands<Tensor>) -> String { "ScaledDotProductFlashAttentionForCpuBackward0" }
  var symbol: String { "self-attention" }

  func shape(_ x: [[Int]]) throws -> [Int] {
    guard x[0].count == 3 else {
      throw TensorError("expected queries, keys and values side by side in (N, L, 3E)")
    }
    return [x[0][0], x[0][1], x[0][2] / 3]
  }

  func forwardSaving(_ x: Operands<Tensor>) throws -> (output: Tensor, saved: [Tensor]) {
    let (output, logSums) = try attention(x).result()
    let joined = try output.transposed(1, 2).reshaped(shape([x[0].shape]))
    return (joined, [output, logSums])
  }

  func gradients(
    _ g: Tensor, needed: [Bool], _ x: Operands<Tensor>, _ y: Tensor, saved: [Tensor]
  ) throws -> [Tensor?] {
    let turned = saved[0].shape
    let upstream = try g.reshaped([turned[0], turned[2], turned[1], turned[3]]).transposed(1, 2)
    let passed = try attention(x).packedBackward(
      upstream, output: saved[0], logSums: saved[1], needsMask: x.count > 1 && needed[1])
    return [passed.packed, passed.mask]
  }

  private func attention(_ x: Operands<Tensor>) throws -> Attention {
    try Attention(packed: x[0], heads: heads, mask: x.count > 1 ? x[1] : nil, isCausal: isCausal)
  }

  func expression(_ names: OperandNames) -> String {
    "\\operatorname{softmax}\\left(\\frac{q k^T}{\\sqrt{E}}\\right) v, \\; "
      + "[q, k, v] = \(names[0])"
  }

  func derivative(to i: Int, _ names: OperandNames) -> String {
    "\\left[\\frac{\\partial y}{\\partial q}, \\frac{\\partial y}{\\partial k}, "
      + "\\frac{\\partial y}{\\partial v}\\right]"
  }
}

/// With weights p and scores s: ∂y/∂v = p, and ∂y/∂s by way of softmax.
private func attentionDerivative(to i: Int, _ names: OperandNames) -> String {
  let softmax = "p \\odot \\left(g v^T - \\sum_j p_j (g v^T)_j\\right)"
  return switch i {
  case 0: "\\frac{1}{\\sqrt{E}} \\, \(softmax) \\, \(names[1])"
  case 1: "\\frac{1}{\\sqrt{E}} \\left(\(softmax)\\right)^T \(names[0])"
  case 2: "p^T"
  default: softmax
  }
}

/// Lengths of vectors, and sums of exponentials.
extension Tensor {
  /// (Σ |x|ᵖ)^(1/p) over `dims` (nil: over all): p = 2 the length, 1 the sum of sizes, ∞ the
  /// greatest size, −∞ the smallest, 0 how many are not 0.
  public func norm(_ p: Double = 2, _ dims: [Int]? = nil, keepDim: Bool = false) throws -> Tensor {
    guard dtype.isFloatingPoint else {
      throw TensorError(
        "linalg.vector_norm: Expected a floating point or complex tensor as input. Got "
          + dtype.title)
    }
    let size = try absolute()
    switch p {
    case 2: return try squared().sum(dims, keepDim: keepDim).squareRoot()
    case 1: return try size.sum(dims, keepDim: keepDim)
    case 0:
      return try compared(.notEqual, to: .number(0)).converted(to: dtype)
        .sum(dims, keepDim: keepDim)
    case .infinity, -.infinity:
      guard count > 0 else {
        throw TensorError(
          "linalg.vector_norm cannot compute the \(p > 0 ? "" : "-")inf norm on an empty tensor "
            + "because the operation does not have an identity")
      }
      return try p > 0 ? size.amax(dims, keepDim: keepDim) : size.amin(dims, keepDim: keepDim)
    default:
      return try size.power(.number(p)).sum(dims, keepDim: keepDim).power(.number(1 / p))
    }
  }

  /// log Σ eˣ over `dims` without overflow.
  public func logSumExp(_ dims: [Int], keepDim: Bool = false) throws -> Tensor {
    let x = dtype.isFloatingPoint ? self : try converted(to: .float32)
    guard x.count > 0 else { return try x.exp().sum(dims, keepDim: keepDim).log() }
    let largest = try x.amax(dims, keepDim: true)
    let shift = try largest.maskedFill(largest.isInfinite(), .number(0))
    let total = try (x - shift).exp().sum(dims, keepDim: keepDim).log()
    return try total + shift.reshaped(total.shape)
  }
}

import COpenBLAS

/// Inverses, determinants and systems of linear equations, of the matrices in the last two
/// dimensions.
extension Tensor {
  /// A⁻¹
  public func inverse() throws -> Tensor {
    let matrices = try MatrixBatch(self, "linalg.inv").square()
    let size = matrices.rows
    try matrices.each { index, matrix in
      let factors = LUFactors(of: matrix, size: size)
      guard factors.zero == 0 else {
        throw matrices.refusal(
          index,
          "The diagonal element \(factors.zero) is zero, the inversion could not be completed "
            + "because the input matrix is singular.")
      }
      var (n, info) = (Int32(size), Int32(0))
      try MatrixBatch.withWork { work, length in
        var length = length
        dgetri_(&n, matrix, &n, factors.pivots, work, &length, &info)
      }
    }
    return try matrices.result.converted(to: dtype).contiguous()
  }

  /// det A
  public func determinant() throws -> Tensor {
    let matrices = try MatrixBatch(self, "linalg.det").square()
    let out = try Tensor.ones(matrices.batch, dtype: .float64)
    matrices.each { index, matrix in
      let factors = LUFactors(of: matrix, size: matrices.rows)
      MatrixBatch.pointer(out, index).pointee = factors.determinant
    }
    return try out.converted(to: dtype)
  }

  /// The sign of det A, and log |det A|, which neither overflows nor underflows.
  public func signAndLogDeterminant() throws -> (sign: Tensor, logarithm: Tensor) {
    let matrices = try MatrixBatch(self, "linalg.slogdet").square()
    let sign = try Tensor.ones(matrices.batch, dtype: .float64)
    let logarithm = try Tensor.zeros(matrices.batch, dtype: .float64)
    matrices.each { index, matrix in
      let result = LUFactors(of: matrix, size: matrices.rows).logDeterminant
      MatrixBatch.pointer(sign, index).pointee = result.sign
      MatrixBatch.pointer(logarithm, index).pointee = result.logarithm
    }
    return (try sign.converted(to: dtype), try logarithm.converted(to: dtype))
  }

  /// log det A; NaN where that is negative.
  public func logDeterminant() throws -> Tensor {
    let (sign, logarithm) = try signAndLogDeterminant()
    return try logarithm.maskedFill(sign.compared(.less, to: .number(0)), .number(Double.nan))
  }

  /// Whether `other` counts as vectors, one for each matrix, where it is the right side of a
  /// system with this matrix.
  public func solvesVectors(_ other: Tensor) -> Bool {
    other.rank == 1 || (other.rank == rank - 1 && other.shape == shape.dropLast())
  }

  /// The X of A X = B for this A. B is a matrix, or a vector for each matrix A.
  public func solve(_ other: Tensor) throws -> Tensor {
    let name = "linalg.solve"
    guard dtype == other.dtype || !dtype.isFloatingPoint else {
      throw TensorError(
        "\(name): Expected A and B to have the same dtype, but found A of type \(dtype.title) and "
          + "B of type \(other.dtype.title) instead")
    }
    let isVector = solvesVectors(other)
    let right = isVector ? try other.unsqueezed(-1) : other
    let square = try MatrixBatch(self, name).square()
    guard right.rank >= 2, right.shape[right.rank - 2] == square.rows else {
      let size = right.rank >= 2 ? right.shape.suffix(2) : [0, 1]
      throw TensorError(
        "\(name): Incompatible shapes of A and B for the equation AX = B "
          + "(\(square.rows)x\(square.columns) and \(size[size.startIndex])x\(size.last ?? 1))")
    }
    let batch = try Shapes.broadcast(square.batch, Array(right.shape.dropLast(2)))
    let left = try MatrixBatch(expanded(to: batch + shape.suffix(2)), name)
    let solution = try MatrixBatch(right.expanded(to: batch + right.shape.suffix(2)), name)
    let width = solution.columns
    try left.each { index, matrix in
      let factors = LUFactors(of: matrix, size: left.rows)
      guard factors.zero == 0 else {
        throw TensorError(
          "torch.linalg.solve: \(batch.isEmpty ? "" : "(Batch element \(index)): ")The solver "
            + "failed because the input matrix is singular.")
      }
      var (n, columns, info) = (Int32(left.rows), Int32(width), Int32(0))
      let target = MatrixBatch.pointer(solution.elements, index * left.rows * width)
      if width > 0 {
        dgetrs_("N", &n, &columns, matrix, &n, factors.pivots, target, &n, &info, 1)
      }
    }
    let result = try solution.result.converted(to: dtype).contiguous()
    return isVector ? try result.squeezed(-1) : result
  }

  /// The lower triangle L of A = L Lᵀ, or with `upper` its transpose.
  public func cholesky(upper: Bool = false) throws -> Tensor {
    let matrices = try MatrixBatch(self, "linalg.cholesky").square()
    try matrices.each { index, matrix in
      var (n, info) = (Int32(matrices.rows), Int32(0))
      dpotrf_(upper ? "U" : "L", &n, matrix, &n, &info, 1)
      guard info == 0 else {
        throw matrices.refusal(
          index,
          "The factorization could not be completed because the input is not positive-definite "
            + "(the leading minor of order \(info) is not positive-definite).")
      }
    }
    let result = try matrices.result.converted(to: dtype)
    return upper ? try result.triu() : try result.tril()
  }

  /// A multiplied with itself; a negative power is one of A⁻¹.
  public func matrixPower(_ exponent: Int) throws -> Tensor {
    let matrices = try MatrixBatch(self, "linalg.matrix_power").square()
    if exponent < 0 {
      guard exponent > Int.min else { throw TensorError("linalg.matrix_power: n is too small") }
      return try inverse().matrixPower(-exponent)
    }
    var result = try Tensor.eye(matrices.rows, dtype: dtype).expanded(to: shape).copied()
    var (power, rest) = (self, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result = try result.matmul(power) }
      rest >>= 1
      if rest > 0 { power = try power.matmul(power) }
    }
    return result
  }
}

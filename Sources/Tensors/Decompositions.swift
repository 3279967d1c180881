import COpenBLAS

/// Matrices as products of simpler ones.
extension Tensor {
  /// How much of Q and R `qr` computes.
  public enum QRMode: String, Hashable, Sendable {
    /// Q with as many columns as R has rows: the smaller size of A.
    case reduced
    /// Q square.
    case complete
    /// No Q.
    case r
  }

  /// A = Q R with orthonormal columns in Q and an upper triangle R.
  public func qr(_ mode: QRMode = .reduced) throws -> (q: Tensor, r: Tensor) {
    let matrices = try MatrixBatch(self, "linalg.qr")
    let (m, n) = (matrices.rows, matrices.columns)
    let least = min(m, n)
    let width = mode == .complete ? m : least
    let r = try Tensor.zeros(matrices.batch + [width, n], dtype: .float64)
    let q = try Tensor.zeros(matrices.batch + [width, m], dtype: .float64)
    if n == 0 { try q.diagonal(-2, -1).fill(1) }
    let number = matrices.batch.reduce(1, *)
    let triangles = try r.reshaped([number, width, n])
    try matrices.each { index, matrix in
      var (rows, columns, info) = (Int32(m), Int32(n), Int32(0))
      var tau = [Double](repeating: 0, count: least)
      try MatrixBatch.withWork { work, length in
        var length = length
        dgeqrf_(&rows, &columns, matrix, &rows, &tau, work, &length, &info)
      }
      let factor = try matrices.result.reshaped([number, m, n]).select(0, index)
      try triangles.select(0, index).narrowed(0, from: 0, length: least)
        .assign(factor.narrowed(0, from: 0, length: least).triu())
      guard mode != .r else { return }
      let target = MatrixBatch.pointer(q, index * width * m)
      target.update(from: matrix, count: m * least)
      var (wide, reflections) = (Int32(width), Int32(least))
      try MatrixBatch.withWork { work, length in
        var length = length
        dorgqr_(&rows, &wide, &reflections, target, &rows, tau, work, &length, &info)
      }
    }
    let empty = try Tensor.zeros([0], dtype: dtype)
    return (
      mode == .r ? empty : try q.transposed().converted(to: dtype).contiguous(),
      try r.converted(to: dtype)
    )
  }

  /// A = U diag(S) Vᵀ with the greatest singular values first. `full` makes U and V square.
  public func svd(full: Bool = true) throws -> (u: Tensor, s: Tensor, vh: Tensor) {
    let matrices = try MatrixBatch(self, "linalg.svd")
    let (m, n) = (matrices.rows, matrices.columns)
    let least = min(m, n)
    let (left, right) = full ? (m, n) : (least, least)
    let s = try Tensor.zeros(matrices.batch + [least], dtype: .float64)
    let u = try Tensor.zeros(matrices.batch + [left, m], dtype: .float64)
    let vt = try Tensor.zeros(matrices.batch + [n, right], dtype: .float64)
    if least == 0 {
      try u.diagonal(-2, -1).fill(1)
      try vt.diagonal(-2, -1).fill(1)
    }
    guard try elementsAreFinite() else {
      throw matrices.refusal(
        0,
        "The algorithm failed to converge because the input matrix contained non-finite values.")
    }
    try matrices.each { index, matrix in
      var (rows, columns, tall, info) = (Int32(m), Int32(n), Int32(right), Int32(0))
      var space = [Int32](repeating: 0, count: 8 * least)
      try MatrixBatch.withWork { work, length in
        var length = length
        dgesdd_(
          full ? "A" : "S", &rows, &columns, matrix, &rows, MatrixBatch.pointer(s, index * least),
          MatrixBatch.pointer(u, index * left * m), &rows,
          MatrixBatch.pointer(vt, index * right * n), &tall, work, &length, &space, &info, 1)
      }
      guard info == 0 else {
        throw matrices.refusal(
          index,
          "The algorithm failed to converge because the input matrix is ill-conditioned or has too "
            + "many repeated singular values (error code: \(info)).")
      }
    }
    return (
      try u.transposed().converted(to: dtype).contiguous(), try s.converted(to: dtype),
      try vt.transposed().converted(to: dtype).contiguous()
    )
  }

  /// A = V diag(W) Vᵀ for symmetric A (the lower triangle is read), smallest eigenvalues first.
  public func eigh() throws -> (values: Tensor, vectors: Tensor) {
    let matrices = try MatrixBatch(self, "linalg.eigh").square()
    let size = matrices.rows
    let w = try Tensor.zeros(matrices.batch + [size], dtype: .float64)
    guard try elementsAreFinite() else {
      return (
        try .full(w.shape, .nan, dtype: dtype), try .full(shape, .nan, dtype: dtype)
      )
    }
    try matrices.each { index, matrix in
      var (n, info) = (Int32(size), Int32(0))
      var space = [Int32](repeating: 0, count: 3 + 5 * size)
      var room = Int32(space.count)
      try MatrixBatch.withWork { work, length in
        var (length, asked) = (length, length == -1 ? -1 : room)
        dsyevd_(
          "V", "L", &n, matrix, &n, MatrixBatch.pointer(w, index * size), work, &length, &space,
          &asked, &info, 1, 1)
      }
      room = 0
      guard info == 0 else {
        throw matrices.refusal(
          index,
          "The algorithm failed to converge because the input matrix is ill-conditioned or has too "
            + "many repeated eigenvalues (error code: \(info)).")
      }
    }
    return (try w.converted(to: dtype), try matrices.result.converted(to: dtype).contiguous())
  }

  private func elementsAreFinite() throws -> Bool { try isFinite().all().booleans[0] }

  /// The pseudoinverse of Moore and Penrose. Singular values of at most `tolerance` times the
  /// greatest count as 0, by default the larger size times the distance from 1 to the next number.
  public func pseudoinverse(tolerance: Double? = nil) throws -> Tensor {
    let (u, s, vh) = try converted(to: dtype == .float32 ? .float64 : dtype).svd(full: false)
    let keep = try s.compared(.greater, to: threshold(s, tolerance))
    let inverse = try keep.choose(s.reciprocal(), else: Tensor.zeros([], dtype: s.dtype))
    return try (vh.transposed() * inverse.unsqueezed(-2)).matmul(u.transposed())
      .converted(to: dtype)
  }

  /// How many singular values are above `tolerance` times the greatest.
  public func matrixRank(tolerance: Double? = nil) throws -> Tensor {
    guard rank >= 2 else {
      throw TensorError(
        "linalg.matrix_rank: The input tensor input must have at least 2 dimensions.")
    }
    guard count > 0 else { return try .zeros(Array(shape.dropLast(2)), dtype: .int64) }
    let s = try svd(full: false).s
    return try s.compared(.greater, to: threshold(s, tolerance)).sum([-1])
  }

  private func threshold(_ s: Tensor, _ tolerance: Double?) throws -> Tensor {
    if s.count == 0 { return try .number(0) }
    let epsilon = dtype == .float32 ? Double(Float.ulpOfOne) : Double.ulpOfOne
    let share = tolerance ?? Double(max(shape[rank - 2], shape[rank - 1])) * epsilon
    return try s.amax([-1], keepDim: true) * .number(share)
  }

  /// The X that makes |A X − B| smallest, and of those the shortest.
  public func leastSquares(_ other: Tensor) throws -> Tensor {
    guard rank >= 2, other.rank >= 1 else {
      throw TensorError("torch.linalg.lstsq: input must have at least 2 dimensions.")
    }
    let isVector = other.rank == rank - 1
    let right = isVector ? try other.unsqueezed(-1) : other
    guard right.rank >= 2, shape[rank - 2] == right.shape[right.rank - 2] else {
      throw TensorError("torch.linalg.lstsq: input.size(-2) should match other.size(-2)")
    }
    let inverse = try converted(to: .float64).pseudoinverse(
      tolerance: Double(max(shape[rank - 2], shape[rank - 1]))
        * (dtype == .float32 ? Double(Float.ulpOfOne) : Double.ulpOfOne))
    let result = try inverse.matmul(right.converted(to: .float64)).converted(to: dtype)
    return isVector ? try result.squeezed(-1) : result
  }
}

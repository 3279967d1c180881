import COpenBLAS

/// Matrix products, by OpenBLAS on one thread.
extension Tensor {
  /// The matrix product of the last two dimensions. Dimensions before them are batches, which
  /// are stretched to one shape; a vector is a row on the left and a column on the right.
  public func matmul(_ other: Tensor) throws -> Tensor {
    let shape = try Shapes.matmul(self.shape, other.shape)
    guard dtype == other.dtype else {
      throw TensorError(
        rank == 1 && other.rank == 1
          ? "dot : expected both vectors to have same dtype, but found \(dtype.title) and "
            + other.dtype.title
          : "expected m1 and m2 to have the same dtype, but got: \(dtype.cName) != "
            + other.dtype.cName)
    }
    guard dtype != .bool else {
      throw TensorError(.notImplemented, "\"addmm_impl_cpu_\" not implemented for 'Bool'")
    }
    let a = rank == 1 ? try unsqueezed(0) : self
    let b = other.rank == 1 ? try other.unsqueezed(1) : other
    let (m, n) = (a.shape[a.rank - 2], b.shape[b.rank - 1])
    let out = try Tensor(unset: shape, dtype: dtype)
    if b.rank == 2 && a.rank > 2 && a.isContiguous {
      let folded = try a.reshaped([-1, a.shape[a.rank - 1]])
      Matrix(folded).multiply(Matrix(b), into: out.pointer, columns: n, beta: 0)
      return out
    }
    if a.rank == 2 && b.rank == 2 {
      Matrix(a).multiply(Matrix(b), into: out.pointer, columns: n, beta: 0)
      return out
    }
    let batch = try Shapes.broadcast(Array(a.shape.dropLast(2)), Array(b.shape.dropLast(2)))
    let x = try a.expanded(to: batch + a.shape.suffix(2))
    let y = try b.expanded(to: batch + b.shape.suffix(2))
    let size = dtype.size
    var target = out.pointer
    Rows.each(batch, Array(x.strides.dropLast(2)), Array(y.strides.dropLast(2))) {
      start, stride, start2, stride2, count in
      for index in 0..<count {
        let left = Matrix(x, offset: (start + index * stride) * size)
        let right = Matrix(y, offset: (start2 + index * stride2) * size)
        left.multiply(right, into: target, columns: n, beta: 0)
        target += m * n * size
      }
    }
    return out
  }

  /// self + a·b for matrices a and b; self is stretched to the shape of their product.
  public func addingMatmul(_ a: Tensor, _ b: Tensor) throws -> Tensor {
    guard a.rank == 2, b.rank == 2, a.dtype == dtype, b.dtype == dtype, dtype.isFloatingPoint else {
      return try a.matmul(b) + self
    }
    let shape = try Shapes.matmul(a.shape, b.shape)
    guard try Shapes.broadcast(self.shape, shape) == shape else {
      _ = try expanded(to: shape)
      return self
    }
    let out = try Tensor(unset: shape, dtype: dtype)
    try out.assign(self)
    Matrix(a).multiply(Matrix(b), into: out.pointer, columns: shape[1], beta: 1)
    return out
  }
}

/// A matrix somewhere in memory, as OpenBLAS wants it: rows or columns contiguous.
private struct Matrix {
  let dtype: DataType
  let rows: Int
  let columns: Int
  let rowStride: Int
  let columnStride: Int
  let pointer: UnsafeMutableRawPointer
  /// Keeps the elements alive.
  let owner: Storage

  /// The last two dimensions of a tensor, `offset` bytes on.
  init(_ tensor: Tensor, offset: Int = 0) {
    dtype = tensor.dtype
    rows = tensor.shape[tensor.rank - 2]
    columns = tensor.shape[tensor.rank - 1]
    rowStride = tensor.strides[tensor.rank - 2]
    columnStride = tensor.strides[tensor.rank - 1]
    pointer = tensor.pointer + offset
    owner = tensor.storage
  }

  private static let useOneThread: Void = openblas_set_num_threads(1)

  /// How this matrix is passed: transposed or not, with which leading dimension; nil when
  /// neither its rows nor its columns are contiguous.
  private var layout: (CBLAS_TRANSPOSE, Int32)? {
    let limit = Int(Int32.max)
    if (columnStride == 1 || columns == 1) && (rowStride >= columns || rows == 1) {
      let leading = rows == 1 ? columns : rowStride
      return leading <= limit ? (CblasNoTrans, Int32(max(leading, 1))) : nil
    }
    if (rowStride == 1 || rows == 1) && (columnStride >= rows || columns == 1) {
      let leading = columns == 1 ? rows : columnStride
      return leading <= limit ? (CblasTrans, Int32(max(leading, 1))) : nil
    }
    return nil
  }

  /// out = self · other + beta · out
  func multiply(
    _ other: Matrix, into out: UnsafeMutableRawPointer, columns n: Int, beta: Double
  ) {
    guard dtype.isFloatingPoint, max(rows, n, columns) < Int(Int32.max), columns > 0,
      let (left, lda) = layout, let (right, ldb) = other.layout
    else {
      return multiplyByLoops(other, into: out, beta: beta)
    }
    guard rows > 0, n > 0 else { return }
    _ = Matrix.useOneThread
    let (m, columns, k) = (Int32(rows), Int32(n), Int32(self.columns))
    if dtype == .float32 {
      cblas_sgemm(
        CblasRowMajor, left, right, m, columns, k, 1,
        pointer.assumingMemoryBound(to: Float.self), lda,
        other.pointer.assumingMemoryBound(to: Float.self), ldb, Float(beta),
        out.assumingMemoryBound(to: Float.self), columns)
    } else {
      cblas_dgemm(
        CblasRowMajor, left, right, m, columns, k, 1,
        pointer.assumingMemoryBound(to: Double.self), lda,
        other.pointer.assumingMemoryBound(to: Double.self), ldb, beta,
        out.assumingMemoryBound(to: Double.self), columns)
    }
  }

  private func multiplyByLoops(
    _ other: Matrix, into out: UnsafeMutableRawPointer, beta: Double
  ) {
    switch dtype {
    case .float32:
      loops(other, out.assumingMemoryBound(to: Float.self), beta == 0 ? 0 : 1, +, *)
    case .float64:
      loops(other, out.assumingMemoryBound(to: Double.self), beta == 0 ? 0 : 1, +, *)
    case .int64, .bool:
      loops(other, out.assumingMemoryBound(to: Int64.self), beta == 0 ? 0 : 1, &+, &*)
    }
  }

  /// The product as its definition has it: y(i, j) = Σₖ a(i, k) b(k, j).
  private func loops<T: Numeric>(
    _ other: Matrix, _ out: UnsafeMutablePointer<T>, _ beta: T,
    _ add: (T, T) -> T, _ multiply: (T, T) -> T
  ) {
    let a = pointer.assumingMemoryBound(to: T.self)
    let b = other.pointer.assumingMemoryBound(to: T.self)
    for i in 0..<rows {
      for j in 0..<other.columns {
        let place = i * other.columns + j
        var total: T = beta == 0 ? 0 : out[place]
        for k in 0..<columns {
          let x = a[i * rowStride + k * columnStride]
          let y = b[k * other.rowStride + j * other.columnStride]
          total = add(total, multiply(x, y))
        }
        out[place] = total
      }
    }
  }
}

import CKernels

/// Matrix products.
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
      start, step, start2, step2, count in
      Matrix(x, offset: start * size).multiply(
        Matrix(y, offset: start2 * size), into: target, columns: n, beta: 0,
        batch: (count, step, step2))
      target += count * m * n * size
    }
    return out
  }

  /// self + a·b; for matrices a and b, self is stretched to the shape of their product.
  public func addingMatmul(_ a: Tensor, _ b: Tensor) throws -> Tensor {
    guard b.rank == 2, a.rank == 2 || a.rank > 2 && a.isContiguous && self.shape == [b.shape[1]],
      a.dtype == dtype, b.dtype == dtype, dtype.isFloatingPoint
    else { return try a.matmul(b) + self }
    let shape = try Shapes.matmul(a.shape, b.shape)
    guard try Shapes.broadcast(self.shape, shape) == shape else {
      _ = try expanded(to: shape)
      return self
    }
    let out = try Tensor(unset: shape, dtype: dtype)
    let rows = try a.reshaped([a.shape.dropLast().reduce(1, *), b.shape[0]])
    if isContiguous, self.shape == [b.shape[1]],
      Matrix(rows).multiply(Matrix(b), bias: pointer, into: out.pointer)
    {
      return out
    }
    try out.assign(self)
    Matrix(rows).multiply(Matrix(b), into: out.pointer, columns: b.shape[1], beta: 1)
    return out
  }
}

/// A matrix somewhere in memory.
struct Matrix {
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

  private init(_ other: Matrix, pointer: UnsafeMutableRawPointer) {
    dtype = other.dtype
    rows = other.rows
    columns = other.columns
    rowStride = other.rowStride
    columnStride = other.columnStride
    self.pointer = pointer
    owner = other.owner
  }

  /// The matrix of the same shape that lies some elements further on.
  private func shifted(_ elements: Int) -> Matrix {
    Matrix(self, pointer: pointer + elements * dtype.size)
  }

  /// How this matrix is passed: transposed or not, with which leading dimension; nil when
  /// neither its rows nor its columns are contiguous.
  var layout: (isTransposed: Bool, leading: Int)? {
    if (columnStride == 1 || columns == 1) && (rowStride >= columns || rows == 1) {
      return (false, rows == 1 ? columns : rowStride)
    }
    if (rowStride == 1 || rows == 1) && (columnStride >= rows || columns == 1) {
      return (true, columns == 1 ? rows : columnStride)
    }
    return nil
  }

  /// out = self · other + beta · out, for `count` pairs of matrices that lie so many elements
  /// apart; the results follow one another.
  func multiply(
    _ other: Matrix, into out: UnsafeMutableRawPointer, columns n: Int, beta: Double,
    batch: (count: Int, step: Int, otherStep: Int) = (1, 0, 0)
  ) {
    guard dtype.isFloatingPoint, let left = layout, let right = other.layout else {
      for index in 0..<batch.count {
        shifted(index * batch.step).multiplyByLoops(
          other.shifted(index * batch.otherStep), into: out + index * rows * n * dtype.size,
          beta: beta)
      }
      return
    }
    ck_gemm_batch(
      dtype.kernelType, batch.count, left.isTransposed ? 1 : 0, right.isTransposed ? 1 : 0,
      rows, n, columns, 1, pointer, left.leading, batch.step,
      other.pointer, right.leading, batch.otherStep, beta, out, n, rows * n)
  }

  /// out = self · other + a row of numbers; false when the matrices lie so that it can't be.
  func multiply(
    _ other: Matrix, bias: UnsafeRawPointer, into out: UnsafeMutableRawPointer
  ) -> Bool {
    guard dtype.isFloatingPoint, let left = layout, let right = other.layout else { return false }
    var epilogue = ck_epilogue()
    epilogue.column_bias = bias
    ck_gemm(
      dtype.kernelType, left.isTransposed ? 1 : 0, right.isTransposed ? 1 : 0, rows,
      other.columns, columns, 1, pointer, left.leading, other.pointer, right.leading, 0, out,
      other.columns, &epilogue)
    return true
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

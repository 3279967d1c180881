/// Products of matrices and vectors of known dimensions; `matmul` covers them all.
extension Tensor {
  /// The product of two matrices.
  public func mm(_ other: Tensor) throws -> Tensor {
    guard rank == 2 else { throw TensorError("self must be a matrix") }
    guard other.rank == 2 else { throw TensorError("mat2 must be a matrix") }
    return try matmul(other)
  }

  /// The products of two batches of as many matrices.
  public func bmm(_ other: Tensor) throws -> Tensor {
    guard rank == 3 else { throw TensorError("batch1 must be a 3D tensor") }
    guard other.rank == 3 else { throw TensorError("batch2 must be a 3D tensor") }
    guard shape[0] == other.shape[0], shape[2] == other.shape[1] else {
      throw TensorError(
        "Expected size for first two dimensions of batch2 tensor to be: [\(shape[0]), \(shape[2])] "
          + "but got: [\(other.shape[0]), \(other.shape[1])].")
    }
    return try matmul(other)
  }

  /// The product of a matrix and a vector.
  public func mv(_ vector: Tensor) throws -> Tensor {
    guard rank == 2, vector.rank == 1 else {
      throw TensorError("vector + matrix @ vector expected, got 1, \(rank), \(vector.rank)")
    }
    return try matmul(vector)
  }

  /// The sum of the products of two vectors' elements.
  public func dot(_ other: Tensor) throws -> Tensor {
    guard rank == 1, other.rank == 1 else {
      throw TensorError("1D tensors expected, but got \(rank)D and \(other.rank)D tensors")
    }
    return try matmul(other)
  }

  /// All products of an element of this vector and one of another.
  public func outer(_ other: Tensor) throws -> Tensor {
    for (name, tensor) in [("self", self), ("vec2", other)] where tensor.rank != 1 {
      throw TensorError("outer: Expected 1-D argument \(name), but got \(tensor.rank)-D")
    }
    return try unsqueezed(1) * other
  }

  /// beta · self + alpha · a b, for matrices, batches of them, or a matrix and a vector; self is
  /// stretched to the shape of the product. With beta = 0 self is left out, also where it is NaN.
  public func addingProduct(
    of a: Tensor, _ b: Tensor, beta: Tensor? = nil, alpha: Tensor? = nil
  ) throws -> Tensor {
    let product =
      switch (a.rank, b.rank) {
      case (3, _): try a.bmm(b)
      case (_, 1): try a.mv(b)
      default: try a.mm(b)
      }
    let scaled = try alpha.map { try product * $0 } ?? product
    let start = try expanded(to: product.shape)
    guard let beta else { return try start + scaled }
    return try beta.item() == 0 ? scaled : start * beta + scaled
  }

  /// The vector product of vectors of three elements along a dimension.
  public func cross(_ other: Tensor, _ dim: Int = -1) throws -> Tensor {
    guard rank == other.rank else {
      throw TensorError("linalg.cross: inputs must have the same number of dimensions.")
    }
    let axis = try Shapes.axis(dim, rank: rank)
    guard rank > 0, shape[axis] == 3, other.shape[axis] == 3 else {
      throw TensorError(
        "linalg.cross: inputs dimension \(dim) must have length 3. Got "
          + "\(rank > 0 ? shape[axis] : 1) and \(rank > 0 ? other.shape[axis] : 1)")
    }
    let (a1, b1) = (try rolled([-1], [axis]), try other.rolled([-1], [axis]))
    let (a2, b2) = (try rolled([-2], [axis]), try other.rolled([-2], [axis]))
    return try a1 * b2 - a2 * b1
  }

  /// The product of Kronecker: each element of this tensor times the whole other one.
  public func kron(_ other: Tensor) throws -> Tensor {
    let shapes = try Shapes.kron(shape, other.shape)
    return try (reshaped(shapes.first) * other.reshaped(shapes.second)).reshaped(shapes.product)
  }
}

extension Shapes {
  /// The shapes that two tensors take so that their product has each pair of their elements, and
  /// that of Kronecker's product.
  public static func kron(_ a: [Int], _ b: [Int]) throws -> (
    first: [Int], second: [Int], product: [Int]
  ) {
    let rank = max(a.count, b.count)
    func padded(_ shape: [Int]) -> [Int] { Array(repeating: 1, count: rank - shape.count) + shape }
    let (a, b) = (padded(a), padded(b))
    let product = try zip(a, b).map { try Shapes.count([$0, $1]) }
    return (a.flatMap { [$0, 1] }, b.flatMap { [1, $0] }, product)
  }
}

// MARK: Norms of matrices

extension Tensor {
  /// How the size of a matrix is measured.
  public enum MatrixNorm: String, Hashable, Sendable {
    /// The square root of the sum of squares.
    case frobenius = "fro"
    /// The sum of the singular values.
    case nuclear = "nuc"
    /// The greatest singular value.
    case spectral = "2"
  }

  /// The norm of the matrices in the last two dimensions.
  public func matrixNorm(_ norm: MatrixNorm = .frobenius) throws -> Tensor {
    guard rank >= 2 else {
      throw TensorError(
        "linalg.matrix_norm: The input tensor A must have at least 2 dimensions.")
    }
    switch norm {
    case .frobenius: return try self.norm(2, [-2, -1])
    case .nuclear: return try svd(full: false).s.sum([-1])
    case .spectral: return try svd(full: false).s.amax([-1])
    }
  }
}

import COpenBLAS
import Glibc

/// The matrices of the last two dimensions, copied column by column in double precision, which
/// is how LAPACK wants them.
struct MatrixBatch {
  let batch: [Int]
  let rows: Int
  let columns: Int
  /// The batch, with rows and columns exchanged.
  let elements: Tensor
  private let name: String

  /// - Parameter name: of the operation, for messages.
  init(_ tensor: Tensor, _ name: String) throws {
    guard tensor.dtype.isFloatingPoint else {
      throw TensorError(
        "\(name): Expected a floating point or complex tensor as input. Got \(tensor.dtype.title)")
    }
    guard tensor.rank >= 2 else {
      throw TensorError("\(name): The input tensor A must have at least 2 dimensions.")
    }
    batch = Array(tensor.shape.dropLast(2))
    rows = tensor.shape[tensor.rank - 2]
    columns = tensor.shape[tensor.rank - 1]
    guard max(rows, columns) < Int(Int32.max) else {
      throw TensorError("\(name): matrices of this size are not supported")
    }
    elements = try tensor.converted(to: .float64).transposed().copied()
    self.name = name
    _ = MatrixBatch.useOneThread
  }

  private static let useOneThread: Void = openblas_set_num_threads(1)

  /// Throws when the matrices are not square.
  func square() throws -> MatrixBatch {
    guard rows == columns else {
      throw TensorError(
        "\(name): A must be batches of square matrices, but they are \(rows) by \(columns) "
          + "matrices")
    }
    return self
  }

  /// Runs `body` on each matrix, with its number in the batch.
  func each(_ body: (Int, UnsafeMutablePointer<Double>) throws -> Void) rethrows {
    guard elements.count > 0 else { return }
    let start = elements.pointer.assumingMemoryBound(to: Double.self)
    for index in 0..<batch.reduce(1, *) { try body(index, start + index * rows * columns) }
  }

  /// The matrices as they are now.
  var result: Tensor {
    get throws { try elements.transposed() }
  }

  /// Why the matrix with a number in the batch was refused.
  func refusal(_ index: Int, _ words: String) -> TensorError {
    TensorError("\(name): \(batch.isEmpty ? "" : "(Batch element \(index)): ")\(words)")
  }

  /// An element of `tensor`, contiguous and of double precision, from which on LAPACK works.
  static func pointer(_ tensor: Tensor, _ element: Int = 0) -> UnsafeMutablePointer<Double> {
    tensor.pointer.assumingMemoryBound(to: Double.self) + element
  }

  /// Asks a routine how much room it wants, then runs it with that.
  static func withWork(
    _ routine: (UnsafeMutablePointer<Double>, Int32) -> Void
  ) throws {
    var size = 1.0
    routine(&size, -1)
    let length = max(Int(exactly: size.rounded(.up)) ?? 1, 1)
    let work = try Tensor(unset: [length], dtype: .float64)
    routine(pointer(work), Int32(clamping: length))
  }
}

/// P L U of a square matrix.
struct LUFactors {
  let elements: UnsafeMutablePointer<Double>
  let size: Int
  /// The row that each row was exchanged with, from 1.
  var pivots: [Int32]
  /// The place of the first 0 on the diagonal of U, from 1; 0 when there is none.
  let zero: Int

  /// Puts the factors in the place of the matrix.
  init(of matrix: UnsafeMutablePointer<Double>, size: Int) {
    elements = matrix
    self.size = size
    pivots = [Int32](repeating: 0, count: size)
    var (n, info) = (Int32(size), Int32(0))
    dgetrf_(&n, &n, matrix, &n, &pivots, &info)
    zero = Int(info)
  }

  /// The sign of the determinant, and the logarithm of its size.
  var logDeterminant: (sign: Double, logarithm: Double) {
    var (sign, logarithm) = (1.0, 0.0)
    for index in 0..<size {
      let diagonal = elements[index * size + index]
      if Int(pivots[index]) != index + 1 { sign = -sign }
      if diagonal == 0 { return (0, -.infinity) }
      if diagonal < 0 { sign = -sign }
      logarithm += log(abs(diagonal))
    }
    return (logarithm.isNaN ? .nan : sign, logarithm)
  }

  var determinant: Double {
    (0..<size).reduce(1) { product, index in
      product * elements[index * size + index] * (Int(pivots[index]) == index + 1 ? 1 : -1)
    }
  }
}

import Autograd
import Tensors

/// Dimensions `start` to `end` as one; by default all but that of the batch.
public final class Flatten: Module, Layer {
  public let start: Int
  public let end: Int

  public init(from start: Int = 1, to end: Int = -1) {
    self.start = start
    self.end = end
    super.init()
  }

  public override var settings: String { "start_dim=\(start), end_dim=\(end)" }
  public override func anew() throws -> Module { Flatten(from: start, to: end) }
  public func forward(_ x: Variable) throws -> Variable { try x.flattened(from: start, to: end) }
}

/// One dimension as several.
public final class Unflatten: Module, Layer {
  public let dim: Int
  public let sizes: [Int]

  /// - Parameter sizes: of the new dimensions; −1 for what is left.
  public init(_ dim: Int, _ sizes: [Int]) {
    self.dim = dim
    self.sizes = sizes
    super.init()
  }

  public override var settings: String {
    "dim=\(dim), unflattened_size=\(PythonText.of(sizes))"
  }
  public override func anew() throws -> Module { Unflatten(dim, sizes) }
  public func forward(_ x: Variable) throws -> Variable { try x.unflattened(dim, sizes) }
}

extension Variable {
  /// Dimensions `start` to `end` as one.
  public func flattened(from start: Int = 0, to end: Int = -1) throws -> Variable {
    let (first, last) = (
      try Shapes.axis(start, rank: rank), try Shapes.axis(end, rank: rank)
    )
    guard first <= last else {
      throw TensorError("flatten() has invalid args: start_dim cannot come after end_dim")
    }
    if rank == 0 { return try reshaped([1]) }
    let middle = shape[first...last].reduce(1, *)
    return try reshaped(Array(shape[..<first]) + [middle] + shape[(last + 1)...])
  }

  /// Dimension `dim` as several, of which one may be −1.
  public func unflattened(_ dim: Int, _ sizes: [Int]) throws -> Variable {
    let axis = try Shapes.axis(dim, rank: rank)
    guard !sizes.isEmpty else { throw TensorError("unflatten: sizes must be non-empty") }
    let size = rank > 0 ? shape[axis] : 1
    let known = try Shapes.count(sizes.filter { $0 != -1 })
    let isInferred = sizes.filter { $0 == -1 }.count == 1
    guard isInferred ? known > 0 && size % known == 0 : known == size && !sizes.contains(-1) else {
      throw TensorError(
        "unflatten: Provided sizes \(Shapes.describe(sizes)) don't multiply up to the size of dim "
          + "\(axis) (\(size)) in the input tensor")
    }
    let inner = sizes.map { $0 == -1 ? size / known : $0 }
    return try reshaped(Array(shape.prefix(axis)) + inner + shape.dropFirst(axis + 1))
  }
}

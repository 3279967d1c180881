/// What contractions are made of: tensors compute each step, variables record it.
public protocol Contractible {
  var shape: [Int] { get }
  var dtype: DataType { get }
  static func * (a: Self, b: Self) throws -> Self
  func matmul(_ other: Self) throws -> Self
  func sum(_ dims: [Int]?, keepDim: Bool) throws -> Self
  func permuted(_ order: [Int]) throws -> Self
  func reshaped(_ shape: [Int]) throws -> Self
  func expanded(to shape: [Int]) throws -> Self
  func diagonal(offset: Int, _ first: Int, _ second: Int) throws -> Self
}

extension Tensor: Contractible {}

/// A tensor with a name for each dimension.
private struct Labelled<T: Contractible> {
  var tensor: T
  var labels: [Int]

  func size(_ label: Int) -> Int {
    labels.firstIndex(of: label).map { tensor.shape[$0] } ?? 1
  }

  /// Without the named dimensions.
  func summed(over gone: [Int]) throws -> Labelled {
    let dims = labels.indices.filter { gone.contains(labels[$0]) }
    if dims.isEmpty { return self }
    return Labelled(
      tensor: try tensor.sum(dims, keepDim: false), labels: labels.filter { !gone.contains($0) })
  }

  /// The dimensions in the given order, those that it has not with size 1.
  func aligned(to order: [Int]) throws -> T {
    let present = order.compactMap { labels.firstIndex(of: $0) }
    return try tensor.permuted(present).reshaped(order.map(size))
  }

  /// Dimensions that are named alike as one.
  func withDiagonals(_ operand: Int) throws -> Labelled {
    var result = self
    while let second = result.labels.indices.first(where: {
      result.labels[..<$0].contains(result.labels[$0])
    }) {
      let label = result.labels[second]
      guard let first = result.labels.firstIndex(of: label) else { break }
      let (a, b) = (result.tensor.shape[first], result.tensor.shape[second])
      guard a == b else {
        throw TensorError(
          "einsum(): subscript \(Subscripts.name(label)) is repeated for operand \(operand) but the "
            + "sizes don't match, \(b) != \(a)")
      }
      result.tensor = try result.tensor.diagonal(offset: 0, first, second)
      result.labels.remove(at: second)
      result.labels.remove(at: first)
      result.labels.append(label)
    }
    return result
  }

  /// The product of two, summed over the labels that are not `kept`.
  func times(_ other: Labelled, keeping kept: Set<Int>) throws -> Labelled {
    let a = try summed(over: labels.filter { !kept.contains($0) && !other.labels.contains($0) })
    let b = try other.summed(
      over: other.labels.filter { !kept.contains($0) && !labels.contains($0) })
    let both = a.labels.filter { b.labels.contains($0) }
    let batch = both.filter { kept.contains($0) }
    let contracted = both.filter { !kept.contains($0) }
    let left = a.labels.filter { !both.contains($0) }
    let right = b.labels.filter { !both.contains($0) }
    if contracted.isEmpty {
      let order = batch + left + right
      return Labelled(
        tensor: try a.aligned(to: order) * b.aligned(to: order), labels: order)
    }
    func matrix(_ operand: Labelled, _ rows: [Int], _ columns: [Int]) throws -> T {
      let size = { (label: Int) in
        contracted.contains(label) ? max(a.size(label), b.size(label)) : operand.size(label)
      }
      let order = batch + rows + columns
      return try operand.aligned(to: order).expanded(to: order.map(size))
        .reshaped(
          batch.map(operand.size) + [rows, columns].map { $0.map(size).reduce(1, *) })
    }
    let product = try matrix(a, left, contracted).matmul(matrix(b, contracted, right))
    let sizes = batch.indices.map { product.shape[$0] } + left.map(a.size) + right.map(b.size)
    return Labelled(tensor: try product.reshaped(sizes), labels: batch + left + right)
  }
}

/// Einstein's notation: letters name dimensions, those named alike in several operands are
/// multiplied, and those missing in the result are summed over. `...` stands for any dimensions.
public func einsum<T: Contractible>(_ equation: String, _ operands: [T]) throws -> T {
  guard let type = operands.first?.dtype else {
    throw TensorError(
      .value,
      "einsum(): must specify the equation string and at least one operand, or at least one operand "
        + "and its subscripts list")
  }
  let subscripts = try Subscripts(equation, operands.map(\.shape))
  if let other = operands.first(where: { $0.dtype != type })?.dtype {
    throw TensorError("expected scalar type \(type.title) but found \(other.title)")
  }
  var terms = try zip(operands, subscripts.inputs).enumerated().map { index, term in
    try Labelled(tensor: term.0, labels: term.1).withDiagonals(index)
  }
  try subscripts.checkSizes(terms.map { ($0.labels, $0.tensor.shape) })
  var result = terms.removeFirst()
  while !terms.isEmpty {
    let next = terms.removeFirst()
    result = try result.times(
      next, keeping: Set(subscripts.output + terms.flatMap(\.labels)))
  }
  result = try result.summed(over: result.labels.filter { !subscripts.output.contains($0) })
  return try result.aligned(to: subscripts.output)
}

/// Sums over pairs of dimensions: those in `first` of the one with those in `second` of the other.
public func tensordot<T: Contractible>(_ a: T, _ b: T, _ first: [Int], _ second: [Int]) throws -> T
{
  guard first.count == second.count else {
    throw TensorError("both dimension lists should have same length")
  }
  let left = try first.map { try Shapes.axis($0, rank: a.shape.count) }
  let right = try second.map { try Shapes.axis($0, rank: b.shape.count) }
  for (index, (i, j)) in zip(left, right).enumerated() where a.shape[i] != b.shape[j] {
    throw TensorError(
      "contracted dimensions need to match, but first has size \(a.shape[i]) in dim "
        + "\(first[index]) and second has size \(b.shape[j]) in dim \(second[index])")
  }
  let keptA = a.shape.indices.filter { !left.contains($0) }
  let keptB = b.shape.indices.filter { !right.contains($0) }
  func product(_ sizes: [Int]) -> Int { sizes.reduce(1, *) }
  let (outer, inner) = (keptA.map { a.shape[$0] }, keptB.map { b.shape[$0] })
  let shared = product(left.map { a.shape[$0] })
  return try a.permuted(keptA + left).reshaped([product(outer), shared])
    .matmul(b.permuted(right + keptB).reshaped([shared, product(inner)]))
    .reshaped(outer + inner)
}

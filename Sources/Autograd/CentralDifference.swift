import Tensors

/// A derivative measured, beside the one that the backward pass gave.
public struct CentralDifference: Hashable, Sendable {
  /// (L(x + h) − L(x − h)) / 2h
  public let numeric: Double
  /// ∂L/∂x by the backward pass.
  public let analytic: Double

  /// |numeric − analytic| over the greater of both, 0 when both are (nearly) 0.
  public var relativeError: Double {
    let scale = max(abs(numeric), abs(analytic))
    return scale < 1e-10 ? 0 : abs(numeric - analytic) / scale
  }
}

/// Measures how the output changes when one element of a leaf is moved up and down a little.
/// Everything is computed in float64, whatever the trace computes in, so that rounding does not
/// drown the difference.
/// - Parameters:
///   - leaf: the place of the leaf in the trace.
///   - element: which of its elements, in row-major order.
///   - step: h, for an element of size 1; a greater element is moved by more.
///   - upstream: ∂L/∂output; 1 for an output of one element.
public func centralDifference(
  _ trace: Trace, leaf: Int, element: Int = 0, step: Double = 1e-5, upstream: Tensor? = nil
) throws -> CentralDifference {
  guard trace.nodes.indices.contains(leaf), trace.nodes[leaf].isLeaf,
    trace.nodes[leaf].value.dtype.isFloatingPoint
  else { throw TensorError("a derivative is measured at a floating-point leaf") }
  let exact = try trace.converted(to: .float64)
  let point = exact.nodes[leaf].value.doubles
  guard point.indices.contains(element) else {
    throw TensorError(
      .index, "index \(element) is out of bounds for a leaf of \(point.count) elements")
  }
  let h = step * max(1, abs(point[element]))
  func output(at offset: Double) throws -> Double {
    var moved = point
    moved[element] += offset
    var trace = exact
    try trace.setLeaf(
      leaf, to: Tensor(moved, shape: exact.nodes[leaf].value.shape, dtype: .float64))
    let value = trace.nodes[trace.output].value
    guard let upstream else { return try value.item() }
    return try (value * upstream).sum().item()
  }
  var pass = try BackwardPass(
    exact, upstream: try upstream?.converted(to: .float64))
  while try pass.advance() != nil {}
  return CentralDifference(
    numeric: try (output(at: h) - output(at: -h)) / (2 * h),
    analytic: pass.gradients[leaf]?.doubles[element] ?? 0)
}

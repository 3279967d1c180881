import Autograd
import Tensors

extension Trace {
  /// The derivatives of the result by the first elements of a node, measured.
  func centralDifferences(at node: Int, limit: Int = 64) throws -> [Double] {
    try (0..<min(limit, nodes[node].value.count)).map {
      try centralDifference(at: node, element: $0)
    }
  }

  /// (L(x + h) − L(x − h)) / 2h for one element x of a node, computed or leaf: what follows the
  /// node is computed again with the element moved up and down a little.
  func centralDifference(at node: Int, element: Int, step: Double = 1e-5) throws -> Double {
    let point = nodes[node].value.doubles
    guard point.indices.contains(element) else { return .nan }
    let h = step * max(1, abs(point[element]))
    func moved(by offset: Double) throws -> Double {
      var elements = point
      elements[element] += offset
      return try result(
        of: node, at: Tensor(elements, shape: nodes[node].value.shape, dtype: .float64))
    }
    return try (moved(by: h) - moved(by: -h)) / (2 * h)
  }

  /// The result if a node had another value.
  private func result(of node: Int, at value: Tensor) throws -> Double {
    var values = nodes.map(\.value)
    var isStale = Array(repeating: false, count: nodes.count)
    values[node] = value
    isStale[node] = true
    for later in nodes.indices.dropFirst(node + 1) {
      guard let operation = nodes[later].operation,
        nodes[later].inputs.contains(where: { isStale[$0] })
      else { continue }
      let operands = nodes[later].inputs.map { values[$0] }
      values[later] = try operation.rule.forward(Operands(operands))
      isStale[later] = true
    }
    return try values[output].item()
  }
}

import Tensors

/// What a recorded computation costs.
public struct Cost: Hashable, Sendable {
  /// Floating-point operations: a product of two numbers and its addition to a sum are two.
  public var operations = 0
  /// Bytes of all values that are kept for the backward pass.
  public var keptBytes = 0

  public init() {}
}

extension Variable {
  /// What it cost to compute this variable from its leaves. As PyTorch's `FlopCounterMode` it
  /// counts products of matrices and what is made of them; the rest is small beside these.
  public func cost() throws -> Cost {
    let trace = try Trace(sharing: self)
    var (cost, storages) = (Cost(), [Tensor]())
    for place in trace.nodes.indices {
      let node = trace.nodes[place]
      guard let operation = node.operation else { continue }
      cost.operations += operation.operations(
        trace.operands(of: place).map(\.shape), node.value.shape)
      for tensor in [node.value] + node.saved
      where !storages.contains(where: { $0.sharesStorage(with: tensor) }) {
        storages.append(tensor)
        cost.keptBytes += tensor.count * tensor.dtype.size
      }
    }
    return cost
  }
}

extension Operation {
  /// Floating-point operations of one computation. Here stands what every operation costs: those
  /// that do no more than a few for each element count as free.
  /// - Parameters:
  ///   - x: the shapes of its inputs.
  ///   - y: the shape of its output.
  func operations(_ x: [[Int]], _ y: [Int]) -> Int {
    switch self {
    case .matmul: 2 * y.product * (x[0].last ?? 1)
    case .addMatmul: 2 * y.product * (x[1].last ?? 1)
    case .linearCrossEntropy: 2 * x[0].product * (x[1].first ?? 1)
    case .convolution: 2 * y.product * x[1].dropFirst().reduce(1, *)
    case .convolutionReluPool(let settings, _):
      Operation.convolution(settings).operations(
        x, (try? Shapes.convolution(x[0], x[1], settings)) ?? y)
    case .transposedConvolution: 2 * x[0].product * x[1].dropFirst().reduce(1, *)
    case .recurrent(let cell, _): recurrentOperations(cell, x)
    case .attention: 2 * y.product * (x[1].dropLast().last ?? 1) + scoreOperations(x, y)
    // Each query by each key, and each score by each value.
    case .selfAttention: 4 * y.product * (y.dropLast().last ?? 1)
    default: 0
    }
  }

  /// Each query by each key.
  private func scoreOperations(_ x: [[Int]], _ y: [Int]) -> Int {
    2 * y.dropLast().reduce(1, *) * (x[0].last ?? 1) * (x[1].dropLast().last ?? 1)
  }

  /// The products of all gates with the input and with the state, at each step.
  private func recurrentOperations(_ cell: RecurrentCell, _ x: [[Int]]) -> Int {
    let first = cell == .lstm ? 3 : 2
    guard x.count > first + 1 else { return 0 }
    let steps = x[0].dropLast().reduce(1, *)
    return 2 * steps * (x[first].product + x[first + 1].product)
  }
}

extension [Int] {
  fileprivate var product: Int { reduce(1, *) }
}

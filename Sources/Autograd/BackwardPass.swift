import Tensors

/// One term of the chain rule: what a node passes back along one edge.
public struct BackwardStep {
  /// The place of the node that passes its gradient back.
  public let node: Int
  /// Which of its operands gets it.
  public let input: Int
  /// The place of that operand.
  public let target: Int
  public let operation: Operation
  /// ∂L/∂node
  public let upstream: Tensor
  /// ∂L/∂node · ∂node/∂target, along this edge.
  public let contribution: Tensor
  /// ∂L/∂target as far as it was known; nil for the first term.
  public let before: Tensor?
  /// ∂L/∂target with this term added.
  public let after: Tensor
}

/// The backward pass over a trace, one edge at a time: from the last node to the first, and at
/// each node over its operands. `Variable.backward()` runs it to its end; the stepper stops
/// after each step. A copy is a place to come back to: nothing that it holds is ever changed.
public struct BackwardPass {
  public let trace: Trace
  /// ∂L/∂node as far as it is known, by place.
  public private(set) var gradients: [Tensor?]
  private let keepsAll: Bool
  private var kept: Set<Int> = []
  private var node: Int
  private var input = 0
  /// The operands of the node at hand.
  private var operands = Operands<Tensor>.none

  /// - Parameters:
  ///   - upstream: ∂L/∂output; 1 for an output of one element.
  public init(_ trace: Trace, upstream: Tensor? = nil) throws {
    try self.init(trace, upstream: upstream, keepsAll: true)
  }

  /// - Parameter keepsAll: whether the gradient of a computed node is kept after it was passed
  ///   on.
  init(_ trace: Trace, upstream: Tensor?, keepsAll: Bool) throws {
    self.trace = trace
    self.keepsAll = keepsAll
    node = trace.output
    gradients = Array(repeating: nil, count: trace.nodes.count)
    guard node >= 0 else { return }
    let value = trace.nodes[node].value
    guard upstream != nil || value.count == 1 else {
      throw TensorError("grad can be implicitly created only for scalar outputs")
    }
    let seed = try upstream ?? Tensor.ones(like: value)
    guard seed.shape == value.shape else {
      throw TensorError(
        "Mismatch in shape: grad_output[0] has a shape of torch.Size(\(seed.shape)) and output[0] "
          + "has a shape of torch.Size(\(value.shape)).")
    }
    gradients[node] = seed
  }

  /// Takes the next step; nil when there is none left.
  @discardableResult
  public mutating func advance() throws -> BackwardStep? {
    while node >= 0 {
      let consumer = trace.nodes[node]
      if let operation = consumer.operation, let upstream = gradients[node] {
        if input == 0 { operands = trace.operands(of: node) }
        while input < consumer.inputs.count {
          let current = input
          input += 1
          let target = consumer.inputs[current]
          guard trace.nodes[target].requiresGradient else { continue }
          return try pass(upstream, operation, along: current, to: target)
        }
        if !keepsAll && !kept.contains(node) { gradients[node] = nil }
      }
      node -= 1
      input = 0
    }
    return nil
  }

  private mutating func pass(
    _ upstream: Tensor, _ operation: Operation, along input: Int, to target: Int
  ) throws -> BackwardStep {
    let contribution = try operation.contribution(
      upstream, to: input, operands, trace.nodes[node].value)
    let before = gradients[target]
    let after = try before.map { try $0 + contribution } ?? contribution
    gradients[target] = after
    return BackwardStep(
      node: node, input: input, target: target, operation: operation, upstream: upstream,
      contribution: contribution, before: before, after: after)
  }

  /// How many steps the whole pass has.
  public var stepCount: Int {
    trace.nodes.reduce(0) { count, node in
      count + node.inputs.reduce(0) { $0 + (trace.nodes[$1].requiresGradient ? 1 : 0) }
    }
  }

  /// Keeps the gradient of this node when those of computed nodes are dropped.
  mutating func keep(_ node: Int) { kept.insert(node) }

  /// Takes a gradient out, so that no one else holds it.
  mutating func takeGradient(_ node: Int) -> Tensor? {
    defer { gradients[node] = nil }
    return gradients[node]
  }
}

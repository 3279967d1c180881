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
  private var kept: Set<Int> = []
  private var node: Int
  private var input = 0
  /// The operands of the node at hand, and the gradients of all of them where its rule computes
  /// them together.
  private var operands = Operands<Tensor>.none
  private var together: [Tensor?]?

  /// - Parameters:
  ///   - upstream: ∂L/∂output; 1 for an output of one element.
  public init(_ trace: Trace, upstream: Tensor? = nil) throws {
    try self.init(trace, seeds: trace.nodes.isEmpty ? [] : [(trace.output, upstream)])
  }

  /// - Parameter seeds: places of outputs, and ∂L/∂output; nil is 1 for an output of one element.
  init(_ trace: Trace, seeds: [(place: Int, upstream: Tensor?)]) throws {
    self.trace = trace
    node = trace.output
    gradients = Array(repeating: nil, count: trace.nodes.count)
    for (place, upstream) in seeds {
      let value = trace.nodes[place].value
      let seed = try upstream ?? BackwardPass.seed(value)
      guard seed.shape == value.shape else {
        throw BackwardPass.mismatch(seed.shape, value.shape)
      }
      gradients[place] = try gradients[place].map { try $0 + seed } ?? seed
    }
  }

  /// ∂L/∂L
  static func seed(_ value: Tensor) throws -> Tensor {
    guard value.count == 1 else {
      throw TensorError("grad can be implicitly created only for scalar outputs")
    }
    return try Tensor.ones(like: value)
  }

  static func mismatch(_ seed: [Int], _ output: [Int]) -> TensorError {
    TensorError(
      "Mismatch in shape: grad_output[0] has a shape of torch.Size(\(seed)) and output[0] "
        + "has a shape of torch.Size(\(output)).")
  }

  /// Takes the next step; nil when there is none left.
  @discardableResult
  public mutating func advance() throws -> BackwardStep? {
    while node >= 0 {
      if let upstream = gradients[node], let current = nextInput(),
        let operation = trace.nodes[node].operation
      {
        let target = trace.nodes[node].inputs[current]
        let contribution = try contribution(upstream, operation, to: current)
        let before = gradients[target]
        let after = try before.map { try $0 + contribution } ?? contribution
        gradients[target] = after
        return BackwardStep(
          node: node, input: current, target: target, operation: operation, upstream: upstream,
          contribution: contribution, before: before, after: after)
      }
      leaveNode()
    }
    return nil
  }

  /// Takes all steps that are left. Gradients of computed nodes are dropped once they were passed
  /// on, except those that `keep` names.
  /// - Parameter completed: sees each gradient when it is complete, and may replace it.
  mutating func finish(_ completed: ((Int, Tensor) throws -> Tensor)? = nil) throws {
    while node >= 0 {
      if let completed, let gradient = gradients[node] {
        gradients[node] = try completed(node, gradient)
      }
      if let upstream = gradients[node], let operation = trace.nodes[node].operation {
        if !kept.contains(node) { gradients[node] = nil }
        while let current = nextInput() {
          let target = trace.nodes[node].inputs[current]
          let contribution = try contribution(upstream, operation, to: current)
          try gradients[target].add(contribution)
        }
      }
      leaveNode()
    }
  }

  /// The next operand of the node at hand that a gradient flows to.
  private mutating func nextInput() -> Int? {
    guard trace.nodes[node].operation != nil else { return nil }
    let inputs = trace.nodes[node].inputs
    while input < inputs.count {
      input += 1
      if trace.nodes[inputs[input - 1]].requiresGradient { return input - 1 }
    }
    return nil
  }

  private mutating func leaveNode() {
    node -= 1
    input = 0
    operands = .none
    together = nil
  }

  /// What operand i of the node at hand gets: ∂L/∂node · ∂node/∂xᵢ, in the operand's shape.
  private mutating func contribution(_ g: Tensor, _ operation: Operation, to i: Int) throws
    -> Tensor
  {
    let rule = operation.rule
    if operands.isEmpty {
      operands = trace.operands(of: node)
      if rule.isJoint {
        together = try rule.gradients(
          g, needed: trace.nodes[node].inputs.map { trace.nodes[$0].requiresGradient }, operands,
          trace.nodes[node].value, saved: trace.nodes[node].saved)
      }
    }
    let term: Tensor
    if let together {
      guard together.indices.contains(i), let found = together[i] else {
        throw TensorError("\(rule.name(operands)) has no gradient for its input \(i)")
      }
      term = found
    } else {
      term = try rule.pullback(g, to: i, operands, trace.nodes[node].value)
    }
    let input = operands[i]
    return try term.summed(to: input.shape).converted(to: input.dtype)
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

extension Tensor? {
  /// Adds a term; into the memory of the sum when no one else sees it.
  fileprivate mutating func add(_ term: Tensor) throws {
    guard let sum = take() else {
      self = term
      return
    }
    self = try sum.adding(term)
  }
}

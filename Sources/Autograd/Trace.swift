import Tensors

/// A recorded computation as a value: its nodes in the order they were computed. Leaves can be
/// changed, and everything that depends on them is computed again.
public struct Trace {
  public struct Node {
    /// nil for a leaf.
    public let operation: Operation?
    /// Places of the operands in `nodes`, all before this one.
    public let inputs: Operands<Int>
    public internal(set) var name: String?
    public internal(set) var value: Tensor
    /// What the pullback wants to find again besides operands and value.
    var saved: [Tensor] = []
    public let requiresGradient: Bool

    public var isLeaf: Bool { operation == nil }
  }

  public internal(set) var nodes: [Node]

  /// The place of the result, which is the last node.
  public var output: Int { nodes.count - 1 }

  /// The computation of a variable.
  /// - Parameter names: what to call nodes; where a variable is named twice the first counts.
  public init(of variable: Variable, names: [(name: String, variable: Variable)] = []) throws {
    let tape = variable.tape
    try self.init(sharing: variable)
    for node in nodes.indices { nodes[node].value = try nodes[node].value.copied() }
    for (name, variable) in names where variable.tape === tape {
      guard let place = tape.placeInLastAncestry(of: variable.index) else { continue }
      if nodes[place].name == nil { nodes[place].name = name }
    }
  }

  /// The computation of a variable, with its values and not copies of them.
  init(sharing variable: Variable) throws {
    let tape = variable.tape
    self.init(recordedOn: tape, tape.ancestry(of: [try variable.currentIndex()]))
  }

  /// The nodes of a tape that `ancestry` lists, oldest first. Values are shared with the tape.
  init(recordedOn tape: Tape, _ ancestry: [Int]) {
    nodes = ancestry.map { index in
      let node = tape.nodes[index]
      return Node(
        operation: node.operation, inputs: node.inputs.mapped { tape.nodes[$0].place },
        value: node.value, saved: node.saved, requiresGradient: node.requiresGradient)
    }
  }
}

// MARK: Reading

extension Trace {
  /// The values that a node was computed from.
  public func operands(of node: Int) -> Operands<Tensor> {
    nodes[node].inputs.mapped { nodes[$0].value }
  }

  /// What a node is called in formulas: its name, the number that it is, or v with its place.
  public func displayName(of node: Int) -> String {
    if let name = nodes[node].name { return name }
    let value = nodes[node].value
    guard nodes[node].isLeaf, value.isNumber, let number = value.doubles.first else {
      return "v_{\(node)}"
    }
    return Int(exactly: number).map(String.init) ?? String(number)
  }

  /// What the operands and the result of a node are called in formulas.
  public func names(of node: Int) -> OperandNames {
    OperandNames(
      inputs: nodes[node].inputs.map { displayName(of: $0) }, output: displayName(of: node))
  }

  /// ∂node/∂input as numbers, for an operation on each element; nil for any other.
  public func localDerivative(of node: Int, to input: Int) throws -> Tensor? {
    let consumer = nodes[node]
    guard let operation = consumer.operation, operation.rule.isElementwise else { return nil }
    let ones = try Tensor.ones(like: consumer.value)
    return try operation.rule.pullback(ones, to: input, operands(of: node), consumer.value)
  }
}

// MARK: Changing

extension Trace {
  /// Gives a node a name.
  public mutating func setName(_ name: String?, of node: Int) { nodes[node].name = name }

  /// Puts another value of the same shape into a leaf, and computes again what depends on it.
  /// After an error the trace is as it was.
  public mutating func setLeaf(_ leaf: Int, to value: Tensor) throws {
    try setLeaves([(leaf, value)])
  }

  /// Puts other values into several leaves at once.
  public mutating func setLeaves(_ changes: [(leaf: Int, value: Tensor)]) throws {
    var changed = self
    var isStale = [Bool](repeating: false, count: nodes.count)
    for (leaf, value) in changes {
      guard nodes.indices.contains(leaf), nodes[leaf].isLeaf else {
        throw TensorError("only a leaf's value can be set")
      }
      guard value.shape == nodes[leaf].value.shape else {
        throw TensorError(
          "a value of shape \(Shapes.describe(value.shape)) cannot take the place of one of "
            + "shape \(Shapes.describe(nodes[leaf].value.shape))")
      }
      changed.nodes[leaf].value = value
      isStale[leaf] = true
    }
    for node in nodes.indices {
      guard let operation = nodes[node].operation,
        nodes[node].inputs.contains(where: { isStale[$0] })
      else { continue }
      try changed.compute(node, operation)
      isStale[node] = true
    }
    self = changed
  }

  /// Computes a node from its operands.
  private mutating func compute(_ node: Int, _ operation: Operation) throws {
    (nodes[node].value, nodes[node].saved) =
      try operation.rule.forwardSaving(operands(of: node))
  }

  /// The same computation with every floating-point value as `type`.
  public func converted(to type: DataType) throws -> Trace {
    var converted = self
    for node in nodes.indices {
      if let operation = nodes[node].operation {
        try converted.compute(node, operation)
      } else if nodes[node].value.dtype.isFloatingPoint && !nodes[node].value.isNumber {
        converted.nodes[node].value = try nodes[node].value.converted(to: type)
      }
    }
    return converted
  }
}

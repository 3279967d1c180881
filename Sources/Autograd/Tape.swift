import Tensors

/// Where computations are recorded: nodes in one array, addressed by index, counted by who
/// holds them, and used again when no one does. Nothing here recurses, so a chain of any length
/// is built, passed backward and freed. A tape and its variables belong to one thread.
public final class Tape {
  /// One recorded value. `references` counts the variables that hold it and the nodes that were
  /// computed from it.
  struct Node {
    var operation: Operation?
    var inputs: Operands<Int>
    var value: Tensor
    var gradient: Tensor?
    var requiresGradient: Bool
    var retainsGradient = false
    /// Whether a backward pass went through it without `retainGraph`.
    var isSpent = false
    var references = 1
    /// When it was made: a node's inputs are always older.
    var sequence: Int
    /// Its place in the trace that was collected last, and which collection that was.
    var place = 0
    var collection = 0
  }

  private(set) var nodes: [Node] = []
  private var vacant: [Int] = []
  private var doomed: [Int] = []
  private var sequence = 0
  private var collection = 0

  /// Whether operations on variables that require gradients are recorded. PyTorch's `no_grad`
  /// sets it to false for a while.
  public var isRecording = true

  public init() {}

  /// How many nodes are alive.
  public var count: Int { nodes.count - vacant.count }

  /// A value that a computation starts from.
  /// - Throws: when a gradient is asked for of a tensor that is not floating point.
  public func leaf(_ value: Tensor, requiresGradient: Bool = false) throws -> Variable {
    guard !requiresGradient || value.dtype.isFloatingPoint else {
      throw TensorError(
        "Only Tensors of floating point and complex dtype can require gradients")
    }
    return insert(nil, .none, value, requiresGradient: requiresGradient)
  }

  /// A value that no gradient flows to.
  public func constant(_ value: Tensor) -> Variable {
    insert(nil, .none, value, requiresGradient: false)
  }

  /// Runs `body` without recording.
  public func withoutRecording<T>(_ body: () throws -> T) rethrows -> T {
    let before = isRecording
    isRecording = false
    defer { isRecording = before }
    return try body()
  }

  /// Computes an operation on variables of this tape, and records it when a gradient may flow
  /// through it.
  public func record(_ operation: Operation, _ inputs: Operands<Variable>) throws -> Variable {
    guard !inputs.contains(where: { $0.tape !== self }) else {
      throw TensorError("variables of different tapes cannot be used together")
    }
    let indices = inputs.mapped(\.index)
    let value = try operation.rule.forward(indices.mapped { nodes[$0].value })
    guard isRecording, indices.contains(where: { nodes[$0].requiresGradient }) else {
      return constant(value)
    }
    indices.visit { nodes[$0].references += 1 }
    return insert(operation, indices, value, requiresGradient: true)
  }

  private func insert(
    _ operation: Operation?, _ inputs: Operands<Int>, _ value: Tensor, requiresGradient: Bool
  ) -> Variable {
    sequence += 1
    let node = Node(
      operation: operation, inputs: inputs, value: value, requiresGradient: requiresGradient,
      sequence: sequence)
    if let index = vacant.popLast() {
      nodes[index] = node
      return Variable(tape: self, index: index)
    }
    nodes.append(node)
    return Variable(tape: self, index: nodes.count - 1)
  }

  /// Gives up one reference to a node; a node that no one holds gives up its inputs in turn.
  func release(_ index: Int) {
    nodes[index].references -= 1
    guard nodes[index].references == 0 else { return }
    doomed.append(index)
    while let index = doomed.popLast() {
      nodes[index].inputs.visit { input in
        nodes[input].references -= 1
        if nodes[input].references == 0 { doomed.append(input) }
      }
      nodes[index].inputs = .none
      nodes[index].operation = nil
      nodes[index].value = .empty
      nodes[index].gradient = nil
      vacant.append(index)
    }
  }

  func update(_ index: Int, _ change: (inout Node) -> Void) { change(&nodes[index]) }

  /// Everything that a node was computed from, and itself, oldest first.
  func ancestry(of index: Int) -> [Int] {
    collection += 1
    var found = [index]
    nodes[index].collection = collection
    var next = 0
    while next < found.count {
      nodes[found[next]].inputs.visit { input in
        guard nodes[input].collection != collection else { return }
        nodes[input].collection = collection
        found.append(input)
      }
      next += 1
    }
    found.sort { nodes[$0].sequence < nodes[$1].sequence }
    for (place, index) in found.enumerated() { nodes[index].place = place }
    return found
  }

  /// Where a node stands in what `ancestry` gave last; nil when it is not in it.
  func placeInLastAncestry(of index: Int) -> Int? {
    nodes[index].collection == collection ? nodes[index].place : nil
  }
}

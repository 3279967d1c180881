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
    /// What the pullback wants to find again besides inputs and value.
    var saved: [Tensor] = []
    /// The versions of the inputs and of the value when it was computed.
    var versions = Versions(inputs: .none, output: 0)
    var gradient: Tensor?
    /// The gradient as a recorded computation, where one was asked for.
    var recordedGradient: Variable?
    var hooks: [GradientHook] = []
    var requiresGradient: Bool
    var retainsGradient = false
    /// Whether a backward pass went through it without `retainGraph`.
    var isSpent = false
    var references = 1
    /// When it was made: a node's inputs are always older. Every second number is left free.
    var sequence: Int
    /// Its place in the trace that was collected last, and which collection that was.
    var place = 0
    var collection = 0
  }

  struct Versions {
    var inputs: Operands<Int>
    var output: Int
  }

  private(set) var nodes: [Node] = []
  private var vacant: [Int] = []
  private var doomed: [Int] = []
  private var sequence = 0
  private var collection = 0

  /// Whether operations on variables that require gradients are recorded. PyTorch's `no_grad`
  /// sets it to false for a while.
  public var isRecording = true

  /// What initialisers and dropout draw from: PyTorch's default generator.
  public var generator: Generator

  /// - Parameter seed: of the generator; PyTorch's `manual_seed`.
  public init(seed: UInt64 = 0) { generator = Generator(seed: seed) }

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
    try recording(false, body)
  }

  /// Runs `body` with recording switched on or off.
  public func recording<T>(_ isOn: Bool, _ body: () throws -> T) rethrows -> T {
    let before = isRecording
    isRecording = isOn
    defer { isRecording = before }
    return try body()
  }

  /// Computes an operation on variables of this tape, and records it when a gradient may flow
  /// through it.
  public func record(_ operation: Operation, _ inputs: Operands<Variable>) throws -> Variable {
    guard !inputs.contains(where: { $0.tape !== self }) else {
      throw TensorError("variables of different tapes cannot be used together")
    }
    let indices = try inputs.mapped { try $0.currentIndex() }
    let x = indices.mapped { nodes[$0].value }
    let rule = operation.rule
    guard isRecording, indices.contains(where: { nodes[$0].requiresGradient }) else {
      return constant(try rule.forward(x)).followed(by: operation, from: inputs)
    }
    let (value, saved) = try rule.forwardSaving(x)
    guard value.dtype.isFloatingPoint else {
      return constant(value).followed(by: operation, from: inputs)
    }
    return insert(operation, indices, value, saved).followed(by: operation, from: inputs)
  }

  /// A node that was computed by an operation.
  func insert(
    _ operation: Operation, _ inputs: Operands<Int>, _ value: Tensor, _ saved: [Tensor] = []
  ) -> Variable {
    inputs.visit { nodes[$0].references += 1 }
    let variable = insert(operation, inputs, value, requiresGradient: true)
    let versions = Versions(
      inputs: inputs.mapped { nodes[$0].value.version }, output: value.version)
    nodes[variable.index].saved = saved
    nodes[variable.index].versions = versions
    return variable
  }

  private func insert(
    _ operation: Operation?, _ inputs: Operands<Int>, _ value: Tensor, requiresGradient: Bool
  ) -> Variable {
    sequence += 2
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

  /// Lets what was computed since a moment read a copy of a node's value, which is about to be
  /// written over, wherever a pullback reads it.
  func preserve(_ index: Int, readBy result: Int, since moment: Int) throws {
    var readers: [Int] = []
    for reader in ancestry(of: [result]) where nodes[reader].sequence > moment {
      let node = nodes[reader]
      guard let rule = node.operation?.rule else { continue }
      let isRead = node.inputs.indices.contains { j in
        node.inputs[j] == index
          && node.inputs.indices.contains {
            nodes[node.inputs[$0]].requiresGradient && rule.needs(input: j, forGradientOf: $0)
          }
      }
      if isRead { readers.append(reader) }
    }
    guard !readers.isEmpty else { return }
    let copy = try nodes[index].value.copied()
    let stand =
      nodes[index].requiresGradient ? insert(.clone, .one(index), copy) : constant(copy)
    // It was made after its readers, and stands before them.
    nodes[stand.index].sequence = nodes[readers[0]].sequence - 1
    for reader in readers {
      for input in nodes[reader].inputs where input == index {
        nodes[stand.index].references += 1
        nodes[index].references -= 1
      }
      nodes[reader].inputs = nodes[reader].inputs.mapped { $0 == index ? stand.index : $0 }
      nodes[reader].versions.inputs = nodes[reader].inputs.mapped { nodes[$0].value.version }
    }
  }

  /// The moment: nodes that are made from now on have greater numbers.
  var now: Int { sequence }

  /// One more variable that holds a node.
  func variable(holding index: Int) -> Variable {
    nodes[index].references += 1
    return Variable(tape: self, index: index)
  }

  func retain(_ index: Int) { nodes[index].references += 1 }

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
      // It holds a node in turn, so that it goes once this one is given up.
      let recordedGradient = nodes[index].recordedGradient
      nodes[index].inputs = .none
      nodes[index].operation = nil
      nodes[index].value = .empty
      nodes[index].saved = []
      nodes[index].hooks = []
      nodes[index].gradient = nil
      nodes[index].recordedGradient = nil
      vacant.append(index)
      withExtendedLifetime(recordedGradient) {}
    }
  }

  func update(_ index: Int, _ change: (inout Node) -> Void) { change(&nodes[index]) }

  /// Everything that nodes were computed from, and they themselves, oldest first.
  func ancestry(of roots: [Int]) -> [Int] {
    collection += 1
    var found: [Int] = []
    for root in roots where nodes[root].collection != collection {
      nodes[root].collection = collection
      found.append(root)
    }
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

/// A function that sees a variable's gradient once it is complete, and may put another in its
/// place.
struct GradientHook {
  let id: Int
  let body: (Tensor) throws -> Tensor?
}

import Tensors

/// A rule that can be computed again and again in the same memory.
protocol PlannedRule: Rule {
  /// Adds what computes y. False when there is no kernel for such operands.
  func plan(_ x: Operands<Tensor>, into y: Tensor, _ kernels: inout KernelList) -> Bool

  /// Adds what computes ∂L/∂xᵢ, or adds it to what is there. False when there is no kernel.
  func planPullback(
    _ g: Tensor, to i: Int, into gradient: Tensor, accumulates: Bool, _ x: Operands<Tensor>,
    _ y: Tensor, _ kernels: inout KernelList
  ) -> Bool
}

/// Lays out the memory of a pass over a trace: values are where they were recorded, gradients
/// each in a tensor of its own. The gradient of a view is a view of the gradient.
struct StepPlanner {
  let trace: Trace
  /// ∂L/∂node, by place, where it is planned.
  private(set) var gradients: [Tensor?]
  /// Whether a term of it is already written when the kernels up to here have run.
  private var isBegun: [Bool]

  init(_ trace: Trace) {
    self.trace = trace
    gradients = trace.nodes.map { _ in nil }
    isBegun = trace.nodes.map { _ in false }
  }

  /// The kernels of the forward and the backward pass; nil when something can't be planned.
  mutating func plan() throws -> KernelList? {
    var kernels = KernelList()
    for place in trace.nodes.indices where !trace.nodes[place].isLeaf && !isView(place) {
      guard let rule = trace.nodes[place].operation?.rule as? any PlannedRule,
        rule.plan(trace.operands(of: place), into: trace.nodes[place].value, &kernels)
      else { return nil }
    }
    gradients[trace.output] = try Tensor.ones(like: trace.nodes[trace.output].value)
    for place in trace.nodes.indices.reversed() {
      guard try planPullbacks(of: place, &kernels) else { return nil }
    }
    return kernels
  }

  private mutating func planPullbacks(of place: Int, _ kernels: inout KernelList) throws -> Bool {
    let node = trace.nodes[place]
    guard !node.isLeaf, !isView(place), node.requiresGradient else { return true }
    guard let g = gradients[place], let rule = node.operation?.rule as? any PlannedRule else {
      return false
    }
    let x = trace.operands(of: place)
    for (i, target) in node.inputs.enumerated() where trace.nodes[target].requiresGradient {
      guard let gradient = try gradient(of: target) else { return false }
      let accumulates = isBegun[root(of: target)]
      isBegun[root(of: target)] = true
      if rule.planPullback(
        g, to: i, into: gradient, accumulates: accumulates, x, node.value, &kernels)
      {
        continue
      }
      guard accumulates else { return false }
      let term = try Tensor.zeros(like: gradient)
      guard
        rule.planPullback(g, to: i, into: term, accumulates: false, x, node.value, &kernels),
        kernels.add(sumOf: term, into: gradient)
      else { return false }
    }
    return true
  }

  /// Where the gradient of a node goes; nil for a view that shows only a part.
  private mutating func gradient(of place: Int) throws -> Tensor? {
    if let gradient = gradients[place] { return gradient }
    let node = trace.nodes[place]
    if isView(place), let operation = node.operation, let source = node.inputs.first {
      guard node.value.count == trace.nodes[source].value.count,
        let whole = try gradient(of: source)
      else { return nil }
      gradients[place] = try operation.rule.forward(.one(whole))
    } else {
      gradients[place] = try Tensor.zeros(like: node.value)
    }
    return gradients[place]
  }

  /// Whether a node shows what is kept for another.
  private func isView(_ place: Int) -> Bool {
    guard let source = trace.nodes[place].inputs.first else { return false }
    return trace.nodes[place].value.sharesStorage(with: trace.nodes[source].value)
  }

  /// The node that a view shows, itself where it is none.
  private func root(of place: Int) -> Int {
    var place = place
    while isView(place), let source = trace.nodes[place].inputs.first { place = source }
    return place
  }
}

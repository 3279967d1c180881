import Tensors

/// A tensor in a computation that is recorded: what PyTorch calls a tensor. It holds a node of
/// its tape, and lets go of it when it goes.
public final class Variable {
  public let tape: Tape
  let index: Int

  init(tape: Tape, index: Int) {
    self.tape = tape
    self.index = index
  }

  deinit { tape.release(index) }

  public var value: Tensor { tape.nodes[index].value }
  public var shape: [Int] { value.shape }
  public var dtype: DataType { value.dtype }

  /// Whether gradients flow to it.
  public var requiresGradient: Bool { tape.nodes[index].requiresGradient }

  /// Whether it starts a computation, in place of being computed with gradients.
  public var isLeaf: Bool { tape.nodes[index].operation == nil }

  /// The operation that computed it; nil for a leaf.
  public var operation: Operation? { tape.nodes[index].operation }

  /// PyTorch's name of what computed it, such as `MulBackward0`; nil for a leaf.
  public var gradientFunctionName: String? {
    let node = tape.nodes[index]
    return node.operation?.rule.name(node.inputs.mapped { tape.nodes[$0].value })
  }

  /// ∂L/∂self, summed over the backward passes since it was last set to nil.
  public var gradient: Tensor? {
    get { tape.nodes[index].gradient }
    set { tape.update(index) { $0.gradient = newValue } }
  }

  /// Keeps the gradient of a computed variable too, as PyTorch's `retain_grad` does.
  public func retainGradient() { tape.update(index) { $0.retainsGradient = true } }

  /// The same value, cut off from what it was computed from.
  public func detached() -> Variable { tape.constant(value) }

  /// Makes gradients flow to a leaf, or no longer.
  public func setRequiresGradient(_ isRequired: Bool) throws {
    guard isLeaf else {
      throw TensorError(
        "you can only change requires_grad flags of leaf variables."
          + (isRequired
            ? ""
            : " If you want to use a computed variable in a subgraph that doesn't require "
              + "differentiation use var_no_grad = var.detach()."))
    }
    guard !isRequired || dtype.isFloatingPoint else {
      throw TensorError("only Tensors of floating point dtype can require gradients")
    }
    tape.update(index) { $0.requiresGradient = isRequired }
  }

  /// Puts another value into a leaf, of the same shape.
  public func setValue(_ value: Tensor) throws {
    guard isLeaf else {
      throw TensorError("the value of a computed variable cannot be set")
    }
    guard value.shape == shape else {
      throw TensorError(
        "a value of shape \(Shapes.describe(value.shape)) cannot take the place of one of shape "
          + Shapes.describe(shape))
    }
    tape.update(index) { $0.value = value }
  }

  /// Adds ∂self/∂leaf to the gradient of every leaf that this was computed from, by running the
  /// steps of `BackwardPass` to their end.
  /// - Parameters:
  ///   - upstream: ∂L/∂self; 1 for a single number.
  ///   - retainGraph: whether a second pass will follow.
  public func backward(_ upstream: Tensor? = nil, retainGraph: Bool = false) throws {
    guard requiresGradient else {
      throw TensorError("element 0 of tensors does not require grad and does not have a grad_fn")
    }
    let ancestry = tape.ancestry(of: index)
    try refuseSpent(ancestry)
    var pass = try BackwardPass(
      Trace(recordedOn: tape, ancestry), upstream: upstream, keepsAll: false)
    for (place, index) in ancestry.enumerated() where tape.nodes[index].retainsGradient {
      pass.keep(place)
    }
    while try pass.advance() != nil {}
    for (place, index) in ancestry.enumerated() {
      if let gradient = pass.takeGradient(place) { try accumulate(gradient, into: index) }
      if !retainGraph && !isLeaf(index) { tape.update(index) { $0.isSpent = true } }
    }
  }

  private func isLeaf(_ index: Int) -> Bool { tape.nodes[index].operation == nil }

  private func refuseSpent(_ ancestry: [Int]) throws {
    for index in ancestry where tape.nodes[index].isSpent {
      if tape.nodes[index].operation?.rule.needsValues == true {
        throw TensorError(
          "Trying to backward through the graph a second time (or directly access saved tensors "
            + "after they have already been freed). Saved intermediate values of the graph are "
            + "freed when you call .backward() or autograd.grad(). Specify retain_graph=True if "
            + "you need to backward through the graph a second time or if you need to access "
            + "saved tensors after calling backward.")
      }
    }
  }

  private func accumulate(_ gradient: Tensor, into index: Int) throws {
    let node = tape.nodes[index]
    guard node.operation == nil || node.retainsGradient else { return }
    let total = try node.gradient.map { try $0 + gradient } ?? gradient.unshared()
    tape.update(index) { $0.gradient = total }
  }
}

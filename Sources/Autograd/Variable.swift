import Tensors

/// A tensor in a computation that is recorded: what PyTorch calls a tensor. It holds a node of
/// its tape, and lets go of it when it goes. An in-place operation lets it hold another one.
public final class Variable {
  public let tape: Tape
  private(set) var index: Int
  /// What it is a view of, if it is one.
  private(set) var view: View?
  /// How often it, or a view of it, was written to as a recorded operation.
  private(set) var generation = 0

  /// How a view is reached from the variable that it is a view of.
  struct View {
    let base: Variable
    let path: [Operation]
    /// The base's generation when the view was last taken.
    var generation: Int
  }

  init(tape: Tape, index: Int) {
    self.tape = tape
    self.index = index
  }

  deinit { tape.release(index) }

  public var value: Tensor { tape.nodes[index].value }
  public var shape: [Int] { value.shape }
  public var rank: Int { value.rank }
  public var count: Int { value.count }
  public var dtype: DataType { value.dtype }

  /// Whether gradients flow to it.
  public var requiresGradient: Bool { tape.nodes[current].requiresGradient }

  /// Whether it starts a computation, in place of being computed with gradients.
  public var isLeaf: Bool { tape.nodes[current].operation == nil }

  /// Whether it shows the elements of another variable.
  public var isView: Bool { view != nil }

  /// The operation that computed it; nil for a leaf.
  public var operation: Operation? { tape.nodes[current].operation }

  /// PyTorch's name of what computed it, such as `MulBackward0`; nil for a leaf.
  public var gradientFunctionName: String? {
    let node = tape.nodes[current]
    return node.operation?.rule.name(node.inputs.mapped { tape.nodes[$0].value })
  }

  /// ∂L/∂self, summed over the backward passes since it was last set to nil.
  public var gradient: Tensor? {
    get { tape.nodes[index].gradient }
    set {
      // What it held before goes after the tape was changed, since it may release a node.
      let before = tape.nodes[index].recordedGradient
      tape.update(index) {
        $0.gradient = newValue
        $0.recordedGradient = nil
      }
      withExtendedLifetime(before) {}
    }
  }

  /// The gradient as a variable: one that can be differentiated again after a backward pass with
  /// `createGraph`.
  public var gradientVariable: Variable? {
    tape.nodes[index].recordedGradient ?? gradient.map { tape.constant($0) }
  }

  /// Keeps the gradient of a computed variable too, as PyTorch's `retain_grad` does.
  public func retainGradient() { tape.update(current) { $0.retainsGradient = true } }

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
}

// MARK: Hooks

extension Variable {
  /// Calls `hook` with the gradient of this variable in each backward pass, once it is complete;
  /// what it returns takes the gradient's place.
  /// - Returns: a number by which `removeHook` knows it.
  public func addHook(_ hook: @escaping (Tensor) throws -> Tensor?) throws -> Int {
    guard requiresGradient else {
      throw TensorError("cannot register a hook on a tensor that doesn't require gradient")
    }
    let id = (tape.nodes[current].hooks.last?.id ?? -1) + 1
    tape.update(current) { $0.hooks.append(GradientHook(id: id, body: hook)) }
    return id
  }

  public func removeHook(_ id: Int) { tape.update(current) { $0.hooks.removeAll { $0.id == id } } }
}

// MARK: Views

extension Variable {
  /// The node that holds it now: a view whose base was written to is taken anew.
  func currentIndex() throws -> Int {
    guard let view, view.generation != view.base.generation else { return index }
    let anew = try view.path.reduce(view.base) { try $0.apply($1) }
    hold(anew.index)
    markCurrent()
    return index
  }

  /// The same where an error can't be told; a path that could be gone once can be gone again.
  private var current: Int { (try? currentIndex()) ?? index }

  /// Notes that it is a view of one of the operands, where it is.
  func followed(by operation: Operation, from inputs: Operands<Variable>) -> Variable {
    guard let source = inputs.first, value.sharesStorage(with: source.value),
      value.count > 0
    else { return self }
    let base = source.view?.base ?? source
    view = View(
      base: base, path: (source.view?.path ?? []) + [operation], generation: base.generation)
    return self
  }

  /// Holds another node in place of this one.
  func hold(_ other: Int) {
    tape.retain(other)
    let before = index
    index = other
    tape.release(before)
  }

  /// Says to all views that this variable was written to.
  func countGeneration() { generation += 1 }

  /// The view is up to date with its base.
  func markCurrent() {
    guard let base = view?.base else { return }
    view?.generation = base.generation
  }
}

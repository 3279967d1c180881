import Tensors

/// A forward and backward pass whose memory was planned once. It is made from a computation that
/// was recorded, and computes it again for other values of the same leaves, without asking for
/// memory and without looking at a shape: small networks spend most of a step on that.
///
/// The same formulas are computed in the same order as by `Variable.backward()`; values of nodes
/// and gradients of leaves stay in the same memory.
public final class StepPlan {
  /// The result, which is to be made small.
  public let loss: Variable
  private var kernels = KernelList()
  /// Leaves, the memory they were planned with, and where their gradients are computed.
  private var leaves: [(leaf: Int, value: Tensor, gradient: Tensor?)] = []

  /// - Parameter loss: a recorded computation with a single number as its result.
  /// - Returns: nil when one of its operations has no planned form.
  public init?(_ loss: Variable) throws {
    guard loss.requiresGradient, loss.value.count == 1 else { return nil }
    self.loss = loss
    let tape = loss.tape
    let ancestry = tape.ancestry(of: [try loss.currentIndex()])
    var planner = StepPlanner(Trace(recordedOn: tape, ancestry))
    guard let kernels = try planner.plan() else { return nil }
    self.kernels = kernels
    for (place, index) in ancestry.enumerated() where tape.nodes[index].operation == nil {
      leaves.append((index, tape.nodes[index].value, planner.gradients[place]))
    }
    showGradients()
  }

  /// Makes the gradients that this plan computes those of its leaves, after something else, such
  /// as a backward pass of another computation, did so.
  public func showGradients() {
    for (leaf, _, gradient) in leaves {
      if let gradient { loss.tape.update(leaf) { $0.gradient = gradient } }
    }
  }

  /// Whether each leaf is still in the memory that the plan was made for: a value that was put in
  /// another's place makes the plan void.
  public var isCurrent: Bool {
    leaves.allSatisfy { loss.tape.nodes[$0.leaf].value.sharesStorage(with: $0.value) }
  }

  /// Adds what follows each pass, such as an optimizer's step.
  public func append(_ further: KernelList) { kernels.append(further) }

  /// Puts new numbers into a leaf, which has to be of the same shape and type.
  public func set(_ leaf: Variable, to value: Tensor) throws {
    guard leaf.isLeaf, value.shape == leaf.shape, value.dtype == leaf.dtype else {
      throw TensorError(
        "the plan was made for a tensor of shape \(Shapes.describe(leaf.shape)), not "
          + Shapes.describe(value.shape))
    }
    try leaf.value.assign(value)
  }

  /// Computes the loss, the gradients of its leaves, and what was appended.
  /// - Throws: where the batch's numbers are refused, such as a class that is none.
  public func run() throws { try kernels.run() }
}

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
  /// Leaves and where their gradients are computed.
  private var gradients: [(leaf: Int, gradient: Tensor)] = []

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
      if let gradient = planner.gradients[place] { gradients.append((index, gradient)) }
    }
    showGradients()
  }

  /// Makes the gradients that this plan computes those of its leaves, after something else, such
  /// as a backward pass of another computation, did so.
  public func showGradients() {
    for (leaf, gradient) in gradients { loss.tape.update(leaf) { $0.gradient = gradient } }
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
  public func run() { kernels.run() }
}

import Autograd
import Tensors

/// One step of training on a batch: loss, gradients, optimizer. Where every operation of the loss
/// has a planned form, its memory is planned at the first batch of a shape, and further batches of
/// that shape run without recording; elsewhere each batch is recorded anew. Both compute the same.
///
/// The loss has to be the same computation for every batch of a shape.
public final class TrainingStep {
  private struct Shapes: Hashable {
    let x: [Int]
    let y: [Int]
    let types: [DataType]
  }

  private struct Planned {
    let plan: StepPlan
    let x: Variable
    let y: Variable
    /// Whether the optimizer's step is a part of the plan.
    let includesStep: Bool
  }

  /// More shapes than a training run has are recorded each time.
  private static let mostPlans = 4

  private let optimizer: any Optimizer
  private let tape: Tape
  private let loss: (Variable, Variable) throws -> Variable
  /// nil where a shape is known to have no plan.
  private var plans: [Shapes: Planned?] = [:]
  /// The shapes whose plan ran last.
  private var last: Shapes?

  /// - Parameter loss: a single number, computed from the inputs and targets of a batch.
  public init(
    _ optimizer: any Optimizer, tape: Tape,
    loss: @escaping (_ x: Variable, _ y: Variable) throws -> Variable
  ) {
    self.optimizer = optimizer
    self.tape = tape
    self.loss = loss
  }

  /// Trains on a batch once.
  /// - Returns: the loss before the step.
  public func callAsFunction(_ x: Tensor, _ y: Tensor) throws -> Double {
    let shapes = Shapes(x: x.shape, y: y.shape, types: [x.dtype, y.dtype])
    if let known = plans[shapes] {
      guard let planned = known else { return try record(tape.constant(x), tape.constant(y)).0 }
      if last != shapes { planned.plan.showGradients() }
      last = shapes
      return try run(planned, x, y)
    }
    // A plan writes further batches into the tensors that it was recorded with.
    let (own, target) = (tape.constant(try x.copied()), tape.constant(try y.copied()))
    let (value, recorded) = try record(own, target)
    if plans.count < TrainingStep.mostPlans {
      plans[shapes] = try StepPlan(recorded).map { plan in
        let step = optimizer.plannedStep()
        if let step { plan.append(step) }
        return Planned(plan: plan, x: own, y: target, includesStep: step != nil)
      }
    }
    return value
  }

  private func record(_ x: Variable, _ y: Variable) throws -> (Double, Variable) {
    last = nil
    let result = try loss(x, y)
    optimizer.zeroGradients()
    try result.backward()
    try optimizer.step()
    return (try result.value.item(), result)
  }

  private func run(_ planned: Planned, _ x: Tensor, _ y: Tensor) throws -> Double {
    try planned.plan.set(planned.x, to: x)
    try planned.plan.set(planned.y, to: y)
    planned.plan.run()
    if !planned.includesStep { try optimizer.step() }
    return try planned.plan.loss.value.item()
  }
}

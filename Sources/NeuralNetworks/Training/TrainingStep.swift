import Autograd
import Tensors

/// One step of training on a batch: loss, gradients, optimizer. Where every operation of the loss
/// has a planned form, its memory is planned at the first batch of a shape, and further batches of
/// that shape run without recording; elsewhere each batch is recorded anew. Both compute the same.
public final class TrainingStep {
  private struct Form: Hashable {
    let shapes: [[Int]]
    let types: [DataType]
  }

  private struct Planned {
    let plan: StepPlan
    let batch: [Variable]
    let assessment: Assessment
    /// The optimizer's step by the plan's gradients, where it can be planned.
    let step: KernelList?
  }

  /// More shapes than a training run has are recorded each time.
  private static let mostPlans = 4

  private let optimizer: any Optimizer
  private let tape: Tape
  private let isPlannable: Bool
  private let assess: ([Variable]) throws -> Assessment
  /// nil where a form is known to have no plan.
  private var plans: [Form: Planned?] = [:]
  /// The form whose plan ran last.
  private var last: Form?

  /// - Parameters:
  ///   - isPlannable: whether `assess` computes the loss from the batch's variables by operations
  ///     alone, and in the same way for every batch.
  ///   - assess: how well the network does on a batch.
  public init(
    _ optimizer: any Optimizer, tape: Tape, isPlannable: Bool,
    assess: @escaping (_ batch: [Variable]) throws -> Assessment
  ) {
    self.optimizer = optimizer
    self.tape = tape
    self.isPlannable = isPlannable
    self.assess = assess
  }

  /// Trains on a batch once.
  /// - Parameter clipping: the longest that all gradients together may be.
  /// - Returns: how well the network did before the step. It is to be read before the next one.
  public func callAsFunction(_ batch: [Tensor], clipping: Double? = nil) throws -> Assessment {
    let form = Form(shapes: batch.map(\.shape), types: batch.map(\.dtype))
    if let known = plans[form] {
      guard let planned = known else {
        return try record(batch.map { tape.constant($0) }, clipping)
      }
      if planned.plan.isCurrent { return try run(planned, form, batch, clipping) }
      plans[form] = nil
    }
    guard isPlannable, plans.count < TrainingStep.mostPlans else {
      return try record(batch.map { tape.constant($0) }, clipping)
    }
    // A plan writes further batches into the tensors that it was recorded with.
    let own = try batch.map { tape.constant(try $0.copied()) }
    let assessment = try assess(own)
    guard let plan = try StepPlan(assessment.loss) else {
      plans[form] = .some(nil)
      return try learn(assessment, clipping)
    }
    let planned = Planned(
      plan: plan, batch: own, assessment: assessment, step: optimizer.plannedStep())
    plans[form] = planned
    // The plan runs for this batch as well, so that all steps are rounded alike, wherever a run
    // begins.
    return try run(planned, form, batch, clipping)
  }

  private func record(_ batch: [Variable], _ clipping: Double?) throws -> Assessment {
    try learn(assess(batch), clipping)
  }

  private func learn(_ assessment: Assessment, _ clipping: Double?) throws -> Assessment {
    last = nil
    optimizer.zeroGradients()
    try assessment.loss.backward()
    try descend(clipping)
    return assessment
  }

  private func run(
    _ planned: Planned, _ form: Form, _ batch: [Tensor], _ clipping: Double?
  ) throws -> Assessment {
    for (variable, values) in zip(planned.batch, batch) {
      try planned.plan.set(variable, to: values)
    }
    if last != form { planned.plan.showGradients() }
    last = form
    try planned.plan.run()
    if clipping == nil, optimizer.hasPlannedStep, let step = planned.step {
      try step.run()
    } else {
      try descend(clipping)
    }
    return planned.assessment
  }

  private func descend(_ clipping: Double?) throws {
    if let clipping { try clipGradients(optimizer.parameters, to: clipping) }
    try optimizer.step()
  }
}

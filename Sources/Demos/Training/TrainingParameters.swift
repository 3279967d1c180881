import NeuralNetworks

/// What a `training` block in a lesson may say.
public struct TrainingParameters: Codable, Hashable, Sendable {
  /// Units in each hidden layer; one layer of 32 when left out.
  public var hidden: [Int]?
  public var activation: Activation?
  public var optimizer: OptimizerKind?
  /// The learning rate.
  public var rate: Double?
  /// Samples in a batch.
  public var batch: Int?
  public var epochs: Int?
  public var seed: Int?

  public init(
    hidden: [Int]? = nil, activation: Activation? = nil, optimizer: OptimizerKind? = nil,
    rate: Double? = nil, batch: Int? = nil, epochs: Int? = nil, seed: Int? = nil
  ) {
    self.hidden = hidden
    self.activation = activation
    self.optimizer = optimizer
    self.rate = rate
    self.batch = batch
    self.epochs = epochs
    self.seed = seed
  }

  /// The plan that the parameters describe.
  /// - Throws: `DemoError` that names the parameter at fault.
  func plan() throws -> PerceptronPlan {
    var plan = PerceptronPlan()
    if let hidden { plan.hidden = hidden }
    if let activation { plan.activation = activation }
    if let optimizer { plan.optimizer = optimizer }
    if let rate { plan.rate = rate }
    if let batch { plan.batchSize = batch }
    if let epochs { plan.epochs = epochs }
    if let seed { plan.seed = UInt64(bitPattern: Int64(seed)) }
    guard plan.hidden.count <= 4, plan.hidden.allSatisfy({ (1...512).contains($0) }) else {
      throw DemoError(parameter: "hidden", "hidden is up to 4 numbers from 1 to 512")
    }
    guard TrainingRate.limits.contains(plan.rate) else {
      throw DemoError(parameter: "rate", "rate is a number from 0.000001 to 10")
    }
    guard (1...1_000).contains(plan.batchSize) else {
      throw DemoError(parameter: "batch", "batch is a number from 1 to 1000")
    }
    guard (1...500).contains(plan.epochs) else {
      throw DemoError(parameter: "epochs", "epochs is a number from 1 to 500")
    }
    return plan
  }
}

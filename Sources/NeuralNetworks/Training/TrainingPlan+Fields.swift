/// A plan as texts by name, for a file that it is kept in.
extension TrainingPlan {
  var fields: [String: String] {
    var fields = [
      "optimizer": optimizer.kind.rawValue, "rate": "\(optimizer.rate)",
      "momentum": "\(optimizer.momentum)", "first_beta": "\(optimizer.firstBeta)",
      "second_beta": "\(optimizer.secondBeta)", "weight_decay": "\(optimizer.weightDecay)",
      "decays_only_matrices": "\(optimizer.decaysOnlyMatrices)", "schedule": schedule.text,
      "batch_size": "\(batchSize)", "epochs": "\(epochs)", "seed": "\(seed)",
    ]
    fields["steps"] = steps.map(String.init)
    fields["examined_every"] = examinedEvery.map(String.init)
    fields["clipping"] = clipping.map { "\($0)" }
    if let stopping {
      fields["patience"] = "\(stopping.patience)"
      fields["minimum_delta"] = "\(stopping.minimumDelta)"
      fields["restores_best"] = "\(stopping.restoresBest)"
    }
    return fields
  }

  /// - Parameter fields: as `fields` gave them; nil when one is missing or makes no sense.
  init?(fields: [String: String]) {
    func number(_ name: String) -> Double? { fields[name].flatMap { Double($0) } }
    func count(_ name: String) -> Int? { fields[name].flatMap { Int($0) } }
    func flag(_ name: String) -> Bool? { fields[name].flatMap { Bool($0) } }
    guard let kind = fields["optimizer"].flatMap(OptimizerKind.init(rawValue:)),
      let rate = number("rate"), let momentum = number("momentum"),
      let firstBeta = number("first_beta"), let secondBeta = number("second_beta"),
      let weightDecay = number("weight_decay"), let onlyMatrices = flag("decays_only_matrices"),
      let schedule = fields["schedule"].flatMap(SchedulePlan.init(text:)),
      let batchSize = count("batch_size"), let epochs = count("epochs"),
      let seed = fields["seed"].flatMap({ UInt64($0) })
    else { return nil }
    self.init(
      OptimizerPlan(
        kind, rate: rate, momentum: momentum, betas: (firstBeta, secondBeta),
        weightDecay: weightDecay, decaysOnlyMatrices: onlyMatrices),
      schedule: schedule, batchSize: batchSize, epochs: epochs, steps: count("steps"),
      examinedEvery: count("examined_every"), seed: seed, clipping: number("clipping"))
    if let patience = count("patience"), let delta = number("minimum_delta"),
      let restores = flag("restores_best")
    {
      stopping = EarlyStopping(
        patience: patience, minimumDelta: delta, restoresBest: restores)
    }
    guard (try? check()) != nil else { return nil }
  }
}

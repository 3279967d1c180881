import Autograd
import Tensors

/// A training at one of its steps, as a file that it can go on from: a safetensors file with the
/// network's numbers (`model.…`), the optimizer's, the generator's, and all that was recorded.
public struct Checkpoint {
  private static let format = "dlbook-checkpoint"
  private static let version = "1"

  /// What the model is called.
  public let model: String
  public let plan: TrainingPlan
  public let record: TrainingRecord
  /// How many samples it is trained on.
  public let samples: Int
  let names: [String]
  let state: TrainingState

  /// How many steps were taken.
  public var step: Int { state.step }

  /// A training as it is now, with copies of all its numbers.
  public init(_ training: Training, model: String) throws {
    self.model = model
    plan = training.plan
    record = training.record
    samples = training.data.training.count
    names = training.learner.module.numbers.map(\.name)
    state = try training.state()
  }

  // MARK: Writing

  /// Writes the file as a whole: whoever reads it meanwhile, or after a crash, finds the old one
  /// or the new one.
  public func save(_ path: String) throws { try file().save(path) }

  func file() throws -> SafeTensors {
    var tensors: [NamedTensor] = []
    for (name, tensor) in zip(names, state.numbers) { tensors.append(("model." + name, tensor)) }
    for (name, tensor) in zip(names, state.best) { tensors.append(("best." + name, tensor)) }
    for (name, tensor) in state.optimizer { tensors.append(("optimizer." + name, tensor)) }
    tensors.append(("generator", try state.generator.tensor()))
    if let start = state.epochStart {
      tensors.append(("generator.epoch", try start.tensor()))
    }
    tensors += try record.tensors()
    var metadata = plan.fields
    metadata["format"] = Checkpoint.format
    metadata["version"] = Checkpoint.version
    metadata["model"] = model
    metadata["samples"] = "\(samples)"
    return SafeTensors(tensors, metadata: metadata)
  }

  // MARK: Reading

  /// - Throws: `DataError` when the file can't be read, is cut off, or is none of these.
  public init(path: String) throws {
    try self.init(try SafeTensors(path: path), name: path)
  }

  init(_ file: SafeTensors, name: String) throws {
    guard file.metadata["format"] == Checkpoint.format else {
      throw DataError("\(name) is a safetensors file, but no checkpoint of a training")
    }
    guard file.metadata["version"] == Checkpoint.version else {
      throw DataError(
        "\(name) is a checkpoint of version \(file.metadata["version"] ?? "?"), which this "
          + "program does not know")
    }
    let damaged = DataError("\(name) is damaged: it lacks a part of the training")
    guard let model = file.metadata["model"], let plan = TrainingPlan(fields: file.metadata),
      let samples = file.metadata["samples"].flatMap({ Int($0) }),
      let generator = file["generator"], let record = try? TrainingRecord(file)
    else { throw damaged }
    let entries = file.tensors
    func part(_ prefix: String) -> [NamedTensor] {
      entries.filter { $0.name.hasPrefix(prefix) }
        .map { (String($0.name.dropFirst(prefix.count)), $0.tensor) }
    }
    let numbers = part("model.")
    let best = Dictionary(part("best.").map { ($0.name, $0.tensor) }) { first, _ in first }
    guard best.isEmpty || Set(best.keys) == Set(numbers.map(\.name)) else { throw damaged }
    self.model = model
    self.plan = plan
    self.samples = samples
    self.record = record
    names = numbers.map(\.name)
    do {
      state = TrainingState(
        step: record.step, numbers: numbers.map(\.tensor),
        optimizer: part("optimizer."),
        generator: try Generator(generator),
        epochStart: try file["generator.epoch"].map { try Generator($0) },
        best: best.isEmpty ? [] : names.compactMap { best[$0] })
    } catch {
      throw damaged
    }
  }

  /// The same state with its numbers in the order of a module.
  /// - Throws: `DataError` when the names or shapes are others.
  func state(for module: Module) throws -> TrainingState {
    let wanted = module.numbers
    let places = Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
    let order = wanted.compactMap { places[$0.name] }
    guard order.count == wanted.count, wanted.count == names.count,
      zip(wanted, order).allSatisfy({ $0.variable.shape == state.numbers[$1].shape })
    else { throw DataError("the checkpoint is of another network than this \(model)") }
    return TrainingState(
      step: state.step, numbers: order.map { state.numbers[$0] }, optimizer: state.optimizer,
      generator: state.generator, epochStart: state.epochStart,
      best: state.best.isEmpty ? [] : order.map { state.best[$0] })
  }
}

extension Training {
  /// Goes on where a checkpoint was made. The plan has to be the same, except for its end.
  /// - Throws: `DataError` when it is of another network, plan or data set.
  public func resume(from checkpoint: Checkpoint) throws {
    var plan = checkpoint.plan
    (plan.epochs, plan.steps) = (self.plan.epochs, self.plan.steps)
    guard plan == self.plan else {
      throw DataError("the checkpoint was made with other settings than this training has")
    }
    guard checkpoint.samples == data.training.count else {
      throw DataError(
        "the checkpoint was made with \(checkpoint.samples) samples, but there are "
          + "\(data.training.count)")
    }
    let isBetween = checkpoint.step % stepsPerEpoch == 0
    let state = try checkpoint.state(for: learner.module)
    guard isBetween == (state.epochStart == nil) else {
      throw DataError("the checkpoint's place in the epoch is damaged")
    }
    try restore(state, checkpoint.record)
    history.forget(after: -1)
    if history.limit > 0 { history.keep(state) }
  }
}

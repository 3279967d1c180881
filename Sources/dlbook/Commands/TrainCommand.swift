import ArgumentParser
import Demos
import Interface
import NeuralNetworks
import Tensors

/// `dlbook train MODEL`
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Train one of the book's networks, and watch it learn.",
    discussion: """
      On a terminal it shows curves, samples and confusions while the network learns; its keys stand
      in the last line. Elsewhere, and with --plain, it writes lines. ^C stops, and keeps the
      training in the file of --checkpoint; a second ^C ends the program at once.

      With --json each line is an object with an "event":
        start  model, network, data, parameters, flops, samples, batch, epochs, steps,
               steps_per_epoch, optimizer, lr, seed, threads, step
        step   step, loss, lr, and accuracy where each batch is scored
        epoch  epoch, step, loss and accuracy of the validation, seconds, samples_per_second
        end    reason (finished, stopped_early or interrupted), step, seconds, test_loss,
               test_accuracy, checkpoint, and classes: precision, recall, f1 and support of each
      A number that is not finite is left out. `dlbook models` lists the networks.

      Examples:
        dlbook train digits-cnn
        dlbook train cnn-mnist --epochs 3 --checkpoint cnn.safetensors
        dlbook train cnn-mnist --resume cnn.safetensors --epochs 10
        dlbook train char-gpt --text novel.txt --steps 500 --plain
        dlbook train mlp-binary --json | jq -r 'select(.event == "epoch") | .accuracy'
      """)

  @OptionGroup var options: CommonOptions
  @Argument(
    help: "The network; `dlbook models` lists them.", completion: .list(ModelZoo.names))
  var model: String
  @Option(
    help: ArgumentHelp("Where data sets are looked for first.", valueName: "dir"),
    completion: .directory)
  var data: String?
  @Option(
    help: ArgumentHelp("A text to learn from, in place of the bundled one.", valueName: "file"),
    completion: .file())
  var text: String?
  @Option(help: "How often the network sees each sample.")
  var epochs: Int?
  @Option(help: "The most steps.")
  var steps: Int?
  @Option(help: "Samples in a batch.")
  var batch: Int?
  @Option(help: "The learning rate.")
  var lr: Double?
  @Option(help: "What parameters and orders are drawn from.")
  var seed: UInt64?
  @Option(help: "The greatest norm of all gradients together.")
  var clip: Double?
  @Option(
    help: "Stop when the validation loss did not fall in so many evaluations, and keep the best.")
  var patience: Int?
  @Option(help: "Threads for large operations (default: one for each processor).")
  var threads: Int?
  @Option(
    help: ArgumentHelp("Keep the training in this file.", valueName: "file"),
    completion: .file(extensions: ["safetensors"]))
  var checkpoint: String?
  @Option(
    help: ArgumentHelp("Go on from this file, and keep the training in it.", valueName: "file"),
    completion: .file(extensions: ["safetensors"]))
  var resume: String?
  @Flag(help: "Events as lines of JSON, for programs.")
  var json = false

  func validate() throws {
    do {
      _ = try ModelZoo.named(model)
    } catch {
      throw ValidationError("\(error)")
    }
    for (name, value) in [
      ("epochs", epochs), ("steps", steps), ("batch", batch), ("patience", patience),
      ("threads", threads),
    ] {
      guard value ?? 1 >= 1 else { throw ValidationError("--\(name) takes a number from 1 on.") }
    }
    guard epochs ?? 1 <= TrainingPlan.mostEpochs else {
      throw ValidationError("--epochs takes a number up to \(TrainingPlan.mostEpochs).")
    }
    guard lr.map({ $0 >= 0 && $0.isFinite }) ?? true else {
      throw ValidationError("--lr takes a number that is not negative.")
    }
    guard clip.map({ $0 > 0 && $0.isFinite }) ?? true else {
      throw ValidationError("--clip takes a number greater than 0.")
    }
    guard resume == nil || (batch == nil && seed == nil && clip == nil && patience == nil) else {
      throw ValidationError(
        "--resume goes on with the batches, the seed and the rules of the file; leave out --batch, "
          + "--seed, --clip and --patience.")
    }
  }

  func run() throws {
    let launcher = try Launcher(options)
    if let threads { Parallelism.threads = threads }
    let request: TrainRequest
    do {
      request = TrainRequest(
        model: model, sources: launcher.sources(root: data, text: text), plan: try plan(),
        checkpoint: checkpoint ?? resume, resumed: resume, rate: resume == nil ? nil : lr)
      // What is missing is said before the screen opens.
      _ = try ModelZoo.named(model).need.place(in: request.sources)
    } catch {
      throw Failure("\(error)")
    }
    if json || launcher.wantsPlain {
      let output: any TrainingOutput =
        json ? JSONTraining(launcher) : PlainTraining(launcher, request)
      try TrainingLoop(request: request, output: output).run()
    } else {
      try launcher.open(.train(request))
    }
  }

  /// The model's plan, or the file's, with what the options change.
  private func plan() throws -> TrainingPlan {
    var plan = try ModelZoo.named(model).plan
    if let resume { plan = try Checkpoint(path: resume).plan }
    if let epochs { (plan.epochs, plan.steps) = (epochs, nil) }
    if let steps { plan.steps = steps }
    if steps != nil, epochs == nil, resume == nil { plan.epochs = TrainingPlan.mostEpochs }
    if let batch { plan.batchSize = batch }
    if let lr, resume == nil { plan.optimizer.rate = lr }
    if let seed { plan.seed = seed }
    if let clip { plan.clipping = clip }
    if let patience { plan.stopping = EarlyStopping(patience: patience) }
    return plan
  }
}

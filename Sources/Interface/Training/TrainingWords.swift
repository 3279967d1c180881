import Canvas
import Demos
import Languages
import NeuralNetworks

/// What is said of a training in lines of text.
public struct TrainingWords {
  private let language: Language

  public init(_ language: Language) { self.language = language }

  /// What is about to be trained.
  public func beginning(_ run: ZooRun) -> [String] {
    let (plan, training) = (run.training.plan, run.training)
    var lines = [
      "\(run.model.name): \(run.model.network)",
      language(
        "{0} parameters; {1}, {2} samples", training.learner.module.parameterCount,
        run.data.origin, training.data.training.count),
      language(
        "{0}, learning rate {1}, batches of {2}, {3} epochs", plan.optimizer.kind.rawValue,
        NumberFormat().column([training.rate])[0], plan.batchSize, training.snapshot().epochs),
    ]
    if training.step > 0 { lines.append(language("goes on after step {0}", training.step)) }
    return lines
  }

  /// One line after an evaluation.
  public func evaluation(_ snapshot: TrainingSnapshot, samplesPerSecond: Double?) -> String {
    guard let last = snapshot.evaluations.last else { return "" }
    let first = snapshot.evaluations.dropLast().last?.step ?? 0
    let losses = snapshot.losses[min(first, last.step)..<last.step]
    let loss = losses.reduce(0) { $0 + Double($1) } / Double(losses.count)
    var parts = [
      language("epoch {0} of {1}", snapshot.epoch, snapshot.epochs),
      language("step {0} of {1}", last.step, snapshot.steps),
      language("loss {0}", NumberFormat()(loss)),
      language(
        "validation loss {0}, accuracy {1}", NumberFormat()(last.loss), percent(last.accuracy)),
    ]
    if let samplesPerSecond {
      parts.append(
        language("{0} samples/s", NumberFormat.fixed(samplesPerSecond, decimals: 0)))
    }
    return parts.joined(separator: "  ")
  }

  /// How it ended.
  public func ending(
    _ snapshot: TrainingSnapshot, _ test: TestResult?, checkpoint: String?, model: String
  ) -> [String] {
    var lines: [String] = []
    if snapshot.isStopped {
      lines.append(language("Stopped early at step {0}: nothing became better.", snapshot.step))
    } else if !snapshot.isFinished {
      lines.append(language("Stopped at step {0} of {1}.", snapshot.step, snapshot.steps))
    }
    if let test {
      lines.append(
        language("test loss {0}, accuracy {1}", NumberFormat()(test.loss), percent(test.accuracy)))
      if let classes = test.classes {
        lines +=
          [""]
          + classes.description.split(separator: "\n", omittingEmptySubsequences: false)
          .map(String.init)
      }
    }
    if let checkpoint {
      lines.append(language("kept in {0}", checkpoint))
      if !snapshot.isFinished {
        lines.append(
          language("`{0}` goes on.", "dlbook train \(model) --resume \(checkpoint)"))
      }
    }
    return lines
  }

  private func percent(_ share: Double) -> String {
    NumberFormat.fixed(share * 100, decimals: 1) + " %"
  }
}

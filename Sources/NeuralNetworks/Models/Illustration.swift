import Autograd
import Tensors

/// What a network makes of a few samples, to be looked at while it learns.
public enum Illustration: Hashable, Sendable {
  /// Pictures, and the class that each is taken for.
  case pictures([Picture])
  /// A text that the network wrote.
  case text(String)
  /// What goes in, what should come out, and what does.
  case pairs([Pair])

  public struct Picture: Hashable, Sendable {
    /// Row by row; of a colour picture its brightness.
    public let pixels: [Float]
    public let rows: Int
    public let columns: Int
    public let label: String
    public let prediction: String
    /// How likely the network takes the prediction to be.
    public let confidence: Double

    public var isRight: Bool { label == prediction }
  }

  public struct Pair: Hashable, Sendable {
    public let source: String
    public let target: String
    public let output: String
  }
}

/// A learner that can be watched.
public protocol Illustrated: Learner {
  /// What it makes of some samples, as it is now. Nothing that training draws from may change.
  /// - Parameter samples: from the validation.
  func illustration(of samples: [[Tensor]], form: DataForm, on tape: Tape) throws -> Illustration?
}

extension ZooRun {
  /// What the network makes of the first samples of the validation; nil where there is nothing
  /// to see.
  public func illustration(_ count: Int) throws -> Illustration? {
    guard let learner = training.learner as? any Illustrated else { return nil }
    let samples = data.parts.validation ?? data.parts.training
    let shown = try (0..<min(count, samples.count)).map { try samples.sample($0) }
    return try learner.illustration(of: shown, form: data.form, on: training.tape)
  }
}

extension Classifier: Illustrated {
  public func illustration(of samples: [[Tensor]], form: DataForm, on tape: Tape) throws
    -> Illustration?
  {
    let isPicture = form.shape.count == 3
    guard !samples.isEmpty, isPicture else { return nil }
    let batch = try collate(samples)
    let probabilities = try probabilities(batch[0], on: tape)
    let (classes, all) = (probabilities.shape[1], probabilities.floats)
    return .pictures(
      try samples.enumerated().map { index, sample in
        let own = Array(all[(index * classes)..<((index + 1) * classes)])
        let best = own.indices.max { own[$0] < own[$1] } ?? 0
        let label = sample[1].integers.first ?? 0
        return Illustration.Picture(
          pixels: try sample[0].reshaped(form.shape).mean([0]).floats, rows: form.shape[1],
          columns: form.shape[2],
          label: name(label), prediction: name(best), confidence: Double(own[best]))
      })
  }

  private func name(_ label: Int) -> String {
    classNames.indices.contains(label) ? classNames[label] : "\(label)"
  }
}

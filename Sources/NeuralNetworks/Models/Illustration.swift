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
    guard !samples.isEmpty, form.shape.count == 3 else { return nil }
    let probabilities = try probabilities(try collate(samples)[0], on: tape)
    let (classes, all) = (probabilities.shape[1], probabilities.floats)
    return .pictures(
      try samples.enumerated().map { index, sample in
        try Illustration.Picture(
          sample, form, Array(all[(index * classes)..<((index + 1) * classes)]), classNames)
      })
  }
}

extension BinaryClassifier: Illustrated {
  public func illustration(of samples: [[Tensor]], form: DataForm, on tape: Tape) throws
    -> Illustration?
  {
    guard !samples.isEmpty, form.shape.count == 3 else { return nil }
    let input = tape.constant(try collate(samples)[0])
    let second = try evaluating(on: tape) { try network(input).value.floats }
    return .pictures(
      try zip(samples, second).map {
        try Illustration.Picture($0, form, [1 - $1, $1], classNames)
      })
  }
}

extension Illustration.Picture {
  /// - Parameters:
  ///   - sample: an image and its class.
  ///   - probabilities: of each class.
  fileprivate init(
    _ sample: [Tensor], _ form: DataForm, _ probabilities: [Float], _ names: [String]
  ) throws {
    func name(_ label: Int) -> String {
      names.indices.contains(label) ? names[label] : "\(label)"
    }
    let best = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
    self.init(
      pixels: try sample[0].reshaped(form.shape).mean([0]).floats, rows: form.shape[1],
      columns: form.shape[2], label: name(sample[1].integers.first ?? 0), prediction: name(best),
      confidence: Double(probabilities.isEmpty ? .nan : probabilities[best]))
  }
}

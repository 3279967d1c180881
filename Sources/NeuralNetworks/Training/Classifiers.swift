import Autograd
import Tensors

/// A network that gives each class a logit; it learns by cross-entropy.
public final class Classifier: Learner {
  public let network: any Layer
  public let classNames: [String]

  public init(_ network: any Layer, classNames: [String]) {
    self.network = network
    self.classNames = classNames
  }

  public var module: Module { network }
  public var isPlannable: Bool { true }

  /// - Parameter batch: inputs, and the number of each one's class.
  public func assess(_ batch: [Variable]) throws -> Assessment {
    let (input, labels) = try pair(batch)
    let logits = try network(input)
    return Assessment(loss: try logits.crossEntropy(labels), count: labels.count) {
      Score(
        predictions: try logits.value.argmax(1).integers, labels: labels.value.integers)
    }
  }

  /// How likely the network takes each class to be, for each input.
  public func probabilities(_ input: Tensor, on tape: Tape) throws -> Tensor {
    try evaluating(on: tape) { try network(tape.constant(input)).value.softmax(1) }
  }
}

/// A network that gives the probability of the second of two classes; it learns by binary
/// cross-entropy.
public final class BinaryClassifier: Learner {
  public let network: any Layer
  public let classNames: [String]

  /// - Parameter classNames: of the two classes.
  public init(_ network: any Layer, classNames: [String]) {
    self.network = network
    self.classNames = classNames
  }

  public var module: Module { network }
  public var isPlannable: Bool { true }

  /// Targets as a column of the inputs' type, beside the network's column of probabilities.
  public func prepared(_ batch: [Tensor]) throws -> [Tensor] {
    guard batch.count == 2, batch[0].dtype.isFloatingPoint else { return batch }
    return [batch[0], try batch[1].converted(to: batch[0].dtype).reshaped([-1, 1])]
  }

  /// - Parameter batch: inputs, and for each 0 or 1 in a column.
  public func assess(_ batch: [Variable]) throws -> Assessment {
    let (input, labels) = try pair(batch)
    let probability = try network(input)
    let loss = try probability.binaryCrossEntropy(labels)
    return Assessment(loss: loss, count: labels.count) {
      Score(
        predictions: probability.value.floats.map { $0 > 0.5 ? 1 : 0 },
        labels: labels.value.integers)
    }
  }
}

extension Learner {
  /// An input and its target.
  func pair(_ batch: [Variable]) throws -> (Variable, Variable) {
    guard batch.count == 2 else {
      throw TensorError("a batch has an input and a target here, not \(batch.count) tensors")
    }
    return (batch[0], batch[1])
  }

  /// Runs `body` without recording and with everything off that is only for training.
  public func evaluating<T>(on tape: Tape, _ body: () throws -> T) rethrows -> T {
    let wasTraining = module.isTraining
    module.eval()
    defer { module.train(wasTraining) }
    return try tape.withoutRecording(body)
  }
}

import Glibc
import Tensors

/// Precision, recall, F1 and support of each class and their averages, as scikit-learn's
/// `classification_report` prints them.
public struct ClassificationReport: Hashable, Sendable, CustomStringConvertible {
  public let names: [String]
  /// Of each class.
  public let scores: [ClassScores]
  /// The share of right predictions when all classes are counted, otherwise their micro average.
  public let micro: ClassScores
  public let macro: ClassScores
  public let weighted: ClassScores
  /// Whether all classes that occur are counted: the micro average is the accuracy then.
  public let isWhole: Bool
  /// Decimals that are printed.
  public let digits: Int
  private let isAnythingRight: Bool

  /// - Parameters:
  ///   - counting: the labels that are counted; all that occur, in order, by default.
  ///   - names: what they are called; their numbers by default.
  /// - Throws: a `ValueError` when there is nothing to count, or names and labels don't match.
  public init(
    predictions: [Int], labels: [Int], counting: [Int]? = nil, names: [String]? = nil,
    digits: Int = 2, zeroDivision: ZeroDivision = .zero
  ) throws {
    let counted = try PrecisionRecall(
      predictions: predictions, labels: labels, counting: counting, zeroDivision: zeroDivision)
    guard 0...100 ~= digits else {
      throw TensorError(.value, "the number of digits has to be from 0 to 100, not \(digits)")
    }
    guard !counted.labels.isEmpty else {
      throw TensorError(.value, "there are no labels to report on")
    }
    if let names, names.count != counted.labels.count {
      throw TensorError(
        .value,
        "Number of classes, \(counted.labels.count), does not match size of target_names, "
          + "\(names.count). Try specifying the labels parameter")
    }
    self.names = names ?? counted.labels.map(String.init)
    scores = counted.scores
    micro = try counted.average(.micro)
    macro = try counted.average(.macro)
    weighted = try counted.average(.weighted)
    isWhole = Set(counted.labels).isSuperset(of: counted.present)
    self.digits = digits
    isAnythingRight = zip(predictions, labels).contains { $0 == $1 }
  }

  public var description: String {
    let heads = ["precision", "recall", "f1-score", "support"].map { " " + padded($0, 9) }
    var text = padded("", nameWidth) + " " + heads.joined() + "\n\n"
    for (name, score) in zip(names, scores) { text += line(name, score) }
    text += "\n"
    if isWhole {
      let blank = String(repeating: " ", count: 10)
      text += padded("accuracy", nameWidth) + " " + blank + blank + " " + number(micro.fscore)
      text += " " + count(micro.support) + "\n"
    } else {
      text += line("micro avg", micro)
    }
    return text + line("macro avg", macro) + line("weighted avg", weighted)
  }

  private var nameWidth: Int {
    max(names.map(\.unicodeScalars.count).max() ?? 0, "weighted avg".count, digits)
  }

  private func line(_ name: String, _ score: ClassScores) -> String {
    let numbers = [score.precision, score.recall, score.fscore].map { " " + number($0) }
    return padded(name, nameWidth) + " " + numbers.joined() + " "
      + count(score.support) + "\n"
  }

  /// scikit-learn counts in floating-point numbers when no prediction at all is right, and prints
  /// them so.
  private func count(_ samples: Int) -> String {
    padded(isAnythingRight ? "\(samples)" : "\(samples).0", 9)
  }

  private func number(_ value: Double) -> String { padded(fixed(value, digits: digits), 9) }

  private func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(width - text.unicodeScalars.count, 0)) + text
  }
}

/// A number with this many decimals, rounded as C and Python round it.
func fixed(_ value: Double, digits: Int) -> String {
  guard !value.isNaN else { return "nan" }
  return withVaList([CInt(digits), value]) { arguments in
    // The largest number has 309 digits before the point.
    let room = 320 + digits
    let bytes = [CChar](unsafeUninitializedCapacity: room) { buffer, count in
      count = Int(vsnprintf(buffer.baseAddress, room, "%.*f", arguments))
    }
    return String(decoding: bytes.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

import Autograd
import Tensors

/// A network, and what it is to learn: all that training needs to know of a model.
public protocol Learner: AnyObject {
  /// What is trained.
  var module: Module { get }

  /// What the classes are called that it tells apart; none where a table of them would say
  /// nothing.
  var classNames: [String] { get }

  /// Whether the score of each training batch is worth its time.
  var scoresBatches: Bool { get }

  /// Whether `assess` computes the loss from the batch's variables by operations alone, and in the
  /// same way for every batch, so that it can be planned once.
  var isPlannable: Bool { get }

  /// A batch as the network takes it.
  /// - Parameter batch: what the data set collates, usually an input and its target.
  func prepared(_ batch: [Tensor]) throws -> [Tensor]

  /// How well the network does on a prepared batch that it learns from.
  func assess(_ batch: [Variable]) throws -> Assessment

  /// How well the network does on a prepared batch when it is put to the test: without recording, and with
  /// dropout off.
  func examine(_ batch: [Variable]) throws -> Assessment
}

extension Learner {
  public var classNames: [String] { [] }
  public var scoresBatches: Bool { true }
  public var isPlannable: Bool { false }
  public func prepared(_ batch: [Tensor]) throws -> [Tensor] { batch }
  public func examine(_ batch: [Variable]) throws -> Assessment { try assess(batch) }
}

/// How well a network did on a batch.
public struct Assessment {
  /// The mean loss, which training makes small.
  public let loss: Variable
  /// How many samples or tokens it is the mean of.
  public let count: Int
  private let scoring: () throws -> Score

  /// - Parameter score: computed when it is asked for.
  public init(loss: Variable, count: Int, score: @escaping () throws -> Score) {
    self.loss = loss
    self.count = count
    scoring = score
  }

  public func score() throws -> Score { try scoring() }
}

/// What was right.
public struct Score: Hashable, Sendable {
  public var right: Int
  public var total: Int
  /// The class that each sample got, and its own; none where there are no classes.
  public var predictions: [Int] = []
  public var labels: [Int] = []

  public init(right: Int, total: Int) {
    self.right = right
    self.total = total
  }

  public init(predictions: [Int], labels: [Int]) {
    right = zip(predictions, labels).count { $0 == $1 }
    total = labels.count
    self.predictions = predictions
    self.labels = labels
  }

  /// NaN when nothing was scored.
  public var accuracy: Double { Double(right) / Double(total) }

  static func += (sum: inout Score, other: Score) {
    sum.right += other.right
    sum.total += other.total
    sum.predictions += other.predictions
    sum.labels += other.labels
  }
}

import Autograd
import Tensors

/// A network of the book: how it is made, what it is trained on, and how.
public struct ZooModel: Sendable {
  /// What it is called on the command line.
  public let name: String
  /// The network in a line.
  public let network: String
  public let need: DataNeed
  /// How it is trained by default.
  public let plan: TrainingPlan
  /// What the data is like where there is none at hand, so that the network can be counted.
  let usualForm: DataForm
  let load: @Sendable (ZooSources, inout Generator) throws -> ZooData
  let make: @Sendable (DataForm, Tape) throws -> any Learner
  /// A batch of so many samples, for counting.
  let example: @Sendable (DataForm, Int) throws -> [Tensor]

  /// The network with parameters drawn from a seed, ready to be trained on data that is found or
  /// made.
  /// - Throws: `DataError` that says where to put the data when it is missing.
  public func start(_ sources: ZooSources, _ plan: TrainingPlan? = nil) throws -> ZooRun {
    let plan = plan ?? self.plan
    // The data has a generator of its own: after the seed, the parameters are drawn first.
    var generator = Generator(seed: plan.seed)
    let data = try load(sources, &generator)
    let tape = Tape(seed: plan.seed)
    let learner = try make(data.form, tape)
    return ZooRun(
      model: self, data: data,
      training: try Training(learner, data.parts, plan, tape: tape))
  }

  /// The network without data, for looking at it.
  public func network(seed: UInt64 = 0) throws -> any Learner {
    try make(usualForm, Tape(seed: seed))
  }
}

/// What is known of data before a network is made for it.
public struct DataForm: Sendable {
  /// What the classes are called; none where it has none.
  public var classNames: [String] = []
  /// How many tokens there are.
  public var tokens = 0
  /// The tokens themselves, where they are texts.
  public var vocabulary: Vocabulary?
  /// Numbers in a sample: channels, rows and columns of an image, or steps and width.
  public var shape: [Int] = []

  public init(
    classNames: [String] = [], tokens: Int = 0, vocabulary: Vocabulary? = nil, shape: [Int] = []
  ) {
    self.classNames = classNames
    self.tokens = tokens
    self.vocabulary = vocabulary
    self.shape = shape
  }
}

/// Data that a model was given.
public struct ZooData {
  public let parts: TrainingData
  public let form: DataForm
  /// What it is and where it came from.
  public let origin: String

  public init(_ parts: TrainingData, form: DataForm, origin: String) {
    self.parts = parts
    self.form = form
    self.origin = origin
  }
}

/// A model with its data while it is trained.
public struct ZooRun {
  public let model: ZooModel
  public let data: ZooData
  public let training: Training

  /// How it does on the samples that were kept for the end.
  public func test() throws -> (loss: Double, score: Score)? {
    try data.parts.test.map { try training.examine($0) }
  }
}

import Autograd
import Tensors

/// A stage of a convolutional network: 3 × 3 kernels, ReLU, and the greatest of each 2 × 2 pixels.
private func stage(_ inputs: Int, _ outputs: Int, padding: Int, _ tape: Tape) throws -> [any Layer]
{
  [
    try Conv2d(inputs, outputs, kernel: 3, padding: .sizes(Sizes(padding)), tape: tape),
    ReLU(), MaxPool2d(2),
  ]
}

/// Dense layers on all features: 128 with ReLU, then one for each class.
private func head(_ features: Int, hidden: Int = 128, _ classes: Int, _ tape: Tape) throws
  -> [any Layer]
{
  [
    Flatten(), try Linear(features, hidden, tape: tape), ReLU(),
    try Linear(hidden, classes, tape: tape),
  ]
}

extension ZooModel {
  /// LeCun's classic on digits or clothes.
  static let mnist = pictures(
    "cnn-mnist", mnistNetwork, .mnist,
    TrainingPlan(OptimizerPlan(.adam, rate: 1e-3), batchSize: 64, epochs: 10),
    DataForm(classNames: MNIST.digits.classNames, shape: [1, 28, 28]),
    load: { try $0.mnist(&$1) }, layers: mnistLayers)

  /// The same network by plain gradient descent.
  static let mnistBySGD = pictures(
    "dcnn-mnist", mnistNetwork, .mnist,
    TrainingPlan(OptimizerPlan(.sgd, rate: 0.01), batchSize: 64, epochs: 10),
    DataForm(classNames: MNIST.digits.classNames, shape: [1, 28, 28]),
    load: { try $0.mnist(&$1) }, layers: mnistLayers)

  private static let mnistNetwork =
    "conv 1→32 → pool → conv 32→64 → pool → dense 3136→128 → dense 10"

  @Sendable private static func mnistLayers(_ form: DataForm, _ tape: Tape) throws -> [any Layer] {
    try stage(1, 32, padding: 1, tape) + stage(32, 64, padding: 1, tape)
      + head(64 * 7 * 7, form.classNames.count, tape)
  }

  /// Two stages on colour pictures.
  static let rgb = pictures(
    "cnn-rgb", "conv 3→32 → pool → conv 32→64 → pool → dense 4096→128 → dense 10", .cifar10,
    TrainingPlan(OptimizerPlan(.momentum, rate: 1e-3), batchSize: 32, epochs: 10),
    DataForm(classNames: CIFAR10.classNames, shape: [3, 32, 32]),
    load: { try $0.cifar10(&$1) },
    layers: { form, tape in
      try stage(3, 32, padding: 1, tape) + stage(32, 64, padding: 1, tape)
        + head(64 * 8 * 8, form.classNames.count, tape)
    })

  /// Three stages on colour pictures, without margins.
  static let cifar10 = pictures(
    "cnn-cifar10",
    "conv 3→32 → pool → conv 64 → pool → conv 128 → pool → dense 512→128 → dense 10", .cifar10,
    TrainingPlan(OptimizerPlan(.adam, rate: 1e-3), batchSize: 64, epochs: 10),
    DataForm(classNames: CIFAR10.classNames, shape: [3, 32, 32]),
    load: { try $0.cifar10(&$1) },
    layers: { form, tape in
      try stage(3, 32, padding: 0, tape) + stage(32, 64, padding: 0, tape)
        + stage(64, 128, padding: 0, tape) + head(128 * 2 * 2, form.classNames.count, tape)
    })

  /// Small enough for the bundled digits, and good in seconds.
  static let digits = pictures(
    "digits-cnn", "conv 1→16 → conv 16→32 → pool → dense 512→64 → dense 10", .digits,
    TrainingPlan(OptimizerPlan(.adam, rate: 3e-3), batchSize: 32, epochs: 15),
    DataForm(classNames: (0..<10).map(String.init), shape: [1, 8, 8]),
    load: { sources, generator in
      let digits = try Digits(path: try sources.bundled(Digits.fileName))
      let pictures = try Tensor(
        digits.pixels.map { Float($0) / Float(Digits.levels) },
        shape: [digits.count, 1, Digits.side, Digits.side])
      return ZooData(
        try ZooSources.split(
          try TensorDataset([pictures, try Tensor(digits.labels)]), validation: 0.1, test: 0.2,
          &generator),
        form: DataForm(classNames: (0..<10).map(String.init), shape: [1, 8, 8]),
        origin: "bundled digits")
    },
    layers: { form, tape in
      [try Conv2d(1, 16, kernel: 3, padding: 1, tape: tape), ReLU()]
        + (try stage(16, 32, padding: 1, tape))
        + (try head(32 * 4 * 4, hidden: 64, form.classNames.count, tape))
    })

  private static func pictures(
    _ name: String, _ network: String, _ need: DataNeed, _ plan: TrainingPlan, _ form: DataForm,
    load: @escaping @Sendable (ZooSources, inout Generator) throws -> ZooData,
    layers: @escaping @Sendable (DataForm, Tape) throws -> [any Layer]
  ) -> ZooModel {
    ZooModel(
      name: name, network: network, need: need, plan: plan, usualForm: form, load: load,
      make: { form, tape in
        Classifier(try Sequential(layers(form, tape)), classNames: form.classNames)
      },
      example: { form, count in
        [try Tensor.zeros([count] + form.shape), try Tensor.zeros([count], dtype: .int64)]
      })
  }
}

extension ZooSources {
  /// Pictures that are held out of the training part, to look at while learning.
  private static let held = 5_000

  fileprivate func mnist(_ generator: inout Generator) throws -> ZooData {
    let set = try DataNeed.mnist(in: folders).set
    return try pictures(
      set.load(from: folders, isTraining: true), set.load(from: folders, isTraining: false),
      origin: set == .digits ? "MNIST" : "Fashion-MNIST", &generator)
  }

  fileprivate func cifar10(_ generator: inout Generator) throws -> ZooData {
    try pictures(
      CIFAR10.load(from: folders, isTraining: true), CIFAR10.load(from: folders, isTraining: false),
      origin: "CIFAR-10", &generator)
  }

  private func pictures(
    _ training: ImageDataset, _ test: ImageDataset, origin: String, _ generator: inout Generator
  ) throws -> ZooData {
    let held = min(Self.held, training.count / 10)
    let parts = try training.randomSplit([training.count - held, held], &generator)
    return ZooData(
      TrainingData(training: parts[0], validation: parts[1], test: test),
      form: DataForm(
        classNames: training.classNames,
        shape: [training.channels, training.height, training.width]), origin: origin)
  }
}

import Autograd
import Tensors

extension ZooModel {
  /// A multilayer perceptron that tells two digits apart.
  static let perceptron = ZooModel(
    name: "mlp-binary",
    network: "dense 64→128 ReLU → dense 64 ReLU → dense 1 sigmoid", need: .digits,
    plan: TrainingPlan(OptimizerPlan(.adam, rate: 1e-3), batchSize: 32, epochs: 10),
    usualForm: DataForm(classNames: ["3", "8"], shape: [1, 8, 8]),
    load: { sources, generator in
      let digits = try Digits(path: try sources.bundled(Digits.fileName))
      return ZooData(
        try ZooSources.split(try digits.pair(3, 8), validation: 0.15, test: 0.15, &generator),
        form: DataForm(classNames: ["3", "8"], shape: [1, 8, 8]), origin: "bundled digits 3 and 8")
    },
    make: { form, tape in
      BinaryClassifier(
        try Sequential.perceptron(
          [form.shape.reduce(1, *), 128, 64, 1], activation: .relu, output: .sigmoid, tape: tape),
        classNames: form.classNames)
    },
    example: { form, count in
      [
        try Tensor.zeros([count, form.shape.reduce(1, *)]),
        try Tensor.zeros([count], dtype: .int64),
      ]
    })
}

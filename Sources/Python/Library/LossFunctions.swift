import Autograd
import Tensors

/// The losses of `torch.nn.functional`.
enum LossFunctions {
  nonisolated(unsafe) static let all: [String: Function] = {
    let functions = [
      loss("mse_loss") { try $0.meanSquaredError($1, $2) },
      loss("cross_entropy") { try $0.crossEntropy($1, $2) },
      loss("binary_cross_entropy") { try $0.binaryCrossEntropy($1, $2) },
      loss("binary_cross_entropy_with_logits") { try $0.binaryCrossEntropyWithLogits($1, $2) },
    ]
    return Dictionary(uniqueKeysWithValues: functions.map { ($0.name, $0) })
  }()

  private static func loss(
    _ name: String, _ body: @escaping (Variable, Variable, Reduction) throws -> Variable
  ) -> Function {
    Function(name, ["input", "target", "reduction"]) { _, arguments in
      let title = try arguments.string("reduction") ?? "mean"
      guard let reduction = Reduction(rawValue: title) else {
        throw PythonError.value("\(title) is not a valid value for reduction")
      }
      return .tensor(
        try body(try arguments.tensor("input"), try arguments.tensor("target"), reduction))
    }
  }
}

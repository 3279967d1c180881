import Autograd
import Tensors

/// How wrong an output is: the number that training makes small. Formulas and gradients are in
/// `Autograd/Rules/Losses.swift`.
public enum Loss: String, CaseIterable, Codable, Hashable, Sendable {
  /// 1/n Σ (y − t)², for numbers.
  case meanSquaredError
  /// −1/n Σ log softmax(z)ₜ, for logits z and class numbers t.
  case crossEntropy
  /// −1/n Σ t log p + (1 − t) log(1 − p), for probabilities p of one class.
  case binaryCrossEntropy
  /// The same of σ(z), from logits z.
  case binaryCrossEntropyWithLogits

  public func callAsFunction(
    _ output: Variable, _ target: Variable, _ reduction: Reduction = .mean
  ) throws -> Variable {
    switch self {
    case .meanSquaredError: try output.meanSquaredError(target, reduction)
    case .crossEntropy: try output.crossEntropy(target, reduction)
    case .binaryCrossEntropy: try output.binaryCrossEntropy(target, reduction)
    case .binaryCrossEntropyWithLogits:
      try output.binaryCrossEntropyWithLogits(target, reduction)
    }
  }

  /// The formula as TeX.
  public var formula: String {
    switch self {
    case .meanSquaredError: "\\frac{1}{n} \\sum_i (y_i - t_i)^2"
    case .crossEntropy: "-\\frac{1}{n} \\sum_i \\log \\operatorname{softmax}(z_i)_{t_i}"
    case .binaryCrossEntropy:
      "-\\frac{1}{n} \\sum_i t_i \\log p_i + (1 - t_i) \\log (1 - p_i)"
    case .binaryCrossEntropyWithLogits:
      "-\\frac{1}{n} \\sum_i t_i \\log \\sigma(z_i) + (1 - t_i) \\log (1 - \\sigma(z_i))"
    }
  }

  /// PyTorch's class of it.
  public var moduleName: String {
    switch self {
    case .meanSquaredError: "MSELoss"
    case .crossEntropy: "CrossEntropyLoss"
    case .binaryCrossEntropy: "BCELoss"
    case .binaryCrossEntropyWithLogits: "BCEWithLogitsLoss"
    }
  }
}

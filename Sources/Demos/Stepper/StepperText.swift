import Autograd
import Canvas
import Plots
import Tensors

/// Numbers of the stepper as short texts.
enum StepperText {
  /// Longer vectors are shown by their shape.
  static let elementLimit = 4

  /// A number, a short vector, or a shape: `−0.0712`, `[2, 1, 0.1000]`, `8×16`.
  static func short(_ tensor: Tensor) -> String {
    if tensor.rank == 0 { return tensor.doubles.first.map { NumberFormat()($0) } ?? "" }
    guard tensor.rank == 1, tensor.count <= elementLimit else {
      return tensor.rank == 1
        ? "(\(tensor.count))" : tensor.shape.map(String.init).joined(separator: "×")
    }
    return "[" + tensor.doubles.map { NumberFormat()($0) }.joined(separator: ", ") + "]"
  }

  /// A number, or all elements as nested lists.
  static func whole(_ tensor: Tensor) -> String {
    guard tensor.rank > 0 else { return tensor.doubles.first.map { NumberFormat()($0) } ?? "" }
    guard tensor.count <= 256 else { return Shapes.describe(tensor.shape) }
    let parts = (0..<tensor.shape[0]).compactMap { try? tensor.select(0, $0) }
    return "[" + parts.map(whole).joined(separator: ", ") + "]"
  }

  /// The colour of a signed number.
  static func style(of tensor: Tensor) -> Style {
    guard tensor.count == 1, let value = tensor.doubles.first, value != 0 else {
      return Style(.text)
    }
    return Style(value < 0 ? .negative : .positive)
  }

  /// The greatest difference between two rows of numbers, over the greatest number.
  static func relativeError(_ measured: [Double], _ computed: [Double]) -> Double {
    let pairs = zip(measured, computed)
    let scale = pairs.reduce(0) { max($0, abs($1.0), abs($1.1)) }
    let error = pairs.reduce(0) { max($0, abs($1.0 - $1.1)) }
    return scale < 1e-10 ? 0 : error / scale
  }

  /// A node's operation with the numbers of its operands, on one line: `0.8000 · 1.500`.
  static func computation(of node: Int, in trace: Trace, _ names: StepperNames) -> String {
    guard let operation = trace.nodes[node].operation else { return "" }
    var numerals = StepperNumerals()
    let inputs = trace.nodes[node].inputs.enumerated().map { place, input in
      guard StepperNames.number(trace.nodes[input]) == nil,
        let value = try? trace.nodes[input].value.item()
      else { return names.tex(input) }
      return numerals.operand(value, isFirst: place == 0 && operation.isWrittenFromLeft)
    }
    let tex = operation.rule.expression(OperandNames(inputs: inputs, output: names.tex(node)))
    return StepperFormula(tex: tex, numerals: numerals).read?.inline() ?? ""
  }
}

extension Operation {
  /// Whether the first operand stands at the left of the operation's formula, where a number
  /// below zero needs no brackets.
  var isWrittenFromLeft: Bool {
    switch self {
    case .add, .subtract, .multiply: true
    default: false
    }
  }
}

import Tensors

/// y = γ ⊙ (x − μ)/√(σ² + ε) + β over the last dimensions of x; γ, or γ and β, may be absent.
/// Without `isCentred` it is RMS norm, where μ is 0.
struct LayerNorm: JointRule {
  let shape: [Int]
  let epsilon: Double?
  let isCentred: Bool
  func name(_ x: Operands<Tensor>) -> String {
    isCentred ? "NativeLayerNormBackward0" : "MulBackward0"
  }
  var symbol: String { isCentred ? "layer norm" : "RMS norm" }
  var needsOutput: Bool { false }
  func needs(input j: Int, forGradientOf i: Int) -> Bool { j < 2 }
  func shape(_ x: [[Int]]) throws -> [Int] { x[0] }

  func forwardSaving(_ x: Operands<Tensor>) throws -> (output: Tensor, saved: [Tensor]) {
    let (weight, bias) = (x.count > 1 ? x[1] : nil, x.count > 2 ? x[2] : nil)
    let y =
      isCentred
      ? try x[0].layerNorm(shape, weight: weight, bias: bias, epsilon: epsilon ?? 1e-5)
      : try x[0].rmsNorm(shape, weight: weight, epsilon: epsilon)
    return (y.output, [y.mean, y.spread])
  }

  func gradients(
    _ g: Tensor, needed: [Bool], _ x: Operands<Tensor>, _ y: Tensor, saved: [Tensor]
  ) throws -> [Tensor?] {
    let passed = try x[0].layerNormBackward(
      g, shape, weight: x.count > 1 ? x[1] : nil,
      mean: saved[0], spread: saved[1], hasBias: x.count > 2, isCentred: isCentred)
    return [passed.input, passed.weight, passed.bias]
  }

  func expression(_ names: OperandNames) -> String {
    normalization(names, centre: isCentred ? "\\mu" : nil, gain: 1)
  }
  func derivative(to i: Int, _ names: OperandNames) -> String {
    normalizationDerivative(to: i, names, isCentred: isCentred)
  }
}

/// y = γ ⊙ (x − μ)/√(σ² + ε) + β over groups of channels.
struct GroupNorm: JointRule {
  let groups: Int
  let epsilon: Double
  func name(_ x: Operands<Tensor>) -> String { "NativeGroupNormBackward0" }
  var symbol: String { "group norm" }
  var needsOutput: Bool { false }
  func needs(input j: Int, forGradientOf i: Int) -> Bool { j < 2 }
  func shape(_ x: [[Int]]) throws -> [Int] { x[0] }

  func forwardSaving(_ x: Operands<Tensor>) throws -> (output: Tensor, saved: [Tensor]) {
    let y = try x[0].groupNorm(
      groups, weight: x.count > 1 ? x[1] : nil, bias: x.count > 2 ? x[2] : nil, epsilon: epsilon)
    return (y.output, [y.mean, y.spread])
  }

  func gradients(
    _ g: Tensor, needed: [Bool], _ x: Operands<Tensor>, _ y: Tensor, saved: [Tensor]
  ) throws -> [Tensor?] {
    let passed = try x[0].groupNormBackward(
      g, groups, weight: x.count > 1 ? x[1] : nil,
      mean: saved[0], spread: saved[1])
    return [passed.input, passed.weight, passed.bias]
  }

  func expression(_ names: OperandNames) -> String { normalization(names, centre: "\\mu", gain: 1) }
  func derivative(to i: Int, _ names: OperandNames) -> String {
    normalizationDerivative(to: i, names, isCentred: true)
  }
}

/// y = γ (x − μ)/√(σ² + ε) + β in each channel. In training, mean and variance are those of the
/// channel; else they are the second and third operand.
struct BatchNorm: JointRule {
  let isTraining: Bool
  let epsilon: Double
  func name(_ x: Operands<Tensor>) -> String {
    x[0].count == 0 ? "CloneBackward0" : "NativeBatchNormBackward0"
  }
  var symbol: String { "batch norm" }
  var needsOutput: Bool { false }
  func needs(input j: Int, forGradientOf i: Int) -> Bool { j <= gain }
  func shape(_ x: [[Int]]) throws -> [Int] { x[0] }

  /// Where γ stands among the operands.
  private var gain: Int { isTraining ? 1 : 3 }

  func forwardSaving(_ x: Operands<Tensor>) throws -> (output: Tensor, saved: [Tensor]) {
    let weight = x.count > gain ? x[gain] : nil
    let bias = x.count > gain + 1 ? x[gain + 1] : nil
    if isTraining {
      let y = try x[0].batchNorm(weight: weight, bias: bias, epsilon: epsilon)
      return (y.output, [y.mean, y.spread])
    }
    let output = try x[0].batchNorm(
      mean: x[1], variance: x[2], weight: weight, bias: bias, epsilon: epsilon)
    return (output, [])
  }

  func gradients(
    _ g: Tensor, needed: [Bool], _ x: Operands<Tensor>, _ y: Tensor, saved: [Tensor]
  ) throws -> [Tensor?] {
    let passed = try x[0].batchNormBackward(
      g, mean: isTraining ? saved[0] : x[1], variance: isTraining ? saved[1] : x[2],
      weight: x.count > gain ? x[gain] : nil, epsilon: epsilon, isTraining: isTraining)
    let statistics: [Tensor?] = isTraining ? [] : [nil, nil]
    return [passed.input] + statistics + [passed.weight, passed.bias]
  }

  func expression(_ names: OperandNames) -> String {
    normalization(names, centre: "\\mu", gain: gain)
  }
  func derivative(to i: Int, _ names: OperandNames) -> String {
    if i == 0 && !isTraining { return "\\frac{\\gamma}{\\sqrt{\\sigma^2 + \\epsilon}}" }
    return normalizationDerivative(to: i == 0 ? 0 : i - gain + 1, names, isCentred: true)
  }
}

private func normalization(_ names: OperandNames, centre: String?, gain: Int) -> String {
  let top = centre.map { "\(names[0]) - \($0)" } ?? names[0]
  let bottom =
    centre == nil
    ? "\\sqrt{\\overline{\(names[0])^2} + \\epsilon}" : "\\sqrt{\\sigma^2 + \\epsilon}"
  let weight = names.inputs.count > gain ? " \\odot \(names[gain])" : ""
  let bias = names.inputs.count > gain + 1 ? " + \(names[gain + 1])" : ""
  return "\\frac{\(top)}{\(bottom)}" + weight + bias
}

private func normalizationDerivative(to i: Int, _ names: OperandNames, isCentred: Bool) -> String {
  switch i {
  case 0:
    "\\frac{\\gamma}{\\sigma} \\left([i = j] - \(isCentred ? "\\frac{1}{n} - " : "")"
      + "\\frac{1}{n} \\hat{x}_i \\hat{x}_j\\right)"
  case 1: "\\hat{x}"
  default: "1"
  }
}

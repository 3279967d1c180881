import Tensors

/// y = f(x), for an activation function f.
struct Activate: Rule {
  let function: Nonlinearity
  var isElementwise: Bool { true }
  var needsOutput: Bool { false }
  func shape(_ x: [[Int]]) throws -> [Int] { x[0] }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].activated(function) }
  func pullback(_ g: Tensor, to i: Int, _ x: Operands<Tensor>, _ y: Tensor) throws -> Tensor {
    try x[0].activationBackward(function, g)
  }
  func recordedPullback(
    _ g: Variable, to i: Int, _ x: Operands<Variable>, _ y: Variable
  ) throws -> Variable { try g * function.slope(x[0]) }

  func name(_ x: Operands<Tensor>) -> String {
    switch function {
    case .leakyRelu: "LeakyReluBackward0"
    case .elu, .selu: "EluBackward0"
    case .celu: "CeluBackward0"
    case .gelu, .geluTanh: "GeluBackward0"
    case .silu: "SiluBackward0"
    case .mish: "MishBackward0"
    case .hardtanh: "HardtanhBackward0"
    case .hardsigmoid: "HardsigmoidBackward0"
    case .hardswish: "HardswishBackward0"
    case .softplus: "SoftplusBackward0"
    case .softsign: "DivBackward0"
    case .tanhshrink: "SubBackward0"
    case .hardshrink: "HardshrinkBackward0"
    case .softshrink: "SoftshrinkBackward0"
    case .logSigmoid: "LogSigmoidBackward0"
    case .threshold: "ThresholdBackward0"
    }
  }

  var symbol: String {
    switch function {
    case .leakyRelu: "leaky relu"
    case .elu: "elu"
    case .celu: "celu"
    case .selu: "selu"
    case .gelu, .geluTanh: "gelu"
    case .silu: "silu"
    case .mish: "mish"
    case .hardtanh: "hardtanh"
    case .hardsigmoid: "hardsigmoid"
    case .hardswish: "hardswish"
    case .softplus: "softplus"
    case .softsign: "softsign"
    case .tanhshrink: "tanhshrink"
    case .hardshrink: "hardshrink"
    case .softshrink: "softshrink"
    case .logSigmoid: "log σ"
    case .threshold: "threshold"
    }
  }

  func expression(_ names: OperandNames) -> String { function.formula(names[0]) }
  func derivative(to i: Int, _ names: OperandNames) -> String { function.derivative(names[0]) }
}

/// y = a ⊙ σ(b), where a and b are the halves of a dimension of x.
struct Glu: Rule {
  let dim: Int
  func name(_ x: Operands<Tensor>) -> String { "GluBackward0" }
  var symbol: String { "glu" }
  var needsOutput: Bool { false }
  func expression(_ names: OperandNames) -> String {
    "\(names[0])_{\\text{left}} \\odot \\sigma(\(names[0])_{\\text{right}})"
  }
  func shape(_ x: [[Int]]) throws -> [Int] {
    var shape = x[0]
    let axis = try Shapes.axis(dim, rank: shape.count)
    if axis < shape.count { shape[axis] /= 2 }
    return shape
  }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].glu(dim) }
  func pullback(_ g: Tensor, to i: Int, _ x: Operands<Tensor>, _ y: Tensor) throws -> Tensor {
    try x[0].gluBackward(g, dim)
  }
  func recordedPullback(
    _ g: Variable, to i: Int, _ x: Operands<Variable>, _ y: Variable
  ) throws -> Variable {
    let axis = try Shapes.axis(dim, rank: x[0].rank)
    let half = x[0].shape[axis] / 2
    let left = Operation.slice(dim: axis, start: 0, end: half, step: 1)
    let right = Operation.slice(dim: axis, start: half, end: nil, step: 1)
    let gate = try x[0].along([right]).sigmoid()
    let toGate = try gate.sigmoidBackward(g * x[0].along([left]))
    return try (g * gate).placed(in: x[0].shape, along: [left])
      + toGate.placed(in: x[0].shape, along: [right])
  }
  func derivative(to i: Int, _ names: OperandNames) -> String {
    let (a, b) = ("\(names[0])_{\\text{left}}", "\(names[0])_{\\text{right}}")
    return "\\left[ \\sigma(\(b)), \\; \(a) \\, \\sigma(\(b)) (1 - \\sigma(\(b))) \\right]"
  }
}

/// y = x where x > 0, elsewhere w x, with the slope w of the channel.
struct Prelu: JointRule {
  func name(_ x: Operands<Tensor>) -> String { "PreluKernelBackward0" }
  var symbol: String { "prelu" }
  var needsOutput: Bool { false }
  func expression(_ names: OperandNames) -> String {
    "\\max(0, \(names[0])) + \(names[1]) \\min(0, \(names[0]))"
  }
  func shape(_ x: [[Int]]) throws -> [Int] { x[0] }
  func forwardSaving(_ x: Operands<Tensor>) throws -> (output: Tensor, saved: [Tensor]) {
    (try x[0].prelu(x[1]), [])
  }
  func gradients(
    _ g: Tensor, needed: [Bool], _ x: Operands<Tensor>, _ y: Tensor, saved: [Tensor]
  ) throws -> [Tensor?] {
    let (input, weight) = try x[0].preluBackward(x[1], g)
    return [input, weight]
  }
  func recordedPullback(
    _ g: Variable, to i: Int, _ x: Operands<Variable>, _ y: Variable
  ) throws -> Variable {
    let isNegative = try x[0].value.compared(.lessOrEqual, to: .number(0))
    let perChannel =
      x[1].count == 1
      ? [] : [x[1].count] + Array(repeating: 1, count: max(x[0].rank - 2, 0))
    if i == 1 {
      return try (g * x[0]).masked(isNegative).summed(to: perChannel).reshaped(x[1].shape)
    }
    let isPositive = try x[0].value.compared(.greater, to: .number(0))
    return try g.masked(isPositive) + (g * x[1].reshaped(perChannel)).masked(isNegative)
  }
  func derivative(to i: Int, _ names: OperandNames) -> String {
    i == 0
      ? "\\begin{cases} 1 & \(names[0]) > 0 \\\\ \(names[1]) & \(names[0]) \\le 0 \\end{cases}"
      : "\\min(0, \(names[0]))"
  }
}

/// y = 2/√π ∫₀ˣ e^(−t²) dt
struct ErrorFunction: ElementwiseFunction {
  func name(_ x: Operands<Tensor>) -> String { "ErfBackward0" }
  var symbol: String { "erf" }
  var needsOutput: Bool { false }
  func expression(_ names: OperandNames) -> String { "\\operatorname{erf} \(names[0])" }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].erf() }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    try g * g.number(2 / Double.pi.squareRoot()) * (-(x[0] * x[0])).exp()
  }
  func derivative(to i: Int, _ names: OperandNames) -> String {
    "\\frac{2}{\\sqrt{\\pi}} e^{-\(names[0])^2}"
  }
}

import Tensors

/// y = eˣ
struct Exp: ElementwiseFunction {
  func name(_ x: Operands<Tensor>) -> String { "ExpBackward0" }
  var symbol: String { "exp" }
  func needs(input j: Int, forGradientOf i: Int) -> Bool { false }
  func expression(_ names: OperandNames) -> String { "e^{\(names[0])}" }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].exp() }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    try g * y
  }
  func derivative(to i: Int, _ names: OperandNames) -> String { names.output }
}

/// y = log x
struct Log: ElementwiseFunction {
  func name(_ x: Operands<Tensor>) -> String { "LogBackward0" }
  var symbol: String { "log" }
  var needsOutput: Bool { false }
  func expression(_ names: OperandNames) -> String { "\\log \(names[0])" }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].log() }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    try g / x[0]
  }
  func derivative(to i: Int, _ names: OperandNames) -> String { "\\frac{1}{\(names[0])}" }
}

/// y = √x
struct SquareRoot: ElementwiseFunction {
  func name(_ x: Operands<Tensor>) -> String { "SqrtBackward0" }
  var symbol: String { "√" }
  func needs(input j: Int, forGradientOf i: Int) -> Bool { false }
  func expression(_ names: OperandNames) -> String { "\\sqrt{\(names[0])}" }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].squareRoot() }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    try g / (g.number(2) * y)
  }
  func derivative(to i: Int, _ names: OperandNames) -> String { "\\frac{1}{2 \(names.output)}" }
}

/// y = |x|; at 0 the gradient is 0.
struct Absolute: ElementwiseFunction {
  func name(_ x: Operands<Tensor>) -> String { "AbsBackward0" }
  var symbol: String { "abs" }
  var needsOutput: Bool { false }
  func expression(_ names: OperandNames) -> String { "\\left| \(names[0]) \\right|" }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].absolute() }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    try g * x[0].sign()
  }
  func derivative(to i: Int, _ names: OperandNames) -> String {
    "\\operatorname{sign} \(names[0])"
  }
}

/// y = sin x
struct Sin: ElementwiseFunction {
  func name(_ x: Operands<Tensor>) -> String { "SinBackward0" }
  var symbol: String { "sin" }
  var needsOutput: Bool { false }
  func expression(_ names: OperandNames) -> String { "\\sin \(names[0])" }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].sin() }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    try g * x[0].cos()
  }
  func derivative(to i: Int, _ names: OperandNames) -> String { "\\cos \(names[0])" }
}

/// y = cos x
struct Cos: ElementwiseFunction {
  func name(_ x: Operands<Tensor>) -> String { "CosBackward0" }
  var symbol: String { "cos" }
  var needsOutput: Bool { false }
  func expression(_ names: OperandNames) -> String { "\\cos \(names[0])" }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].cos() }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    try -g * x[0].sin()
  }
  func derivative(to i: Int, _ names: OperandNames) -> String { "(-\\sin \(names[0]))" }
}

/// y = tanh x
struct Tanh: ElementwiseFunction {
  func name(_ x: Operands<Tensor>) -> String { "TanhBackward0" }
  var symbol: String { "tanh" }
  func needs(input j: Int, forGradientOf i: Int) -> Bool { false }
  func expression(_ names: OperandNames) -> String { "\\tanh \(names[0])" }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].tanh() }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    try y.tanhBackward(g)
  }
  func derivative(to i: Int, _ names: OperandNames) -> String { "(1 - \(names.output)^2)" }
}

/// y = max(x, 0); at 0 the gradient is 0.
struct Relu: ElementwiseFunction {
  func name(_ x: Operands<Tensor>) -> String { "ReluBackward0" }
  var symbol: String { "relu" }
  func needs(input j: Int, forGradientOf i: Int) -> Bool { false }
  func expression(_ names: OperandNames) -> String { "\\max(0, \(names[0]))" }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].relu() }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    try y.reluBackward(g)
  }
  func derivative(to i: Int, _ names: OperandNames) -> String { "[\(names[0]) > 0]" }
}

/// y = 1 / (1 + e⁻ˣ)
struct Sigmoid: ElementwiseFunction {
  func name(_ x: Operands<Tensor>) -> String { "SigmoidBackward0" }
  var symbol: String { "σ" }
  func needs(input j: Int, forGradientOf i: Int) -> Bool { false }
  func expression(_ names: OperandNames) -> String { "\\frac{1}{1 + e^{-\(names[0])}}" }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].sigmoid() }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    try y.sigmoidBackward(g)
  }
  func derivative(to i: Int, _ names: OperandNames) -> String {
    "\(names.output) (1 - \(names.output))"
  }
}

/// y = log(1 + eˣ)
struct Softplus: ElementwiseFunction {
  func name(_ x: Operands<Tensor>) -> String { "SoftplusBackward0" }
  var symbol: String { "softplus" }
  var needsOutput: Bool { false }
  func expression(_ names: OperandNames) -> String { "\\log(1 + e^{\(names[0])})" }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].softplus() }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    try g * x[0].sigmoid()
  }
  func derivative(to i: Int, _ names: OperandNames) -> String { "\\sigma(\(names[0]))" }
}

/// yᵢ = e^xᵢ / Σⱼ e^xⱼ
struct Softmax: SmoothRule {
  let dim: Int
  func name(_ x: Operands<Tensor>) -> String { "SoftmaxBackward0" }
  var symbol: String { "softmax" }
  func needs(input j: Int, forGradientOf i: Int) -> Bool { false }
  func expression(_ names: OperandNames) -> String { "\\operatorname{softmax}(\(names[0]))" }
  func shape(_ x: [[Int]]) throws -> [Int] {
    _ = try Shapes.axis(dim, rank: x[0].count)
    return x[0]
  }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].softmax(dim) }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    try y.softmaxBackward(g, dim, isLogarithm: false)
  }
  func derivative(to i: Int, _ names: OperandNames) -> String {
    "\(names.output)_i \\, ([i = j] - \(names.output)_j)"
  }
  func contribution(_ upstream: String, to i: Int, _ names: OperandNames) -> String {
    let y = names.output
    return "\(y) \\odot \\left(\(upstream) - \\sum_j \\left(\(upstream)\\right)_j \(y)_j\\right)"
  }
}

/// yᵢ = xᵢ − log Σⱼ e^xⱼ
struct LogSoftmax: SmoothRule {
  let dim: Int
  func name(_ x: Operands<Tensor>) -> String { "LogSoftmaxBackward0" }
  var symbol: String { "log softmax" }
  func needs(input j: Int, forGradientOf i: Int) -> Bool { false }
  func expression(_ names: OperandNames) -> String { "\\log \\operatorname{softmax}(\(names[0]))" }
  func shape(_ x: [[Int]]) throws -> [Int] {
    _ = try Shapes.axis(dim, rank: x[0].count)
    return x[0]
  }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].logSoftmax(dim) }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    try y.softmaxBackward(g, dim, isLogarithm: true)
  }
  func derivative(to i: Int, _ names: OperandNames) -> String {
    "[i = j] - e^{\(names.output)_j}"
  }
  func contribution(_ upstream: String, to i: Int, _ names: OperandNames) -> String {
    "\(upstream) - e^{\(names.output)} \\sum_j \\left(\(upstream)\\right)_j"
  }
}

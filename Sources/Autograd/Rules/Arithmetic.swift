import Tensors

/// y = a + b
struct Add: ElementwiseArithmetic {
  func name(_ x: Operands<Tensor>) -> String { "AddBackward0" }
  var symbol: String { "+" }
  func expression(_ names: OperandNames) -> String { "\(names[0]) + \(names[1])" }
  func needs(input j: Int, forGradientOf i: Int) -> Bool { false }
  var needsOutput: Bool { false }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0] + x[1] }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V { g }
  func derivative(to i: Int, _ names: OperandNames) -> String { "1" }
}

/// y = a − b
struct Subtract: ElementwiseArithmetic {
  func name(_ x: Operands<Tensor>) -> String { x[0].isNumber ? "RsubBackward1" : "SubBackward0" }
  var symbol: String { "−" }
  func expression(_ names: OperandNames) -> String { "\(names[0]) - \(names[1])" }
  func needs(input j: Int, forGradientOf i: Int) -> Bool { false }
  var needsOutput: Bool { false }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0] - x[1] }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    i == 0 ? g : try -g
  }
  func derivative(to i: Int, _ names: OperandNames) -> String { i == 0 ? "1" : "-1" }
  func contribution(_ upstream: String, to i: Int, _ names: OperandNames) -> String {
    i == 0 ? "\(upstream) \\cdot 1" : "\(upstream) \\cdot (-1)"
  }
}

/// y = a · b
struct Multiply: ElementwiseArithmetic {
  func name(_ x: Operands<Tensor>) -> String { "MulBackward0" }
  var symbol: String { "×" }
  func needs(input j: Int, forGradientOf i: Int) -> Bool { i != j }
  var needsOutput: Bool { false }
  func expression(_ names: OperandNames) -> String { "\(names[0]) \\cdot \(names[1])" }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0] * x[1] }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    try g * x[1 - i]
  }
  func derivative(to i: Int, _ names: OperandNames) -> String { names[1 - i] }
}

/// y = a / b
struct Divide: ElementwiseArithmetic {
  func name(_ x: Operands<Tensor>) -> String { x[0].isNumber ? "MulBackward0" : "DivBackward0" }
  var symbol: String { "÷" }
  func needs(input j: Int, forGradientOf i: Int) -> Bool { i == 1 || j == 1 }
  var needsOutput: Bool { false }
  func expression(_ names: OperandNames) -> String { "\\frac{\(names[0])}{\(names[1])}" }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0] / x[1] }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    i == 0 ? try g / x[1] : try -g * (x[0] / x[1] / x[1])
  }
  func derivative(to i: Int, _ names: OperandNames) -> String {
    i == 0 ? "\\frac{1}{\(names[1])}" : "-\\frac{\(names[0])}{\(names[1])^2}"
  }
  func contribution(_ upstream: String, to i: Int, _ names: OperandNames) -> String {
    let factor = derivative(to: i, names)
    return "\(upstream) \\cdot " + (i == 0 ? factor : "\\left(\(factor)\\right)")
  }
}

/// y = aⁿ
struct Power: ElementwiseArithmetic {
  func name(_ x: Operands<Tensor>) -> String {
    x[1].isNumber ? "PowBackward0" : x[0].isNumber ? "PowBackward2" : "PowBackward1"
  }
  var symbol: String { "^" }
  func expression(_ names: OperandNames) -> String { "\(names[0])^{\(names[1])}" }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].power(x[1]) }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    let (a, n) = (x[0], x[1])
    let zero = try Tensor.number(0)
    if i == 0 {
      let slope = try n * a.power(n - g.number(1))
      return try g * slope.masked(n.tensor.compared(.notEqual, to: zero))
    }
    // 0ⁿ does not change with n as long as n ≥ 0.
    let isZero = try a.tensor.compared(.notEqual, to: zero)
    let isNegative = try n.tensor.compared(.less, to: zero)
    return try g * (y * a.log()).masked(isZero.maximum(isNegative))
  }
  func derivative(to i: Int, _ names: OperandNames) -> String {
    let (a, n) = (names[0], names[1])
    if i == 1 { return "\(names.output) \\log \(a)" }
    guard let exponent = Int(n) else { return "\(n) \\, \(a)^{\(n) - 1}" }
    return exponent == 2 ? "2 \(a)" : "\(exponent) \\, \(a)^{\(exponent - 1)}"
  }
}

/// y = −a
struct Negate: ElementwiseFunction {
  func name(_ x: Operands<Tensor>) -> String { "NegBackward0" }
  var symbol: String { "−" }
  func expression(_ names: OperandNames) -> String { "-\(names[0])" }
  func needs(input j: Int, forGradientOf i: Int) -> Bool { false }
  var needsOutput: Bool { false }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try -x[0] }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    try -g
  }
  func derivative(to i: Int, _ names: OperandNames) -> String { "-1" }
  func contribution(_ upstream: String, to i: Int, _ names: OperandNames) -> String {
    "\(upstream) \\cdot (-1)"
  }
}

/// y = max(a, b), or min; equals share the gradient.
struct ExtremeOf: ElementwiseArithmetic {
  let isMaximum: Bool
  func name(_ x: Operands<Tensor>) -> String {
    isMaximum ? "MaximumBackward0" : "MinimumBackward0"
  }
  var symbol: String { isMaximum ? "max" : "min" }
  func expression(_ names: OperandNames) -> String { "\\\(symbol)(\(names[0]), \(names[1]))" }
  func forward(_ x: Operands<Tensor>) throws -> Tensor {
    try isMaximum ? x[0].maximum(x[1]) : x[0].minimum(x[1])
  }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    let (this, other) = (x[i].tensor, x[1 - i].tensor)
    let lost = try this.compared(isMaximum ? .less : .greater, to: other)
    let half = try this.compared(.equal, to: other).choose(.number(0.5), else: .number(1.0))
    return try g * g.constant(lost.choose(.number(0.0), else: half))
  }
  func derivative(to i: Int, _ names: OperandNames) -> String {
    "[\(names[i]) \(isMaximum ? ">" : "<") \(names[1 - i])]"
  }
}

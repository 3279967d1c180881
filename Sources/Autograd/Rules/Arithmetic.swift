import Tensors

/// y = a + b
struct Add: ElementwiseArithmetic {
  func name(_ x: Operands<Tensor>) -> String { "AddBackward0" }
  var symbol: String { "+" }
  func expression(_ names: OperandNames) -> String { "\(names[0]) + \(names[1])" }
  var needsValues: Bool { false }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0] + x[1] }
  func pullback(_ g: Tensor, to i: Int, _ x: Operands<Tensor>, _ y: Tensor) throws -> Tensor { g }
  func derivative(to i: Int, _ names: OperandNames) -> String { "1" }
}

/// y = a − b
struct Subtract: ElementwiseArithmetic {
  func name(_ x: Operands<Tensor>) -> String { x[0].isNumber ? "RsubBackward1" : "SubBackward0" }
  var symbol: String { "−" }
  func expression(_ names: OperandNames) -> String { "\(names[0]) - \(names[1])" }
  var needsValues: Bool { false }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0] - x[1] }
  func pullback(_ g: Tensor, to i: Int, _ x: Operands<Tensor>, _ y: Tensor) throws -> Tensor {
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
  func expression(_ names: OperandNames) -> String { "\(names[0]) \\cdot \(names[1])" }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0] * x[1] }
  func pullback(_ g: Tensor, to i: Int, _ x: Operands<Tensor>, _ y: Tensor) throws -> Tensor {
    try g * x[1 - i]
  }
  func derivative(to i: Int, _ names: OperandNames) -> String { names[1 - i] }
}

/// y = a / b
struct Divide: ElementwiseArithmetic {
  func name(_ x: Operands<Tensor>) -> String { x[0].isNumber ? "MulBackward0" : "DivBackward0" }
  var symbol: String { "÷" }
  func expression(_ names: OperandNames) -> String { "\\frac{\(names[0])}{\(names[1])}" }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0] / x[1] }
  func pullback(_ g: Tensor, to i: Int, _ x: Operands<Tensor>, _ y: Tensor) throws -> Tensor {
    i == 0 ? try g / x[1] : try -g * (y / x[1])
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
  func pullback(_ g: Tensor, to i: Int, _ x: Operands<Tensor>, _ y: Tensor) throws -> Tensor {
    let (a, n) = (x[0], x[1])
    let zero = try Tensor.number(0)
    if i == 0 {
      let slope = try n * a.power(n - Tensor.number(1))
      return try g * n.compared(.equal, to: zero).choose(zero, else: slope)
    }
    // 0ⁿ does not change with n as long as n ≥ 0.
    let isFlat = try a.compared(.equal, to: zero) * n.compared(.greaterOrEqual, to: zero)
    return try g * isFlat.choose(zero, else: y * a.log())
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
  var needsValues: Bool { false }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try -x[0] }
  func pullback(_ g: Tensor, to i: Int, _ x: Operands<Tensor>, _ y: Tensor) throws -> Tensor {
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
  func pullback(_ g: Tensor, to i: Int, _ x: Operands<Tensor>, _ y: Tensor) throws -> Tensor {
    let (this, other) = (x[i], x[1 - i])
    let zero = try Tensor.number(0)
    let half = try g * Tensor.number(0.5)
    let won = try this.compared(isMaximum ? .less : .greater, to: other).choose(zero, else: g)
    return try this.compared(.equal, to: other).choose(half, else: won)
  }
  func derivative(to i: Int, _ names: OperandNames) -> String {
    "[\(names[i]) \(isMaximum ? ">" : "<") \(names[1 - i])]"
  }
}

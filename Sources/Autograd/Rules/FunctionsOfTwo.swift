import Tensors

/// Functions of each two elements beyond arithmetic.
public enum FunctionOfTwo: String, Hashable, Sendable, CaseIterable {
  case atan2, hypot, logAddExp, xlogy, fmax, fmin, fmod, remainder, copySign
}

struct FunctionOfTwoRule: ElementwiseArithmetic {
  let function: FunctionOfTwo

  func name(_ x: Operands<Tensor>) -> String {
    switch function {
    case .atan2: "Atan2Backward0"
    case .hypot: "HypotBackward0"
    case .logAddExp: "LogaddexpBackward0"
    case .xlogy: "XlogyBackward0"
    case .fmax: "FmaxBackward0"
    case .fmin: "FminBackward0"
    case .fmod: x[1].isNumber ? "FmodBackward0" : "FmodBackward1"
    case .remainder: x[1].isNumber ? "RemainderBackward0" : "RemainderBackward1"
    case .copySign: "CopysignBackward0"
    }
  }
  var symbol: String { function == .remainder ? "%" : function.rawValue }

  func forward(_ x: Operands<Tensor>) throws -> Tensor {
    let (a, b) = (x[0], x[1])
    switch function {
    case .atan2: return try a.atan2(b)
    case .hypot: return try a.hypot(b)
    case .logAddExp: return try a.logAddExp(b)
    case .xlogy: return try a.xlogy(b)
    case .fmax: return try a.fmax(b)
    case .fmin: return try a.fmin(b)
    case .fmod: return try a.fmod(b)
    case .remainder: return try a.remainder(b)
    case .copySign: return try a.copySign(b)
    }
  }

  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    let (a, b) = (x[0], x[1])
    switch function {
    case .atan2:
      let scaled = try g / (a * a + b * b)
      return try i == 0 ? scaled * b : -scaled * a
    case .hypot: return try g * (x[i] / y)
    case .logAddExp: return try g * (x[i] - y).exp()
    case .xlogy:
      if i == 1 { return try g * a / b }
      return try (g * b.log()).masked(
        a.tensor.compared(.notEqual, to: .number(0)).logicalOr(
          b.tensor.compared(.greater, to: .number(0))))
    case .fmax, .fmin:
      let side: Tensor.Comparison = function == .fmax ? .greaterOrEqual : .lessOrEqual
      let isFirst = try a.tensor.compared(side, to: b.tensor).logicalOr(b.tensor.isNaN())
      return try g.masked(i == 0 ? isFirst : isFirst.logicalNot())
    case .fmod: return try i == 0 ? g : -g * g.constant((a.tensor / b.tensor).truncated())
    case .remainder: return try i == 0 ? g : -g * g.constant(a.tensor.floorDivided(by: b.tensor))
    case .copySign:
      if i == 1 { return g.constant(try Tensor.zeros(like: g.tensor)) }
      return try g * g.constant(a.tensor.sign() * Tensor.ones(like: y.tensor).copySign(b.tensor))
    }
  }

  func expression(_ names: OperandNames) -> String {
    let (a, b) = (names[0], names[1])
    return switch function {
    case .hypot: "\\sqrt{\(a)^2 + \(b)^2}"
    case .logAddExp: "\\log(e^{\(a)} + e^{\(b)})"
    case .xlogy: "\(a) \\log \(b)"
    default: "\\operatorname{\(symbol)}(\(a), \(b))"
    }
  }

  func derivative(to i: Int, _ names: OperandNames) -> String {
    let (a, b, y) = (names[0], names[1], names.output)
    return switch function {
    case .atan2:
      i == 0
        ? "\\frac{\(b)}{\(a)^2 + \(b)^2}" : "\\left(-\\frac{\(a)}{\(a)^2 + \(b)^2}\\right)"
    case .hypot: "\\frac{\(names[i])}{\(y)}"
    case .logAddExp: "e^{\(names[i]) - \(y)}"
    case .xlogy: i == 0 ? "\\log \(b)" : "\\frac{\(a)}{\(b)}"
    case .fmax: "[\(names[i]) \\ge \(names[1 - i])]"
    case .fmin: "[\(names[i]) \\le \(names[1 - i])]"
    case .fmod: i == 0 ? "1" : "\\left(-\\operatorname{trunc} \\frac{\(a)}{\(b)}\\right)"
    case .remainder:
      i == 0 ? "1" : "\\left(-\\left\\lfloor \\frac{\(a)}{\(b)} \\right\\rfloor\\right)"
    case .copySign: i == 0 ? "\\operatorname{sign}(\(a) \(b))" : "0"
    }
  }
}

/// y = a + w (b − a)
struct Lerp: SmoothRule {
  var isElementwise: Bool { true }
  func name(_ x: Operands<Tensor>) -> String { x[2].isNumber ? "LerpBackward0" : "LerpBackward1" }
  var symbol: String { "lerp" }
  var needsOutput: Bool { false }
  func shape(_ x: [[Int]]) throws -> [Int] {
    try Shapes.broadcast(try Shapes.broadcast(x[0], x[1]), x[2])
  }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].lerp(x[1], x[2]) }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    switch i {
    case 0: try g * (g.number(1) - x[2])
    case 1: try g * x[2]
    default: try g * (x[1] - x[0])
    }
  }
  func expression(_ names: OperandNames) -> String {
    "\(names[0]) + \(names[2]) (\(names[1]) - \(names[0]))"
  }
  func derivative(to i: Int, _ names: OperandNames) -> String {
    ["(1 - \(names[2]))", names[2], "(\(names[1]) - \(names[0]))"][i]
  }
}

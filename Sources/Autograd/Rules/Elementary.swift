import Foundation
import Tensors

/// Functions of each element beyond those that have a rule of their own in `Functions.swift`.
public enum ElementaryFunction: String, Hashable, Sendable, CaseIterable {
  case exp2, expm1, log2, log10, log1p
  case square, reciprocal, reciprocalRoot
  case tan, asin, acos, atan, sinh, cosh, asinh, acosh, atanh
  case erfc, logit
  case truncate, fraction, nanToNum
}

struct Elementary: ElementwiseFunction {
  let function: ElementaryFunction

  func name(_ x: Operands<Tensor>) -> String {
    switch function {
    case .square: "PowBackward0"
    case .reciprocalRoot: "RsqrtBackward0"
    case .log1p: "Log1PBackward0"
    case .truncate: "TruncBackward0"
    case .fraction: "FracBackward0"
    case .nanToNum: "NanToNumBackward0"
    default: function.rawValue.prefix(1).uppercased() + function.rawValue.dropFirst() + "Backward0"
    }
  }

  var symbol: String {
    switch function {
    case .square: "x²"
    case .reciprocal: "1/x"
    case .reciprocalRoot: "1/√x"
    case .truncate: "trunc"
    case .fraction: "frac"
    default: function.rawValue
    }
  }

  func forward(_ x: Operands<Tensor>) throws -> Tensor {
    let x = x[0]
    switch function {
    case .exp2: return try x.exp2()
    case .expm1: return try x.expm1()
    case .log2: return try x.log2()
    case .log10: return try x.log10()
    case .log1p: return try x.log1p()
    case .square: return try x.squared()
    case .reciprocal: return try x.reciprocal()
    case .reciprocalRoot: return try x.reciprocalRoot()
    case .tan: return try x.tan()
    case .asin: return try x.asin()
    case .acos: return try x.acos()
    case .atan: return try x.atan()
    case .sinh: return try x.sinh()
    case .cosh: return try x.cosh()
    case .asinh: return try x.asinh()
    case .acosh: return try x.acosh()
    case .atanh: return try x.atanh()
    case .erfc: return try x.erfc()
    case .logit: return try x.logit()
    case .truncate: return try x.truncated()
    case .fraction: return try x.fraction()
    case .nanToNum: return try x.nanToNum()
    }
  }

  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    let x = x[0]
    let one = try g.number(1)
    switch function {
    case .exp2: return try g * y * g.number(M_LN2)
    case .expm1: return try g * (y + one)
    case .log2: return try g / (x * g.number(M_LN2))
    case .log10: return try g / (x * g.number(M_LN10))
    case .log1p: return try g / (x + one)
    case .square: return try g * (g.number(2) * x)
    case .reciprocal: return try -g * y * y
    case .reciprocalRoot: return try g * (g.number(-0.5) * y * y * y)
    case .tan: return try g * (one + y * y)
    case .asin: return try g / (one - x * x).squareRoot()
    case .acos: return try -g / (one - x * x).squareRoot()
    case .atan: return try g / (x * x + one)
    case .sinh: return try g * x.along([.elementary(.cosh)])
    case .cosh: return try g * x.along([.elementary(.sinh)])
    case .asinh: return try g / (x * x + one).squareRoot()
    case .acosh: return try g / (x * x - one).squareRoot()
    case .atanh: return try g / (one - x * x)
    case .erfc: return try g * (g.number(-M_2_SQRTPI) * (-(x * x)).exp())
    case .logit: return try g / (x * (one - x))
    case .truncate: return g.constant(try Tensor.zeros(like: g.tensor))
    case .fraction: return g
    case .nanToNum: return try g.masked(x.tensor.isFinite())
    }
  }

  func expression(_ names: OperandNames) -> String {
    let x = names[0]
    return switch function {
    case .exp2: "2^{\(x)}"
    case .expm1: "e^{\(x)} - 1"
    case .log2: "\\log_2 \(x)"
    case .log10: "\\log_{10} \(x)"
    case .log1p: "\\log(1 + \(x))"
    case .square: "\(x)^2"
    case .reciprocal: "\\frac{1}{\(x)}"
    case .reciprocalRoot: "\\frac{1}{\\sqrt{\(x)}}"
    case .logit: "\\log \\frac{\(x)}{1 - \(x)}"
    case .fraction: "\(x) - \\operatorname{trunc} \(x)"
    default: "\\operatorname{\(symbol)}(\(x))"
    }
  }

  func derivative(to i: Int, _ names: OperandNames) -> String {
    let (x, y) = (names[0], names.output)
    return switch function {
    case .exp2: "\(y) \\log 2"
    case .expm1: "(\(y) + 1)"
    case .log2: "\\frac{1}{\(x) \\log 2}"
    case .log10: "\\frac{1}{\(x) \\log 10}"
    case .log1p: "\\frac{1}{1 + \(x)}"
    case .square: "2 \(x)"
    case .reciprocal: "\\left(-\(y)^2\\right)"
    case .reciprocalRoot: "\\left(-\\frac{1}{2} \(y)^3\\right)"
    case .tan: "(1 + \(y)^2)"
    case .asin: "\\frac{1}{\\sqrt{1 - \(x)^2}}"
    case .acos: "\\left(-\\frac{1}{\\sqrt{1 - \(x)^2}}\\right)"
    case .atan: "\\frac{1}{1 + \(x)^2}"
    case .sinh: "\\operatorname{cosh}(\(x))"
    case .cosh: "\\operatorname{sinh}(\(x))"
    case .asinh: "\\frac{1}{\\sqrt{\(x)^2 + 1}}"
    case .acosh: "\\frac{1}{\\sqrt{\(x)^2 - 1}}"
    case .atanh: "\\frac{1}{1 - \(x)^2}"
    case .erfc: "\\left(-\\frac{2}{\\sqrt{\\pi}} e^{-\(x)^2}\\right)"
    case .logit: "\\frac{1}{\(x) (1 - \(x))}"
    case .truncate: "0"
    case .fraction, .nanToNum: "1"
    }
  }
}

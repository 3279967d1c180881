import Tensors

/// How activation functions are written down, and their slopes as recorded computations.
extension Nonlinearity {
  /// f(x) as TeX.
  public func formula(_ x: String) -> String {
    switch self {
    case .leakyRelu(let slope): Self.cases("\(x)", "\(slope) \(x)", "\(x) > 0")
    case .elu(let alpha): Self.cases(x, "\(alpha) (e^{\(x)} - 1)", "\(x) > 0")
    case .celu(let alpha): Self.cases(x, "\(alpha) (e^{\(x) / \(alpha)} - 1)", "\(x) > 0")
    case .selu: Self.cases("\\lambda \(x)", "\\lambda \\alpha (e^{\(x)} - 1)", "\(x) > 0")
    case .gelu: "\(x) \\, \\Phi(\(x))"
    case .geluTanh:
      "\\frac{\(x)}{2} \\left(1 + \\tanh\\left(\\sqrt{\\frac{2}{\\pi}} "
        + "(\(x) + 0.044715 \\, \(x)^3)\\right)\\right)"
    case .silu: "\(x) \\, \\sigma(\(x))"
    case .mish: "\(x) \\tanh(\\log(1 + e^{\(x)}))"
    case .hardtanh(let low, let high): "\\min(\\max(\(x), \(low)), \(high))"
    case .hardsigmoid: "\\min(\\max(\\frac{\(x) + 3}{6}, 0), 1)"
    case .hardswish: "\(x) \\min(\\max(\\frac{\(x) + 3}{6}, 0), 1)"
    case .softplus(let beta, _): "\\frac{1}{\(beta)} \\log(1 + e^{\(beta) \(x)})"
    case .softsign: "\\frac{\(x)}{1 + \\left| \(x) \\right|}"
    case .tanhshrink: "\(x) - \\tanh \(x)"
    case .hardshrink(let lambda): Self.cases(x, "0", "\\left| \(x) \\right| > \(lambda)")
    case .softshrink(let lambda):
      "\\operatorname{sign}(\(x)) \\max(\\left| \(x) \\right| - \(lambda), 0)"
    case .logSigmoid: "\\log \\sigma(\(x))"
    case .threshold(let threshold, let value): Self.cases(x, "\(value)", "\(x) > \(threshold)")
    }
  }

  /// f′(x) as TeX.
  public func derivative(_ x: String) -> String {
    switch self {
    case .leakyRelu(let slope): Self.cases("1", "\(slope)", "\(x) > 0")
    case .elu(let alpha): Self.cases("1", "\(alpha) e^{\(x)}", "\(x) > 0")
    case .celu(let alpha): Self.cases("1", "e^{\(x) / \(alpha)}", "\(x) > 0")
    case .selu: Self.cases("\\lambda", "\\lambda \\alpha e^{\(x)}", "\(x) > 0")
    case .gelu: "\\left(\\Phi(\(x)) + \(x) \\, \\varphi(\(x))\\right)"
    case .geluTanh:
      "\\left(\\sigma(2u) + \(x) \\, \\sigma(2u) (1 - \\sigma(2u)) \\, 2u'\\right)"
    case .silu: "\\sigma(\(x)) \\left(1 + \(x) (1 - \\sigma(\(x)))\\right)"
    case .mish:
      "\\left(t + \(x) \\, \\sigma(\(x)) (1 - t^2)\\right), \\; t = \\tanh(\\log(1 + e^{\(x)}))"
    case .hardtanh(let low, let high): "[\(low) < \(x) < \(high)]"
    case .hardsigmoid: "\\frac{1}{6} [-3 < \(x) < 3]"
    case .hardswish:
      "\\begin{cases} 0 & \(x) \\le -3 \\\\ \\frac{\(x)}{3} + \\frac{1}{2} & -3 < \(x) < 3 \\\\ "
        + "1 & \(x) \\ge 3 \\end{cases}"
    case .softplus(let beta, _): "\\sigma(\(beta) \(x))"
    case .softsign: "\\frac{1}{(1 + \\left| \(x) \\right|)^2}"
    case .tanhshrink: "\\tanh^2 \(x)"
    case .hardshrink(let lambda), .softshrink(let lambda):
      "[\\left| \(x) \\right| > \(lambda)]"
    case .logSigmoid: "\\sigma(-\(x))"
    case .threshold(let threshold, _): "[\(x) > \(threshold)]"
    }
  }

  private static func cases(_ yes: String, _ no: String, _ condition: String) -> String {
    "\\begin{cases} \(yes) & \(condition) \\\\ \(no) & \\text{otherwise} \\end{cases}"
  }

  /// f′(x), recorded.
  func slope(_ x: Variable) throws -> Variable {
    let one = try x.number(1)
    switch self {
    case .elu(let alpha): return try exponentialSlope(x, alpha, 1, 1)
    case .celu(let alpha): return try exponentialSlope(x, alpha, 1, 1 / alpha)
    case .selu: return try exponentialSlope(x, Self.seluAlpha, Self.seluScale, 1)
    case .gelu:
      let cumulative = try (x * x.number(0.5.squareRoot())).erf() + one
      let density = try (x * x / x.number(-2)).exp() * x.number((0.5 / .pi).squareRoot())
      return try cumulative / x.number(2) + x * density
    case .geluTanh:
      let factor = try x.number(2 * (2 / Double.pi).squareRoot())
      let gate = try (factor * (x + x.number(0.044715) * x * x * x)).sigmoid()
      let inner = try factor * (one + x.number(0.134145) * x * x)
      return try gate + x * gate * (one - gate) * inner
    case .silu:
      let gate = try x.sigmoid()
      return try gate * (one + x * (one - gate))
    case .mish:
      let t = try (-(-x).sigmoid().log()).tanh()
      return try t + x * x.sigmoid() * (one - t * t)
    case .hardswish:
      let isInside = try x.value.absolute().compared(.less, to: .number(3))
      let isAbove = try x.value.compared(.greaterOrEqual, to: .number(3))
      return try (x / x.number(3) + x.number(0.5)).masked(isInside)
        + x.constant(isAbove.converted(to: x.dtype))
    case .softplus(let beta, let threshold):
      let scaled = try x * x.number(beta)
      let isLinear = try scaled.value.compared(.greater, to: .number(threshold))
      return try Variable.choose(isLinear, one, else: scaled.sigmoid())
    case .softsign:
      let distance = try one + x * x.constant(x.value.sign())
      return try one / (distance * distance)
    case .tanhshrink:
      let t = try x.tanh()
      return try t * t
    case .logSigmoid: return try (-x).sigmoid()
    case .leakyRelu, .hardtanh, .hardsigmoid, .hardshrink, .softshrink, .threshold:
      // Straight pieces: the slope does not change with x.
      return x.constant(try x.value.activationBackward(self, Tensor.ones(like: x.value)))
    }
  }

  /// scale where x > 0, elsewhere scale α c e^(c x).
  private func exponentialSlope(
    _ x: Variable, _ alpha: Double, _ scale: Double, _ c: Double
  ) throws -> Variable {
    let isPositive = try x.value.compared(.greater, to: .number(0))
    let isNegative = try x.value.compared(.lessOrEqual, to: .number(0))
    let bent = try (x.masked(isNegative) * x.number(c)).exp() * x.number(scale * alpha * c)
    return try Variable.choose(isPositive, x.number(scale), else: bent)
  }
}

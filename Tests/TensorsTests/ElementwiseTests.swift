import FixtureSupport
import Tensors
import Testing

/// Functions of each element, against PyTorch's.
@Suite struct ElementwiseTests {
  private static let calls = ["one", "two", "more"].flatMap {
    Fixtures.load("elementwise-\($0)", as: Call.self)
  }

  @Test(arguments: calls.indices)
  func elementsAreAsPyTorchComputesThem(_ index: Int) throws {
    let call = ElementwiseTests.calls[index]
    for isStrided in [false, true] {
      let words = try call.disagreement(
        tolerance: { $0 == .float64 ? 1e-13 : 1e-6 }, isStrided: isStrided, perform)
      #expect(words == nil, "\(call.title)")
    }
  }
}

private typealias Unary = @Sendable (Tensor) throws -> Tensor
private typealias Binary = @Sendable (Tensor, Tensor) throws -> Tensor

private let functions: [String: Unary] = [
  "rsqrt": { try $0.reciprocalRoot() }, "square": { try $0.squared() },
  "reciprocal": { try $0.reciprocal() }, "exp2": { try $0.exp2() }, "log2": { try $0.log2() },
  "log10": { try $0.log10() }, "tan": { try $0.tan() }, "asin": { try $0.asin() },
  "acos": { try $0.acos() }, "atan": { try $0.atan() }, "sinh": { try $0.sinh() },
  "cosh": { try $0.cosh() }, "asinh": { try $0.asinh() }, "acosh": { try $0.acosh() },
  "atanh": { try $0.atanh() }, "erfc": { try $0.erfc() }, "sign": { try $0.sign() },
  "floor": { try $0.floor() }, "ceil": { try $0.ceil() }, "trunc": { try $0.truncated() },
  "frac": { try $0.fraction() }, "isnan": { try $0.isNaN() }, "isinf": { try $0.isInfinite() },
  "isfinite": { try $0.isFinite() }, "isposinf": { try $0.isPositiveInfinite() },
  "isneginf": { try $0.isNegativeInfinite() }, "signbit": { try $0.hasSign() },
  "logical_not": { try $0.logicalNot() }, "sin": { try $0.sin() }, "cos": { try $0.cos() },
  "erf": { try $0.erf() }, "exp": { try $0.exp() }, "expm1": { try $0.expm1() },
  "log": { try $0.log() }, "log1p": { try $0.log1p() }, "sqrt": { try $0.squareRoot() },
  "tanh": { try $0.tanh() }, "sigmoid": { try $0.sigmoid() }, "abs": { try $0.absolute() },
  "neg": { try -$0 }, "bitwise_not": { try $0.bitwiseNot() },
]

private let pairs: [String: Binary] = [
  "atan2": { try $0.atan2($1) }, "fmax": { try $0.fmax($1) }, "fmin": { try $0.fmin($1) },
  "maximum": { try $0.maximum($1) }, "minimum": { try $0.minimum($1) },
  "xlogy": { try $0.xlogy($1) }, "pow": { try $0.power($1) },
  "remainder": { try $0.remainder($1) }, "fmod": { try $0.fmod($1) },
  "floor_divide": { try $0.floorDivided(by: $1) }, "logical_and": { try $0.logicalAnd($1) },
  "logical_or": { try $0.logicalOr($1) }, "logical_xor": { try $0.logicalXor($1) },
  "eq": { try $0.compared(.equal, to: $1) }, "ne": { try $0.compared(.notEqual, to: $1) },
  "lt": { try $0.compared(.less, to: $1) }, "le": { try $0.compared(.lessOrEqual, to: $1) },
  "gt": { try $0.compared(.greater, to: $1) }, "ge": { try $0.compared(.greaterOrEqual, to: $1) },
  "add": { try $0 + $1 }, "sub": { try $0 - $1 }, "mul": { try $0 * $1 }, "div": { try $0 / $1 },
  "copysign": { try $0.copySign($1) }, "hypot": { try $0.hypot($1) },
  "logaddexp": { try $0.logAddExp($1) }, "heaviside": { try $0.heaviside($1) },
  "bitwise_and": { try $0.bitwiseAnd($1) }, "bitwise_or": { try $0.bitwiseOr($1) },
  "bitwise_xor": { try $0.bitwiseXor($1) }, "bitwise_left_shift": { try $0.shiftedLeft(by: $1) },
  "bitwise_right_shift": { try $0.shiftedRight(by: $1) },
]

private let inPlace: [String: @Sendable (Tensor, [Tensor]) throws -> Tensor] = [
  "add_": { try $0 + $1[0] }, "sub_": { try $0 - $1[0] }, "mul_": { try $0 * $1[0] },
  "div_": { try $0 / $1[0] }, "exp_": { x, _ in try x.exp() }, "abs_": { x, _ in try x.absolute() },
]

private func perform(_ call: Call, _ x: [Tensor]) throws -> [Tensor] {
  if let function = functions[call.call] { return [try function(x[0])] }
  if let function = pairs[call.call] { return [try function(x[0], x[1])] }
  if let function = inPlace[call.call] {
    let result = try function(x[0], Array(x.dropFirst()))
    try x[0].overwrite(with: result)
    return [x[0]]
  }
  switch call.call {
  case "logit": return [try x[0].logit(epsilon: call.double("eps"))]
  case "round": return [try x[0].round(decimals: call.int("decimals") ?? 0)]
  case "nan_to_num":
    return [
      try x[0].nanToNum(
        nan: call.double("nan") ?? 0, positiveInfinity: call.double("posinf"),
        negativeInfinity: call.double("neginf"))
    ]
  case "div_rounding":
    let rounding = call.text("mode").flatMap(Tensor.Rounding.init(rawValue:))
    return [try x[0].divided(by: x[1], rounding: rounding)]
  case "add_alpha": return [try x[0].adding(x[1], alpha: x[2])]
  case "sub_alpha": return [try x[0].subtracting(x[1], alpha: x[2])]
  case "clamp":
    return [
      try x[0].clamp(
        min: call.flag("low") ? x[1] : nil,
        max: call.flag("high") ? x[x.count - 1] : nil)
    ]
  case "lerp": return [try x[0].lerp(x[1], x[2])]
  case "addcmul": return [try x[0].addingProduct(x[1], x[2])]
  case "addcmul_value": return [try x[0].addingProduct(x[1], x[2], value: x[3])]
  case "addcdiv": return [try x[0].addingQuotient(x[1], x[2])]
  case "addcdiv_value": return [try x[0].addingQuotient(x[1], x[2], value: x[3])]
  case "isclose", "allclose":
    let isClose = try x[0].isClose(
      to: x[1], relative: call.double("rtol") ?? 1e-5, absolute: call.double("atol") ?? 1e-8,
      equalNaN: call.flag("equal_nan"))
    if call.call == "isclose" { return [isClose] }
    return [try Tensor([try x[0].allClose(to: x[1])], shape: [])]
  case "equal": return [try Tensor([try x[0].isEqual(to: x[1])], shape: [])]
  case "masked_fill": return [try x[0].maskedFill(x[1], x[2])]
  case "where": return [try x[0].choose(x[1], else: x[2])]
  case "copy_": try x[0].copy(from: x[1])
  case "fill_": try x[0].fill(with: x[1])
  case "zero_": try x[0].zero()
  case "logical_and_": try x[0].copy(from: x[0].logicalAnd(x[1]))
  case "lt_": try x[0].copy(from: x[0].compared(.less, to: x[1]))
  default: Issue.record("unknown call \(call.call)")
  }
  return [x[0]]
}

import Autograd
import FixtureSupport
import Tensors
import Testing

/// Further operations and their gradients, against PyTorch's.
private struct Case: Decodable, Sendable, CustomTestStringConvertible {
  let operation: String
  let inputs: [Recorded]
  let upstream: Recorded
  let output: Recorded
  let gradients: [Recorded?]
  let name: String
  let dim: Int?
  let dims: [Int]?
  let keep: Bool?
  let p: String?
  let shifts: [Int]?
  let turns: Int?
  let offset: Int?
  let margins: [Int]?
  let counts: [Int]?
  let equation: String?
  let value: Double?
  let low, high: Bool?
  let size, step: Int?
  let interpolation: String?

  var testDescription: String {
    let settings = [dims.map { "\($0)" }, dim.map(String.init), p, equation].compactMap { $0 }
    return "\(operation) \(inputs.map(\.shape)) \(output.dtype) \(settings.joined(separator: " "))"
  }
}

private let elementary: [String: ElementaryFunction] = [
  "exp2": .exp2, "expm1": .expm1, "log2": .log2, "log10": .log10, "log1p": .log1p,
  "square": .square, "reciprocal": .reciprocal, "rsqrt": .reciprocalRoot, "tan": .tan,
  "asin": .asin, "acos": .acos, "atan": .atan, "sinh": .sinh, "cosh": .cosh, "asinh": .asinh,
  "acosh": .acosh, "atanh": .atanh, "erfc": .erfc, "logit": .logit, "trunc": .truncate,
  "frac": .fraction, "nan_to_num": .nanToNum,
]

private let functionsOfTwo: [String: FunctionOfTwo] = [
  "atan2": .atan2, "hypot": .hypot, "logaddexp": .logAddExp, "xlogy": .xlogy, "fmax": .fmax,
  "fmin": .fmin, "fmod": .fmod, "remainder": .remainder, "copysign": .copySign,
]

@Suite struct DerivativeTests {
  @Test(
    arguments: ["derivatives", "combinations"].flatMap { family in
      ["float32", "float64"].flatMap { Fixtures.load("\(family)-\($0)", as: Case.self) }
    })
  fileprivate func valuesAndGradientsAreAsPyTorchHasThem(_ fixture: Case) throws {
    let isDouble = fixture.output.dtype == .float64
    let tape = Tape()
    let inputs = try fixture.inputs.map {
      try tape.leaf($0.tensor, requiresGradient: $0.dtype.isFloatingPoint)
    }
    let output = try run(fixture, inputs)
    let isLapack = ["inverse", "det", "logdet", "cholesky", "svdvals", "eigvalsh", "solve"]
      .contains(fixture.operation)
    let tolerance = isDouble ? (isLapack ? 1e-10 : 1e-12) : isLapack ? 5e-4 : 1e-5
    #expect(difference(output.value, fixture.output, tolerance: tolerance) == nil)
    let isComposite = ["einsum", "kron", "quantile", "masked_scatter"].contains(fixture.operation)
    if !isComposite { #expect(output.gradientFunctionName == fixture.name) }
    try output.backward(fixture.upstream.tensor)
    for (input, expected) in zip(inputs, fixture.gradients) {
      guard let expected else { continue }
      let gradient = try #require(input.gradient)
      #expect(
        difference(gradient, expected, tolerance: tolerance, floor: isLapack ? 1 : 0.1) == nil)
    }
  }
}

private func run(_ call: Case, _ x: [Variable]) throws -> Variable {
  if let function = elementary[call.operation] { return try x[0].apply(.elementary(function)) }
  if let function = functionsOfTwo[call.operation] {
    return try x[0].tape.record(.function(function), .two(x[0], x[1]))
  }
  let (dim, keep, offset) = (call.dim ?? 0, call.keep ?? false, call.offset ?? 0)
  switch call.operation {
  case "lerp": return try x[0].lerp(x[1], x[2])
  case "prod": return try x[0].product(call.dims, keepDim: keep)
  case "logsumexp": return try x[0].logSumExp(call.dims ?? [], keepDim: keep)
  case "amax": return try x[0].amax(call.dims, keepDim: keep)
  case "amin": return try x[0].amin(call.dims, keepDim: keep)
  case "norm":
    return try x[0].norm(call.p.flatMap(Double.init) ?? 2, call.dims, keepDim: keep)
  case "cumsum": return try x[0].cumulativeSum(dim)
  case "cumprod": return try x[0].cumulativeProduct(dim)
  case "logcumsumexp": return try x[0].apply(.scan(.logSumExp, dim: dim))
  case "cummax": return try x[0].cumulativeMaximum(dim).values
  case "cummin": return try x[0].cumulativeMinimum(dim).values
  case "median": return try x[0].median(along: dim).values
  case "median_all": return try x[0].median()
  case "sort": return try x[0].sorted(dim, descending: true).values
  case "topk": return try x[0].topk(2, dim).values
  case "kthvalue": return try x[0].kthValue(2, dim, keepDim: true).values
  case "flip": return try x[0].flipped(call.dims ?? [])
  case "roll": return try x[0].rolled(call.shifts ?? [], call.dims ?? [])
  case "rot90": return try x[0].rotated90(call.turns ?? 1)
  case "tril": return try x[0].tril(offset: offset)
  case "triu": return try x[0].triu(offset: offset)
  case "diagonal": return try x[0].diagonal(offset: offset)
  case "diag_embed": return try x[0].diagonalEmbedded(offset: offset)
  case "pad": return try x[0].padded(call.margins ?? [], value: 3)
  case "repeat": return try x[0].repeated(call.counts ?? [])
  case "inverse": return try x[0].inverse()
  case "det": return try x[0].determinant()
  case "logdet": return try x[0].logDeterminant()
  case "cholesky": return try x[0].cholesky()
  case "svdvals": return try x[0].singularValues()
  case "eigvalsh": return try x[0].eigenvalues()
  case "solve": return try x[0].solve(x[1])
  case "einsum": return try einsum(call.equation ?? "", x)
  case "addcmul": return try x[0].addingProduct(x[1], x[2], value: call.value ?? 1)
  case "addcdiv": return try x[0].addingQuotient(x[1], x[2], value: call.value ?? 1)
  case "clamp":
    let (hasLow, hasHigh) = (call.low ?? false, call.high ?? false)
    return try x[0].clamp(min: hasLow ? x[1] : nil, max: hasHigh ? x[x.count - 1] : nil)
  case "kron": return try x[0].kron(x[1])
  case "unfold": return try x[0].unfolded(dim, size: call.size ?? 1, step: call.step ?? 1)
  case "quantile":
    let ways = call.interpolation.flatMap(Tensor.Interpolation.init(rawValue:)) ?? .linear
    return try x[0].quantile(x[1].value, call.dim, keepDim: keep, interpolation: ways)
  default: return try runIndexed(call, x)
  }
}

private func runIndexed(_ call: Case, _ x: [Variable]) throws -> Variable {
  let last = Index.tensor(x[x.count - 1].value)
  switch call.operation {
  case "index": return try x[0].indexed([last])
  case "index_middle": return try x[0].indexed([.slice(), .newAxis, last])
  case "index_put": return try x[0].assigning(x[1], at: [last])
  case "index_add": return try x[0].assigning(x[1], at: [last], accumulate: true)
  case "index_select": return try x[0].indexSelect(1, x[1].value)
  case "masked_select": return try x[0].maskedSelect(x[1].value)
  case "take": return try x[0].taken(x[1].value)
  case "masked_scatter": return try x[0].maskedScattered(x[2].value, x[1])
  case "scatter": return try x[0].scattered(1, x[1].value, x[2])
  case "scatter_add": return try x[0].scatterAdding(0, x[1].value, x[2])
  default:
    Issue.record("unknown operation \(call.operation)")
    return x[0]
  }
}

import Tensors

/// Running totals along a dimension.
public enum Scan: String, Hashable, Sendable {
  case sum, product, logSumExp
}

struct ScanRule: SmoothRule {
  let scan: Scan
  let dim: Int
  func name(_ x: Operands<Tensor>) -> String {
    switch scan {
    case .sum: "CumsumBackward0"
    case .product: "CumprodBackward0"
    case .logSumExp: "LogcumsumexpBackward0"
    }
  }
  var symbol: String {
    switch scan {
    case .sum: "cumsum"
    case .product: "cumprod"
    case .logSumExp: "logcumsumexp"
    }
  }
  func needs(input j: Int, forGradientOf i: Int) -> Bool { scan != .sum }
  var needsOutput: Bool { scan != .sum }
  func shape(_ x: [[Int]]) throws -> [Int] {
    _ = try Shapes.axis(dim, rank: x[0].count)
    return x[0]
  }
  func forward(_ x: Operands<Tensor>) throws -> Tensor {
    switch scan {
    case .sum: try x[0].cumulativeSum(dim)
    case .product: try x[0].cumulativeProduct(dim)
    case .logSumExp: try x[0].cumulativeLogSumExp(dim)
    }
  }

  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    let x = x[0]
    switch scan {
    case .sum: return try sumFromEnd(g)
    case .logSumExp: return try sumFromEnd(g * (-y).exp()) * x.exp()
    case .product:
      guard try x.tensor.all().booleans[0] else { return try withZeros(g, x.tensor) }
      return try sumFromEnd(g * y) / x
    }
  }

  private func sumFromEnd<V: Algebra>(_ g: V) throws -> V {
    try g.along([.rearrange(.flip([dim])), .scan(.sum, dim: dim), .rearrange(.flip([dim]))])
  }

  /// Where an element is 0, what the others make is multiplied out for each.
  private func withZeros<V: Algebra>(_ g: V, _ x: Tensor) throws -> V {
    guard g is Tensor else {
      throw TensorError(
        "the gradient of cumprod cannot be differentiated once more where an element is 0")
    }
    let axis = try Shapes.axis(dim, rank: x.rank)
    let parts = try (0..<(x.rank == 0 ? 1 : x.shape[axis])).map { place in
      let others = try x.rank == 0 ? Tensor.ones(like: x) : x.copied()
      if x.rank > 0 { try others.select(axis, place).fill(1) }
      let products = try others.cumulativeProduct(axis) * g.tensor
      return try (x.rank == 0 ? products : products.sliced(axis, from: place))
        .sum(x.rank == 0 ? nil : [axis])
    }
    return g.constant(try x.rank == 0 ? parts[0] : Tensor.stacked(parts, axis))
  }

  func derivative(to i: Int, _ names: OperandNames) -> String {
    switch scan {
    case .sum: "[i \\le j]"
    case .product: "[i \\le j] \\frac{\(names.output)_j}{\(names[0])_i}"
    case .logSumExp: "[i \\le j] e^{\(names[0])_i - \(names.output)_j}"
    }
  }
}

/// y = Π x
struct Product: SmoothRule {
  let dims: [Int]?
  let keepDim: Bool
  func name(_ x: Operands<Tensor>) -> String { dims == nil ? "ProdBackward0" : "ProdBackward1" }
  var symbol: String { "Π" }
  func expression(_ names: OperandNames) -> String { "\\prod_i \(names[0])_i" }
  func shape(_ x: [[Int]]) throws -> [Int] {
    try Shapes.reduction(x[0], dims: dims, keepDim: keepDim)
  }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].product(dims, keepDim: keepDim) }

  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    let shape = x[0].shape
    guard try x[0].tensor.all().booleans[0] else { return try withZeros(g, x[0].tensor) }
    return try unreduced(g * y, shape, dims: dims) / x[0]
  }

  private func withZeros<V: Algebra>(_ g: V, _ x: Tensor) throws -> V {
    guard g is Tensor else {
      throw TensorError(
        "the gradient of prod cannot be differentiated once more where an element is 0")
    }
    let isZero = try x.compared(.equal, to: .number(0))
    let zeros = try isZero.sum(dims, keepDim: true)
    let others = try x.maskedFill(isZero, .number(1)).product(dims, keepDim: true)
    // One 0 alone gets the product of the others; the others, and several, get 0.
    let isOnly = try isZero.logicalAnd(zeros.compared(.equal, to: .number(1)))
    let isNone = try zeros.compared(.equal, to: .number(0))
    let slope = try isOnly.choose(others, else: isNone.choose(others / x, else: .number(0)))
    return try unreduced(g, x.shape, dims: dims) * g.constant(slope)
  }

  func derivative(to i: Int, _ names: OperandNames) -> String {
    "\\frac{\(names.output)}{\(names[0])_i}"
  }
}

/// y = log Σ eˣ
struct LogSumExp: SmoothRule {
  let dims: [Int]
  let keepDim: Bool
  func name(_ x: Operands<Tensor>) -> String { "LogsumexpBackward0" }
  var symbol: String { "log Σ e" }
  func expression(_ names: OperandNames) -> String { "\\log \\sum_i e^{\(names[0])_i}" }
  func shape(_ x: [[Int]]) throws -> [Int] {
    try Shapes.reduction(x[0], dims: dims, keepDim: keepDim)
  }
  func forward(_ x: Operands<Tensor>) throws -> Tensor {
    try x[0].logSumExp(dims, keepDim: keepDim)
  }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    let y = try unreduced(y, x[0].shape, dims: dims)
    return try unreduced(g, x[0].shape, dims: dims) * (x[0] - y).exp()
  }
  func derivative(to i: Int, _ names: OperandNames) -> String {
    "e^{\(names[0])_i - \(names.output)}"
  }
}

/// y = max x or min x over several dimensions; equals share the gradient.
struct ExtremeOver: SmoothRule {
  let dims: [Int]?
  let keepDim: Bool
  let isMaximum: Bool
  func name(_ x: Operands<Tensor>) -> String { isMaximum ? "AmaxBackward0" : "AminBackward0" }
  var symbol: String { isMaximum ? "max" : "min" }
  func expression(_ names: OperandNames) -> String { "\\\(symbol)(\(names[0]))" }
  func shape(_ x: [[Int]]) throws -> [Int] {
    try Shapes.reduction(x[0], dims: dims, keepDim: keepDim)
  }
  func forward(_ x: Operands<Tensor>) throws -> Tensor {
    try isMaximum ? x[0].amax(dims, keepDim: keepDim) : x[0].amin(dims, keepDim: keepDim)
  }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    let (x, y) = (x[0].tensor, try unreduced(y.tensor, x[0].shape, dims: dims))
    let mask = try x.compared(.equal, to: y).converted(to: x.dtype)
    let share = try mask / mask.sum(dims, keepDim: true)
    return try unreduced(g, x.shape, dims: dims) * g.constant(share)
  }
  func derivative(to i: Int, _ names: OperandNames) -> String {
    "[\(names[0])_i = \(names.output)]"
  }
}

/// y = (Σ |x|ᵖ)^(1/p); where y is 0 the gradient is 0.
struct VectorNorm: SmoothRule {
  let p: Double
  let dims: [Int]?
  let keepDim: Bool
  func name(_ x: Operands<Tensor>) -> String { "LinalgVectorNormBackward0" }
  var symbol: String { "norm" }
  func shape(_ x: [[Int]]) throws -> [Int] {
    try Shapes.reduction(x[0], dims: dims, keepDim: keepDim)
  }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].norm(p, dims, keepDim: keepDim) }

  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    let x = x[0]
    let (g, y) = (
      try unreduced(g, x.shape, dims: dims), try unreduced(y, x.shape, dims: dims)
    )
    switch p {
    case 0: return g.constant(try Tensor.zeros(like: x.tensor))
    case 1: return try g * x.sign()
    case 2: return try (g * x / y).masked(y.tensor.compared(.notEqual, to: .number(0)))
    case .infinity, -.infinity:
      let mask = try x.tensor.absolute().compared(.equal, to: y.tensor).converted(to: x.dtype)
      return try g * x.sign() * g.constant(mask / mask.sum(dims, keepDim: true))
    default:
      let size = try x * x.sign()
      let slope = try x.sign() * (size / y).power(g.number(p - 1))
      return try (g * slope).masked(x.tensor.compared(.notEqual, to: .number(0)))
    }
  }

  func derivative(to i: Int, _ names: OperandNames) -> String {
    let (x, y) = (names[0], names.output)
    return "\\operatorname{sign} \(x)_i \\left|\\frac{\(x)_i}{\(y)}\\right|^{p - 1}"
  }
}

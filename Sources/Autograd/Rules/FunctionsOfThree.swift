import Tensors

/// y = x₀ + value · x₁ ⊙ x₂, or x₀ + value · x₁ / x₂: PyTorch's `addcmul` and `addcdiv`.
struct AddProduct: SmoothRule {
  let value: Double
  let isQuotient: Bool
  var isElementwise: Bool { true }
  func name(_ x: Operands<Tensor>) -> String {
    isQuotient ? "AddcdivBackward0" : "AddcmulBackward0"
  }
  var symbol: String { isQuotient ? "+ ÷" : "+ ×" }
  var needsOutput: Bool { false }
  func needs(input j: Int, forGradientOf i: Int) -> Bool {
    i == 1 ? j == 2 : i == 2 && (j == 1 || (isQuotient && j == 2))
  }
  func shape(_ x: [[Int]]) throws -> [Int] {
    try Shapes.broadcast(try Shapes.broadcast(x[0], x[1]), x[2])
  }
  func forward(_ x: Operands<Tensor>) throws -> Tensor {
    // A whole factor leaves whole numbers what they are.
    let number = try Int(exactly: value).map { try Tensor.number($0) } ?? Tensor.number(value)
    let factor = value == 1 ? nil : number
    return try isQuotient
      ? x[0].addingQuotient(x[1], x[2], value: factor)
      : x[0].addingProduct(x[1], x[2], value: factor)
  }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    switch (i, isQuotient) {
    case (0, _): g
    case (1, false): try g * g.number(value) * x[2]
    case (1, true): try g * g.number(value) / x[2]
    case (_, false): try g * g.number(value) * x[1]
    case (_, true): try -g * g.number(value) * x[1] / (x[2] * x[2])
    }
  }
  private var factor: String { value == 1 ? "" : "\(value) \\, " }
  func expression(_ names: OperandNames) -> String {
    "\(names[0]) + \(factor)"
      + (isQuotient ? "\\frac{\(names[1])}{\(names[2])}" : "\(names[1]) \\odot \(names[2])")
  }
  func derivative(to i: Int, _ names: OperandNames) -> String {
    switch (i, isQuotient) {
    case (0, _): "1"
    case (1, false): factor + names[2]
    case (1, true): "\(factor)\\frac{1}{\(names[2])}"
    case (_, false): factor + names[1]
    case (_, true): "-\(factor)\\frac{\(names[1])}{\(names[2])^2}"
    }
  }
}

/// y = min(max(x, low), high) with tensors as bounds, of which one may be missing. The gradient
/// goes to what y was taken from: to x also where it is equal to a bound, and where low > high to
/// `high`.
struct ClampBetween: SmoothRule {
  let hasLow: Bool
  let hasHigh: Bool
  var isElementwise: Bool { true }
  func name(_ x: Operands<Tensor>) -> String { "ClampBackward0" }
  var symbol: String { "clamp" }
  var needsOutput: Bool { false }

  private func bounds<V>(_ x: Operands<V>) -> (low: V?, high: V?) {
    (hasLow ? x[1] : nil, hasHigh ? x[hasLow ? 2 : 1] : nil)
  }
  func shape(_ x: [[Int]]) throws -> [Int] {
    try x.dropFirst().reduce(x[0]) { try Shapes.broadcast($0, $1) }
  }
  func forward(_ x: Operands<Tensor>) throws -> Tensor {
    let (low, high) = bounds(x)
    return try x[0].clamp(min: low, max: high)
  }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    let (low, high) = bounds(x.mapped(\.tensor))
    let x = x[0].tensor
    switch i {
    case 0:
      let isAbove = try low.map { try x.compared(.greaterOrEqual, to: $0) }
      let isBelow = try high.map { try x.compared(.lessOrEqual, to: $0) }
      return try [isAbove, isBelow].compactMap(\.self).reduce(g) { try $0.masked($1) }
    case 1 where hasLow:
      guard let low else { return g }
      let part = try g.masked(x.compared(.less, to: low))
      return try high.map { try part.masked(low.compared(.less, to: $0)) } ?? part
    default:
      guard let high else { return g }
      let isAbove = try x.compared(.greater, to: high)
      return try g.masked(
        low.map { try isAbove.logicalOr(high.compared(.less, to: $0)) } ?? isAbove)
    }
  }
  func expression(_ names: OperandNames) -> String {
    let raised = hasLow ? "\\max(\(names[0]), \(names[1]))" : names[0]
    return hasHigh ? "\\min(\(raised), \(names[hasLow ? 2 : 1]))" : raised
  }
  func derivative(to i: Int, _ names: OperandNames) -> String { "[\(names[i]) = \(names.output)]" }
}

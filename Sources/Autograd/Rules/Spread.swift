import Tensors

/// y = Σ(x − x̄)² / (n − correction), or its root.
struct Spread: SmoothRule {
  let dims: [Int]?
  let correction: Int
  let keepDim: Bool
  let isRoot: Bool
  func name(_ x: Operands<Tensor>) -> String { isRoot ? "StdBackward0" : "VarBackward0" }
  var symbol: String { isRoot ? "std" : "var" }
  func shape(_ x: [[Int]]) throws -> [Int] {
    try Shapes.reduction(x[0], dims: dims, keepDim: keepDim)
  }

  func forward(_ x: Operands<Tensor>) throws -> Tensor {
    guard x[0].dtype.isFloatingPoint else {
      throw TensorError("std and var only support floating point and complex dtypes")
    }
    let variance = try x[0].variance(dims, correction: correction, keepDim: keepDim)
    return isRoot ? try variance.squareRoot() : variance
  }

  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    let shape = try Shapes.reduction(x[0].shape, dims: dims, keepDim: true)
    let terms = x[0].count / max(y.count, 1)
    let freedom = try g.number(max(0, Double(terms) - Double(correction)))
    let distance = try x[0] - x[0].mean(dims, keepDim: true)
    let upstream = try isRoot ? g / y : g * g.number(2)
    return try upstream.reshaped(shape) * distance / freedom
  }

  func derivative(to i: Int, _ names: OperandNames) -> String {
    let distance = "\(names[0])_i - \\bar{\(names[0])}"
    return isRoot
      ? "\\frac{\(distance)}{(n - \(correction)) \\, \(names.output)}"
      : "\\frac{2 (\(distance))}{n - \(correction)}"
  }
}

/// y = √Σx², the length of all elements as one vector; at 0 the gradient is 0.
struct Norm: SmoothRule {
  func name(_ x: Operands<Tensor>) -> String { "LinalgVectorNormBackward0" }
  var symbol: String { "norm" }
  func expression(_ names: OperandNames) -> String { "\\sqrt{\\sum_i \(names[0])_i^2}" }
  func shape(_ x: [[Int]]) throws -> [Int] { [] }

  func forward(_ x: Operands<Tensor>) throws -> Tensor {
    guard x[0].dtype.isFloatingPoint else {
      throw TensorError(
        "linalg.vector_norm: Expected a floating point or complex tensor as input. Got "
          + (x[0].dtype == .bool ? "Bool" : "Long"))
    }
    return try x[0].squared().sum().squareRoot()
  }

  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    try (g * x[0] / y).masked(y.tensor.compared(.notEqual, to: .number(0)))
  }

  func derivative(to i: Int, _ names: OperandNames) -> String {
    "\\frac{\(names[0])_i}{\(names.output)}"
  }
}

import Tensors

/// y = x, in storage of its own.
struct Clone: ElementwiseFunction {
  func name(_ x: Operands<Tensor>) -> String { "CloneBackward0" }
  var symbol: String { "clone" }
  func expression(_ names: OperandNames) -> String { names[0] }
  func needs(input j: Int, forGradientOf i: Int) -> Bool { false }
  var needsOutput: Bool { false }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].copied() }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V { g }
  func derivative(to i: Int, _ names: OperandNames) -> String { "1" }
}

/// Functions that are flat between their steps: their gradient is 0.
public enum StepFunction: String, Hashable, Sendable {
  case floor, ceil, round, sign
}

struct Step: ElementwiseFunction {
  let function: StepFunction
  func name(_ x: Operands<Tensor>) -> String {
    switch function {
    case .floor: "FloorBackward0"
    case .ceil: "CeilBackward0"
    case .round: "RoundBackward0"
    case .sign: "SignBackward0"
    }
  }
  var symbol: String { function.rawValue }
  func needs(input j: Int, forGradientOf i: Int) -> Bool { false }
  var needsOutput: Bool { false }
  func forward(_ x: Operands<Tensor>) throws -> Tensor {
    switch function {
    case .floor: try x[0].floor()
    case .ceil: try x[0].ceil()
    case .round: try x[0].round()
    case .sign: try x[0].sign()
    }
  }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    g.constant(try Tensor.zeros(like: g.tensor))
  }
  func derivative(to i: Int, _ names: OperandNames) -> String { "0" }
}

/// y = min(max(x, low), high); outside the gradient is 0.
struct Clamp: ElementwiseFunction {
  let low: Double?
  let high: Double?
  func name(_ x: Operands<Tensor>) -> String { "ClampBackward1" }
  var symbol: String { "clamp" }

  func forward(_ x: Operands<Tensor>) throws -> Tensor {
    var result = x[0]
    if let low { result = try result.maximum(bound(low)) }
    if let high { result = try result.minimum(bound(high)) }
    return result
  }

  /// A whole bound leaves a tensor of whole numbers one.
  private func bound(_ value: Double) throws -> Tensor {
    try Int(exactly: value).map { try Tensor.number($0) } ?? Tensor.number(value)
  }

  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    try g.masked(x[0].tensor.compared(.equal, to: y.tensor))
  }

  func derivative(to i: Int, _ names: OperandNames) -> String { "[\(names[0]) = \(names.output)]" }
}

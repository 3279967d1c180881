import Tensors

/// The same elements seen otherwise: the gradient goes back the way the elements came.
protocol LayoutRule: SmoothRule {}

extension LayoutRule {
  public func needs(input j: Int, forGradientOf i: Int) -> Bool { false }
  public var needsOutput: Bool { false }
  public func derivative(to i: Int, _ names: OperandNames) -> String { "1" }
}

/// The same elements in another shape.
struct Reshape: LayoutRule {
  let target: [Int]
  func name(_ x: Operands<Tensor>) -> String {
    (try? x[0].viewed(target)) == nil ? "UnsafeViewBackward0" : "ViewBackward0"
  }
  var symbol: String { "reshape" }
  func shape(_ x: [[Int]]) throws -> [Int] {
    try Shapes.resolve(target, count: try Shapes.count(x[0]))
  }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].reshaped(target) }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    try g.reshaped(x[0].shape)
  }
}

/// A view: its shape is told by a stand-in that takes no memory.
protocol ViewRule: LayoutRule {
  func view(_ x: Tensor) throws -> Tensor
}

extension ViewRule {
  public func shape(_ x: [[Int]]) throws -> [Int] {
    try view(try Tensor.zeros([]).expanded(to: x[0])).shape
  }
  public func forward(_ x: Operands<Tensor>) throws -> Tensor { try view(x[0]) }
}

/// Two dimensions in each other's place.
struct Transpose: ViewRule {
  let first: Int
  let second: Int
  func name(_ x: Operands<Tensor>) -> String { "TransposeBackward0" }
  var symbol: String { "ᵀ" }
  func expression(_ names: OperandNames) -> String { "\(names[0])^\\top" }
  func view(_ x: Tensor) throws -> Tensor { try x.transposed(first, second) }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    try g.transposed(first, second)
  }
}

/// The dimensions in another order.
struct Permute: ViewRule {
  let order: [Int]
  func name(_ x: Operands<Tensor>) -> String { "PermuteBackward0" }
  var symbol: String { order == [1, 0] ? "ᵀ" : "permute" }
  func expression(_ names: OperandNames) -> String {
    order == [1, 0] ? "\(names[0])^\\top" : "\\operatorname{permute}(\(names[0]))"
  }
  func view(_ x: Tensor) throws -> Tensor { try x.permuted(order) }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    var inverse = [Int](repeating: 0, count: order.count)
    for (place, dim) in order.enumerated() {
      inverse[try Shapes.axis(dim, rank: order.count)] = place
    }
    return try g.permuted(inverse)
  }
}

/// Stretched to a larger shape; the copies' gradients add up.
struct Expand: ViewRule {
  let target: [Int]
  func name(_ x: Operands<Tensor>) -> String { "ExpandBackward0" }
  var symbol: String { "expand" }
  func view(_ x: Tensor) throws -> Tensor { try x.expanded(to: target) }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V { g }
}

/// Without dimensions of size 1.
struct Squeeze: ViewRule {
  let dim: Int?
  func name(_ x: Operands<Tensor>) -> String {
    dim == nil ? "SqueezeBackward0" : "SqueezeBackward1"
  }
  var symbol: String { "squeeze" }
  func view(_ x: Tensor) throws -> Tensor { try x.squeezed(dim) }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    try g.reshaped(x[0].shape)
  }
}

/// With a dimension of size 1 put in.
struct Unsqueeze: ViewRule {
  let dim: Int
  func name(_ x: Operands<Tensor>) -> String { "UnsqueezeBackward0" }
  var symbol: String { "unsqueeze" }
  func view(_ x: Tensor) throws -> Tensor { try x.unsqueezed(dim) }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    try g.reshaped(x[0].shape)
  }
}

/// The same numbers as another type.
struct Convert: LayoutRule {
  let type: DataType
  func name(_ x: Operands<Tensor>) -> String { "ToCopyBackward0" }
  var symbol: String { type.name }
  func expression(_ names: OperandNames) -> String { names[0] }
  func shape(_ x: [[Int]]) throws -> [Int] { x[0] }
  func forward(_ x: Operands<Tensor>) throws -> Tensor { try x[0].converted(to: type) }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V { g }
}

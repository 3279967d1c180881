import Tensors

/// Everything that the book knows of one operation y = f(x₀, x₁, …), in one place: how it is
/// called, computed, differentiated, and written down.
public protocol Rule: Sendable {
  /// PyTorch's name of the node, such as `MulBackward0`.
  func name(_ x: Operands<Tensor>) -> String

  /// How it is drawn in a graph, such as `×`.
  var symbol: String { get }

  /// Whether each element of y comes from the elements of x in the same place.
  var isElementwise: Bool { get }

  /// Whether the pullback needs x or y, so that a second pass needs them kept.
  var needsValues: Bool { get }

  /// The shape of y for shapes of x.
  func shape(_ x: [[Int]]) throws -> [Int]

  /// y
  func forward(_ x: Operands<Tensor>) throws -> Tensor

  /// ∂L/∂xᵢ, for the upstream gradient g = ∂L/∂y. It may still have the shape of y where xᵢ was
  /// stretched to it, and be of another type; both are mended by the caller.
  func pullback(_ g: Tensor, to i: Int, _ x: Operands<Tensor>, _ y: Tensor) throws -> Tensor

  /// f(x₀, x₁, …) as TeX, in terms of the names of x. Numbers may stand in the names' place.
  func expression(_ names: OperandNames) -> String

  /// ∂y/∂xᵢ as TeX, in terms of the names of x and y.
  func derivative(to i: Int, _ names: OperandNames) -> String

  /// ∂L/∂xᵢ as TeX: how `upstream` and the derivative are put together.
  func contribution(_ upstream: String, to i: Int, _ names: OperandNames) -> String
}

/// What the operands and the result of an operation are called in a formula.
public struct OperandNames: Hashable, Sendable {
  public var inputs: [String]
  public var output: String

  public init(inputs: [String], output: String) {
    self.inputs = inputs
    self.output = output
  }

  /// The name of an input; `x` when it has none.
  public subscript(input: Int) -> String { input < inputs.count ? inputs[input] : "x" }
}

extension Rule {
  public var isElementwise: Bool { false }
  public var needsValues: Bool { true }

  public func expression(_ names: OperandNames) -> String {
    "\\operatorname{\(symbol)}(\(names.inputs.joined(separator: ", ")))"
  }

  public func contribution(_ upstream: String, to i: Int, _ names: OperandNames) -> String {
    "\(upstream) \\cdot \(derivative(to: i, names))"
  }
}

/// An operation on each element of one tensor.
protocol ElementwiseFunction: Rule {}

extension ElementwiseFunction {
  public var isElementwise: Bool { true }
  public func shape(_ x: [[Int]]) throws -> [Int] { x[0] }
}

/// An operation on each two elements of two tensors, stretched to one shape.
protocol ElementwiseArithmetic: Rule {}

extension ElementwiseArithmetic {
  public var isElementwise: Bool { true }
  public func shape(_ x: [[Int]]) throws -> [Int] { try Shapes.broadcast(x[0], x[1]) }
}

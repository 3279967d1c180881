import Tensors

/// Everything that the book knows of one operation y = f(x₀, x₁, …), in one place: how it is
/// called, computed, differentiated, and written down.
///
/// A rule whose gradient may itself be differentiated conforms to `SmoothRule`, and one that
/// computes all gradients at once, or keeps more than x and y for them, to `JointRule`.
public protocol Rule: Sendable {
  /// PyTorch's name of the node, such as `MulBackward0`.
  func name(_ x: Operands<Tensor>) -> String

  /// How it is drawn in a graph, such as `×`.
  var symbol: String { get }

  /// Whether each element of y comes from the elements of x in the same place.
  var isElementwise: Bool { get }

  /// Whether the pullback to input i reads the value of input j.
  func needs(input j: Int, forGradientOf i: Int) -> Bool

  /// Whether the pullback reads y.
  var needsOutput: Bool { get }

  /// The shape of y for shapes of x.
  func shape(_ x: [[Int]]) throws -> [Int]

  /// y
  func forward(_ x: Operands<Tensor>) throws -> Tensor

  /// y, and what else the pullback wants to find again.
  func forwardSaving(_ x: Operands<Tensor>) throws -> (output: Tensor, saved: [Tensor])

  /// ∂L/∂xᵢ, for the upstream gradient g = ∂L/∂y. It may still have the shape of y where xᵢ was
  /// stretched to it, and be of another type; both are mended by the caller.
  func pullback(_ g: Tensor, to i: Int, _ x: Operands<Tensor>, _ y: Tensor) throws -> Tensor

  /// Whether the gradients of all inputs are computed in one go, by `gradients`, and not each by
  /// `pullback`.
  var isJoint: Bool { get }

  /// ∂L/∂xᵢ for each i where `needed` says so; nil elsewhere. As with `pullback`, shape and type
  /// are mended by the caller.
  func gradients(
    _ g: Tensor, needed: [Bool], _ x: Operands<Tensor>, _ y: Tensor, saved: [Tensor]
  ) throws -> [Tensor?]

  /// ∂L/∂xᵢ recorded, so that it can be differentiated again.
  func recordedPullback(
    _ g: Variable, to i: Int, _ x: Operands<Variable>, _ y: Variable
  ) throws -> Variable

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
  public func needs(input j: Int, forGradientOf i: Int) -> Bool { true }
  public var needsOutput: Bool { true }

  public func forwardSaving(_ x: Operands<Tensor>) throws -> (output: Tensor, saved: [Tensor]) {
    (try forward(x), [])
  }

  public var isJoint: Bool { false }

  public func gradients(
    _ g: Tensor, needed: [Bool], _ x: Operands<Tensor>, _ y: Tensor, saved: [Tensor]
  ) throws -> [Tensor?] {
    try needed.enumerated().map { i, isNeeded in isNeeded ? try pullback(g, to: i, x, y) : nil }
  }

  public func recordedPullback(
    _ g: Variable, to i: Int, _ x: Operands<Variable>, _ y: Variable
  ) throws -> Variable {
    let node = name(x.mapped(\.value))
    throw TensorError("the gradient of \(node) cannot be differentiated once more here")
  }

  public func expression(_ names: OperandNames) -> String {
    "\\operatorname{\(symbol)}(\(names.inputs.joined(separator: ", ")))"
  }

  public func contribution(_ upstream: String, to i: Int, _ names: OperandNames) -> String {
    "\(upstream) \\cdot \(derivative(to: i, names))"
  }

  /// Whether a second pass needs values that the first one gave up.
  func needsValues(_ count: Int) -> Bool {
    needsOutput
      || (0..<count).contains { i in (0..<count).contains { needs(input: $0, forGradientOf: i) } }
  }
}

/// A rule whose pullback is one formula for tensors, which are computed at once, and for
/// variables, whose operations are recorded: so the gradient has a gradient.
protocol SmoothRule: Rule {
  /// ∂L/∂xᵢ, for the upstream gradient g = ∂L/∂y, as `pullback` has it.
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V
}

extension SmoothRule {
  public func pullback(_ g: Tensor, to i: Int, _ x: Operands<Tensor>, _ y: Tensor) throws
    -> Tensor
  { try differential(g, to: i, x, y) }

  public func recordedPullback(
    _ g: Variable, to i: Int, _ x: Operands<Variable>, _ y: Variable
  ) throws -> Variable { try differential(g, to: i, x, y) }
}

/// A rule that keeps more than x and y for its pullback, or computes the gradients of all its
/// inputs in one go.
protocol JointRule: Rule {}

extension JointRule {
  public var isJoint: Bool { true }
  public func forward(_ x: Operands<Tensor>) throws -> Tensor { try forwardSaving(x).output }

  public func pullback(_ g: Tensor, to i: Int, _ x: Operands<Tensor>, _ y: Tensor) throws
    -> Tensor
  {
    let (output, saved) = try forwardSaving(x)
    let gradients = try gradients(
      g, needed: x.indices.map { $0 == i }, x, output, saved: saved)
    return try gradients[i] ?? Tensor.zeros(like: x[i])
  }
}

/// An operation on each element of one tensor.
protocol ElementwiseFunction: SmoothRule {}

extension ElementwiseFunction {
  public var isElementwise: Bool { true }
  public func shape(_ x: [[Int]]) throws -> [Int] { x[0] }
}

/// An operation on each two elements of two tensors, stretched to one shape.
protocol ElementwiseArithmetic: SmoothRule {}

extension ElementwiseArithmetic {
  public var isElementwise: Bool { true }
  public func shape(_ x: [[Int]]) throws -> [Int] { try Shapes.broadcast(x[0], x[1]) }
}

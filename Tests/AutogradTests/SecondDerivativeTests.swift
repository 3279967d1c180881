import Autograd
import Tensors
import Testing

/// A function of some variables, and the shapes and the range of its inputs.
private struct Composite: Sendable, CustomTestStringConvertible {
  let name: String
  let shapes: [[Int]]
  var low = 0.3
  var high = 1.7
  let function: @Sendable ([Variable]) throws -> Variable

  var testDescription: String { name }
}

private func one(_ name: String, _ operation: Operation, _ shape: [Int] = [2, 3]) -> Composite {
  Composite(name: name, shapes: [shape]) { try $0[0].apply(operation) }
}

private func two(_ name: String, _ operation: Operation, _ a: [Int], _ b: [Int]) -> Composite {
  Composite(name: name, shapes: [a, b]) { try $0[0].tape.record(operation, .two($0[0], $0[1])) }
}

private let further: [Composite] =
  ElementaryFunction.allCases.filter { $0 != .truncate }.map { function in
    let inside: Set<ElementaryFunction> = [.asin, .acos, .atanh, .logit]
    let (low, high) =
      inside.contains(function) ? (0.2, 0.8) : function == .acosh ? (1.3, 2.5) : (0.3, 0.9)
    return Composite(name: function.rawValue, shapes: [[2, 3]], low: low, high: high) {
      try $0[0].apply(.elementary(function))
    }
  }
  + FunctionOfTwo.allCases.map { two($0.rawValue, .function($0), [2, 3], [3]) }
  + [
    one("product", .product(dims: nil, keepDim: false)),
    one("product along", .product(dims: [1], keepDim: true)),
    one("log sum exp", .logSumExp(dims: [1], keepDim: false)),
    one("amax", .extremeOver(dims: [0], keepDim: false, isMaximum: true)),
    one("norm 3", .vectorNorm(p: 3, dims: [1], keepDim: false)),
    one("norm 1", .vectorNorm(p: 1, dims: nil, keepDim: false)),
    one("running sum", .scan(.sum, dim: 1)), one("running product", .scan(.product, dim: 0)),
    one("running log sum", .scan(.logSumExp, dim: 1)),
    one("flip", .rearrange(.flip([1]))), one("roll", .rearrange(.roll([1], [1]))),
    one("turn", .rearrange(.rotate(turns: 1, 0, 1))), one("repeat", .rearrange(.repeat([2, 2]))),
    one("pad", .rearrange(.pad([1, 2], value: 2))), one("triangle", .rearrange(.tril(0))),
    one("diagonal", .diagonal(offset: 1, 0, 1)),
    one("as diagonal", .rearrange(.diagonalEmbed(offset: 1, -2, -1))),
    Composite(name: "lerp", shapes: [[3], [2, 3], [2, 1]]) { try $0[0].lerp($0[1], $0[2]) },
    Composite(name: "addcmul", shapes: [[2, 3], [3], [2, 1]]) {
      try $0[0].addingProduct($0[1], $0[2], value: 2)
    },
    Composite(name: "addcdiv", shapes: [[2, 3], [3], [2, 1]]) {
      try $0[0].addingQuotient($0[1], $0[2], value: 2)
    },
    Composite(name: "clamp between", shapes: [[2, 3], [3], [2, 1]]) {
      try $0[0].clamp(min: $0[1], max: $0[2])
    },
    Composite(name: "kron", shapes: [[2, 2], [2, 3]]) { try $0[0].kron($0[1]) },
    Composite(name: "quantile", shapes: [[2, 5]]) {
      try $0[0].quantile(Tensor([0.2, 0.7], dtype: .float64), 1)
    },
    Composite(name: "masked scatter", shapes: [[3], [2]]) {
      try $0[0].maskedScattered(Tensor([true, false, true]), $0[1])
    },
    one("unfold", .unfold(dim: 1, size: 3, step: 2), [2, 6]),
    Composite(name: "inverse", shapes: [[2, 2]]) { try (regular($0[0])).inverse() },
    Composite(name: "log det", shapes: [[2, 2]]) { try (regular($0[0])).logDeterminant() },
    Composite(name: "solve", shapes: [[2, 2], [2, 3]]) { try regular($0[0]).solve($0[1]) },
    Composite(name: "cholesky", shapes: [[2, 2]]) {
      try regular($0[0]).matmul(regular($0[0]).transposed()).cholesky()
    },
    Composite(name: "index", shapes: [[3, 2]]) {
      try $0[0].indexed([.tensor(Tensor([2, 0, 2])), .newAxis, .tensor(Tensor([1, 0, 1]))])
    },
    Composite(name: "index put", shapes: [[3, 2], [2]]) {
      try $0[0].assigning($0[1], at: [.tensor(Tensor([2, 0]))])
    },
    Composite(name: "scatter", shapes: [[2, 3], [2, 2]]) {
      try $0[0].scattered(1, Tensor([0, 2, 1, 0], shape: [2, 2]), $0[1])
    },
    Composite(name: "sort", shapes: [[2, 3]]) { try $0[0].sorted(1).values },
    Composite(name: "einsum", shapes: [[2, 3], [3, 2]]) { try einsum("ij,jk->ki", $0) },
  ]

/// A matrix that has an inverse.
private func regular(_ x: Variable) throws -> Variable {
  try x + x.tape.constant(Tensor.eye(2, dtype: .float64) * .number(4))
}

private let composites: [Composite] = [
  two("add", .add, [2, 3], [3]), two("subtract", .subtract, [2, 1], [3]),
  two("multiply", .multiply, [2, 3], [3]), two("divide", .divide, [2, 3], [2, 1]),
  two("power", .power, [2, 2], [2]), two("maximum", .maximumOf, [3], [3]),
  two("matmul", .matmul, [2, 3], [3, 2]), two("matmul of a batch", .matmul, [2, 2, 3], [3, 2]),
  two("dot", .matmul, [3], [3]), two("matrix and vector", .matmul, [2, 3], [3]),
  one("exp", .exp), one("log", .log), one("square root", .squareRoot), one("abs", .absolute),
  one("sin", .sin), one("cos", .cos), one("tanh", .tanh), one("relu", .relu),
  one("sigmoid", .sigmoid), one("softplus", .softplus), one("negate", .negate),
  one("softmax", .softmax(dim: 1)), one("log softmax", .logSoftmax(dim: 0)),
  one("sum", .sum(dims: [1], keepDim: false)), one("mean", .mean(dims: nil, keepDim: false)),
  one("variance", .variance(dims: [1], correction: 1, keepDim: false)),
  one("deviation", .standardDeviation(dims: nil, correction: 1, keepDim: false)),
  one("norm", .norm), one("maximum of all", .maximum),
  one("maximum along", .maximumAlong(dim: 1, keepDim: false)),
  one("transpose", .transpose(0, 1)), one("reshape", .reshape([3, 2])),
  one("select", .select(dim: 1, index: 1)),
  one("slice", .slice(dim: 1, start: 0, end: nil, step: 2)),
  Composite(name: "concatenate", shapes: [[2, 2], [2, 1]]) { try .concatenated($0, 1) },
  Composite(name: "stack", shapes: [[2], [2]]) { try .stacked($0, 1) },
  Composite(name: "rows", shapes: [[3, 2]]) { try $0[0].rows(at: Tensor([2, 0, 2])) },
  Composite(name: "gather", shapes: [[2, 3]]) {
    try $0[0].gathered(1, Tensor([0, 0, 2, 1], shape: [2, 2]))
  },
  Composite(name: "add and multiply", shapes: [[2], [3, 4], [4, 2]]) {
    try $0[0].addingMatmul($0[1], $0[2])
  },
  Composite(name: "mean squared error", shapes: [[4], [4]]) { try $0[0].meanSquaredError($0[1]) },
]

@Suite struct SecondDerivativeTests {
  /// The gradient of Σ r · ∂(Σ u · f)/∂x against its own central difference.
  @Test(arguments: composites + further)
  fileprivate func theGradientOfAGradientAgreesWithACentralDifference(_ trial: Composite) throws {
    var generator = Generator(seed: 8)
    let points = try trial.shapes.map {
      try generator.uniform($0, trial.low, trial.high, dtype: .float64).doubles
    }
    let directions = try trial.shapes.map { try generator.randn($0, dtype: .float64) }

    /// Σ r · ∂(Σ f³)/∂x at some points, and its leaves.
    func slope(_ points: [[Double]]) throws -> (value: Variable, leaves: [Variable]) {
      let tape = Tape()
      let leaves = try zip(points, trial.shapes).map {
        try tape.leaf(Tensor($0, shape: $1, dtype: .float64), requiresGradient: true)
      }
      let y = try trial.function(leaves)
      let gradients = try tape.gradients(
        of: [(y * y * y).sum()], to: leaves, createGraph: true)
      let terms = try zip(gradients, directions).compactMap { gradient, direction in
        try gradient.map { try ($0 * tape.constant(direction)).sum() }
      }
      return (try terms.dropFirst().reduce(terms[0]) { try $0 + $1 }, leaves)
    }

    let (value, leaves) = try slope(points)
    try value.backward()
    let h = 1e-5
    for (input, point) in points.enumerated() {
      let gradient = leaves[input].gradient?.doubles ?? point.map { _ in 0 }
      for element in point.indices {
        func moved(_ offset: Double) throws -> Double {
          var points = points
          points[input][element] += offset
          return try slope(points).value.value.item()
        }
        let numeric = try (moved(h) - moved(-h)) / (2 * h)
        #expect(abs(numeric - gradient[element]) < 1e-5 * max(1, abs(numeric)))
      }
    }
  }

  @Test func gradientsCanBeTakenAgainAndAgain() throws {
    let tape = Tape()
    let x = try tape.leaf(.scalar(2, dtype: .float64), requiresGradient: true)
    var y = try x * x * x * x
    for expected in [32.0, 48, 48, 24] {
      y = try #require(try tape.gradients(of: [y], to: [x], createGraph: true)[0])
      #expect(try y.value.item() == expected)
    }
  }

  @Test func backwardWithAGraphLeavesGradientsThatCanBeDifferentiated() throws {
    let tape = Tape()
    let x = try tape.leaf(.scalar(3, dtype: .float64), requiresGradient: true)
    try (x * x * x).backward(createGraph: true)
    let slope = try #require(x.gradientVariable)
    #expect(slope.requiresGradient)
    x.gradient = nil
    try slope.backward()
    #expect(try x.gradient?.item() == 18)
  }
}

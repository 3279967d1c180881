import Autograd
import Tensors
import Testing

/// An operation, the shapes that it is tried on, and where its inputs lie.
private struct Trial: Sendable, CustomTestStringConvertible {
  let operation: Operation
  let shapes: [[Int]]
  var low = -2.0
  var high = 2.0

  var testDescription: String { "\(operation) \(shapes)" }
}

/// Shapes that stretch to one another.
private let pairs = [
  [[3, 2], [3, 2]], [[2, 3], [3]], [[2, 1], [1, 3]], [[], [2, 2]], [[1], []],
]
private let shapes: [[Int]] = [[], [1], [4], [2, 3], [2, 1, 3]]

private let trials: [Trial] = {
  var trials: [Trial] = []
  for operation in [Operation.add, .subtract, .multiply, .maximumOf, .minimumOf] {
    trials += pairs.map { Trial(operation: operation, shapes: $0) }
  }
  for isQuotient in [false, true] {
    let shapes = [[2, 3], [3], [2, 1]]
    let operation = Operation.addProduct(value: -1.5, isQuotient: isQuotient)
    trials.append(Trial(operation: operation, shapes: shapes, low: 0.5, high: 2))
  }
  trials += [
    Trial(operation: .clampBetween(hasLow: true, hasHigh: true), shapes: [[4, 3], [3], [4, 1]]),
    Trial(operation: .clampBetween(hasLow: false, hasHigh: true), shapes: [[4, 3], [4, 1]]),
    Trial(operation: .unfold(dim: 1, size: 3, step: 2), shapes: [[2, 6, 2]]),
    Trial(operation: .unfold(dim: 0, size: 2, step: 1), shapes: [[4]]),
  ]
  for operation in [Operation.divide, .power] {
    trials += pairs.map { Trial(operation: operation, shapes: $0, low: 0.5, high: 2) }
  }
  for operation in [
    Operation.negate, .exp, .absolute, .sin, .cos, .tanh, .relu, .sigmoid, .softplus, .maximum,
    .minimum, .sum(dims: nil, keepDim: false), .mean(dims: nil, keepDim: false),
    .softmax(dim: -1), .logSoftmax(dim: 0), .sum(dims: [0], keepDim: true),
    .mean(dims: [-1], keepDim: false), .maximumAlong(dim: -1, keepDim: false),
    .minimumAlong(dim: 0, keepDim: true), .unsqueeze(0), .reshape([-1]), .squeeze(nil),
    .convert(.float64),
  ] {
    trials += shapes.map { Trial(operation: operation, shapes: [$0]) }
  }
  for operation in [
    Operation.product(dims: nil, keepDim: false), .logSumExp(dims: [-1], keepDim: true),
    .extremeOver(dims: [0], keepDim: false, isMaximum: false), .scan(.sum, dim: -1),
    .scan(.product, dim: 0), .vectorNorm(p: 3, dims: nil, keepDim: false),
    .rearrange(.flip([-1])), .rearrange(.repeat([2, 1, 2])), .index([.newAxis, .ellipsis], .index),
  ] {
    trials += shapes.map { Trial(operation: operation, shapes: [$0]) }
  }
  for function in ElementaryFunction.allCases {
    let isInside = [.asin, .acos, .atanh, .logit].contains(function)
    let (low, high) = isInside ? (0.1, 0.9) : function == .acosh ? (1.2, 3.0) : (0.3, 0.9)
    trials += shapes.map {
      Trial(operation: .elementary(function), shapes: [$0], low: low, high: high)
    }
  }
  for function in FunctionOfTwo.allCases {
    trials += pairs.map {
      Trial(operation: .function(function), shapes: $0, low: 0.4, high: 2)
    }
  }
  for shape in [[2, 2], [3, 3], [2, 2, 2], [1, 1]] {
    trials += [Operation.inverse, .determinant, .singularValues].map {
      Trial(operation: $0, shapes: [shape])
    }
  }
  for operation in [Operation.log, .squareRoot] {
    trials += shapes.map { Trial(operation: operation, shapes: [$0], low: 0.3, high: 3) }
  }
  for pair in [
    [[3], [3]], [[2, 3], [3]], [[3], [3, 2]], [[2, 3], [3, 4]], [[2, 2, 3], [3, 2]],
    [[2, 1, 2, 3], [2, 3, 1]], [[1, 1], [1, 1]],
  ] {
    trials.append(Trial(operation: .matmul, shapes: pair))
  }
  trials += [
    Trial(operation: .addMatmul, shapes: [[2], [3, 4], [4, 2]]),
    Trial(operation: .addMatmul, shapes: [[2], [4], [4, 2]]),
    Trial(operation: .transpose(0, 1), shapes: [[2, 3]]),
    Trial(operation: .permute([2, 0, 1]), shapes: [[2, 3, 2]]),
    Trial(operation: .expand([2, 3, 2]), shapes: [[3, 1]]),
    Trial(operation: .squeeze(1), shapes: [[2, 1]]),
    Trial(operation: .select(dim: 1, index: -1), shapes: [[2, 3]]),
    Trial(operation: .slice(dim: 0, start: 1, end: nil, step: 2), shapes: [[5, 2]]),
    Trial(operation: .concatenate(dim: 1), shapes: [[2, 1], [2, 3], [2, 2], [2, 1]]),
    Trial(operation: .stack(dim: 1), shapes: [[2, 3], [2, 3]]),
  ]
  for reduction in Reduction.allCases {
    trials += [[2, 3], [4], []].map {
      Trial(operation: .meanSquaredError(reduction), shapes: [$0, $0])
    }
    trials += [
      Trial(operation: .crossEntropy(reduction), shapes: [[3, 4], [3, 4]], low: 0.1),
      Trial(operation: .binaryCrossEntropy(reduction), shapes: [[5], [5]], low: 0.1, high: 0.9),
      Trial(operation: .binaryCrossEntropyWithLogits(reduction), shapes: [[2, 3], [2, 3]]),
    ]
  }
  return trials
}()

@Suite struct CentralDifferenceTests {
  @Test(arguments: trials)
  fileprivate func pullbacksAgreeWithCentralDifferences(_ trial: Trial) throws {
    var generator = Generator(seed: 5)
    let tape = Tape()
    let inputs = try trial.shapes.map {
      try tape.leaf(
        generator.uniform($0, trial.low, trial.high, dtype: .float64), requiresGradient: true)
    }
    let output = try tape.record(trial.operation, Operands(inputs))
    let upstream = try generator.randn(output.shape, dtype: .float64)
    let trace = try Trace(of: output)
    for leaf in trace.nodes.indices where trace.nodes[leaf].isLeaf {
      for element in 0..<trace.nodes[leaf].value.count {
        let difference = try centralDifference(
          trace, leaf: leaf, element: element, upstream: upstream)
        #expect(
          difference.relativeError < 1e-6 || abs(difference.numeric - difference.analytic) < 1e-8)
      }
    }
  }

  @Test func theDeterminantOfASingularMatrixHasAGradient() throws {
    let x = try Tape().leaf(
      Tensor([1.0, 2, 2, 4], shape: [2, 2], dtype: .float64), requiresGradient: true)
    try x.determinant().backward()
    let gradient = try #require(x.gradient).doubles
    #expect(zip(gradient, [4, -2, -2, 1]).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test func indexedOperationsAgreeToo() throws {
    var generator = Generator(seed: 6)
    let tape = Tape()
    let x = try tape.leaf(generator.randn([3, 4], dtype: .float64), requiresGradient: true)
    let y = try tape.leaf(generator.randn([4], dtype: .float64), requiresGradient: true)
    let mask = try Tensor([true, false, true, false])
    let outputs = [
      try x.rows(at: Tensor([2, 0, 2])), try x.gathered(1, Tensor([0, 3, 3, 1], shape: [2, 2])),
      try Variable.choose(mask, x, else: y), try x.crossEntropy(tape.constant(Tensor([3, 0, 1]))),
    ]
    for output in outputs {
      let upstream = try generator.randn(output.shape, dtype: .float64)
      let trace = try Trace(of: output)
      for leaf in trace.nodes.indices where trace.nodes[leaf].requiresGradient {
        guard trace.nodes[leaf].isLeaf else { continue }
        for element in 0..<trace.nodes[leaf].value.count {
          let difference = try centralDifference(
            trace, leaf: leaf, element: element, upstream: upstream)
          #expect(difference.relativeError < 1e-6)
        }
      }
    }
  }
}

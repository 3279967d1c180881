import Autograd
import FixtureSupport
import Tensors
import Testing

/// One operation as PyTorch computed it.
private struct Case: Decodable, Sendable, CustomTestStringConvertible {
  let operation: String
  let inputs: [Recorded]
  let upstream: Recorded
  let output: Recorded
  let gradients: [Recorded?]
  let name: String
  let exponent: Double?
  let dim: Int?
  let dims: [Int]?
  let keepDim: Bool?
  let shape: [Int]?
  let index: Int?
  let start: Int?
  let end: Int?
  let step: Int?
  let reduction: Reduction?

  var testDescription: String {
    let settings = dims.map { " \($0)" } ?? dim.map { " \($0)" } ?? ""
    return "\(operation)\(settings) \(inputs.map(\.shape)) \(output.dtype)"
  }

  var recorded: Operation? {
    switch operation {
    case "add": .add
    case "subtract": .subtract
    case "multiply": .multiply
    case "divide": .divide
    case "power": .power
    case "negate": .negate
    case "maximumOf": .maximumOf
    case "minimumOf": .minimumOf
    case "exp": .exp
    case "log": .log
    case "squareRoot": .squareRoot
    case "absolute": .absolute
    case "sin": .sin
    case "cos": .cos
    case "tanh": .tanh
    case "relu": .relu
    case "sigmoid": .sigmoid
    case "softplus": .softplus
    case "softmax": .softmax(dim: dim ?? 0)
    case "logSoftmax": .logSoftmax(dim: dim ?? 0)
    case "matmul": .matmul
    case "addMatmul": .addMatmul
    case "sum": .sum(dims: dims, keepDim: keepDim ?? false)
    case "mean": .mean(dims: dims, keepDim: keepDim ?? false)
    case "maximum": .maximum
    case "minimum": .minimum
    case "maximumAlong": .maximumAlong(dim: dim ?? 0, keepDim: keepDim ?? false)
    case "minimumAlong": .minimumAlong(dim: dim ?? 0, keepDim: keepDim ?? false)
    case "reshape": .reshape(shape ?? [])
    case "transpose": .transpose(dims?.first ?? 0, dims?.last ?? 1)
    case "permute": .permute(dims ?? [])
    case "expand": .expand(shape ?? [])
    case "squeeze": .squeeze(dim)
    case "unsqueeze": .unsqueeze(dim ?? 0)
    case "select": .select(dim: dim ?? 0, index: index ?? 0)
    case "slice": .slice(dim: dim ?? 0, start: start, end: end, step: step ?? 1)
    case "rows": .rows
    case "gather": .gather(dim: dim ?? 0)
    case "choose": .choose
    case "concatenate": .concatenate(dim: dim ?? 0)
    case "stack": .stack(dim: dim ?? 0)
    case "meanSquaredError": .meanSquaredError(reduction ?? .mean)
    case "crossEntropy": .crossEntropy(reduction ?? .mean)
    case "binaryCrossEntropy": .binaryCrossEntropy(reduction ?? .mean)
    case "binaryCrossEntropyWithLogits": .binaryCrossEntropyWithLogits(reduction ?? .mean)
    default: nil
    }
  }
}

private let files = ["arithmetic", "functions", "products", "reductions", "layout", "losses"]
private let cases = files.flatMap { Fixtures.load($0, as: Case.self) }

@Suite struct FixtureTests {
  @Test(arguments: cases)
  fileprivate func operationsAgreeWithPyTorch(_ fixture: Case) throws {
    let operation = try #require(fixture.recorded)
    let isElementwise = operation.rule.isElementwise
    let isDouble = fixture.output.dtype == .float64
    let tolerance = isDouble ? 1e-12 : isElementwise ? 1e-6 : 1e-5
    let gradientTolerance = isDouble ? 1e-12 : 1e-5

    let tape = Tape()
    var inputs = try fixture.inputs.map {
      try tape.leaf($0.tensor, requiresGradient: $0.dtype.isFloatingPoint)
    }
    if let exponent = fixture.exponent { inputs.append(tape.constant(try .number(exponent))) }
    let output = try tape.record(operation, Operands(inputs))
    let floor = isElementwise ? 0 : 0.1
    #expect(difference(output.value, fixture.output, tolerance: tolerance, floor: floor) == nil)
    #expect(output.gradientFunctionName == fixture.name)
    #expect(try operation.rule.shape(inputs.map(\.shape)) == output.shape)

    try output.backward(fixture.upstream.tensor)
    for (input, expected) in zip(inputs, fixture.gradients) {
      guard let expected else { continue }
      let gradient = try #require(input.gradient)
      #expect(difference(gradient, expected, tolerance: gradientTolerance) == nil)
    }
  }

  @Test func everyOperationHasAFixture() {
    let names = Set(cases.map { $0.operation })
    #expect(names.count == 45)
  }
}

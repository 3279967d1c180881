import Autograd
import Tensors
import Testing

/// L = tanh(w x + b)², and x used twice: L = w x + x².
private struct Example {
  let tape = Tape()
  let x: Variable
  let w: Variable
  let loss: Variable

  init() throws {
    x = try tape.parameter([3], [])
    w = try tape.parameter([2], [])
    loss = try w * x + x * x
  }

  var trace: Trace {
    get throws { try Trace(of: loss, names: [("x", x), ("w", w), ("L", loss)]) }
  }
}

@Suite struct StepTests {
  @Test func aTraceListsNodesInTheOrderTheyWereComputed() throws {
    let trace = try Example().trace
    #expect(trace.nodes.map(\.name) == ["x", "w", nil, nil, "L"])
    #expect(trace.nodes.map { $0.operation?.rule.symbol } == [nil, nil, "×", "×", "+"])
    #expect(trace.nodes.map { Array($0.inputs) } == [[], [], [1, 0], [0, 0], [2, 3]])
    #expect(trace.nodes.map(\.value.doubles) == [[3], [2], [6], [9], [15]])
    #expect(trace.output == 4)
  }

  @Test func aFanOutGrowsTermByTerm() throws {
    var pass = try BackwardPass(Example().trace)
    var told: [String] = []
    while let step = try pass.advance() {
      let before = try step.before.map { "\(try $0.item())" } ?? "-"
      told.append(
        "\(step.node)→\(step.target) \(try step.contribution.item()) \(before) "
          + "\(try step.after.item())")
    }
    #expect(
      told == [
        "4→2 1.0 - 1.0", "4→3 1.0 - 1.0", "3→0 3.0 - 3.0", "3→0 3.0 3.0 6.0", "2→1 3.0 - 3.0",
        "2→0 2.0 6.0 8.0",
      ])
    #expect(pass.stepCount == told.count)
    #expect(try pass.advance() == nil)
  }

  @Test func aCopyOfAPassIsAPlaceToComeBackTo() throws {
    var pass = try BackwardPass(Example().trace)
    for _ in 0..<3 { try pass.advance() }
    let saved = pass
    let known = saved.gradients.map { $0?.doubles }
    while try pass.advance() != nil {}
    #expect(saved.gradients.map { $0?.doubles } == known)
    var again = saved
    while try again.advance() != nil {}
    #expect(again.gradients.map { $0?.doubles } == pass.gradients.map { $0?.doubles })
  }

  @Test func theStepsEndInWhatBackwardGives() throws {
    let example = try Example()
    var pass = try BackwardPass(example.trace)
    while try pass.advance() != nil {}
    try example.loss.backward()
    #expect(pass.gradients[0]?.doubles == example.x.gradient?.doubles)
    #expect(pass.gradients[1]?.doubles == example.w.gradient?.doubles)
  }

  @Test func changingALeafComputesWhatDependsOnIt() throws {
    let example = try Example()
    var trace = try example.trace
    let before = trace
    try trace.setLeaf(1, to: .scalar(10))
    #expect(trace.nodes.map(\.value.doubles) == [[3], [10], [30], [9], [39]])
    #expect(before.nodes.map(\.value.doubles) == [[3], [2], [6], [9], [15]])
    #expect(example.loss.value.doubles == [15])
    #expect(throws: TensorError.self) { try trace.setLeaf(2, to: .scalar(1)) }
    #expect(throws: TensorError.self) { try trace.setLeaf(0, to: Tensor([1.0, 2])) }
    #expect(throws: TensorError.self) { try trace.setLeaf(99, to: .scalar(1)) }
    #expect(trace.nodes[4].value.doubles == [39])
  }

  @Test func aTraceDoesNotChangeWithItsVariables() throws {
    let tape = Tape()
    let w = try tape.parameter([1, 2, 3, 4], [2, 2])
    let y = try w.transposed().sum([0])
    let trace = try Trace(of: y)
    try w.value.fill(0)
    #expect(trace.nodes.map(\.value.doubles) == [[1, 2, 3, 4], [1, 3, 2, 4], [3, 7]])
  }

  @Test func aNumberOfTheLanguageStaysOneInATrace() throws {
    let tape = Tape()
    let x = try tape.parameter([2], [])
    var trace = try Trace(of: x.power(3), names: [("x", x)])
    try trace.setLeaf(0, to: .scalar(5))
    #expect(trace.nodes[trace.output].value.dtype == .float32)
    #expect(trace.nodes[trace.output].value.doubles == [125])
    #expect(trace.names(of: 2).inputs == ["x", "3"])
  }

  @Test func formulasNameTheOperands() throws {
    let names = OperandNames(inputs: ["w", "x"], output: "p")
    #expect(Operation.multiply.rule.derivative(to: 0, names) == "x")
    #expect(Operation.multiply.rule.derivative(to: 1, names) == "w")
    #expect(Operation.tanh.rule.derivative(to: 0, names) == "(1 - p^2)")
    #expect(Operation.divide.rule.derivative(to: 1, names) == "-\\frac{w}{x^2}")
    #expect(Operation.matmul.rule.contribution("G", to: 0, names) == "G \\, x^\\top")
    let square = OperandNames(inputs: ["x", "2"], output: "y")
    #expect(Operation.power.rule.derivative(to: 0, square) == "2 x")
  }

  @Test func localDerivativesAreNumbersToo() throws {
    let trace = try Example().trace
    #expect(try trace.localDerivative(of: 2, to: 0)?.doubles == [3])
    #expect(try trace.localDerivative(of: 2, to: 1)?.doubles == [2])
    #expect(try trace.localDerivative(of: 0, to: 0) == nil)
  }

  @Test func centralDifferencesAreExactWhateverTheType() throws {
    let difference = try centralDifference(Example().trace, leaf: 0)
    #expect(abs(difference.numeric - 8) < 1e-8)
    #expect(difference.analytic == 8)
    #expect(difference.relativeError < 1e-9)
    #expect(throws: TensorError.self) { try centralDifference(Example().trace, leaf: 2) }
    #expect(throws: TensorError.self) {
      try centralDifference(Example().trace, leaf: 0, element: 1)
    }
  }
}

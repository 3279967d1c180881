import Autograd
import NeuralNetworks
import Tensors
import Testing

@Suite struct TrainingStepTests {
  private enum Task: String, CaseIterable {
    case classes, numbers, logits
  }

  /// A network, and the loss of it that belongs to a task.
  private func network(_ task: Task, _ activation: Activation, _ tape: Tape) throws -> (
    model: Sequential, loss: (Variable, Variable) throws -> Variable
  ) {
    let model = try Sequential.perceptron(
      [3, 7, 5, 1], activation: activation, output: task == .classes ? .sigmoid : .linear,
      tape: tape)
    switch task {
    case .classes: return (model, { try model($0).binaryCrossEntropy($1) })
    case .numbers: return (model, { try model($0).meanSquaredError($1) })
    case .logits: return (model, { try model($0).binaryCrossEntropyWithLogits($1) })
    }
  }

  /// The losses of steps on batches of 8 and 5 samples in turns.
  private func losses(
    _ task: Task, _ activation: Activation,
    step: (any Optimizer, Tape, @escaping (Variable, Variable) throws -> Variable) -> (
      Tensor, Tensor
    ) throws -> Double
  ) throws -> [Double] {
    let tape = Tape(seed: 3)
    let (model, loss) = try network(task, activation, tape)
    let optimizer = try SGD(model.parameters.map(\.variable), rate: 0.1, momentum: 0.9)
    let train = step(optimizer, tape, loss)
    return try (0..<12).map { index in
      let size = index % 3 == 2 ? 5 : 8
      return try train(tape.generator.randn([size, 3]), tape.generator.rand([size, 1]))
    }
  }

  @Test(arguments: Activation.allCases)
  func aPlannedStepIsTheRecordedOne(_ activation: Activation) throws {
    for task in Task.allCases {
      let planned = try losses(task, activation) { optimizer, tape, loss in
        let step = TrainingStep(optimizer, tape: tape, isPlannable: true) {
          Assessment(loss: try loss($0[0], $0[1]), count: 1) { Score(right: 0, total: 0) }
        }
        return { try step([$0, $1]).loss.value.item() }
      }
      let recorded = try losses(task, activation) { optimizer, tape, loss in
        { x, y in
          let result = try loss(tape.constant(x), tape.constant(y))
          optimizer.zeroGradients()
          try result.backward()
          try optimizer.step()
          return try result.value.item()
        }
      }
      for (a, b) in zip(planned, recorded) {
        #expect(abs(a - b) <= 2e-6 * max(1, abs(b)), "\(task) \(activation)")
      }
    }
  }

  @Test func aDenseNetworkHasAPlanAndASineHasNone() throws {
    let tape = Tape(seed: 0)
    let (model, loss) = try network(.numbers, .tanh, tape)
    let (x, y) = (tape.constant(try Tensor.ones([4, 3])), tape.constant(try Tensor.ones([4, 1])))
    #expect(try StepPlan(loss(x, y)) != nil)
    #expect(try StepPlan(loss(x, y).sin()) == nil)
    _ = model
  }

  @Test func aPlanAddsUpWhatComesFromSeveralUses() throws {
    let tape = Tape(seed: 1)
    let w = try tape.leaf(tape.generator.randn([3, 3]), requiresGradient: true)
    let x = tape.constant(try tape.generator.randn([2, 3]))
    let t = tape.constant(try tape.generator.randn([2, 3]))
    func loss() throws -> Variable {
      try x.matmul(w).tanh().matmul(w.transposed()).relu().meanSquaredError(t)
    }
    try loss().backward()
    let expected = try #require(w.gradient).doubles
    w.gradient = nil
    let plan = try #require(try StepPlan(loss()))
    for _ in 0..<2 { try plan.run() }
    let gradient = try #require(w.gradient).doubles
    for (a, b) in zip(gradient, expected) { #expect(abs(a - b) < 1e-6) }
  }

  @Test func classesAreLearnedByAPlanAsWithout() throws {
    func losses(isPlannable: Bool) throws -> [Double] {
      let tape = Tape(seed: 4)
      let model = try Sequential.perceptron([3, 6, 4], activation: .relu, tape: tape)
      let optimizer = try Adam(model.parameters.map(\.variable), rate: 0.05)
      let step = TrainingStep(optimizer, tape: tape, isPlannable: isPlannable) {
        Assessment(loss: try model($0[0]).crossEntropy($0[1]), count: 1) {
          Score(right: 0, total: 0)
        }
      }
      return try (0..<10).map { index in
        let size = index % 4 == 3 ? 3 : 6
        let batch = [
          try tape.generator.randn([size, 3]), try tape.generator.randint(0, 4, [size]),
        ]
        return try step(batch, clipping: index > 6 ? 0.1 : nil).loss.value.item()
      }
    }
    for (a, b) in zip(try losses(isPlannable: true), try losses(isPlannable: false)) {
      #expect(abs(a - b) <= 2e-6 * max(1, abs(b)))
    }
  }

  @Test func aClassThatIsNoneIsRefusedByAPlan() throws {
    let tape = Tape(seed: 0)
    let model = try Sequential.perceptron([3, 4], activation: .relu, tape: tape)
    let labels = tape.constant(try Tensor([0, 3]))
    let plan = try #require(
      try StepPlan(model(tape.constant(Tensor.ones([2, 3]))).crossEntropy(labels)))
    try plan.set(labels, to: Tensor([0, 4]))
    #expect(throws: TensorError(.index, "Target 4 is out of bounds.")) { try plan.run() }
  }

  @Test func aParameterThatWasPutInPlaceMakesAPlanVoid() throws {
    let tape = Tape(seed: 0)
    let (model, loss) = try network(.numbers, .relu, tape)
    let (x, y) = (tape.constant(try Tensor.ones([4, 3])), tape.constant(try Tensor.ones([4, 1])))
    let plan = try #require(try StepPlan(loss(x, y)))
    #expect(plan.isCurrent)
    let weight = try #require(model.parameters.first).variable
    try weight.setValue(Tensor.zeros(weight.shape))
    #expect(!plan.isCurrent)
  }

  @Test func aBatchOfAnotherShapeIsRefusedByAPlan() throws {
    let tape = Tape(seed: 0)
    let (_, loss) = try network(.numbers, .relu, tape)
    let (x, y) = (tape.constant(try Tensor.ones([4, 3])), tape.constant(try Tensor.ones([4, 1])))
    let plan = try #require(try StepPlan(loss(x, y)))
    #expect(throws: TensorError.self) { try plan.set(x, to: Tensor.ones([2, 3])) }
  }
}

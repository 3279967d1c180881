import Autograd
import NeuralNetworks
import Tensors
import Testing

@Suite struct ContainerTests {
  private let tape = Tape(seed: 1)

  @Test func aListIsPrintedWithEqualPartsAsOne() throws {
    let list = try ModuleList([
      Linear(2, 2, tape: tape), Linear(2, 2, tape: tape), ReLU(), Linear(2, 2, tape: tape),
    ])
    #expect(
      list.description == """
        ModuleList(
          (0-1): 2 x Linear(in_features=2, out_features=2, bias=True)
          (2): ReLU()
          (3): Linear(in_features=2, out_features=2, bias=True)
        )
        """)
    #expect(try ModuleList().description == "ModuleList()")
    #expect(list.parameters.count == 6)
  }

  @Test func aListIsIndexedFromBothEnds() throws {
    let (first, last) = (ReLU(), Tanh())
    let list = try ModuleList([first])
    try list.append(last)
    #expect(try list.module(at: 0) === first)
    #expect(try list.module(at: -1) === last)
    try list.replace(at: -1, with: first)
    #expect(list.elements.count == 2)
    #expect(list.children.count == 1)
    for index in [2, -3] {
      #expect(throws: TensorError(.index, "index \(index) is out of range")) {
        try list.module(at: index)
      }
    }
  }

  @Test func aDictionaryKeepsItsOrder() throws {
    let dictionary = try ModuleDict([("b", ReLU()), ("a", Linear(1, 1, tape: tape))])
    #expect(
      dictionary.description == """
        ModuleDict(
          (b): ReLU()
          (a): Linear(in_features=1, out_features=1, bias=True)
        )
        """)
    #expect(dictionary.names == ["b", "a"])
    #expect(dictionary.parameters.map(\.name) == ["a.weight", "a.bias"])
    #expect(throws: TensorError(.key, "c")) { try dictionary.module("c") }
  }

  @Test func aListOfParametersIsPrintedAsPyTorchPrintsIt() throws {
    let list = try ParameterList([
      tape.leaf(.ones([2, 3]), requiresGradient: true),
      tape.leaf(.scalar(1, dtype: .float64), requiresGradient: true),
    ])
    #expect(
      list.description == """
        ParameterList(
            (0): Parameter containing: [torch.float32 of size 2x3]
            (1): Parameter containing: [torch.float64 of size ]
        )
        """)
    #expect(list.parameters.map(\.name) == ["0", "1"])
    #expect(try list.parameter(at: -1).shape == [])
    #expect(throws: TensorError.self) { try list.parameter(at: 2) }
    #expect(throws: TensorError.self) { try list.append(list.parameter(at: 0).sum()) }
    let copy = try list.copied()
    #expect(try copy.parameter(at: 0) !== list.parameter(at: 0))
  }

  @Test func layersOfASequenceCanBeNamedAndAdded() throws {
    let model = try Sequential(named: [("first", Linear(2, 3, tape: tape)), ("then", ReLU())])
    try model.append(Linear(3, 1, tape: tape))
    #expect(model.parameters.map(\.name) == ["first.weight", "first.bias", "2.weight", "2.bias"])
    #expect(try model.layer(at: -1) is Linear)
    #expect(throws: TensorError(.index, "index 5 is out of range")) { try model.layer(at: 5) }
    try model.register(module: ModuleList(), as: "list")
    #expect(
      throws: TensorError(
        .notImplemented, "Module [ModuleList] is missing the required \"forward\" function")
    ) { try model(tape.constant(.ones([1, 2]))) }
  }

  /// A convolution, relu and pooling in a row are one operation, unless someone looks in between.
  @Test func aSequenceComputesAConvolutionWithItsPoolingAtOnce() throws {
    let net = try Sequential([
      Conv2d(2, 20, kernel: 3, padding: 1, tape: tape), ReLU(), MaxPool2d(2),
      Conv2d(20, 17, kernel: 3, padding: .same, bias: false, tape: tape), ReLU(isInPlace: true),
      MaxPool2d(2, stride: 1), Conv2d(17, 3, kernel: 2, tape: tape), ReLU(),
    ])
    let x = tape.constant(try tape.generator.randn([2, 2, 12, 10]))
    func gradients(_ y: Variable) throws -> [Tensor] {
      net.zeroGradients()
      try y.sum().backward()
      return try net.parameters.map { try #require($0.variable.gradient) }
    }
    let (together, apart) = (try net(x), try #require(net.outputs(x).last))
    #expect(try together.value.allClose(to: apart.value, absolute: 1e-5))
    for (a, b) in zip(try gradients(together), try gradients(apart)) {
      #expect(try a.allClose(to: b, absolute: 1e-4))
    }
    var seen: [[Int]] = []
    let relu = try net.layer(at: 1)
    relu.addHook { _, _, outputs in
      seen.append(outputs[0].shape)
      return nil
    }
    #expect(try net(x).value.allClose(to: apart.value, absolute: 1e-5))
    #expect(seen == [[2, 20, 12, 10]])
  }

  @Test func aReluInPlaceWritesIntoItsInput() throws {
    let x = tape.constant(try Tensor([-1.0, 2]))
    let layer = ReLU(isInPlace: true)
    #expect(layer.description == "ReLU(inplace=True)")
    #expect(try layer(x).value.sharesStorage(with: x.value))
    #expect(x.value.doubles == [0, 2])
    let leaf = try tape.leaf(.ones([1]), requiresGradient: true)
    #expect(throws: TensorError.self) { try layer(leaf) }
  }

  @Test func wordVectorsThatAreGivenAreFrozen() throws {
    let table = try Tensor([1.0, 2, 3, 4], shape: [2, 2])
    let embedding = try Embedding(table, tape: tape)
    let rows = try embedding(tape.constant(Tensor([1, 0])))
    #expect(rows.value.doubles == [3, 4, 1, 2])
    #expect(!rows.requiresGradient)
    #expect(throws: TensorError.self) { try Embedding(Tensor.ones([2]), tape: tape) }
  }
}

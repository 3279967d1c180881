import Autograd
import NeuralNetworks
import Tensors
import Testing

@Suite struct ModuleTests {
  private let tape = Tape(seed: 3)

  private func network() throws -> Sequential {
    try Sequential([
      Linear(3, 2, tape: tape), ReLU(),
      Sequential([Linear(2, 2, bias: false, tape: tape), Tanh()]),
    ])
  }

  @Test func aModuleIsPrintedAsPyTorchPrintsIt() throws {
    #expect(
      try network().description == """
        Sequential(
          (0): Linear(in_features=3, out_features=2, bias=True)
          (1): ReLU()
          (2): Sequential(
            (0): Linear(in_features=2, out_features=2, bias=False)
            (1): Tanh()
          )
        )
        """)
    #expect(try Sequential([]).description == "Sequential()")
  }

  @Test func partsAreFoundByTheirNamesInOrder() throws {
    let model = try network()
    #expect(model.namedModules.map(\.name) == ["", "0", "1", "2", "2.0", "2.1"])
    #expect(model.parameters.map(\.name) == ["0.weight", "0.bias", "2.0.weight"])
    #expect(model.parameterCount == 12)
    #expect(try model.submodule("2.0") === model.submodule("2").children[0])
    #expect(throws: TensorError(.attribute, "Sequential has no attribute `7`")) {
      try model.submodule("2.7")
    }
    #expect(model.tape === tape)
    #expect(try network().children.count == 3)
  }

  @Test func whatIsSharedCountsOnceButIsSavedUnderEachName() throws {
    let layer = try Linear(2, 2, tape: tape)
    let model = try Sequential([layer, layer])
    #expect(model.parameters.map(\.name) == ["0.weight", "0.bias"])
    #expect(try model.stateDict.names == ["0.weight", "0.bias", "1.weight", "1.bias"])
    let tied = try Linear(2, 2, tape: tape)
    try tied.register(parameter: layer.weight, as: "weight")
    let names = try Sequential([layer, tied]).parameters.map(\.name)
    #expect(names == ["0.weight", "0.bias", "1.bias"])
  }

  @Test func trainingModeGoesDown() throws {
    let model = try network()
    model.eval()
    #expect(model.modules.allSatisfy { !$0.isTraining })
    try model.submodule("2").train()
    #expect(model.modules.map(\.isTraining) == [false, false, false, true, true, true])
  }

  @Test func applyVisitsChildrenBeforeParents() throws {
    var seen: [String] = []
    try network().apply { seen.append($0.typeName) }
    #expect(seen == ["Linear", "ReLU", "Linear", "Tanh", "Sequential", "Sequential"])
  }

  @Test func aStateIsLoadedIntoAnotherModel() throws {
    let (a, b) = (try network(), try network())
    let x = tape.constant(try Tensor([1.0, -2, 3], shape: [1, 3]))
    #expect(try a(x).value.doubles != b(x).value.doubles)
    let result = try b.load(a.stateDict)
    #expect(result.missing.isEmpty && result.unexpected.isEmpty)
    #expect(try a(x).value.doubles == b(x).value.doubles)
  }

  @Test func aStateThatDoesNotFitIsRefusedInPyTorchsWords() throws {
    let layer = try Linear(3, 2, tape: tape)
    let wrong = StateDict([("weight", try .ones([2, 2])), ("foo", try .ones([1]))])
    let start = "Error(s) in loading state_dict for Linear:"
    let mismatch =
      "\n\tsize mismatch for weight: copying a param with shape torch.Size([2, 2]) from "
      + "checkpoint, the shape in current model is torch.Size([2, 3])."
    #expect(
      throws: TensorError(
        start + "\n\tMissing key(s) in state_dict: \"weight\", \"bias\". ")
    ) { try layer.load(StateDict()) }
    #expect(
      throws: TensorError(
        start + "\n\tMissing key(s) in state_dict: \"bias\". "
          + "\n\tUnexpected key(s) in state_dict: \"foo\". " + mismatch)
    ) { try layer.load(wrong) }
    #expect(throws: TensorError(start + mismatch)) { try layer.load(wrong, isStrict: false) }
    let partly = try layer.load(StateDict([("bias", .zeros([2]))]), isStrict: false)
    #expect(partly.missing == ["weight"])
    #expect(layer.bias?.value.doubles == [0, 0])
  }

  @Test func namesThatCannotBeAreRefused() throws {
    let layer = try Linear(1, 1, tape: tape)
    let value = tape.constant(try .ones([1]))
    #expect(throws: TensorError(.key, "parameter name can't contain \".\"")) {
      try layer.register(parameter: nil, as: "a.b")
    }
    #expect(throws: TensorError(.key, "module name can't contain \".\", got: a.b")) {
      try layer.register(module: ReLU(), as: "a.b")
    }
    #expect(throws: TensorError(.key, "buffer name can't be empty string \"\"")) {
      try layer.register(buffer: value, as: "")
    }
    #expect(throws: TensorError(.key, "attribute 'weight' already exists")) {
      try layer.register(buffer: value, as: "weight")
    }
    #expect(throws: TensorError.self) { try layer.register(module: layer, as: "self") }
    let computed = try layer.weight + value
    #expect(throws: TensorError.self) { try layer.register(parameter: computed, as: "sum") }
    try layer.unregister("weight")
    #expect(throws: TensorError(.attribute, "'Linear' object has no attribute 'weight'")) {
      try layer(tape.constant(.ones([1, 1])))
    }
  }

  @Test func hooksSeeAndReplaceInputsAndOutputs() throws {
    let layer = ReLU()
    let x = tape.constant(try Tensor([-1.0, 2]))
    let pre = layer.addPreHook { _, inputs in [try -inputs[0]] }
    var seen: [Double] = []
    let post = layer.addHook { _, inputs, outputs in
      seen = inputs[0].value.doubles
      return [try outputs[0] + 10]
    }
    #expect(try layer(x).value.doubles == [11, 10])
    #expect(seen == [1, -2])
    layer.removeHook(pre)
    #expect(try layer(x).value.doubles == [10, 12])
    layer.removeHook(post)
    #expect(try layer(x).value.doubles == [0, 2])
    layer.addHook { _, _, _ in [] }
    #expect(throws: TensorError.self) { try layer(x) }
  }

  @Test func aCopyHasTheSameNumbersAndSharesNothing() throws {
    let model = try network()
    let before = tape.generator.bits32()
    tape.generator = Generator(seed: 9)
    let copy = try model.eval().copied()
    var fresh = Generator(seed: 9)
    #expect(tape.generator.bits32() == fresh.bits32(), "drawing for a copy left \(before) behind")
    #expect(copy.modules.allSatisfy { !$0.isTraining })
    for (a, b) in zip(model.parameters, copy.parameters) {
      #expect(a.name == b.name && a.variable !== b.variable)
      #expect(a.variable.value.doubles == b.variable.value.doubles)
      #expect(!a.variable.value.sharesStorage(with: b.variable.value))
    }
  }

  @Test func aModelIsConvertedToAnotherType() throws {
    let model = try Sequential([Linear(2, 2, tape: tape), BatchNorm1d(2, tape: tape)])
    try model.convert(to: .float64)
    #expect(model.parameters.allSatisfy { $0.variable.dtype == .float64 })
    #expect(model.buffers.map(\.variable.dtype) == [.float64, .float64, .int64])
    let x = tape.constant(try Tensor([1.0, 2, 3, 5], shape: [2, 2], dtype: .float64))
    #expect(try model(x).dtype == .float64)
    #expect(throws: TensorError.self) { try model.convert(to: .int64) }
  }

  @Test func frozenParametersGetNoGradient() throws {
    let model = try network()
    try model.submodule("0").setRequiresGradient(false)
    try model(tape.constant(.ones([1, 3]))).sum().backward()
    #expect(model.parameters.map { $0.variable.gradient != nil } == [false, false, true])
    model.zeroGradients()
    #expect(model.parameters.allSatisfy { $0.variable.gradient == nil })
  }

  @Test func aVeryDeepModuleIsBuiltWalkedPrintedAndFreed() throws {
    var module = Module()
    for _ in 0..<500 {
      let outer = Module()
      try outer.register(module: module, as: "inner")
      module = outer
    }
    #expect(module.modules.count == 501)
    #expect(module.description.contains("..."))
    var count = 0
    module.apply { _ in count += 1 }
    #expect(count == 501)
  }
}

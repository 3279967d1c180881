import Autograd
import Canvas
import Languages
import NeuralNetworks
import Python
import Tensors
import Testing

@testable import Demos

let parameters231 = NetworkParameters(
  sizes: [2, 3, 1], activation: .tanh, output: .sigmoid, inputs: [0.5, -1],
  weights: [[[0.8, -0.4], [0.3, 0.9], [-0.5, 0.2]], [[1.2, -0.7, 0.5]]],
  biases: [[0.1, 0, -0.2], [0.05]])

func demo231(_ language: Language = .english) throws -> NetworkDemo {
  try NetworkDemo(parameters231, session: Session(), language: language)
}

@Suite struct NetworkPictureTests {
  @Test func drawsUnitsWeightsAndTheFormulaOfTheUnitAtTheCursor() throws {
    #expect(
      try demo231().lines(76, 20) == [
        "  x               W1 b1     h1                 W2 b2     y",
        "            ╭────── 0.8 ─╮  z  0.9000",
        "            │ ╭─── −0.4 ─┼─ tanh",
        "            │ │   b 0.1 ─╯  h  0.7163 ─╮",
        "            │ │                        ╰─────── 1.20 ─╮  z 1.068",
        "  x₁   0.5 ─┼─│──── 0.3 ─╮  z −0.7500    ╭──── −0.70 ─┼─ sigmoid",
        "            │ ├──── 0.9 ─┼─ tanh         │ ╭─── 0.50 ─┤  y 0.7443",
        "  x₂  −1.0 ─│─┤   b 0.0 ─╯  h −0.6351 ───╯ │  b 0.05 ─╯",
        "            │ │                            │",
        "            ╰─│─── −0.5 ─╮  z −0.6500      │",
        "              ╰──── 0.2 ─┼─ tanh           │",
        "                 b −0.2 ─╯  h −0.5717 ─────╯",
        "",
        "y = 0.7443",
        "",
        "z₁ = w₁₁x₁ + w₁₂x₂ + b₁",
        "z₁ = 0.8 · 0.5 + (−0.4) · (−1) + 0.1 = 0.9000",
        "h₁ = tanh(z₁) = tanh(0.9000) = 0.7163",
      ])
  }

  @Test func isAListWhereThePictureHasNoRoom() throws {
    #expect(
      try demo231().lines(36, 30).prefix(9) == [
        "inputs",
        "  x₁    0.5",
        "  x₂   −1.0",
        "layer 1  tanh",
        "  w₁₁   0.8 · 0.5 = 0.4000",
        "  w₁₂  −0.4 · (−1) = 0.4000",
        "  b₁    0.1",
        "  z₁   0.9000   h₁ 0.7163",
        "  w₂₁   0.3 · 0.5 = 0.1500",
      ])
  }

  @Test func isDrawnInSevenBits() throws {
    let lines = try demo231().lines(76, 20, medium: sevenBit)
    #expect(lines[7] == "  x_2 -1.0 -|-+   b 0.0 -+  h -0.6351 ---+ |  b 0.05 -+")
    #expect(lines.joined().allSatisfy { $0.isASCII })
  }

  @Test func oneNeuronIsDrawnToo() throws {
    let neuron = NetworkParameters(
      sizes: [2, 1], inputs: [0.1, 0.4], weights: [[[-4, 4]]], biases: [[-0.5]])
    let demo = try NetworkDemo(neuron, session: Session(), language: .english)
    #expect(
      demo.lines(60, 12) == [
        "  x               W b       y",
        "  x₁   0.1 ─────── −4.0 ─╮  z 0.7000",
        "              ╭──── 4.0 ─┼─ linear",
        "  x₂   0.4 ───╯  b −0.5 ─╯  y 0.7000",
        "",
        "y = 0.7000",
        "",
        "z = w₁x₁ + w₂x₂ + b",
        "z = −4 · 0.1 + 4 · 0.4 + (−0.5) = 0.7000",
        "y = z = 0.7000",
      ])
  }

  @Test func showsALayerAsMatrices() throws {
    var demo = try demo231()
    demo.press(.character("v"))
    #expect(
      demo.lines(76, 20) == [
        "z₁ = W₁x + b₁      h₁ = tanh(z₁)",
        "",
        "⎡ 0.8  −0.4⎤ ⎡ 0.5⎤   ⎡ 0.1⎤   ⎡ 0.9000⎤                 ⎡ 0.7163⎤",
        "⎢ 0.3   0.9⎥ ⎢    ⎥ + ⎢ 0  ⎥ = ⎢−0.7500⎥      tanh(z₁) = ⎢−0.6351⎥",
        "⎣−0.5   0.2⎦ ⎣−1  ⎦   ⎣−0.2⎦   ⎣−0.6500⎦                 ⎣−0.5717⎦",
        "╰────┬─────╯ ╰─┬──╯   ╰─┬──╯   ╰───┬───╯                 ╰───┬───╯",
        " W₁ (3 × 2)  x (2)    b₁ (3)    z₁ (3)                    h₁ (3)",
        "",
        "y = 0.7443",
      ])
  }

  @Test(arguments: sizes)
  func isDrawnAtEverySize(_ width: Int, _ height: Int) throws {
    for medium in [Medium(), sevenBit] {
      var demo = try demo231()
      for key in [Key.right, .character("+"), .enter, .character("x"), .enter, .escape] {
        demo.press(key)
        _ = demo.frame(width, height, medium: medium)
      }
      demo.press(.character("v"))
      _ = demo.frame(width, height, medium: medium)
      #expect(demo.preferredHeight(width: width) > 0)
    }
  }
}

@Suite struct NetworkEditingTests {
  @Test func whatDependsOnANumberChangesWithItAndIsMarked() throws {
    var demo = try demo231()
    demo.press(.character("+"))
    let frame = demo.frame(76, 20)
    #expect(frame.lines[0...3].joined(separator: "\n").contains("0.9 ─╮  z  0.9500"))
    let changed = texts(frame) { $0.foreground == .role(.change) && $0.traits.contains(.bold) }
    #expect(
      changed.filter { $0.first != "─" } == [
        "0.9500", "0.7398", "1.097", "0.7496", "0.7496", "0.9500", "0.9500", "0.7398",
      ])
    #expect(frame.lines.contains("y = 0.7496  was 0.7443"))
  }

  @Test func theNumbersAreTheEngines() throws {
    var demo = try demo231()
    demo.press(.right, .character("-"), .home, .character("+"))
    let session = Session()
    demo.share(with: session)
    let tape = Tape()
    func tensor(_ name: String) throws -> Tensor {
      try #require(session.variables[name]?.asTensor(dtype: .float32))
    }
    let first = try Linear(weight: tensor("W1"), bias: tensor("b1"), tape: tape)
    let second = try Linear(weight: tensor("W2"), bias: tensor("b2"), tape: tape)
    let x = tape.constant(try tensor("x").reshaped([1, 2]))
    let h = try first(x).tanh()
    let y = try second(h).sigmoid()
    #expect(try tensor("x").floats == [0.6, -1])
    #expect(try tensor("W2").floats == [1.1, -0.7, 0.5])
    for (ours, engine) in try zip(tensor("h1").floats, h.value.floats) {
      #expect((ours - engine).magnitude < 1e-6)
    }
    #expect(try (tensor("y").floats[0] - y.value.floats[0]).magnitude < 1e-6)
  }

  @Test(arguments: [
    ([Key.character("+")], "0.9"), ([.character("="), .character("=")], "1"),
    ([.character("-")], "0.7"), ([.alt("+")], "0.81"), ([.alt("-"), .alt("-")], "0.78"),
    ([.shiftUp], "0.81"), ([.shiftDown], "0.79"),
    ([.enter, .character("2"), .character("."), .character("5"), .enter], "2.5"),
    ([.character("e"), .character("−"), .character("3"), .enter], "−3"),
    ([.enter, .character("2"), .escape], "0.8"),
    ([.enter, .character("x"), .enter, .escape], "0.8"),
    ([.character("+"), .character("z")], "0.8"), ([.character("+"), .character("r")], "0.8"),
    ([.character("+"), .character("r"), .character("z")], "0.9"), ([.character("z")], "0.8"),
  ])
  func keysChangeTheNumberAtTheCursor(_ keys: [Key], _ value: String) throws {
    var demo = try demo231()
    for key in keys { demo.press(key) }
    #expect(demo.lines(76, 24).contains { $0.hasPrefix("z₁ = \(value) · 0.5") })
  }

  @Test func tenthsAddUpWithoutARest() throws {
    var demo = try demo231()
    for _ in 0..<12 { demo.press(.character("-")) }
    #expect(demo.lines(76, 24).contains { $0.hasPrefix("z₁ = −0.4 · 0.5") })
  }

  @Test(arguments: ["abc", "", "1e7", "nan", "inf", "--1"])
  func whatIsNoNumberIsSaidAndStaysInTheField(_ text: String) throws {
    var demo = try demo231()
    demo.press(.enter)
    demo.type(text)
    demo.press(.enter)
    #expect(demo.lines(76, 24).contains { $0.contains("is not a number up to a million") })
    #expect(demo.frame(76, 24).cursor != nil)
    #expect(demo.takes(.character("q")))
  }

  @Test func anUndoneChangeIsWhereItWasMade() throws {
    var demo = try demo231()
    demo.press(.character("+"), .right, .character("z"))
    let marked = texts(demo.frame(76, 20)) { $0.traits.contains(.reverse) }
    #expect(marked.first == "0.8")
  }
}

@Suite struct NetworkMovementTests {
  @Test(arguments: [
    ([Key.home], "0.5"), ([.home, .up], "0.5"), ([.home, .down], "−1.0"),
    ([.home, .right], "0.8"), ([.home, .down, .right], "0.9"),
    ([.down], "−0.4"), ([.down, .down], "0.1"), ([.down, .down, .down], "0.3"),
    ([.left], "0.5"), ([.down, .left], "−1.0"), ([.right], "1.20"),
    ([.right, .right], "1.20"), ([.right, .down, .left], "0.3"), ([.end], "0.05"),
    ([.end, .down], "0.05"), ([.end, .left], "−0.5"), ([.character("j")], "−0.4"),
  ])
  func arrowsLeadToTheNextNumber(_ keys: [Key], _ text: String) throws {
    var demo = try demo231()
    for key in keys { demo.press(key) }
    #expect(texts(demo.frame(76, 12)) { $0.traits.contains(.reverse) }.first == text)
  }

  @Test(arguments: [[1, 1], [2, 1], [3, 2, 1], [1, 12, 4], [12, 1, 12], [2, 3, 4, 2]])
  func everyWayLeadsToANumber(_ sizes: [Int]) throws {
    let network = try NetworkParameters(sizes: sizes).network()
    let movement = NetworkMovement(network: network)
    for number in network.editableNumbers {
      for direction in [NetworkMovement.Direction.up, .down, .left, .right] {
        #expect(network.editableNumbers.contains(movement.inPicture(direction, from: number)))
        #expect(network.editableNumbers.contains(movement.inMatrices(direction, from: number)))
      }
    }
  }

  @Test func everyNumberCanBeReached() throws {
    var demo = try demo231()
    demo.press(.home)
    var seen: [String] = []
    for _ in 0..<15 {
      seen += texts(demo.frame(76, 12)) { $0.traits.contains(.reverse) }.prefix(1)
      demo.press(.down)
    }
    #expect(
      seen == [
        "0.5", "−1.0", "0.8", "−0.4", "0.1", "0.3", "0.9", "0.0", "−0.5", "0.2", "−0.2", "1.20",
        "−0.70", "0.50", "0.05",
      ])
  }
}

@Suite struct NetworkSharingTests {
  @Test func takesVariablesThatACellChanged() throws {
    let session = Session()
    var demo = try demo231()
    demo.share(with: session)
    demo.refresh(from: session)
    #expect(!demo.bindings.contains { $0.action == "undo" })
    _ = try session.run("import torch\nb2 = torch.tensor([1.0])")
    demo.refresh(from: session)
    #expect(demo.lines(76, 20).contains { $0.contains("b 1.0 ─╯") })
    demo.press(.character("z"))
    #expect(demo.lines(76, 20).contains { $0.contains("b 0.05 ─╯") })
  }

  @Test(arguments: ["b2 = torch.tensor([1.0, 2.0])", "b2 = 'one'", "b2 = torch.ones(3, 3)"])
  func leavesVariablesOfOtherShapesAlone(_ code: String) throws {
    let session = Session()
    var demo = try demo231()
    demo.share(with: session)
    _ = try session.run("import torch\n" + code)
    demo.refresh(from: session)
    #expect(demo.lines(76, 20).contains { $0.contains("b 0.05 ─╯") })
  }

  @Test(arguments: ["1 / torch.zeros(2)", "torch.tensor([1e30, -1e30])", "torch.zeros(2) / 0"])
  func drawsNumbersThatAreNone(_ inputs: String) throws {
    let session = Session()
    var demo = try demo231()
    _ = try session.run("import torch\nx = " + inputs)
    demo.refresh(from: session)
    demo.refresh(from: session)
    for key in [Key.home, .character("v"), .character("+")] {
      demo.press(key)
      for (width, height) in [(80, 24), (36, 20)] {
        #expect(!demo.lines(width, height).isEmpty)
      }
    }
  }

  @Test func plainTextHasEveryNumberAndTheFormula() throws {
    let lines = try demo231().plainText(width: 60)
    #expect(lines.contains("  w₁    1.20 · 0.7163 = 0.8596"))
    #expect(lines.contains("z₁ = 0.8 · 0.5 + (−0.4) · (−1) + 0.1 = 0.9000"))
  }

  @Test func speaksChinese() throws {
    var demo = try demo231(.chinese)
    #expect(demo.bindings.allSatisfy { isChinese($0.action) })
    #expect(isChinese(demo.title))
    demo.press(.character("+"))
    #expect(demo.lines(76, 20).contains("y = 0.7496  原为 0.7443"))
    #expect(demo.lines(30, 30).first == "输入")
  }
}

@Suite struct NetworkParametersTests {
  @Test(arguments: [
    (NetworkParameters(sizes: [2]), "sizes"), (NetworkParameters(sizes: [2, 0]), "sizes"),
    (NetworkParameters(sizes: [2, 99]), "sizes"),
    (NetworkParameters(sizes: [2, 1], inputs: [1]), "inputs"),
    (NetworkParameters(sizes: [2, 1], inputs: [1, .infinity]), "inputs"),
    (NetworkParameters(sizes: [2, 1], inputs: [1, .nan]), "inputs"),
    (NetworkParameters(sizes: [2, 1], weights: []), "weights"),
    (NetworkParameters(sizes: [2, 1], weights: [[[1, 2], [3, 4]]]), "weights"),
    (NetworkParameters(sizes: [2, 1], weights: [[[1]]]), "weights"),
    (NetworkParameters(sizes: [2, 1], biases: [[1, 2]]), "biases"),
    (NetworkParameters(sizes: [2, 1], biases: [[1], [2]]), "biases"),
  ])
  func aWrongParameterIsNamed(_ parameters: NetworkParameters, _ name: String) {
    let error = #expect(throws: DemoError.self) { try parameters.network() }
    #expect(error?.parameter == name)
  }

  @Test func weightsAreDrawnFromTheSeed() throws {
    let one = try NetworkParameters(sizes: [4, 3, 2], seed: 1).network()
    #expect(try NetworkParameters(sizes: [4, 3, 2], seed: 1).network() == one)
    #expect(try NetworkParameters(sizes: [4, 3, 2], seed: 2).network() != one)
    #expect(one.layers[0].weights.flatMap { $0 }.allSatisfy { $0.magnitude <= 0.5 })
  }
}

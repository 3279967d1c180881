import Languages
import Python
import Testing

@testable import Demos

@Suite struct StepperProgramTests {
  private func demo(_ source: String, seed: UInt64 = 1) throws -> StepperDemo {
    try StepperDemo(source: source, seed: seed, language: .english)
  }

  private func leaves(_ demo: StepperDemo) throws -> [String: Double] {
    let nodes = demo.walk.trace.nodes.filter { $0.isLeaf && $0.name != nil }
    return try Dictionary(uniqueKeysWithValues: nodes.map { ($0.name ?? "", try $0.value.item()) })
  }

  @Test func `a name without a value gets one from the seed`() throws {
    let first = try leaves(demo("tanh(a*b + c)"))
    #expect(Set(first.keys) == ["a", "b", "c"])
    #expect(try leaves(demo("tanh(a*b + c)")) == first)
    #expect(try leaves(demo("tanh(a*b + c)", seed: 2)) != first)
    #expect(first.values.allSatisfy { $0 != 0 && abs($0) <= 2 })
  }

  @Test func `a name that is set keeps its value and gets a gradient`() throws {
    var demo = try demo("a = 2; b = -3; tanh(a*b)")
    #expect(try leaves(demo) == ["a": 2, "b": -3])
    demo.tap(.character("b"))
    while demo.walk.nextPass != nil { demo.tap(.right) }
    let slope = 1 - 0.999987711650795_6 * 0.999987711650795_6
    let a = try #require(demo.walk.trace.nodes.firstIndex { $0.name == "a" })
    #expect(abs(try #require(demo.walk.gradient(of: a)).item() + 3 * slope) < 1e-12)
  }

  @Test(arguments: [
    ("sum([1, 2, 3] * w)", 6.0), ("[1, 2] @ [w, w]", 3.0), ("w ** 2 / 2 - w", -0.5),
    ("mean([w, 2*w, 3*w])", 2.0), ("sum(softmax([1, 2, w]))", 1.0), ("sigmoid(w - w)", 0.5),
    ("relu(-w) + w", 1.0), ("exp(log(w))", 1.0), ("[[1, 2], [3, 4]] @ [w, 1] @ [1, 1]", 10.0),
  ])
  func `expressions with numbers and lists as vectors have the value of their mathematics`(
    _ expression: String, _ value: Double
  ) throws {
    #expect(abs(try demo("w = 1.0; " + expression).walk.now.loss - value) < 1e-12)
  }

  @Test(arguments: [
    ("[1, 2] * w", "sum("), ("3 + 4", "names"), ("w", "tanh(w*x + b)"), ("w = 2", "tanh(w*x + b)"),
    ("w +", "SyntaxError"), ("tanh(w", "SyntaxError"), ("'text'", "number"), ("", "number"),
    ("w.nothing", "AttributeError"), ("[1, 2] @ [w, w, w]", "RuntimeError"),
    ("for i in w: i", "`for`"),
  ])
  func `what cannot be walked through says why`(_ source: String, _ hint: String) {
    #expect {
      _ = try demo(source)
    } throws: { error in
      "\(error)".contains(hint)
    }
  }

  @Test func `a computation of many nodes is refused, not walked`() {
    let long = Array(repeating: "w", count: 500).joined(separator: " + ")
    #expect(throws: DemoError.self) { _ = try demo(long) }
  }

  @Test func `a value that the code does not read is a mistake`() {
    #expect(
      throws: DemoError(parameter: "values", "b is given a value, but the code does not read it")
    ) {
      let parameters = StepperParameters(
        code: "a * 2", values: ["a": .number(1), "b": .number(2)])
      _ = try StepperDemo(parameters, session: Session(), language: .english)
    }
  }

  @Test func `constants get no gradient`() throws {
    var demo = try StepperGraphs.neuron.demo(start: .backward)
    while demo.walk.nextPass != nil { demo.tap(.right) }
    for name in ["x", "t"] {
      let node = try #require(demo.walk.trace.nodes.firstIndex { $0.name == name })
      #expect(demo.walk.gradient(of: node) == nil)
    }
  }
}

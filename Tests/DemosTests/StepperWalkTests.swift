import Autograd
import Canvas
import Tensors
import Testing

@testable import Demos

@Suite struct StepperWalkTests {
  @Test(arguments: StepperGraphs.allCases)
  func `a step back undoes a step exactly, at every place of three rounds`(
    _ graph: StepperGraphs
  ) throws {
    var demo = try graph.demo()
    for _ in 0..<3 * (demo.walk.now.updatePlace + 1) {
      let before = demo.frame(90, 30)
      demo.tap(.right)
      let after = demo.frame(90, 30)
      #expect((after == before) == false)
      demo.tap(.left)
      #expect((demo.frame(90, 30) == before) == true)
      demo.tap(.right)
    }
    #expect(demo.walk.round == 3)
  }

  @Test(arguments: StepperGraphs.allCases)
  func `the gradients at the end are those of the engine's own backward`(_ graph: StepperGraphs)
    throws
  {
    var demo = try graph.demo()
    demo.tap(.character("b"))
    while demo.walk.nextPass != nil { demo.tap(.right) }
    var pass = try BackwardPass(demo.walk.trace)
    while try pass.advance() != nil {}
    for node in demo.walk.trace.nodes.indices {
      #expect(demo.walk.gradient(of: node)?.doubles == pass.gradients[node]?.doubles)
      guard let gradient = pass.gradients[node] else { continue }
      #expect(demo.picture(200, 50).contains("∂ " + StepperText.short(gradient)))
    }
  }

  @Test func `an update moves every leaf against its gradient`() throws {
    var demo = try StepperGraphs.product.demo()
    demo.tap(.character("u"))
    let leaves = ["a": 2.3, "b": 3.2, "c": -1.6]
    for (name, value) in leaves {
      let node = try #require(demo.walk.trace.nodes.firstIndex { $0.name == name })
      #expect(abs(try #require(demo.walk.value(of: node)).item() - value) < 1e-12)
    }
    #expect(abs(try #require(demo.walk.updated).loss - 2.3 * 3.2 * -1.6) < 1e-12)
    #expect(demo.walk.losses.count == 2)
  }

  @Test func `updates one after the other lower the loss`() throws {
    var demo = try StepperGraphs.neuron.demo()
    for _ in 0..<10 { demo.tap(.character("u")) }
    let losses = demo.walk.losses
    #expect(losses.count == 11)
    #expect(zip(losses, losses.dropFirst()).allSatisfy { $0 > $1 })
    #expect(demo.picture().contains("(10 updates)"))
  }

  @Test func `the phases' keys go to where a phase begins`() throws {
    var demo = try StepperGraphs.neuron.demo()
    demo.tap(.character("b"))
    #expect(demo.walk.move == .seed)
    demo.tap(.character("f"))
    #expect(demo.walk.move == .begin)
    demo.tap(.end)
    #expect(demo.walk.move == .update)
    demo.tap(.character("b"))
    #expect(demo.walk.move == .seed)
    #expect(demo.walk.round == 1)
    demo.tap(.home)
    #expect(demo.walk.place == 0)
    demo.tap(.character("r"))
    #expect(demo.walk.round == 0)
  }

  @Test func `a value used twice gets a sum that grows term by term`() throws {
    var demo = try StepperGraphs.twice.demo(start: .backward)
    var pictures: [String] = []
    while demo.walk.nextPass != nil {
      demo.tap(.right)
      pictures.append(demo.picture(120, 35))
    }
    #expect(pictures.contains { $0.contains("= 6 + …") })
    #expect(pictures.contains { $0.contains("= 6 + 9 = 15") })
  }

  @Test func `playing takes steps by itself, at the chosen speed`() throws {
    var demo = try StepperGraphs.neuron.demo()
    demo.tap(.character(" "))
    #expect(demo.wantsTicks)
    let start = demo.walk.place
    for _ in 0..<10 { _ = demo.update(.tick(seconds: 0.1)) }
    #expect(demo.walk.place == start + 1)
    demo.tap(.character("]"), .character("]"))
    for _ in 0..<10 { _ = demo.update(.tick(seconds: 0.1)) }
    #expect(demo.walk.place >= start + 4)
    demo.tap(.character(" "))
    _ = demo.update(.tick(seconds: 1))
    #expect(!demo.wantsTicks)
  }

  @Test(arguments: StepperGraphs.allCases)
  func `measured derivatives agree with the gradients`(_ graph: StepperGraphs) throws {
    let demo = try graph.demo()
    let trace = demo.walk.trace
    for node in trace.nodes.indices where trace.nodes[node].requiresGradient {
      let gradient =
        node == trace.output
        ? [1] : try #require(demo.walk.now.gradient(of: node)).doubles
      let measured = try trace.centralDifferences(at: node)
      #expect(StepperText.relativeError(measured, gradient) < 1e-6)
    }
  }
}

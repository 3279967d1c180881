import Canvas
import Testing

@testable import Demos

@Suite struct StepperPredictionTests {
  private func asking(_ graph: StepperGraphs) throws -> StepperDemo {
    var demo = try graph.demo(predict: true, start: .backward)
    demo.tap(.right)
    return demo
  }

  @Test func `the number is asked for before it is shown`() throws {
    let demo = try asking(.product)
    #expect(demo.askedStep == 0)
    #expect(demo.picture().contains("∂L/∂p ="))
    #expect(demo.picture().contains("▁▁▁▁▁▁"))
    #expect(demo.walk.passed == 0)
  }

  @Test(arguments: [
    ("-1", true), ("c", true), ("-1.004", true), ("−1", true), ("c * 1", true), ("-1.02", false),
    ("1", false), ("0", false), ("[1, 2]", false),
  ])
  func `a guess is judged within a tolerance`(_ guess: String, _ isRight: Bool) throws {
    var demo = try asking(.product)
    demo.type(guess)
    let effects = demo.tap(.enter)
    #expect(demo.verdict?.isRight == isRight)
    #expect((demo.rightCount, demo.askedCount) == (isRight ? 1 : 0, 1))
    #expect(effects.count == 1)
    #expect(demo.walk.passed == 1)
    #expect(demo.picture().contains("predicted \(isRight ? 1 : 0) of 1"))
  }

  @Test func `a vector is guessed as a list or an expression`() throws {
    for guess in ["[0.659, -0.7576, 0.0986]", "p - t"] {
      var demo = try asking(.softmax)
      while let step = demo.askedStep, demo.names[demo.walk.now.steps[step].target] != "z" {
        demo.tap(.enter, .right)
      }
      demo.type(guess)
      demo.tap(.enter)
      #expect(demo.verdict?.isRight == true)
    }
  }

  @Test func `what cannot be evaluated is not judged`() throws {
    var demo = try asking(.product)
    demo.type("c +")
    demo.tap(.enter)
    #expect(demo.askedCount == 0)
    #expect(demo.askedStep == 0)
    #expect(demo.message != nil)
  }

  @Test func `nothing typed shows the number without a score`() throws {
    var demo = try asking(.product)
    demo.tap(.enter)
    #expect(demo.askedCount == 0)
    #expect(demo.walk.passed == 1)
    #expect(demo.askedStep == nil)
  }

  @Test func `while typing, every character is text`() throws {
    var demo = try asking(.product)
    demo.type("quf?")
    #expect(demo.typing?.field.text == "quf?")
    #expect(demo.takes(.character("q")))
    demo.tap(.escape)
    #expect(!demo.takes(.character("q")))
  }

  @Test func `a whole pass with every number right scores all of them`() throws {
    var demo = try asking(.twice)
    while let step = demo.askedStep {
      demo.type("\(try demo.walk.now.steps[step].contribution.item())")
      demo.tap(.enter, .right)
    }
    #expect((demo.rightCount, demo.askedCount) == (6, 6))
  }
}

import Canvas
import Languages
import Testing

@testable import Demos

@Suite struct StepperFuzzTests {
  /// Expressions of the grammar, wild ones among them.
  private func expression(_ random: inout SmallRandom, depth: Int) -> String {
    func part() -> String { expression(&random, depth: depth - 1) }
    guard depth > 0 else {
      let leaves = ["a", "b", "2", "0", "-1.5", "1e308", "1e-300", "[1, 2]", "[a, b]", "True"]
      return leaves[random.below(leaves.count)]
    }
    switch random.below(6) {
    case 0:
      let functions = [
        "tanh", "exp", "log", "relu", "sigmoid", "softmax", "sum", "mean", "sqrt", "abs", "max",
      ]
      return functions[random.below(functions.count)] + "(" + part() + ")"
    case 1: return "(" + part() + ")[" + part() + "]"
    case 2: return "-" + part()
    default:
      let operators = [" + ", " - ", " * ", " / ", " ** ", " @ ", " % ", " // ", " < "]
      return "(" + part() + operators[random.below(operators.count)] + part() + ")"
    }
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `any expression is walked through or refused`(_ seed: UInt64) {
    var random = SmallRandom(seed: seed)
    var walked = 0
    for _ in 0..<120 {
      let inner = expression(&random, depth: 1 + random.below(4))
      let source = random.below(3) == 0 ? inner : "sum(\(inner))"
      guard var demo = try? StepperDemo(source: source, language: .english) else { continue }
      walked += 1
      demo.tap(.character("d"), .character("c"), .character("b"))
      for _ in 0..<6 { demo.tap(.right) }
      _ = demo.frame(60, 20)
      demo.tap(.character("u"), .right, .enter)
      _ = demo.frame(60, 20)
      _ = demo.plainText(width: 60)
    }
    #expect(walked > 5)
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func `damaged text is refused or walked through`(_ seed: UInt64) {
    var random = SmallRandom(seed: seed)
    let start = Array("W=[[1,2],[3,4]]; x=[a,1]; sum(relu(W@x)) ** 2")
    let marks = Array("()[]{}+-*/@=;:,.'\"\\#0aé\n\0 ")
    var refused = 0
    for _ in 0..<400 {
      var text = start
      for _ in 0..<1 + random.below(3) {
        let place = random.below(text.count)
        switch random.below(3) {
        case 0: text.remove(at: place)
        case 1: text.insert(marks[random.below(marks.count)], at: place)
        default: text[place] = marks[random.below(marks.count)]
        }
      }
      do {
        let demo = try StepperDemo(source: String(text), language: .english)
        _ = demo.frame(40, 12)
      } catch {
        refused += 1
      }
    }
    #expect(refused > 0)
  }
}

import Testing
import Yams

@testable import Quiz

@Suite struct DecodingTests {
  @Test(arguments: Invented.all) func everyKindIsRead(_ yaml: String) throws {
    let question = try Invented.question(yaml)
    #expect(question.lesson == "forward")
    #expect(yaml.contains("kind: \(question.kindName)\n"))
    #expect(question.hints.count == 2)
  }

  @Test(arguments: [
    (Invented.count, "tolerance: 0", "tolerence: 0", "tolerence"),
    (Invented.count, "m: {integer: [2, 9]}", "m: {integers: [2, 9]}", "parameters.m.integers"),
    (Invented.count, "{value: z, say", "{value: z, sya", "mistakes.0.sya"),
    (Invented.choice, "{text: tanh, say", "{text: tanh, why", "options.1.why"),
    (Invented.bug, "{id: sum, code: ", "{id: sum, line: ", "lines.1.line"),
    (Invented.shape, "answer: ", "tolerance: 1\nanswer: ", "tolerance"),
  ])
  func anUnknownKeyIsRefusedWhereItStands(
    _ yaml: String, _ good: String, _ bad: String, _ path: String
  ) {
    let broken = yaml.replacing(good, with: bad)
    #expect(broken != yaml)
    do {
      _ = try Invented.question(broken)
      Issue.record("it was accepted")
    } catch DecodingError.dataCorrupted(let context) {
      let place = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }
      #expect(place.joined(separator: ".") == path)
      #expect(context.debugDescription.contains("it may have"))
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test(arguments: [
    ("{integer: [9, 2]}", "[low, high]"),
    ("{integer: [1]}", "[low, high]"),
    ("{integer: [-9223372036854775808, 0]}", "1000000000"),
    ("{decimal: [0, 1], step: 0}", "step"),
    ("{decimal: [0, .nan]}", "1e6"),
    ("{integer: [1, 2], choice: [a]}", "one of"),
    ("{step: 1}", "belongs to"),
    ("{choice: []}", "at least one"),
    ("{vector: 0, integer: [1, 2]}", "1 to 64"),
    ("{matrix: [2], integer: [1, 2]}", "1 to 64"),
    ("{vector: 2, choice: [a]}", "one value"),
  ])
  func aParameterThatCanNotBeDrawnIsRefused(_ parameter: String, _ advice: String) {
    let error = #expect(throws: DecodingError.self) {
      try YAMLDecoder().decode(Parameter.self, from: parameter)
    }
    #expect("\(String(describing: error))".contains(advice))
  }

  @Test(arguments: [
    ("{integer: [3, 3]}", "3"),
    ("{decimal: [0.3, 0.3], step: 0.1}", "0.3"),
    ("{decimal: [-1, -1], step: 0.5}", "-1.0"),
    ("{choice: [tanh]}", "tanh"),
    ("{vector: 2, integer: [4, 4]}", "torch.tensor([4.0, 4.0])"),
    ("{matrix: [2, 1], decimal: [0.5, 0.5], step: 1}", "torch.tensor([[0.5], [0.5]])"),
  ])
  func parametersAreDrawnAsSource(_ yaml: String, _ source: String) throws {
    var dice = Dice(seed: 1, stream: "x")
    let parameter = try YAMLDecoder().decode(Parameter.self, from: yaml)
    #expect(parameter.draw(with: &dice) == source)
  }

  @Test func decimalsAreRoundToTheirStep() throws {
    let parameter = try YAMLDecoder().decode(Parameter.self, from: "{decimal: [-2, 2], step: 0.1}")
    var dice = Dice(seed: 5, stream: "x")
    let drawn = Set((0..<2000).map { _ in parameter.draw(with: &dice) })
    #expect(drawn.count == 41)
    #expect(drawn.allSatisfy { $0.count <= 4 })
    #expect(drawn.contains("0.0") && drawn.contains("-2.0") && drawn.contains("2.0"))
  }

  @Test func aYAMLListIsReadAsAnExpression() throws {
    let source = try YAMLDecoder().decode(ExpressionSource.self, from: "[[1, a*b], [0.5, -2]]")
    #expect(source.text == "[[1, a*b], [0.5, -2]]")
  }

  @Test func theSkeletonIsTheSameWhenOnlyProseDiffers() throws {
    let english = try Invented.question(Invented.count)
    let chinese = try Invented.question(
      Invented.count.replacing("The {n} biases are missing.", with: "少了 {n} 个偏置。")
        .replacing("How many parameters?", with: "有多少参数？"))
    #expect(english.skeleton == chinese.skeleton)
    let other = try Invented.question(Invented.count.replacing("z + m", with: "z - m"))
    #expect(english.skeleton != other.skeleton)
  }
}

import Testing

@testable import Quiz

@Suite struct ProofTests {
  @Test(arguments: Invented.all) func aGoodQuestionIsProved(_ yaml: String) throws {
    let question = try Invented.question(yaml)
    #expect(prove(question, evaluator: SessionEvaluator.maker).map(\.description) == [])
  }

  @Test(arguments: [
    (Invented.count, "hints: [look, \"apply the rule\"]", "hints: []", "hints"),
    (Invented.count, "require: m != n\n", "", "mistakes[1]"),
    (Invented.count, "tolerance: 0", "tolerance: 5", "mistakes[0]"),
    (Invented.count, "\"The {n} biases are missing.\"", "\" \"", "mistakes[0]"),
    (Invented.count, "{answer}", "{answr}", "solution"),
    (Invented.count, "require: m != n", "require: m > 99", "require"),
    (Invented.count, "answer: z + n", "answer: q", "answer"),
    (Invented.count, "answer: z + n", "answer: 1/(m - m)", "answer"),
    (Invented.count, "answer: z + n", "answer: nan", "answer"),
    (Invented.count, "[\"z = m*n\"]", "[\"z = m*q\"]", "setup[0]"),
    (Invented.count, "id: forward/sample-1", "id: sample", "id"),
    (
      Invented.count, "m: {integer: [2, 9]}\n  n: {integer: [2, 9]}",
      "m: {integer: [2, 2]}\n  n: {integer: [3, 4]}", "parameters"
    ),
    (Invented.choice, "text: tanh, say", "text: tanh, correct: true, say", "choice"),
    (Invented.choice, "text: relu, say: It has no upper bound.", "text: relu", "choice"),
    (Invented.choice, "text: relu", "text: Tanh", "choice"),
    (Invented.multi, "correct: true", "correct: false", "multi"),
    (Invented.shape, "require: m != n\n", "", "mistakes[0]"),
    (Invented.shape, "answer: (n, m)", "answer: n/7", "answer"),
    (Invented.vector, "given: [[0]]", "given: [[7]]", "given[0]"),
    (Invented.vector, "given: [[0]]", "given: [[0], [1], [2]]", "given"),
    (Invented.vector, "\"a+b\"", "\"a*b\"", "mistakes[0]"),
    (Invented.order, "[[1, 2, 0, 3, 4]]", "[[1, 2, 0, 3]]", "order"),
    (Invented.order, "loss,", "forward,", "order"),
    (Invented.bug, "bug: sum", "bug: som", "bug"),
    (Invented.bug, "z = p + 1", "z = p - 1", "bug"),
    (Invented.bug, "show: y", "show: x", "fixed"),
    (Invented.bug, ", other: This line is as it should be.", "", "bug"),
    (Invented.bug, "{product:", "{prodct:", "bug"),
  ])
  func aFaultIsFound(_ yaml: String, _ good: String, _ bad: String, _ part: String) throws {
    let broken = yaml.replacing(good, with: bad)
    #expect(broken != yaml)
    let problems = prove(try Invented.question(broken), evaluator: SessionEvaluator.maker)
    #expect(problems.map(\.part).contains(part))
  }

  @Test func aProblemOfManySeedsIsReportedOnce() throws {
    let broken = Invented.count.replacing("tolerance: 0", with: "tolerance: 500")
    let problems = prove(try Invented.question(broken), evaluator: SessionEvaluator.maker)
    #expect(problems.map(\.part) == ["mistakes[0]", "mistakes[1]"])
    #expect(problems[0].reason.contains("(seed 0)"))
  }
}

import Yams

@testable import Quiz

/// Questions invented for the tests.
enum Invented {
  static func question(_ yaml: String) throws -> Question {
    try YAMLDecoder().decode(Question.self, from: yaml)
  }

  static func instance(_ yaml: String, seed: UInt64 = 1) throws -> QuestionInstance {
    try QuestionInstance(question(yaml), seed: seed, evaluator: SessionEvaluator.maker)
  }

  /// What every question needs beside its kind's own fields.
  static func common(
    _ kind: String, id: String = "forward/sample-1", concept: String = "layer"
  ) -> String {
    """
    id: \(id)
    kind: \(kind)
    concept: \(concept)
    page: counting
    hints: [look, "apply the rule"]

    """
  }

  static let count =
    common("number") + """
      ask: A layer takes {m} inputs to {n} outputs. How many parameters?
      parameters:
        m: {integer: [2, 9]}
        n: {integer: [2, 9]}
      require: m != n
      setup: ["z = m*n"]
      answer: z + n
      tolerance: 0
      mistakes:
        - {value: z, say: "The {n} biases are missing."}
        - {value: z + m, say: One bias for each output.}
      solution: "{m}·{n} + {n} = {answer}"
      """

  static let choice =
    common("choice") + """
      ask: Which one squashes into (0, 1)?
      options:
        - {text: sigmoid, correct: true}
        - {text: tanh, say: Its values reach from −1 to 1.}
        - {text: relu, say: It has no upper bound.}
      solution: The sigmoid.
      """

  static let multi =
    common("multi") + """
      ask: Which are bounded?
      options:
        - {text: sigmoid, correct: true}
        - {text: tanh, correct: true}
        - {text: relu, say: It grows without end.}
        - {text: identity, say: So does this.}
      solution: The first two.
      """

  static let shape =
    common("shape") + """
      ask: What shape is W?
      parameters: {m: {integer: [2, 12]}, n: {integer: [2, 12]}}
      require: m != n
      answer: (n, m)
      mistakes:
        - {value: "(m, n)", say: That is the transpose.}
      solution: "({n}, {m})"
      """

  static let vector =
    common("vector") + """
      ask: Fill in [a, b, a·b].
      parameters:
        a: {decimal: [1.5, 3], step: 0.5}
        b: {decimal: [4, 6], step: 0.5}
      answer: ["a", "b", "a*b"]
      given: [[0]]
      tolerance: 0.01
      mistakes:
        - {value: ["a", "b", "a+b"], say: The product was asked for.}
      solution: "{answer}"
      """

  static let order =
    common("order") + """
      ask: Put a training step in order.
      steps: [zero the gradients, forward, loss, backward, update]
      alternatives: [[1, 2, 0, 3, 4]]
      say: The gradients come from the loss.
      solution: Forward, loss, backward, update.
      """

  static let bug =
    common("bug") + """
      ask: Which line is wrong?
      setup: ["x = 2"]
      lines:
        - {id: product, code: "p = 3 * x"}
        - {id: sum, code: "z = p - 1"}
        - {id: out, code: "y = z * 2"}
      bug: sum
      fixed: "z = p + 1"
      show: y
      say: {product: The weight is 3., other: This line is as it should be.}
      solution: The bias is added.
      """

  static let all = [count, choice, multi, shape, vector, order, bug]
}

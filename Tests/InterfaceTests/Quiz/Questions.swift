import Languages
import Yams

@testable import Interface
@testable import Quiz

/// Questions invented for the tests of the quiz screen.
enum Sample {
  static func question(_ yaml: String) throws -> Question {
    try YAMLDecoder().decode(Question.self, from: yaml)
  }

  static func common(_ kind: String, _ name: String, concept: String = "neuron") -> String {
    """
    id: forward/\(name)
    kind: \(kind)
    concept: \(concept)
    page: weights
    hints: ["Look at the bias.", "Add $b$ at the end."]

    """
  }

  static let number =
    common("number", "sum") + """
      ask: "A neuron has $w = 2$, $x = 0.5$ and $b = -0.5$. What is its score $z = wx + b$?"
      answer: 0.5
      tolerance: 0.01
      mistakes: [{value: 1, say: "The bias is missing."}]
      solution: "$2 \\\\cdot 0.5 - 0.5 = 0.5$"
      """

  static let choice =
    common("choice", "range", concept: "activation") + """
      ask: Which function has its values between 0 and 1?
      options:
        - {text: "`sigmoid`", correct: true}
        - {text: "`tanh`", say: Its values reach from −1 to 1.}
        - {text: "`relu`, which cuts off what is below zero and leaves everything above as it is, however large", say: It has no upper bound.}
      solution: "The sigmoid: $\\\\sigma(z) = \\\\frac{1}{1 + e^{-z}}$."
      """

  static let multi =
    common("multi", "bounded") + """
      ask: Which are bounded?
      options:
        - {text: sigmoid, correct: true}
        - {text: tanh, correct: true}
        - {text: relu, say: It grows without end.}
      solution: The first two.
      """

  static let vector =
    common("vector", "fill") + """
      ask: Fill in the product.
      answer: torch.tensor([[1.0, 2], [3, -4]])
      given: [[0, 0]]
      mistakes: [{value: "torch.tensor([[1.0, 3], [2, -4]])", say: That is the transpose.}]
      solution: Row times column.
      """

  static let order =
    common("order", "step") + """
      ask: Put a training step in order.
      steps: [forward, loss, backward, update]
      say: The gradients come from the loss.
      solution: Forward, loss, backward, update.
      """

  static let bug =
    common("bug", "bug") + """
      ask: Which line is wrong?
      setup: ["x = 2", "b = 1"]
      lines:
        - {id: a, code: "z = 3*x - b"}
        - {id: b, code: "y = 2*z"}
      bug: a
      fixed: "z = 3*x + b"
      show: y
      say: {other: This line is as it should be.}
      solution: The bias is added.
      """

  static let all = [number, choice, multi, vector, order, bug]

  static func session(_ yamls: [String], language: Language = .english) throws -> QuizSession {
    let questions = try yamls.map(question)
    return QuizSession(
      questions, pool: questions, cards: [:], seed: 3, identity: "s", language: language, at: 0,
      evaluator: SessionEvaluator.maker)
  }

  static func panel(_ yaml: String, language: Language = .english) throws -> QuestionPanel {
    try QuestionPanel(
      question: question(yaml), seed: 3, language: language, evaluator: SessionEvaluator.maker)
  }
}

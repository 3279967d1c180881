import Canvas
import Languages
import Python

@testable import Demos

/// Computations that the stepper's tests walk through.
enum StepperGraphs: String, CaseIterable {
  case product, neuron, twice, softmax, matrix, expression

  var parameters: StepperParameters {
    switch self {
    case .product:
      StepperParameters(
        code: "p = a * b\nL = p * c",
        values: ["a": .number(2), "b": .number(3), "c": .number(-1)], rate: 0.1)
    case .neuron:
      StepperParameters(
        code: "m = w * x\nz = m + b\ny = tanh(z)\ne = y - t\nL = e ** 2\n",
        values: ["w": .number(0.8), "b": .number(0.1)],
        constants: ["x": .number(1.5), "t": .number(1)], rate: 0.5)
    case .twice:
      StepperParameters(
        code: "u = a * b\nv = a + c\nL = u * v",
        values: ["a": .number(2), "b": .number(3), "c": .number(1)])
    case .softmax:
      StepperParameters(
        code: "p = softmax(z)\nL = -sum(t * log(p))",
        values: ["z": .list([.number(2), .number(1), .number(0.1)])],
        constants: ["t": .list([.number(0), .number(1), .number(0)])], rate: 1)
    case .matrix:
      StepperParameters(code: "W = [[1, 2], [3, -4]]; x = [0.5, 1]\nmean(relu(W @ x + b))")
    case .expression: StepperParameters(code: "tanh(2*a + b) * exp(-a)")
    }
  }

  func demo(
    predict: Bool = false, start: StepperParameters.Start = .forward,
    language: Language = .english
  ) throws -> StepperDemo {
    var parameters = parameters
    parameters.predict = predict
    parameters.start = start
    return try StepperDemo(parameters, session: Session(), language: language)
  }
}

extension Demo {
  /// Presses keys one after the other, and lets what moves come to rest.
  @discardableResult
  mutating func tap(_ keys: Key...) -> [DemoEffect] {
    keys.flatMap { key in
      let effects = update(.input(.key(key)))
      _ = wantsTicks ? update(.tick(seconds: 0.4)) : []
      return effects
    }
  }

  /// The picture as one text.
  func picture(_ width: Int = 100, _ height: Int = 30) -> String {
    frame(width, height).lines.joined(separator: "\n")
  }
}

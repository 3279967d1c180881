import Languages

/// Type a number, or an expression that gives it.
struct NumberKind: QuestionKind {
  static let name = "number"
  static let fields = ["answer", "tolerance", "relative", "mistakes"]
  let answer: ExpressionSource
  let tolerance: Tolerance
  let mistakes: [Mistake]

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: AnyKey.self)
    answer = try fields.value("answer")
    tolerance = try Tolerance(fields, decoder)
    mistakes = try fields.list("mistakes")
  }

  var faults: [String] {
    mistakes.isEmpty ? ["`mistakes` needs at least one slip, with what to say about it"] : []
  }

  var skeleton: [String: String] {
    [
      "answer": answer.text, "tolerance": "\(tolerance)",
      "mistakes": mistakes.map(\.value.text).joined(separator: "\n"),
    ]
  }

  func pose(in scene: Scene) throws -> any PosedQuestion {
    func number(_ source: ExpressionSource, _ part: String) throws -> Double {
      guard let number = try scene.value(source, part: part).number, number.isFinite else {
        throw scene.failure(part, "`\(source.text)` is not one finite number")
      }
      return number
    }
    let key = try number(answer, "answer")
    try scene.define("answer", as: answer, part: "answer")
    return PosedNumber(
      value: key, tolerance: tolerance,
      slips: try mistakes.enumerated().map { index, mistake in
        let part = "mistakes[\(index)]"
        return PosedNumber.Slip(
          value: try number(mistake.value, part + ".value"),
          say: try scene.fill(mistake.say, part: part + ".say"), part: part)
      }, makeEvaluator: scene.makeEvaluator)
  }
}

private struct PosedNumber: PosedQuestion {
  struct Slip {
    var value: Double
    var say: String
    var part: String
  }

  let value: Double
  let tolerance: Tolerance
  let slips: [Slip]
  let makeEvaluator: EvaluatorMaker

  var presentation: Presentation { .field(.number) }
  var key: Entry { .text(String(value)) }
  var keyText: String { NumberText.of(value) }
  var traps: [Trap] { slips.map { Trap(part: $0.part, entry: .text(String($0.value))) } }

  func judge(_ entry: Entry, language: Language) -> Verdict {
    guard case .text(let text) = entry else {
      return .unreadable(language("Type an answer first."))
    }
    switch AnswerText.number(text, evaluator: makeEvaluator, language: language) {
    case .unreadable(let advice): return .unreadable(advice)
    case .value(let typed):
      if tolerance.accepts(typed, for: value) { return Verdict(.right) }
      let slip = slips.first { tolerance.accepts(typed, for: $0.value) }
      return Verdict(.wrong, feedback: slip.map { [$0.say] } ?? [])
    }
  }
}

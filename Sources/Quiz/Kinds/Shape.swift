import Languages

/// Type the shape of a tensor.
struct ShapeKind: QuestionKind {
  static let name = "shape"
  static let fields = ["answer", "mistakes"]
  let answer: ExpressionSource
  let mistakes: [Mistake]

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: AnyKey.self)
    answer = try fields.value("answer")
    mistakes = try fields.list("mistakes")
  }

  var faults: [String] {
    mistakes.isEmpty ? ["`mistakes` needs at least one slip, with what to say about it"] : []
  }

  var skeleton: [String: String] {
    ["answer": answer.text, "mistakes": mistakes.map(\.value.text).joined(separator: "\n")]
  }

  func pose(in scene: Scene) throws -> any PosedQuestion {
    func shape(_ source: ExpressionSource, _ part: String) throws -> [Int] {
      guard let shape = try scene.value(source, part: part).shape else {
        throw scene.failure(part, "`\(source.text)` is not a shape; write a tuple such as (n, m)")
      }
      return shape
    }
    let key = try shape(answer, "answer")
    try scene.define("answer", as: answer, part: "answer")
    return PosedShape(
      shape: key,
      slips: try mistakes.enumerated().map { index, mistake in
        let part = "mistakes[\(index)]"
        return PosedShape.Slip(
          shape: try shape(mistake.value, part + ".value"),
          say: try scene.fill(mistake.say, part: part + ".say"), part: part)
      })
  }
}

private struct PosedShape: PosedQuestion {
  struct Slip {
    var shape: [Int]
    var say: String
    var part: String
  }

  let shape: [Int]
  let slips: [Slip]

  var presentation: Presentation { .field(.shape) }
  var key: Entry { .text(keyText) }
  var keyText: String { Self.text(shape) }
  var traps: [Trap] { slips.map { Trap(part: $0.part, entry: .text(Self.text($0.shape))) } }

  private static func text(_ shape: [Int]) -> String {
    Quantity.tuple(shape).text(in: .prose)
  }

  func judge(_ entry: Entry, language: Language) -> Verdict {
    guard case .text(let text) = entry else {
      return .unreadable(language("Type an answer first."))
    }
    switch AnswerText.shape(text, language: language) {
    case .unreadable(let advice): return .unreadable(advice)
    case .value(let typed):
      if typed == shape { return Verdict(.right) }
      if let slip = slips.first(where: { $0.shape == typed }) {
        return Verdict(.wrong, feedback: [slip.say])
      }
      return Verdict(
        .wrong,
        feedback: typed.count == shape.count
          ? [] : [language("It has {0} dimensions, not {1}.", shape.count, typed.count)])
    }
  }
}

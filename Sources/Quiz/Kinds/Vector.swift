import Languages

/// Fill the cells of a vector or a matrix.
struct VectorKind: QuestionKind {
  static let name = "vector"
  static let fields = ["answer", "given", "tolerance", "relative", "mistakes"]
  let answer: ExpressionSource
  /// Cells that are filled in beforehand: [row, column], or [index] of a vector.
  let given: [[Int]]
  let tolerance: Tolerance
  let mistakes: [Mistake]

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: AnyKey.self)
    answer = try fields.value("answer")
    given = try fields.list("given")
    tolerance = try Tolerance(fields, decoder)
    mistakes = try fields.list("mistakes")
  }

  var faults: [String] {
    mistakes.isEmpty ? ["`mistakes` needs at least one slip, with what to say about it"] : []
  }

  var skeleton: [String: String] {
    [
      "answer": answer.text, "given": "\(given)", "tolerance": "\(tolerance)",
      "mistakes": mistakes.map(\.value.text).joined(separator: "\n"),
    ]
  }

  func pose(in scene: Scene) throws -> any PosedQuestion {
    func rows(_ source: ExpressionSource, _ part: String) throws -> [[Double]] {
      guard let rows = try scene.value(source, part: part).rows,
        rows.joined().allSatisfy(\.isFinite), (1...64).contains(rows.joined().count)
      else {
        throw scene.failure(
          part, "`\(source.text)` is not a vector or matrix of 1 to 64 finite numbers")
      }
      return rows
    }
    let key = try rows(answer, "answer")
    try scene.define("answer", as: answer, part: "answer")
    let slips = try mistakes.enumerated().map { index, mistake in
      let part = "mistakes[\(index)]"
      let slip = try rows(mistake.value, part + ".value")
      guard slip.map(\.count) == key.map(\.count) else {
        throw scene.failure(part + ".value", "it has another shape than the answer")
      }
      return PosedVector.Slip(
        rows: slip, say: try scene.fill(mistake.say, part: part + ".say"), part: part)
    }
    var cells: [[String?]] = key.map { $0.map { _ in nil } }
    for (index, place) in given.enumerated() {
      let row = place.count == 1 ? 0 : place.first ?? -1
      let column = place.last ?? -1
      guard place.count <= 2, key.indices.contains(row), key[row].indices.contains(column) else {
        throw scene.failure("given[\(index)]", "there is no cell \(place) in the answer")
      }
      cells[row][column] = NumberText.of(key[row][column])
    }
    guard cells.joined().contains(nil) else {
      throw scene.failure("given", "every cell is given; leave one for the learner")
    }
    return PosedVector(
      rows: key, cells: cells, tolerance: tolerance, slips: slips,
      makeEvaluator: scene.makeEvaluator)
  }
}

private struct PosedVector: PosedQuestion {
  struct Slip {
    var rows: [[Double]]
    var say: String
    var part: String
  }

  let rows: [[Double]]
  let cells: [[String?]]
  let tolerance: Tolerance
  let slips: [Slip]
  let makeEvaluator: EvaluatorMaker

  var presentation: Presentation { .cells(cells) }
  var key: Entry { entry(rows) }
  var traps: [Trap] { slips.map { Trap(part: $0.part, entry: entry($0.rows)) } }

  var keyText: String {
    let lines = rows.map { "[" + $0.map { NumberText.of($0) }.joined(separator: ", ") + "]" }
    return lines.count == 1 ? lines[0] : "[" + lines.joined(separator: ", ") + "]"
  }

  private func entry(_ rows: [[Double]]) -> Entry {
    .cells(rows.map { $0.map { String($0) } })
  }

  func judge(_ entry: Entry, language: Language) -> Verdict {
    guard case .cells(let texts) = entry, texts.map(\.count) == rows.map(\.count) else {
      return .unreadable(language("Fill every cell with a number."))
    }
    var typed = rows
    for (row, columns) in rows.enumerated() {
      for column in columns.indices where cells[row][column] == nil {
        let text = texts[row][column]
        guard !text.allSatisfy(\.isWhitespace) else {
          return .unreadable(language("Fill every cell with a number."))
        }
        switch AnswerText.number(text, evaluator: makeEvaluator, language: language) {
        case .unreadable(let advice):
          let place =
            rows.count == 1
            ? language("Cell {0}: {1}", column + 1, advice)
            : language("Row {0}, column {1}: {2}", row + 1, column + 1, advice)
          return .unreadable(place)
        case .value(let number): typed[row][column] = number
        }
      }
    }
    let parts = matches(typed, rows)
    if parts.allSatisfy({ $0 }) { return Verdict(.right, parts: parts) }
    let slip = slips.first { matches(typed, $0.rows).allSatisfy { $0 } }
    return Verdict(.wrong, feedback: slip.map { [$0.say] } ?? [], parts: parts)
  }

  /// Whether each cell that the learner fills is as good as the other's; given ones are.
  private func matches(_ typed: [[Double]], _ other: [[Double]]) -> [Bool] {
    rows.indices.flatMap { row in
      rows[row].indices.map { column in
        cells[row][column] != nil
          || tolerance.accepts(typed[row][column], for: other[row][column])
      }
    }
  }
}

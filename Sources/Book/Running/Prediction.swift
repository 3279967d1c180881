import Languages
import Quiz

/// What became of a prediction.
public struct PredictionResult: Hashable, Sendable {
  /// What the learner guessed; empty when it was skipped.
  public var guess: String
  /// What the engine computes.
  public var answer: String
  public var isRight: Bool
  public var isSkipped: Bool
}

/// What became of one guess.
public enum PredictionAttempt: Hashable, Sendable {
  case settled(PredictionResult)
  /// The guess could not be read, and why; it does not count.
  case unreadable(String)
  /// The lesson's own answer could not be computed, and why.
  case failed(String)
}

/// Judges a guess against what the lesson's session computes.
struct Prediction {
  let block: PredictBlock
  let engine: LessonEngine
  let language: Language

  /// - Parameter guess: what was typed, the index of an option for a choice, nil for a skip.
  func judge(_ guess: String?) -> PredictionAttempt {
    let key: Quantity
    do {
      key = try engine.evaluator.evaluate(block.answer.source)
    } catch {
      return .failed("\(error)")
    }
    return block.kind == .choice ? choice(guess, key: key) : value(guess, key: key)
  }

  private func choice(_ guess: String?, key: Quantity) -> PredictionAttempt {
    guard let number = key.number, let answer = Int(exactly: number),
      block.options.indices.contains(answer)
    else { return .failed(language("the answer is not the number of an option")) }
    func text(_ index: Int) -> String { block.options[index].plainText }
    guard let guess else {
      return settled("", answer: text(answer), isRight: false, isSkipped: true)
    }
    guard let index = Int(guess), block.options.indices.contains(index) else {
      return .unreadable(language("choose one of the options"))
    }
    return settled(text(index), answer: text(answer), isRight: index == answer)
  }

  private func value(_ guess: String?, key: Quantity) -> PredictionAttempt {
    let instance: QuestionInstance
    do {
      instance = try QuestionInstance(
        try question(key: key), seed: 0, evaluator: SessionEvaluator.maker)
    } catch let error as QuestionError {
      return .failed(error.reason)
    } catch {
      return .failed("\(error)")
    }
    let answer = instance.keyText
    guard let guess else { return settled("", answer: answer, isRight: false, isSkipped: true) }
    guard let entry = entry(guess, presentation: instance.presentation) else {
      let cells = key.rows?.reduce(0) { $0 + $1.count } ?? 0
      return .unreadable(language("give {0} numbers, with commas between them", cells))
    }
    let verdict = instance.judge(entry, language: language)
    if verdict.outcome == .unreadable {
      return .unreadable(verdict.feedback.joined(separator: " "))
    }
    return settled(guess, answer: answer, isRight: verdict.isRight)
  }

  private func settled(
    _ guess: String, answer: String, isRight: Bool, isSkipped: Bool = false
  ) -> PredictionAttempt {
    .settled(
      PredictionResult(
        guess: Printable.lines(guess), answer: Printable.lines(answer), isRight: isRight,
        isSkipped: isSkipped))
  }

  /// The prediction as a question of the quiz, which knows how to judge it.
  private func question(key: Quantity) throws -> Question {
    func scalar(_ text: String) -> YAML {
      YAML(content: .scalar(text, isPlain: false), place: block.answer.place)
    }
    let fields = [
      "id": block.id, "kind": block.kind.rawValue, "concept": "prediction", "page": "prediction",
      "ask": "", "solution": "", "answer": try literal(key),
    ]
    var entries = fields.map {
      YAML.Entry(key: $0.key, place: block.answer.place, value: scalar($0.value))
    }
    if block.kind != .shape {
      entries.append(
        YAML.Entry(
          key: "tolerance", place: block.answer.place, value: scalar(String(block.tolerance))))
    }
    return try YAML(content: .mapping(entries), place: block.answer.place).decode(Question.self)
  }

  /// A value as source, so that a guess is judged in a session that knows none of the lesson's
  /// names.
  private func literal(_ key: Quantity) throws -> String {
    func tuple(_ sizes: [Int]) -> String {
      "(" + sizes.map { "\($0)," }.joined(separator: " ") + ")"
    }
    if block.kind == .number, let number = key.number, number.isFinite { return String(number) }
    if block.kind == .shape, let sizes = key.shape { return tuple(sizes) }
    if block.kind == .vector, let rows = key.rows, rows.joined().allSatisfy(\.isFinite) {
      return "torch.tensor(\(rows.count == 1 ? "\(rows[0])" : "\(rows)"))"
    }
    throw QuestionError(
      question: block.id, part: "answer", seed: 0,
      reason: language("the answer is not what a {0} is", block.kind.rawValue))
  }

  /// The guess as the quiz takes it; nil when a vector has too few or too many numbers.
  private func entry(_ guess: String, presentation: Presentation) -> Entry? {
    guard case .cells(let rows) = presentation else { return .text(guess) }
    let numbers = guess.split { "[]()【】,，;；、 \t\u{3000}".contains($0) }.map(String.init)
    guard numbers.count == rows.reduce(0, { $0 + $1.count }) else { return nil }
    var rest = numbers[...]
    return .cells(
      rows.map { row in
        defer { rest = rest.dropFirst(row.count) }
        return Array(rest.prefix(row.count))
      })
  }
}

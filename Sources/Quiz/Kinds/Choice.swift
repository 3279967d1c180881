import Languages

/// One of the texts to choose from.
public struct Option: Decodable, Hashable, Sendable {
  public var text: String
  public var isCorrect: Bool
  /// Why it is wrong.
  public var say: String?

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.fields(["text", "correct", "say"], of: "an option")
    text = try fields.value("text")
    isCorrect = try fields.optional("correct") ?? false
    say = try fields.optional("say")
  }

  /// What is wrong with a list of options whatever the numbers are.
  static func faults(_ options: [Option], correct: ClosedRange<Int>) -> [String] {
    var faults: [String] = []
    let right = options.filter(\.isCorrect).count
    if options.count < 2 { faults.append("`options` needs two or more") }
    if !correct.contains(right) {
      faults.append(
        correct.upperBound == 1
          ? "exactly one option is to be `correct: true`, here \(right) are"
          : "at least one option is to be `correct: true`")
    }
    for (index, option) in options.enumerated()
    where !option.isCorrect && (option.say ?? "").isEmpty {
      faults.append("options[\(index)] is wrong and needs a `say` that tells why")
    }
    return faults
  }

  static func skeleton(_ options: [Option]) -> [String: String] {
    ["options": options.map { $0.isCorrect ? "right" : "wrong" }.joined(separator: " ")]
  }
}

/// Pick the one right text.
struct ChoiceKind: QuestionKind {
  static let name = "choice"
  static let fields = ["options"]
  let options: [Option]

  init(from decoder: any Decoder) throws {
    options = try decoder.container(keyedBy: AnyKey.self).value("options")
  }

  var faults: [String] { Option.faults(options, correct: 1...1) }
  var skeleton: [String: String] { Option.skeleton(options) }

  func pose(in scene: Scene) throws -> any PosedQuestion {
    try PosedOptions(options, many: false, scene)
  }
}

/// Pick all the right texts.
struct MultiKind: QuestionKind {
  static let name = "multi"
  static let fields = ["options"]
  let options: [Option]

  init(from decoder: any Decoder) throws {
    options = try decoder.container(keyedBy: AnyKey.self).value("options")
  }

  var faults: [String] { Option.faults(options, correct: 1...max(1, options.count)) }
  var skeleton: [String: String] { Option.skeleton(options) }

  func pose(in scene: Scene) throws -> any PosedQuestion {
    try PosedOptions(options, many: true, scene)
  }
}

/// Options in the order of the seed, their texts filled in.
private struct PosedOptions: PosedQuestion {
  struct Shown {
    var text: String
    var isCorrect: Bool
    var say: String
    var part: String
  }

  let shown: [Shown]
  let many: Bool

  init(_ options: [Option], many: Bool, _ scene: Scene) throws {
    var dice = scene.dice("options")
    shown = try dice.shuffled(
      options.enumerated().map { index, option in
        let part = "options[\(index)]"
        return Shown(
          text: try scene.fill(option.text, part: part + ".text"), isCorrect: option.isCorrect,
          say: try scene.fill(option.say ?? "", part: part + ".say"), part: part)
      })
    self.many = many
  }

  private var correct: Set<Int> { Set(shown.indices.filter { shown[$0].isCorrect }) }

  var presentation: Presentation { .options(shown.map(\.text), many: many) }
  var key: Entry { .options(correct) }
  var keyText: String { shown.filter(\.isCorrect).map(\.text).joined(separator: "; ") }

  /// Every wrong option alone, and among all the right ones.
  var traps: [Trap] {
    let wrong = shown.indices.filter { !shown[$0].isCorrect }
    return wrong.flatMap { index in
      let alone = Trap(part: shown[index].part, entry: .options([index]))
      return many
        ? [alone, Trap(part: shown[index].part, entry: .options(correct.union([index])))]
        : [alone]
    }
  }

  func judge(_ entry: Entry, language: Language) -> Verdict {
    guard case .options(let all) = entry else {
      return .unreadable(language("Choose one of the options."))
    }
    let chosen = all.filter(shown.indices.contains)
    guard !chosen.isEmpty, many || chosen.count == 1 else {
      return .unreadable(
        many
          ? language("Choose at least one of the options.")
          : language("Choose one of the options."))
    }
    let parts = shown.indices.map { chosen.contains($0) == shown[$0].isCorrect }
    if chosen == correct { return Verdict(.right, parts: parts) }
    var feedback = chosen.subtracting(correct).sorted().map { shown[$0].say }
    let missing = correct.subtracting(chosen).count
    if many, missing > 0 {
      feedback.append(
        missing == 1
          ? language("One right option is missing.")
          : language("{0} right options are missing.", missing))
    }
    return Verdict(.wrong, feedback: feedback.filter { !$0.isEmpty }, parts: parts)
  }
}

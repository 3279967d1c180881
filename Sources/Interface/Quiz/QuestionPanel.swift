import Canvas
import Languages
import Quiz

/// One question, asked, judged and explained: shown by the quiz and by lesson pages alike.
public struct QuestionPanel {
  /// How the asking stands.
  public private(set) var attempt: Attempt
  var editor: EntryEditor
  let language: Language

  /// What a key, a paste or a click led to.
  public enum Outcome: Hashable, Sendable {
    /// It means nothing here.
    case ignored
    case taken
    /// The question was answered or skipped: `attempt` says how.
    case settled
  }

  /// - Parameter evaluator: opens a session of the prompt's language.
  /// - Throws: `QuestionError` when the question can't be posed.
  public init(
    question: Question, seed: UInt64, language: Language, evaluator: @escaping EvaluatorMaker
  ) throws {
    let instance = try QuestionInstance(question, seed: seed, evaluator: evaluator)
    self.init(Attempt(instance, language: language))
  }

  public init(_ attempt: Attempt) {
    self.attempt = attempt
    language = attempt.language
    editor = EntryEditor(attempt.instance.presentation)
  }

  public var isSettled: Bool { attempt.isSettled }

  /// Whether every character is text now.
  public var isTyping: Bool { !isSettled && editor.isTyping }

  enum Action { case answer, hint, skip }

  /// The keys beside those that move in the entry.
  private var keyTable: KeyTable<Action> {
    guard !isSettled else { return KeyTable([]) }
    var bindings = [
      KeyBinding<Action>([], "⏎", "answer", .answer, isInFooter: true)
    ]
    if attempt.hasHint {
      bindings.append(
        isTyping
          ? KeyBinding([.alt("h"), .function(2)], "Alt-h", "hint", .hint, isInFooter: true)
          : KeyBinding([.character("h"), .alt("h")], "h", "hint", .hint, isInFooter: true))
    }
    bindings.append(
      isTyping
        ? KeyBinding([.alt("s"), .function(3)], "Alt-s", "skip", .skip, isInFooter: true)
        : KeyBinding([.character("s"), .alt("s")], "s", "skip", .skip, isInFooter: true))
    return KeyTable(bindings)
  }

  /// Every key that does something now.
  public var keys: [KeyEntry] {
    guard !isSettled else { return [] }
    return keyTable.entries + editor.keys
  }

  public mutating func update(_ input: Input) -> Outcome {
    guard !isSettled else { return .ignored }
    switch input {
    case .key(let key): return update(key)
    case .paste(let text) where isTyping:
      attempt.dismissAdvice()
      editor.paste(text)
      return .taken
    default: return .ignored
    }
  }

  /// - Parameters:
  ///   - point: where the mouse was pressed, from the panel's top left corner.
  ///   - width: the width at which the panel was drawn.
  public mutating func click(at point: Point, width: Int, medium: Medium) -> Outcome {
    guard !isSettled else { return .ignored }
    let picture = picture(width: width, medium: medium, isFocused: true)
    guard let place = picture.places.first(where: { $0.area.contains(point) }) else {
      return .ignored
    }
    return finish(editor.click(place.index))
  }

  private mutating func update(_ key: Key) -> Outcome {
    switch keyTable.action(for: key) {
    case .hint:
      attempt.takeHint()
      return .taken
    case .skip:
      attempt.skip()
      return .settled
    case .answer, nil:
      return finish(editor.update(key))
    }
  }

  private mutating func finish(_ outcome: EntryEditor.Outcome) -> Outcome {
    switch outcome {
    case .ignored: return .ignored
    case .taken:
      attempt.dismissAdvice()
      return .taken
    case .submitted:
      attempt.submit(editor.entry)
      return isSettled ? .settled : .taken
    }
  }
}

extension EntryEditor {
  /// The keys that move in the entry.
  var keys: [KeyEntry] {
    func entry(_ label: String, _ phrase: String, isInFooter: Bool = true) -> KeyEntry {
      KeyEntry(label: label, phrase: phrase, isInFooter: isInFooter)
    }
    switch presentation {
    case .options(_, many: true):
      return [
        entry("␣", "choose"), entry("↑↓", "move"), entry("1–9", "choose", isInFooter: false),
      ]
    case .options, .lines:
      return [entry("↑↓", "move"), entry("1–9", "move", isInFooter: false)]
    case .steps:
      return [
        entry("J K", "move the step"), entry("↑↓", "move"),
        entry("⇧↑ ⇧↓", "move the step", isInFooter: false),
      ]
    case .cells: return [entry("⇥", "the next cell"), entry("↑↓", "move", isInFooter: false)]
    case .field: return []
    }
  }
}

import Book
import Canvas
import Languages

/// A prediction on a page: what is asked, a field or options to answer with, and, once it is
/// settled, the guess beside what was computed.
struct PredictionPanel {
  let block: PredictBlock
  let language: Language
  private(set) var field = TextField()
  private(set) var selected = 0
  /// Why the last entry could not be read.
  private(set) var complaint: String?

  /// What a key or a paste led to.
  enum Outcome {
    case ignored
    case taken
    case answered(String)
    case skipped
  }

  init(block: PredictBlock, language: Language) {
    self.block = block
    self.language = language
  }

  var isChoice: Bool { block.kind == .choice }

  mutating func complain(_ text: String) { complaint = text }

  mutating func update(_ input: Input) -> Outcome {
    switch input {
    case .paste(let text) where !isChoice:
      field.paste(text)
      return .taken
    case .key(.enter):
      if isChoice { return .answered("\(selected)") }
      return field.isEmpty ? .taken : .answered(field.text)
    case .key(let key):
      complaint = nil
      return isChoice ? updateChoice(key) : updateField(key)
    default:
      return .ignored
    }
  }

  private mutating func updateField(_ key: Key) -> Outcome {
    if key == .alt("s") { return .skipped }
    return field.update(key) ? .taken : .ignored
  }

  private mutating func updateChoice(_ key: Key) -> Outcome {
    switch key {
    case .up, .character("k"): selected = max(0, selected - 1)
    case .down, .character("j"): selected = max(0, min(block.options.count - 1, selected + 1))
    case .character("s"), .alt("s"): return .skipped
    case .character(let digit):
      guard let number = digit.wholeNumberValue, (1...max(1, block.options.count)).contains(number)
      else { return .ignored }
      selected = number - 1
    default: return .ignored
    }
    return .taken
  }

  /// The keys that do something while it has them.
  var keys: [KeyEntry] {
    let answer = KeyEntry(label: "⏎", phrase: "answer")
    guard isChoice else { return [answer, KeyEntry(label: "Alt-s", phrase: "skip and show")] }
    return [
      answer, KeyEntry(label: "↑↓", phrase: "choose"),
      KeyEntry(label: "s", phrase: "skip and show"),
    ]
  }
}

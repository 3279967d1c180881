import Canvas

/// One line of a screen's key table: the keys, what they are called, and what they do. The same
/// table dispatches keys, fills the footer and makes the help, so that none of them can be wrong
/// about the others.
public struct KeyBinding<Action> {
  public var keys: [Key]
  /// How the keys are written: `→`, `⏎`, `n p`.
  public var label: String
  /// What they do, in English; shown in the learner's language.
  public var phrase: String
  public var action: Action
  /// Whether the footer names it; help names all.
  public var isInFooter: Bool

  public init(
    _ keys: [Key], _ label: String, _ phrase: String, _ action: Action, isInFooter: Bool = false
  ) {
    self.keys = keys
    self.label = label
    self.phrase = phrase
    self.action = action
    self.isInFooter = isInFooter
  }

  /// The line as the footer and the help show it.
  public var entry: KeyEntry { KeyEntry(label: label, phrase: phrase, isInFooter: isInFooter) }
}

/// A key and what it does, for the footer and the help.
public struct KeyEntry: Hashable, Sendable {
  public var label: String
  /// In English, or already in the learner's language.
  public var phrase: String
  public var isInFooter: Bool

  public init(label: String, phrase: String, isInFooter: Bool = true) {
    self.label = label
    self.phrase = phrase
    self.isInFooter = isInFooter
  }
}

extension KeyEntry {
  /// With words for the symbols that a 7-bit medium would show as other keys.
  func spelled(on medium: Medium) -> KeyEntry {
    guard medium.isASCII else { return self }
    var entry = self
    for (symbol, word) in Self.words { entry.label = entry.label.replacing(symbol, with: word) }
    return entry
  }

  private static let words = [
    ("↑↓←→", "arrows"), ("←↑↓→", "arrows"), ("↑↓", "up/down"), ("←→", "left/right"),
    ("⇧", "shift-"), ("↑", "up"), ("↓", "down"), ("←", "left"), ("→", "right"), ("⏎", "enter"),
    ("⇥", "tab"), ("␣", "space"),
  ]
}

/// A screen's key table.
public struct KeyTable<Action> {
  public var bindings: [KeyBinding<Action>]

  public init(_ bindings: [KeyBinding<Action>]) {
    self.bindings = bindings
  }

  /// What a key does; the first line that names it counts.
  public func action(for key: Key) -> Action? {
    bindings.first { $0.keys.contains(key) }?.action
  }

  public var entries: [KeyEntry] { bindings.map(\.entry) }
}

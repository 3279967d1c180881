/// A YAML value with its place in the file. Scalars stay text: what reads them knows what they
/// are meant to be.
public struct YAML: Hashable, Sendable {
  public enum Content: Hashable, Sendable {
    /// `isPlain` tells `true` from `"true"`.
    case scalar(String, isPlain: Bool)
    case sequence([YAML])
    case mapping([Entry])
  }

  /// One `key: value` of a mapping.
  public struct Entry: Hashable, Sendable {
    public var key: String
    public var place: Place
    public var value: YAML
  }

  public var content: Content
  public var place: Place

  /// The entries of a mapping, none for anything else.
  public var entries: [Entry] {
    if case .mapping(let entries) = content { entries } else { [] }
  }

  /// The values of a sequence, none for anything else.
  public var values: [YAML] {
    if case .sequence(let values) = content { values } else { [] }
  }

  /// The text of a scalar, nil for anything else and for an empty value.
  public var text: String? {
    if case .scalar(let text, let isPlain) = content, !(isPlain && isNull) { text } else { nil }
  }

  /// Whether nothing stands after the key, or `null` or `~`.
  public var isNull: Bool {
    if case .scalar(let text, true) = content { ["", "~", "null"].contains(text) } else { false }
  }

  /// The value of a key of a mapping.
  public subscript(_ key: String) -> YAML? {
    entries.first { $0.key == key }?.value
  }

  /// What this value is, for messages.
  var kindName: Phrase {
    switch content {
    case .scalar: isNull ? "nothing" : "a text"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}

/// Why a text is not YAML that the book reads.
struct YAMLError: Error, Hashable {
  var place: Place
  var message: Phrase
  var advice: Phrase = ""
}

import Python

/// The known keys of a mapping, read one by one; what is missing, unknown or of the wrong kind
/// is logged with its place, and a plain value stands in so that reading goes on.
struct Fields {
  let yaml: YAML

  /// Logs keys that are not known, with the known key that looks most like each.
  init(_ yaml: YAML, known: [String], log: inout ProblemLog) {
    self.yaml = yaml
    guard case .mapping(let entries) = yaml.content else {
      log.error(
        yaml.place, "\(yaml.kindName) stands where keys are expected",
        "write \"key: value\" lines with \(known.joined(separator: ", "))")
      return
    }
    for entry in entries where !known.contains(entry.key) {
      Fields.unknown("key", entry.key, at: entry.place, known: known, log: &log)
    }
  }

  static func unknown(
    _ what: Phrase, _ word: String, at place: Place, known: [String], log: inout ProblemLog
  ) {
    if let close = Spelling.closest(to: word, among: known) {
      log.error(place, "unknown \(what) \"\(word)\"", "did you mean \"\(close)\"?")
    } else {
      log.error(
        place, "unknown \(what) \"\(word)\"", "known are \(known.joined(separator: ", "))")
    }
  }

  func optional(_ key: String) -> YAML? {
    guard let value = yaml[key], !value.isNull else { return nil }
    return value
  }

  /// A value that must be there.
  func value(_ key: String, log: inout ProblemLog) -> YAML? {
    if let value = optional(key) { return value }
    if case .mapping = yaml.content {
      log.error(yaml[key]?.place ?? yaml.place, "\"\(key)\" is missing", "add \"\(key): …\"")
    }
    return nil
  }

  func text(_ key: String, log: inout ProblemLog) -> String {
    guard let value = value(key, log: &log) else { return "" }
    return Fields.text(value, key: key, log: &log)
  }

  static func text(_ value: YAML, key: String, log: inout ProblemLog) -> String {
    guard let text = value.text else {
      log.error(value.place, "\"\(key)\" is \(value.kindName) and must be a text", "quote it")
      return ""
    }
    return text
  }

  /// A kebab-case name.
  func identifier(_ key: String, log: inout ProblemLog) -> String {
    guard let value = value(key, log: &log) else { return "" }
    return Fields.identifier(value, key: key, log: &log)
  }

  static func identifier(_ value: YAML, key: String, log: inout ProblemLog) -> String {
    let text = text(value, key: key, log: &log)
    if !text.isEmpty, !Identifier.isValid(text) {
      log.error(
        value.place, "\"\(text)\" is not a name", "use small letters, digits and hyphens")
      return ""
    }
    return text
  }

  func identifiers(_ key: String, log: inout ProblemLog) -> [String] {
    list(key, log: &log).map { Fields.identifier($0, key: key, log: &log) }.filter { !$0.isEmpty }
  }

  /// A list that must be there, though it may be empty.
  func list(_ key: String, log: inout ProblemLog) -> [YAML] {
    guard let value = value(key, log: &log) else { return [] }
    guard case .sequence(let values) = value.content else {
      log.error(
        value.place, "\"\(key)\" is \(value.kindName) and must be a list", "write [a, b, …]")
      return []
    }
    return values
  }

  func integer(_ key: String, in range: ClosedRange<Int>, log: inout ProblemLog) -> Int {
    guard let value = value(key, log: &log) else { return range.lowerBound }
    guard let text = value.text, let number = Int(text), range.contains(number) else {
      log.error(
        value.place, "\"\(key)\" must be a whole number",
        "write one from \(range.lowerBound) to \(range.upperBound)")
      return range.lowerBound
    }
    return number
  }

  func localized(_ key: String, log: inout ProblemLog) -> Localized {
    guard let value = value(key, log: &log) else { return Localized(texts: [:]) }
    guard case .mapping(let entries) = value.content, !entries.isEmpty else {
      log.error(
        value.place, "\"\(key)\" must name its languages", "write {en: \"…\", zh: \"…\"}")
      return Localized(texts: [:])
    }
    var texts: [String: String] = [:]
    for entry in entries {
      texts[entry.key] = Printable.lines(Fields.text(entry.value, key: entry.key, log: &log))
    }
    return Localized(texts: texts)
  }
}

import Python

extension YAML {
  /// The value as a type of the demos or the quiz.
  /// - Throws: `YAMLError` at the value that does not fit, or at a key that nobody asked for.
  func decode<Value: Decodable>(_ type: Value.Type) throws(YAMLError) -> Value {
    let asked = AskedKeys()
    do {
      let value = try Value(from: YAMLDecoder(yaml: self, codingPath: [], asked: asked))
      if let stranger = asked.stranger(in: self) { throw stranger }
      return value
    } catch let error as DecodingError {
      throw self.error(error)
    } catch let error as YAMLError {
      throw error
    } catch {
      throw YAMLError(place: place, message: "\("\(error)")")
    }
  }

  /// The value, or the nearest around it, that a coding path leads to.
  func place(of path: [any CodingKey]) -> Place {
    var value = self
    var place = place
    for key in path {
      if let entry = value.entries.first(where: { $0.key == key.stringValue }) {
        (value, place) = (entry.value, entry.place)
      } else if let index = key.intValue, value.values.indices.contains(index) {
        value = value.values[index]
        place = value.place
      } else {
        break
      }
    }
    return place
  }

  private func error(_ error: DecodingError) -> YAMLError {
    switch error {
    case .keyNotFound(let key, let context):
      return YAMLError(
        place: place(of: context.codingPath), message: "\"\(key.stringValue)\" is missing",
        advice: "add \"\(key.stringValue): …\"")
    case .valueNotFound(_, let context), .typeMismatch(_, let context),
      .dataCorrupted(let context):
      return YAMLError(
        place: place(of: context.codingPath), message: "\(context.debugDescription)")
    @unknown default:
      return YAMLError(place: place, message: "\("\(error)")")
    }
  }
}

/// The keys that were asked for, so that a misspelt one does not go unnoticed.
private final class AskedKeys {
  /// The names that were asked for in the mapping at a place.
  private var names: [Place: Set<String>] = [:]

  func ask(_ key: String, in mapping: YAML) { names[mapping.place, default: []].insert(key) }

  /// The first key that nobody asked for in a mapping that was looked into.
  func stranger(in yaml: YAML) -> YAMLError? {
    if let known = names[yaml.place] {
      for entry in yaml.entries {
        guard known.contains(entry.key) else {
          let advice: Phrase =
            Spelling.closest(to: entry.key, among: known).map { "did you mean \"\($0)\"?" }
            ?? "known are \(known.sorted().joined(separator: ", "))"
          return YAMLError(
            place: entry.place, message: "unknown key \"\(entry.key)\"", advice: advice)
        }
        if let inner = stranger(in: entry.value) { return inner }
      }
    }
    return yaml.values.lazy.compactMap { self.stranger(in: $0) }.first
  }
}

/// Reads `Decodable` values from YAML. What a scalar is depends on the type that is asked for,
/// so that a key of 3 can be read as a text as well as a number.
private struct YAMLDecoder: Decoder {
  let yaml: YAML
  let codingPath: [any CodingKey]
  let asked: AskedKeys
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .mapping = yaml.content else {
      throw mismatch([String: Int].self, "keys and values are expected here")
    }
    return KeyedDecodingContainer(KeyedContainer(yaml: yaml, codingPath: codingPath, asked: asked))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .sequence(let values) = yaml.content else {
      throw mismatch([Int].self, "a list is expected here")
    }
    return UnkeyedContainer(values: values, codingPath: codingPath, asked: asked)
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

  func mismatch(_ type: Any.Type, _ description: String) -> DecodingError {
    .typeMismatch(
      type, DecodingError.Context(codingPath: codingPath, debugDescription: description))
  }

  /// `Bool`, `String`, numbers, and through them everything else.
  func value<Value: Decodable>(_ type: Value.Type) throws -> Value { try Value(from: self) }
}

extension YAMLDecoder: SingleValueDecodingContainer {
  func decodeNil() -> Bool { yaml.isNull }

  func decode(_ type: Bool.Type) throws -> Bool {
    switch yaml.text {
    case "true": return true
    case "false": return false
    default: throw mismatch(type, "true or false is expected here")
    }
  }

  func decode(_ type: String.Type) throws -> String {
    guard let text = yaml.text else { throw mismatch(type, "a text is expected here") }
    return Printable.lines(text)
  }

  func decode(_ type: Double.Type) throws -> Double {
    // The minus sign that people see is fine too.
    guard let text = yaml.text, let number = Double(text.replacing("−", with: "-")) else {
      throw mismatch(type, "a number is expected here")
    }
    return number
  }

  func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }

  func decode(_ type: Int.Type) throws -> Int { try whole(type) }
  func decode(_ type: Int8.Type) throws -> Int8 { try whole(type) }
  func decode(_ type: Int16.Type) throws -> Int16 { try whole(type) }
  func decode(_ type: Int32.Type) throws -> Int32 { try whole(type) }
  func decode(_ type: Int64.Type) throws -> Int64 { try whole(type) }
  func decode(_ type: UInt.Type) throws -> UInt { try whole(type) }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try whole(type) }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try whole(type) }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try whole(type) }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try whole(type) }
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try value(type) }

  private func whole<Number: FixedWidthInteger>(_ type: Number.Type) throws -> Number {
    guard let text = yaml.text, let number = Number(text.replacing("−", with: "-")) else {
      throw mismatch(type, "a whole number is expected here")
    }
    return number
  }
}

private struct KeyedContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let yaml: YAML
  let codingPath: [any CodingKey]
  let asked: AskedKeys

  /// Who looks at all keys knows what to do with each.
  var allKeys: [Key] {
    for entry in yaml.entries { asked.ask(entry.key, in: yaml) }
    return yaml.entries.compactMap { Key(stringValue: $0.key) }
  }

  func contains(_ key: Key) -> Bool {
    asked.ask(key.stringValue, in: yaml)
    return yaml[key.stringValue] != nil
  }

  private func decoder(_ key: Key) throws -> YAMLDecoder {
    asked.ask(key.stringValue, in: yaml)
    guard let value = yaml[key.stringValue] else {
      throw DecodingError.keyNotFound(
        key, DecodingError.Context(codingPath: codingPath, debugDescription: ""))
    }
    return YAMLDecoder(yaml: value, codingPath: codingPath + [key], asked: asked)
  }

  func decodeNil(forKey key: Key) throws -> Bool { try decoder(key).decodeNil() }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try decoder(key).value(type)
  }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<NestedKey> {
    try decoder(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try decoder(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder {
    YAMLDecoder(yaml: yaml, codingPath: codingPath, asked: asked)
  }

  func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(key) }
}

private struct UnkeyedContainer: UnkeyedDecodingContainer {
  let values: [YAML]
  let codingPath: [any CodingKey]
  let asked: AskedKeys
  var currentIndex = 0

  init(values: [YAML], codingPath: [any CodingKey], asked: AskedKeys) {
    self.values = values
    self.codingPath = codingPath
    self.asked = asked
  }

  var count: Int? { values.count }
  var isAtEnd: Bool { currentIndex >= values.count }

  private struct Index: CodingKey {
    let index: Int
    var intValue: Int? { index }
    var stringValue: String { "[\(index)]" }
    init(_ index: Int) { self.index = index }
    init?(intValue: Int) { self.init(intValue) }
    init?(stringValue: String) { nil }
  }

  private func current() throws -> YAMLDecoder {
    let path = codingPath + [Index(currentIndex)]
    guard !isAtEnd else {
      throw DecodingError.valueNotFound(
        Any.self,
        DecodingError.Context(codingPath: codingPath, debugDescription: "the list is too short"))
    }
    return YAMLDecoder(yaml: values[currentIndex], codingPath: path, asked: asked)
  }

  /// The list moves on only when the value could be read.
  private mutating func next<Value>(_ read: (YAMLDecoder) throws -> Value) throws -> Value {
    let value = try read(try current())
    currentIndex += 1
    return value
  }

  mutating func decodeNil() throws -> Bool {
    let isNil = try current().decodeNil()
    if isNil { currentIndex += 1 }
    return isNil
  }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try next { try $0.value(type) }
  }

  mutating func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type
  ) throws -> KeyedDecodingContainer<NestedKey> {
    try next { try $0.container(keyedBy: type) }
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try next { try $0.unkeyedContainer() }
  }

  mutating func superDecoder() throws -> any Decoder { try next { $0 } }
}

/// The name of a key as it stands in a file.
struct AnyKey: CodingKey {
  var stringValue: String
  var intValue: Int? { nil }

  init(_ name: String) { stringValue = name }
  init?(stringValue: String) { self.init(stringValue) }
  init?(intValue: Int) { nil }
}

extension Decoder {
  /// A keyed container that refuses keys which nobody would read.
  /// - Parameter what: what the mapping is, for the message.
  /// - Throws: `DecodingError` at the place of the unknown key.
  func fields(_ known: [String], of what: String) throws -> KeyedDecodingContainer<AnyKey> {
    let container = try container(keyedBy: AnyKey.self)
    if let stranger = container.allKeys.map(\.stringValue).filter({ !known.contains($0) }).min() {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: codingPath + [AnyKey(stranger)],
          debugDescription:
            "\(what) has no `\(stranger)`; it may have \(known.joined(separator: ", "))"))
    }
    return container
  }

  /// An error at this place.
  func refusal(_ description: String) -> DecodingError {
    .dataCorrupted(
      DecodingError.Context(codingPath: codingPath, debugDescription: description))
  }
}

extension KeyedDecodingContainer<AnyKey> {
  func value<T: Decodable>(_ name: String, _ type: T.Type = T.self) throws -> T {
    try decode(T.self, forKey: AnyKey(name))
  }

  func optional<T: Decodable>(_ name: String, _ type: T.Type = T.self) throws -> T? {
    try decodeIfPresent(T.self, forKey: AnyKey(name))
  }

  /// A list that may be left out.
  func list<T: Decodable>(_ name: String, of type: T.Type = T.self) throws -> [T] {
    try decodeIfPresent([T].self, forKey: AnyKey(name)) ?? []
  }
}

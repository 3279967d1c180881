/// Tokens and their numbers: words or characters.
public struct Vocabulary: Hashable, Sendable {
  public static let unknown = "<unk>"
  public static let padding = "<pad>"

  /// By number.
  public let tokens: [String]
  private let numbers: [Spelling: Int]

  /// A token as it is spelled: Swift takes texts of the same meaning for equal, Python doesn't.
  private struct Spelling: Hashable, Comparable, Sendable {
    let token: String

    init(_ token: String) { self.token = token }

    static func == (a: Spelling, b: Spelling) -> Bool { a.token.utf8.elementsEqual(b.token.utf8) }

    static func < (a: Spelling, b: Spelling) -> Bool {
      a.token.utf8.lexicographicallyPrecedes(b.token.utf8)
    }

    func hash(into hasher: inout Hasher) {
      for byte in token.utf8 { hasher.combine(byte) }
    }
  }

  /// Tokens in this order.
  /// - Throws: `DataError` when one is there twice.
  public init(tokens: [String]) throws {
    var numbers: [Spelling: Int] = [:]
    for (number, token) in tokens.enumerated() {
      guard numbers.updateValue(number, forKey: Spelling(token)) == nil else {
        throw DataError("the vocabulary has two tokens '\(token)'")
      }
    }
    self.tokens = tokens
    self.numbers = numbers
  }

  /// Words by how often they occur, and those that occur equally often by spelling; before them
  /// the special tokens.
  /// - Parameters:
  ///   - minimum: how often a word has to occur.
  ///   - most: how many tokens there may be, special ones included.
  public init(
    words: some Sequence<String>, minimum: Int = 1, most: Int = .max,
    special: [String] = [Vocabulary.padding, Vocabulary.unknown]
  ) throws {
    var counts: [Spelling: Int] = [:]
    for word in words { counts[Spelling(word), default: 0] += 1 }
    for token in special { counts[Spelling(token)] = nil }
    let ordered = counts.filter { $0.value >= minimum }
      .sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
    let kept = ordered.prefix(max(most - special.count, 0)).map(\.key.token)
    try self.init(tokens: special + kept)
  }

  /// The different characters of a text in order of their code points.
  public init(charactersOf text: String, special: [String] = []) throws {
    try self.init(
      tokens: special + Set(text.unicodeScalars).sorted().map { String(Character($0)) })
  }

  public var count: Int { tokens.count }

  /// The number of a token, if it is known.
  public func number(_ token: String) -> Int? { numbers[Spelling(token)] }

  /// The numbers of tokens; for those that are not known, that of `<unk>`.
  /// - Throws: `DataError` that names the first unknown token when there is no `<unk>`.
  public func encode(_ tokens: some Sequence<String>) throws -> [Int] {
    let unknown = numbers[Spelling(Vocabulary.unknown)]
    return try tokens.map { token in
      guard let number = numbers[Spelling(token)] ?? unknown else {
        throw DataError("the vocabulary of \(count) tokens has no '\(token)'")
      }
      return number
    }
  }

  /// The numbers of a text's characters.
  public func encode(charactersOf text: String) throws -> [Int] {
    try encode(text.unicodeScalars.lazy.map { String(Character($0)) })
  }

  /// The tokens of numbers.
  /// - Throws: `DataError` when a number is no token's.
  public func decode(_ numbers: some Sequence<Int>) throws -> [String] {
    try numbers.map { number in
      guard tokens.indices.contains(number) else {
        throw DataError("the vocabulary has \(count) tokens; \(number) is none of them")
      }
      return tokens[number]
    }
  }
}

/// The words of a text in small letters, and each mark as a word of its own. An apostrophe or
/// hyphen between letters belongs to the word.
public func words(of text: String) -> [String] {
  var (words, word) = ([String](), String.UnicodeScalarView())
  let scalars = Array(text.lowercased().unicodeScalars)
  func isLetter(_ place: Int) -> Bool {
    guard scalars.indices.contains(place) else { return false }
    let properties = scalars[place].properties
    return properties.isAlphabetic || properties.numericType != nil
      || properties.generalCategory == .nonspacingMark
  }
  for (place, scalar) in scalars.enumerated() {
    let joins = "'’-".unicodeScalars.contains(scalar) && isLetter(place - 1) && isLetter(place + 1)
    if isLetter(place) || joins {
      word.append(scalar)
      continue
    }
    if !word.isEmpty { words.append(String(word)) }
    word = String.UnicodeScalarView()
    if !scalar.properties.isWhitespace { words.append(String(Character(scalar))) }
  }
  if !word.isEmpty { words.append(String(word)) }
  return words
}

/// A language that the book speaks. English is the key: every phrase of the program is written
/// in English in the code, and a language is a table from those phrases to its own.
public struct Language: Hashable, Sendable {
  /// The ISO 639-1 code, which is also the suffix of a lesson's file: `lesson.zh.md`.
  public let code: String
  /// The language's name in itself.
  public let name: String
  private let phrases: [String: String]

  /// All languages; a new one is a folder beside this file and a line here.
  public static let all: [Language] = [english, chinese]

  public static let english = Language(code: "en", name: "English", phrases: [:])

  init(code: String, name: String, phrases: [String: String]) {
    self.code = code
    self.name = name
    self.phrases = phrases
  }

  /// The language for a code such as `zh`, `zh_CN.UTF-8` or `en-GB`; nil when the book does not
  /// speak it.
  public init?(locale: String) {
    let code = locale.prefix { $0.isLetter && $0.isASCII }.lowercased()
    guard let found = Language.all.first(where: { $0.code == code }) else { return nil }
    self = found
  }

  /// A phrase in this language. `{0}`, `{1}`, … stand for the arguments.
  public func callAsFunction(_ english: String, _ arguments: any CustomStringConvertible...)
    -> String
  {
    var phrase = phrases[english] ?? english
    for (index, argument) in arguments.enumerated() {
      phrase = phrase.split(separator: "{\(index)}", omittingEmptySubsequences: false)
        .joined(separator: argument.description)
    }
    return phrase
  }

  /// Whether this language has its own wording for a phrase; English has every one.
  public func knows(_ english: String) -> Bool {
    self == .english || phrases[english] != nil
  }

  public static func == (a: Language, b: Language) -> Bool { a.code == b.code }

  public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

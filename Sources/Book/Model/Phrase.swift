import Languages

/// A sentence with its blanks filled in, which can still be said in any language: the literal is
/// the English key (`"no page {0} in {1}"`), the interpolated values are its arguments.
public struct Phrase: Hashable, Sendable, ExpressibleByStringInterpolation,
  CustomStringConvertible
{
  public enum Argument: Hashable, Sendable {
    case text(String)
    /// Said in the language of the sentence.
    case phrase(Phrase)

    func text(in language: Language) -> String {
      switch self {
      case .text(let text): text
      case .phrase(let phrase): phrase.text(in: language)
      }
    }
  }

  public var english: String
  public var arguments: [Argument]

  public init(stringLiteral value: String) {
    english = value
    arguments = []
  }

  public init(stringInterpolation: Interpolation) {
    english = stringInterpolation.english
    arguments = stringInterpolation.arguments
  }

  public struct Interpolation: StringInterpolationProtocol {
    var english = ""
    var arguments: [Argument] = []

    public init(literalCapacity: Int, interpolationCount: Int) {}

    public mutating func appendLiteral(_ literal: String) { english += literal }

    public mutating func appendInterpolation(_ value: some CustomStringConvertible) {
      english += "{\(arguments.count)}"
      arguments.append(.text(value.description))
    }

    public mutating func appendInterpolation(_ phrase: Phrase) {
      english += "{\(arguments.count)}"
      arguments.append(.phrase(phrase))
    }
  }

  public var isEmpty: Bool { english.isEmpty }

  /// The sentence in a language.
  public func text(in language: Language) -> String {
    var text = ""
    var rest = language(english)[...]
    while let open = rest.firstIndex(of: "{") {
      text += rest[..<open]
      let digits = rest[open...].dropFirst().prefix { $0.isNumber && $0.isASCII }
      let close = digits.endIndex
      if let index = Int(digits), arguments.indices.contains(index), close < rest.endIndex,
        rest[close] == "}"
      {
        text += arguments[index].text(in: language)
        rest = rest[close...].dropFirst()
      } else {
        text += "{"
        rest = rest[open...].dropFirst()
      }
    }
    return text + rest
  }

  public var description: String { text(in: .english) }
}

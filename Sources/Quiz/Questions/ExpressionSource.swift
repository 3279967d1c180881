/// An expression of the prompt's language as an author wrote it. YAML reads `[a, b]` as a list of
/// its own; such a list is taken for the expression that it looks like.
public struct ExpressionSource: Decodable, Hashable, Sendable, ExpressibleByStringLiteral {
  public var text: String

  public init(_ text: String) { self.text = text }
  public init(stringLiteral text: String) { self.text = text }

  public init(from decoder: any Decoder) throws {
    if let scalar = try? decoder.singleValueContainer().decode(String.self) {
      text = scalar
    } else {
      var items = try decoder.unkeyedContainer()
      var texts: [String] = []
      while !items.isAtEnd { texts.append(try items.decode(ExpressionSource.self).text) }
      text = "[" + texts.joined(separator: ", ") + "]"
    }
    if text.allSatisfy(\.isWhitespace) { throw decoder.refusal("an expression is missing here") }
  }
}

/// A wrong answer that a known slip leads to, and the line that explains it.
public struct Mistake: Decodable, Hashable, Sendable {
  /// What the slip gives: an expression.
  public var value: ExpressionSource
  public var say: String

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.fields(["value", "say"], of: "a mistake")
    value = try fields.value("value")
    say = try fields.value("say")
  }
}

/// A word of the language.
struct Token: Hashable {
  enum Kind: Hashable {
    case name(String)
    case keyword(String)
    case integer(Int)
    case float(Double)
    case string(String)
    /// The pieces of an f-string.
    case formatted([FormatPiece])
    /// An operator or a mark.
    case mark(String)
    case newline
    case end
  }

  var kind: Kind
  var range: SourceRange
}

/// A piece of an f-string: text, or an expression with a conversion and a format.
indirect enum FormatPiece: Hashable {
  case text(String)
  /// The format may itself hold expressions.
  case value(source: String, start: Int, conversion: Character?, format: [FormatPiece])
}

/// A run of prose of one kind and one weight.
public struct Span: Hashable, Sendable {
  public enum Content: Hashable, Sendable {
    case text(String)
    case code(String)
    /// TeX on one line, and where it stands.
    case formula(String, Place)
    /// `{=expr:format}`: computed in the lesson's session.
    case computed(Computed)
    case lineBreak
  }

  public var content: Content
  public var isStrong: Bool
  public var isEmphasized: Bool
  public var link: Link?

  public init(
    _ content: Content, isStrong: Bool = false, isEmphasized: Bool = false, link: Link? = nil
  ) {
    self.content = content
    self.isStrong = isStrong
    self.isEmphasized = isEmphasized
    self.link = link
  }
}

/// A number in the prose that the engine computes.
public struct Computed: Hashable, Sendable {
  public var expression: CodeExpression
  /// A format as in Python's `format(value, ".4f")`; empty for `str(value)`.
  public var format: String
}

/// Where a link leads.
public enum Link: Hashable, Sendable {
  /// Another lesson, and a page of it; an empty slug is this lesson.
  case lesson(slug: String, page: String?)
  /// An address outside the book, shown as text.
  case web(String)
}

extension [Span] {
  /// The words alone: formulas as TeX, computed numbers as their expressions.
  public var plainText: String {
    reduce(into: "") { text, span in
      switch span.content {
      case .text(let words), .code(let words): text += words
      case .formula(let tex, _): text += tex
      case .computed(let computed): text += computed.expression.source
      case .lineBreak: text += " "
      }
    }
  }
}

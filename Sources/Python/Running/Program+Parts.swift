extension Program {
  /// A statement by itself.
  public struct Part {
    public let program: Program
    /// The one name that it sets, when it is a plain assignment to one.
    public let name: String?
    /// Whether it computes a value from nothing but numbers.
    public let isLiteral: Bool
  }

  /// The statements one by one, for a caller that does something of its own between them.
  public var parts: [Part] {
    statements.map { statement in
      guard case .assignment(let targets, let value) = statement, targets.count == 1,
        case .name(let name, _) = targets[0]
      else { return Part(program: Program(statement), name: nil, isLiteral: false) }
      return Part(program: Program(statement), name: name, isLiteral: value.names.isEmpty)
    }
  }

  private init(_ statement: Statement) { statements = [statement] }
}

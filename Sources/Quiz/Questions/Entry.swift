/// What a question asks the learner to do, ready to be drawn.
public enum Presentation: Hashable, Sendable {
  /// Pick one of these texts, or several.
  case options([String], many: Bool)
  /// Type one value.
  case field(Field)
  /// Fill the cells of a matrix that are nil; a vector is one row.
  case cells([[String?]])
  /// Put these steps in order.
  case steps([String])
  /// Point at one line of a listing.
  case lines([String])

  public enum Field: Hashable, Sendable {
    case number, shape
  }

  /// The entry before the learner did anything.
  public var empty: Entry {
    switch self {
    case .options: .options([])
    case .field: .text("")
    case .cells(let rows):
      .cells(rows.map { row in row.map { $0 ?? "" } })
    case .steps(let steps): .order(Array(steps.indices))
    case .lines: .line(nil)
    }
  }
}

/// What the learner typed or chose so far. Indices count what the presentation shows.
public enum Entry: Hashable, Sendable {
  case options(Set<Int>)
  case text(String)
  case cells([[String]])
  /// The presented steps in the learner's order.
  case order([Int])
  case line(Int?)

  /// The entry in one line, as the record keeps it; indices count from 1.
  public var text: String {
    switch self {
    case .options(let chosen): chosen.sorted().map { String($0 + 1) }.joined(separator: " ")
    case .text(let text): text
    case .cells(let rows): rows.map { $0.joined(separator: " ") }.joined(separator: "; ")
    case .order(let order): order.map { String($0 + 1) }.joined(separator: " ")
    case .line(let line): line.map { String($0 + 1) } ?? ""
    }
  }
}

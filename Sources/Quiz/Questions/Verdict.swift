/// What became of an entry.
public struct Verdict: Hashable, Sendable {
  public enum Outcome: Hashable, Sendable {
    case right, wrong
    /// It could not be read; it does not count as an answer.
    case unreadable
  }

  public var outcome: Outcome
  /// Why it is wrong, or what to do about an entry that can't be read; each a line.
  public var feedback: [String]
  /// Whether each part is right: a matrix's cells in row order, the steps as they were put.
  /// Empty where an answer has no parts.
  public var parts: [Bool]
  /// What the listing does as it stands and mended, for a question about a bug.
  public var runs: [ListingRun]

  public init(
    _ outcome: Outcome, feedback: [String] = [], parts: [Bool] = [], runs: [ListingRun] = []
  ) {
    self.outcome = outcome
    self.feedback = feedback
    self.parts = parts
    self.runs = runs
  }

  public static func unreadable(_ advice: String) -> Verdict {
    Verdict(.unreadable, feedback: [advice])
  }

  public var isRight: Bool { outcome == .right }
}

/// A listing that was run.
public struct ListingRun: Hashable, Sendable {
  public var lines: [String]
  /// What it printed, or the error that it ended with.
  public var output: String

  public init(lines: [String], output: String) {
    self.lines = lines
    self.output = output
  }
}

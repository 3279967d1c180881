/// A code cell as it stands: what the learner made of it, and what it put out.
public struct CellState: Hashable, Sendable {
  /// What is in the cell now.
  public var source: String
  /// What the last run put out; nil before the first.
  public var output: CellOutput?

  public init(source: String, output: CellOutput? = nil) {
    self.source = source
    self.output = output
  }
}

/// What a run of a cell put out.
public struct CellOutput: Hashable, Sendable {
  /// The lines as Python would print them, without a newline at the end.
  public var text: String
  /// Why the run stopped, if it did.
  public var error: Failure?

  public struct Failure: Hashable, Sendable {
    /// `NameError: name 'w' is not defined`.
    public var message: String
    /// What to do, in a line; may be empty.
    public var hint: String
    /// The line and column in the cell's source, counted from 1, when known.
    public var place: Place?

    public init(message: String, hint: String = "", place: Place? = nil) {
      self.message = message
      self.hint = hint
      self.place = place
    }
  }

  public init(text: String, error: Failure? = nil) {
    self.text = text
    self.error = error
  }
}

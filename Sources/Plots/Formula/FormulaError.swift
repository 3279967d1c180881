/// Why a formula could not be read: where, what is wrong, and what to do about it.
public struct FormulaError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The character of the TeX text at which the trouble begins, counted from 0.
  public var offset: Int
  public var problem: String
  public var advice: String

  public init(offset: Int, problem: String, advice: String) {
    self.offset = offset
    self.problem = problem
    self.advice = advice
  }

  public var description: String { "character \(offset + 1): \(problem); \(advice)" }
}

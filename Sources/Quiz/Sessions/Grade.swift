/// How well a question was remembered, as the scheduler takes it.
public enum Grade: Int, Codable, Hashable, Sendable, CaseIterable, Comparable {
  case again = 1
  case hard, good, easy

  public static func < (a: Grade, b: Grade) -> Bool { a.rawValue < b.rawValue }

  /// At most this many seconds is at once.
  static let quick = 20.0
  /// More than this many seconds is slow.
  static let slow = 120.0

  /// The grade of an answer: wrong or skipped is again; right with hints or slowly is hard; right
  /// at once and unaided on a repeat is easy; any other right answer is good.
  /// - Parameter elapsed: seconds from showing the question to the answer.
  init(isRight: Bool, hints: Int, elapsed: Double, isRepeat: Bool) {
    if !isRight {
      self = .again
    } else if hints > 0 || elapsed > Self.slow {
      self = .hard
    } else {
      self = isRepeat && elapsed <= Self.quick ? .easy : .good
    }
  }
}

import Glibc

/// What is known of the learner's memory of one question; derived from the log.
public struct CardState: Hashable, Sendable {
  public var question: String
  public var concept: String
  /// When it was first answered, in seconds since 1970.
  public var first: Double
  /// When it was last answered.
  public var last: Double
  /// Seconds after `last` at which it is to come again.
  public var interval: Double
  public var reviews: Int
  /// How often it was forgotten.
  public var lapses: Int

  public init(
    question: String, concept: String, first: Double, last: Double, interval: Double,
    reviews: Int, lapses: Int
  ) {
    self.question = question
    self.concept = concept
    self.first = first
    self.last = last
    self.interval = interval
    self.reviews = reviews
    self.lapses = lapses
  }

  /// When it is to come again.
  public var due: Double { last + interval }

  public func isDue(at time: Double) -> Bool { due <= time }

  /// The predicted chance of a right answer now: 1 just after a right one, 0.9 when it falls due,
  /// and on along the same exponential curve. After a wrong answer it is 0 until the next right
  /// one.
  public func recall(at time: Double) -> Double {
    guard interval >= Self.day else { return 0 }
    let intervals = max(0, time - last) / interval
    return pow(0.9, intervals)
  }

  /// The state after one more review; nil stands for a question that was never answered.
  ///
  /// This is the whole due rule. After a first answer the question comes back in ten minutes
  /// (again), 1 day (hard), 2 days (good) or 4 days (easy). Later it comes back in ten minutes
  /// (again), or after the time that has really passed since the last answer times 1.2, 2.5 or
  /// 3.5; never sooner than was earned before, and never later than after a year. The first right
  /// answer after a wrong one is good for 1 day.
  public static func after(_ review: Review, from state: CardState?) -> CardState {
    let first: Double
    let growth: Double
    switch review.grade {
    case .again: (first, growth) = (0, 0)
    case .hard: (first, growth) = (day, 1.2)
    case .good: (first, growth) = (2 * day, 2.5)
    case .easy: (first, growth) = (4 * day, 3.5)
    }
    var next =
      state
      ?? CardState(
        question: review.question, concept: review.concept, first: review.time,
        last: review.time, interval: 0, reviews: 0, lapses: 0)
    if review.grade == .again {
      next.lapses += next.reviews > 0 ? 1 : 0
      next.interval = 600
    } else if next.interval < day {
      next.interval = state == nil ? first : day
    } else {
      let passed = max(0, review.time - next.last)
      next.interval = min(max(next.interval, passed * growth), 365 * day)
    }
    next.concept = review.concept
    next.last = review.time
    next.reviews += 1
    return next
  }

  /// The states of all questions, rebuilt from the log in the order of time.
  /// - Parameter earlier: what the log goes on from.
  public static func rebuilt(
    from log: [Review], onto earlier: [String: CardState] = [:]
  ) -> [String: CardState] {
    var grades: [String: (grade: Grade, time: Double)] = [:]
    for review in log {
      guard let amended = review.amends else { continue }
      if let earlier = grades[amended], earlier.time > review.time { continue }
      grades[amended] = (review.grade, review.time)
    }
    var states = earlier
    let answers = log.filter { $0.amends == nil }
      .sorted { ($0.time, $0.id) < ($1.time, $1.id) }
    for var review in answers {
      if let amended = grades[review.id] { review.grade = amended.grade }
      states[review.question] = after(review, from: states[review.question])
    }
    return states
  }

  private static let day = 86_400.0
}

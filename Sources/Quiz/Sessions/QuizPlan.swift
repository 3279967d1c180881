/// What the learner wants to be asked.
public struct QuizOptions: Hashable, Sendable {
  /// Only questions of this lesson.
  public var lesson: String?
  /// Only questions on this concept.
  public var concept: String?
  /// Only questions that are due.
  public var dueOnly: Bool
  /// At most so many questions.
  public var count: Int
  /// At most so many questions a day that were never answered; no limit where a lesson or concept
  /// was asked for.
  public var newPerDay: Int
  /// Where the numbers and orders of this session come from.
  public var seed: UInt64

  public init(
    lesson: String? = nil, concept: String? = nil, dueOnly: Bool = false, count: Int = 10,
    newPerDay: Int = 20, seed: UInt64 = 0
  ) {
    self.lesson = lesson
    self.concept = concept
    self.dueOnly = dueOnly
    self.count = count
    self.newPerDay = newPerDay
    self.seed = seed
  }

  /// Whether the learner asked for a part of the book, whatever was read of it.
  var isScoped: Bool { lesson != nil || concept != nil }
}

/// Chooses the questions of a session.
public enum QuizPlan {
  /// Due questions first, the longest overdue before others; then new ones that the learner has
  /// read about, in the order of the book. Asked for a lesson or concept, new ones come whether
  /// read about or not, and what is left of the count is filled with the least remembered. Each
  /// group is interleaved over its concepts.
  /// - Parameters:
  ///   - questions: all questions of the book, in its order.
  ///   - isTaught: whether the learner has read the page that teaches a question.
  ///   - time: now, in seconds since 1970.
  public static func choose(
    from questions: [Question], cards: [String: CardState], isTaught: (Question) -> Bool,
    options: QuizOptions, at time: Double
  ) -> [Question] {
    let scope = questions.filter { question in
      (options.lesson ?? question.lesson) == question.lesson
        && (options.concept ?? question.concept) == question.concept
    }
    let count = max(0, options.count)
    let due = scope.filter { cards[$0.id]?.isDue(at: time) ?? false }
      .sorted { dueTime($0, cards) < dueTime($1, cards) }
    var chosen = interleaved(Array(due.prefix(count)))
    if options.dueOnly { return chosen }

    let newToday = cards.values.count { $0.first > time - 86_400 }
    let limit = options.isScoped ? count : max(0, options.newPerDay - newToday)
    let new = scope.filter { cards[$0.id] == nil && (options.isScoped || isTaught($0)) }
    chosen += interleaved(Array(new.prefix(min(limit, count - chosen.count))))
    if options.isScoped {
      let rest = scope.filter { cards[$0.id].map { !$0.isDue(at: time) } ?? false }
        .sorted { recall($0, cards, time) < recall($1, cards, time) }
      chosen += interleaved(Array(rest.prefix(count - chosen.count)))
    }
    return chosen
  }

  private static func dueTime(_ question: Question, _ cards: [String: CardState]) -> Double {
    cards[question.id]?.due ?? .infinity
  }

  private static func recall(
    _ question: Question, _ cards: [String: CardState], _ time: Double
  ) -> Double {
    cards[question.id]?.recall(at: time) ?? 0
  }

  /// The same questions with no two of a concept in a row, as far as that can be; within a concept
  /// their order stays.
  static func interleaved(_ questions: [Question]) -> [Question] {
    var rest = questions
    var result: [Question] = []
    while !rest.isEmpty {
      let remaining = Dictionary(grouping: rest, by: \.concept).mapValues(\.count)
      let others = rest.indices.filter { rest[$0].concept != result.last?.concept }
      // The concept with the most questions left must be spent first, or it piles up at the end.
      let most = others.map { remaining[rest[$0].concept] ?? 0 }.max() ?? 0
      let crowded = most > rest.count / 2
      let next =
        others.first { !crowded || remaining[rest[$0].concept] == most } ?? rest.startIndex
      result.append(rest.remove(at: next))
    }
    return result
  }
}

import Languages

/// A quiz from its first question to its summary: a value that events change and screens show.
/// Time comes in from outside, in seconds since 1970. What is to be recorded goes out as reviews.
public struct QuizSession: Sendable {
  /// Where the session stands.
  public enum Stage: Hashable, Sendable {
    /// The current question waits for an answer.
    case asking
    /// It was answered or skipped; the solution is shown.
    case answered(Outcome)
    /// Nothing is left to ask.
    case finished
  }

  /// What became of the current question.
  public struct Outcome: Hashable, Sendable {
    public var grade: Grade
    /// The id of its review, which an overruling amends.
    public var review: String
    /// Whether the page that teaches it should be offered: it was failed twice.
    public var isPageOffered: Bool
  }

  /// A question that waits for its turn.
  private struct Item {
    var question: Question
    /// How often it was asked before.
    var asked = 0
    var failures = 0
  }

  /// How often a question that was missed comes back within a session.
  static let maximumReturns = 3
  /// After how many others a missed one comes back.
  static let returnDistance = 3

  public let language: Language
  public let seed: UInt64
  /// All questions of the concepts in play, for their mastery.
  private let pool: [Question]
  private let identity: String
  private let makeEvaluator: EvaluatorMaker
  private let cardsBefore: [String: CardState]
  private let start: Double
  private var log: [Review] = []
  private var waiting: [Item]
  private var item: Item?
  private var shownAt: Double

  public private(set) var stage = Stage.finished
  /// The asking of the question at hand, which stays while its outcome is shown.
  public private(set) var attempt: Attempt?
  /// How many different questions the session has, and how many of them are through.
  public private(set) var total: Int
  public private(set) var done = 0
  /// The number of the question at hand among them, from 1; a returning one is not counted again.
  public private(set) var position = 0
  /// Ids of the questions that were failed at least once, in the order in which they were.
  private var missed: [String] = []
  /// Questions that could not be posed, which an author has to mend.
  public private(set) var problems: [QuestionError] = []

  /// - Parameters:
  ///   - questions: what to ask, in this order.
  ///   - pool: all questions of the book.
  ///   - cards: what is known of the learner's memory.
  ///   - identity: a name that no other session ever had; ids of reviews begin with it.
  ///   - evaluator: opens a session of the prompt's language.
  public init(
    _ questions: [Question], pool: [Question], cards: [String: CardState], seed: UInt64,
    identity: String, language: Language, at time: Double, evaluator: @escaping EvaluatorMaker
  ) {
    waiting = questions.map { Item(question: $0) }
    let concepts = Set(questions.map(\.concept))
    self.pool = pool.filter { concepts.contains($0.concept) }
    cardsBefore = cards
    self.seed = seed
    self.identity = identity
    self.language = language
    makeEvaluator = evaluator
    start = time
    shownAt = time
    total = questions.count
    askNext(at: time)
  }

  /// A session that chooses its questions by what is known of the learner.
  /// - Parameters:
  ///   - book: all questions of the book, in its order.
  ///   - identity: a name that no other session ever had; ids of reviews begin with it.
  public init(
    _ options: QuizOptions, book: [Question], history: History, identity: String,
    language: Language, at time: Double,
    evaluator: @escaping EvaluatorMaker = SessionEvaluator.maker
  ) {
    let cards = history.cards
    let questions = QuizPlan.choose(
      from: book, cards: cards, isTaught: { history.hasRead($0.page, of: $0.lesson) },
      options: options, at: time)
    self.init(
      questions, pool: book, cards: cards, seed: options.seed, identity: identity,
      language: language, at: time, evaluator: evaluator)
  }

  /// The question at hand.
  public var current: QuestionInstance? { attempt?.instance }
  /// Whether the current question comes back after it was missed.
  public var isReturning: Bool { (item?.asked ?? 0) > 0 }

  /// Takes over how the asking of the current question went on.
  /// - Returns: the review to record, once it is settled.
  public mutating func update(_ attempt: Attempt, at time: Double) -> Review? {
    guard stage == .asking else { return nil }
    self.attempt = attempt
    let review = attempt.review(
      id: nextID, time: time, elapsed: time - shownAt,
      isRepeat: cardsBefore[attempt.instance.question.id] != nil && !isReturning)
    guard let review else { return nil }
    log.append(review)
    stage = .answered(
      Outcome(
        grade: review.grade, review: review.id, isPageOffered: isPageOffered(after: review.grade)))
    return review
  }

  /// Replaces the grade of the answer just given by the learner's own.
  /// - Returns: the review to record.
  public mutating func overrule(_ grade: Grade, at time: Double) -> Review? {
    guard case .answered(var outcome) = stage, grade != outcome.grade,
      var review = log.last(where: { $0.id == outcome.review })
    else { return nil }
    review.amends = review.id
    review.id = nextID
    review.grade = grade
    review.time = max(time, review.time)
    log.append(review)
    outcome.grade = grade
    outcome.isPageOffered = isPageOffered(after: grade)
    stage = .answered(outcome)
    return review
  }

  /// Goes on to the next question, or to the summary.
  public mutating func advance(at time: Double) {
    guard case .answered(let outcome) = stage, var item else { return }
    if outcome.grade == .again {
      item.failures += 1
      if !missed.contains(item.question.id) { missed.append(item.question.id) }
    }
    item.asked += 1
    if outcome.grade == .again, item.asked <= Self.maximumReturns {
      waiting.insert(item, at: min(Self.returnDistance, waiting.count))
    } else {
      done += 1
    }
    askNext(at: time)
  }

  private func isPageOffered(after grade: Grade) -> Bool {
    grade == .again && (item?.failures ?? 0) >= 1
  }

  private var nextID: String { "\(identity)-\(log.count + 1)" }

  private mutating func askNext(at time: Double) {
    shownAt = time
    while !waiting.isEmpty {
      let next = waiting.removeFirst()
      var dice = Dice(seed: seed, stream: "\(next.question.id)#\(next.asked)")
      do {
        // 32 bits are enough, and every program that reads the record can hold them.
        let instance = try QuestionInstance(
          next.question, seed: dice.next() >> 32, evaluator: makeEvaluator)
        attempt = Attempt(instance, language: language)
        item = next
        if next.asked == 0 { position += 1 }
        stage = .asking
        return
      } catch let error as QuestionError {
        problems.append(error)
      } catch {
        problems.append(
          QuestionError(
            question: next.question.id, part: "question", seed: seed, reason: "\(error)"))
      }
      total -= 1
    }
    attempt = nil
    item = nil
    stage = .finished
  }
}

extension QuizSession {
  /// What a session comes to.
  public struct Summary: Hashable, Sendable {
    public struct Concept: Hashable, Sendable {
      public var name: String
      public var before: Double
      public var after: Double
    }

    /// Questions that were answered or skipped, and those of them that were never missed.
    public var asked: Int
    public var right: Int
    /// The questions that were missed, each once.
    public var missed: [Missed]
    /// The concepts that were asked for, in the order of the book.
    public var concepts: [Concept]
    /// When the first of the session's questions comes again, in seconds since 1970.
    public var nextDue: Double?
  }

  /// A question that was missed and where it is taught.
  public struct Missed: Hashable, Sendable {
    public var question: String
    public var concept: String
    public var lesson: String
    public var page: String
  }

  /// What the session came to so far.
  public func summary(at time: Double) -> Summary {
    let cards = CardState.rebuilt(from: log, onto: cardsBefore)
    let answered = Set(log.map(\.question))
    let asked = pool.filter { answered.contains($0.id) }
    var names: [String] = []
    for question in asked where !names.contains(question.concept) { names.append(question.concept) }
    let missed = failed
    return Summary(
      asked: answered.count,
      right: answered.subtracting(missed).count,
      missed: missed.compactMap { id in
        asked.first { $0.id == id }.map {
          Missed(question: id, concept: $0.concept, lesson: $0.lesson, page: $0.page)
        }
      },
      concepts: names.map { name in
        let questions = pool.filter { $0.concept == name }.map(\.id)
        return Summary.Concept(
          name: name, before: Mastery.of(questions, cards: cardsBefore, at: start),
          after: Mastery.of(questions, cards: cards, at: time))
      },
      nextDue: answered.compactMap { cards[$0]?.due }.min())
  }

  /// The missed questions, with the one at hand when it was missed and is still shown.
  private var failed: [String] {
    guard case .answered(let outcome) = stage, outcome.grade == .again,
      let id = current?.question.id, !missed.contains(id)
    else { return missed }
    return missed + [id]
  }
}

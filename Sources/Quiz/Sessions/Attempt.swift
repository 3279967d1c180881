import Languages

/// One asking of one question: the hints that were taken, and what became of it. A quiz session
/// and a lesson's page both ask through it.
public struct Attempt: Sendable {
  public let instance: QuestionInstance
  public let language: Language
  /// How many rungs of the ladder of hints are shown.
  public private(set) var hintsTaken = 0
  /// What to do about an entry that could not be read.
  public private(set) var advice: String?
  /// The judged entry; nil before an answer, and of a question that was skipped.
  public private(set) var entry: Entry?
  public private(set) var verdict: Verdict?
  /// Whether it was answered or skipped; the solution may be shown.
  public private(set) var isSettled = false

  public init(_ instance: QuestionInstance, language: Language) {
    self.instance = instance
    self.language = language
  }

  /// The hints that are shown, from the first.
  public var hints: [String] { Array(instance.hints.prefix(hintsTaken)) }
  /// Whether the ladder has another hint; the rung after the last is the solution.
  public var hasHint: Bool { !isSettled && hintsTaken < instance.hints.count }
  public var isSkipped: Bool { isSettled && verdict == nil }

  /// Shows the next hint.
  public mutating func takeHint() {
    if hasHint { hintsTaken += 1 }
  }

  /// Judges an entry. One that can't be read sets `advice` and does not count.
  public mutating func submit(_ entry: Entry) {
    guard !isSettled else { return }
    let verdict = instance.judge(entry, language: language)
    if verdict.outcome == .unreadable {
      advice = verdict.feedback.joined(separator: " ")
      return
    }
    advice = nil
    self.entry = entry
    self.verdict = verdict
    isSettled = true
  }

  /// Takes the advice back, when the learner goes on typing.
  public mutating func dismissAdvice() { advice = nil }

  /// Gives the question up.
  public mutating func skip() {
    advice = nil
    isSettled = true
  }

  /// What is to be recorded of it; nil before it is settled.
  /// - Parameters:
  ///   - id: different for every event of every session.
  ///   - time: now, in seconds since 1970.
  ///   - elapsed: seconds from showing the question to the answer.
  ///   - isRepeat: whether the learner answered this question on an earlier day.
  public func review(id: String, time: Double, elapsed: Double, isRepeat: Bool) -> Review? {
    guard isSettled else { return nil }
    let isRight = verdict?.isRight ?? false
    let elapsed = min(max(0, elapsed), 1e6)
    return Review(
      id: id, question: instance.question.id, concept: instance.question.concept,
      seed: instance.seed,
      grade: Grade(isRight: isRight, hints: hintsTaken, elapsed: elapsed, isRepeat: isRepeat),
      answer: entry?.text ?? "", isCorrect: isRight, hints: hintsTaken,
      milliseconds: Int(elapsed * 1000), time: time)
  }
}

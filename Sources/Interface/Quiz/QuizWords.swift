import Languages
import Quiz

/// What the quiz says in both of its editions.
enum QuizWords {
  /// What to do when there is nothing to ask.
  static func nothing(_ language: Language) -> [String] {
    [
      language("Nothing is due, and nothing new was read."),
      language("Read a lesson, or ask for one: dlbook quiz --lesson forward."),
    ]
  }

  /// Which question of how many it is.
  static func place(_ session: QuizSession) -> String {
    let language = session.language
    return session.isReturning
      ? language("once more") : language("{0} of {1}", session.position, session.total)
  }

  /// Mastery before and after: `62% → 91%`.
  static func mastery(_ concept: QuizSession.Summary.Concept) -> String {
    "\(percent(concept.before)) → \(percent(concept.after))"
  }

  private static func percent(_ part: Double) -> String {
    "\(Int((min(max(part, 0), 1) * 100).rounded()))%"
  }

  /// When the next of the questions comes again.
  static func next(_ summary: QuizSession.Summary, now: Double, _ language: Language) -> String {
    guard let due = summary.nextDue else { return "" }
    let minutes = max(0, (due - now) / 60)
    let wait =
      switch minutes {
      case ..<1.5: language("a minute")
      case ..<90: language("{0} minutes", Int(minutes.rounded()))
      case ..<2160: language("{0} hours", Int((minutes / 60).rounded()))
      default: language("{0} days", Int(min(minutes / 1440, 9999).rounded()))
      }
    return language("The next of these is due in {0}.", wait)
  }
}

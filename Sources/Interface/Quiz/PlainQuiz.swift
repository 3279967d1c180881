import Book
import Canvas
import Languages
import Quiz

/// A quiz in lines of text, for a pipe, a screen reader or a terminal that can't draw. It reads
/// lines and writes text through closures; at the end of the input it keeps what was answered.
public struct PlainQuiz {
  private var session: QuizSession
  private let names: QuizScreen.Names
  private let language: Language
  private let typesetter: Typesetter
  private let width: Int
  private let isInteractive: Bool
  private let clock: () -> Double
  private let readLine: () -> String?
  private let write: (String) -> Void
  private let keep: (Review) -> Void

  /// - Parameters:
  ///   - isInteractive: whether someone types the lines, who may then overrule grades.
  ///   - clock: now, in seconds since 1970.
  ///   - readLine: the next line without its newline; nil at the end of the input.
  ///   - write: takes text with its newlines.
  ///   - keep: takes each answer as soon as it is given.
  public init(
    session: QuizSession, names: QuizScreen.Names, width: Int, medium: Medium,
    isInteractive: Bool, clock: @escaping () -> Double, readLine: @escaping () -> String?,
    write: @escaping (String) -> Void, keep: @escaping (Review) -> Void
  ) {
    self.session = session
    self.names = names
    self.width = max(20, min(width, Typesetter.measure))
    self.isInteractive = isInteractive
    self.clock = clock
    self.readLine = readLine
    self.write = write
    self.keep = keep
    language = session.language
    typesetter = Typesetter(medium: medium, language: session.language) { _ in nil }
  }

  /// Asks until nothing is left, `q`, or the end of the input; then says what it came to.
  public mutating func run() {
    while let attempt = session.attempt {
      guard ask(attempt), offerGrades() else { break }
      session.advance(at: clock())
    }
    summarize()
  }

  /// Asks one question; false when the learner leaves.
  private mutating func ask(_ asked: Attempt) -> Bool {
    var attempt = asked
    let plain = PlainQuestion(attempt.instance, typesetter: typesetter, width: width)
    let concept = attempt.instance.question.concept
    say("")
    say(QuizWords.place(session) + " · " + (names.concepts[concept] ?? concept))
    say("")
    plain.statement().forEach(say)
    while !attempt.isSettled {
      guard let line = prompt(plain.instruction() + language(" (h hint, s skip, q quit)")) else {
        return false
      }
      switch line {
      case "q": return false
      case "s": attempt.skip()
      case "h": hint(&attempt, plain)
      default:
        guard let entry = plain.entry(line) else { continue }
        attempt.submit(entry)
        if let advice = attempt.advice { say(advice) }
      }
    }
    if let review = session.update(attempt, at: clock()) { keep(review) }
    explain(attempt, plain)
    return true
  }

  private func hint(_ attempt: inout Attempt, _ plain: PlainQuestion) {
    guard attempt.hasHint else { return say(language("No hint is left; s shows the solution.")) }
    attempt.takeHint()
    attempt.hints.last.map { plain.lines($0) }?.forEach(say)
  }

  private func explain(_ attempt: Attempt, _ plain: PlainQuestion) {
    if let verdict = attempt.verdict {
      say(verdict.isRight ? language("right") : language("not right"))
      verdict.feedback.flatMap { plain.lines($0, indent: 2) }.forEach(say)
      for (index, run) in verdict.runs.enumerated() {
        say((index == 0 ? language("as it stands") : language("mended")) + ": " + run.output)
      }
    } else {
      say(language("skipped"))
    }
    if attempt.verdict?.isRight != true {
      plain.lines(language("right answer") + ": " + attempt.instance.keyText).forEach(say)
    }
    plain.lines(attempt.instance.solution).forEach(say)
    if case .answered(let outcome) = session.stage, outcome.isPageOffered {
      let question = attempt.instance.question
      say(
        language("Where this is taught") + ": "
          + "dlbook lesson \(question.lesson) --page \(question.page)")
    }
  }

  /// Lets the learner overrule the grade; false when the learner leaves.
  private mutating func offerGrades() -> Bool {
    guard isInteractive, case .answered(let outcome) = session.stage else { return true }
    let grades = Grade.allCases.map { "\($0.rawValue) \(language($0.phrase))" }
    let now = language("graded") + ": " + language(outcome.grade.phrase)
    guard
      let line = prompt("\(now) (\(grades.joined(separator: ", "))) "), line != "q"
    else { return false }
    if let grade = Int(line).flatMap(Grade.init(rawValue:)),
      let review = session.overrule(grade, at: clock())
    {
      keep(review)
    }
    return true
  }

  private func summarize() {
    let now = clock()
    let summary = session.summary(at: now)
    say("")
    for problem in session.problems {
      say(language("A question could not be asked: {0}", problem.description))
    }
    guard summary.asked > 0 else {
      if session.total == 0 { QuizWords.nothing(language).forEach(say) }
      return
    }
    say(language("right at the first try: {0} of {1}", summary.right, summary.asked))
    for concept in summary.concepts {
      say("  \(names.concepts[concept.name] ?? concept.name)  \(QuizWords.mastery(concept))")
    }
    for missed in summary.missed {
      let concept = names.concepts[missed.concept] ?? missed.concept
      say(
        language("missed") + ": \(concept) · "
          + "dlbook lesson \(missed.lesson) --page \(missed.page)")
    }
    say(QuizWords.next(summary, now: now, language))
  }

  private func say(_ line: String) { write(Printable.lines(line) + "\n") }

  private func prompt(_ text: String) -> String? {
    write("\(text) > ")
    let line = readLine()
    // Input that comes from a pipe leaves no newline of its own behind.
    if !isInteractive { write("\n") }
    return line.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
  }
}

import Languages
import Testing

@testable import Quiz

@Suite struct QuizSessionTests {
  private func session(
    _ yamls: [String], cards: [String: CardState] = [:], seed: UInt64 = 1
  ) throws -> QuizSession {
    let questions = try yamls.map(Invented.question)
    return QuizSession(
      questions, pool: questions, cards: cards, seed: seed, identity: "s", language: .english,
      at: 0, evaluator: SessionEvaluator.maker)
  }

  private func named(_ name: String, _ yaml: String = Invented.count, concept: String = "layer")
    -> String
  {
    yaml.replacing("forward/sample-1", with: "forward/\(name)")
      .replacing("concept: layer", with: "concept: \(concept)")
  }

  private func submit(_ session: inout QuizSession, _ entry: Entry, at time: Double) -> Review? {
    guard var attempt = session.attempt else { return nil }
    attempt.submit(entry)
    return session.update(attempt, at: time)
  }

  private func skip(_ session: inout QuizSession, at time: Double) -> Review? {
    guard var attempt = session.attempt else { return nil }
    attempt.skip()
    return session.update(attempt, at: time)
  }

  /// Answers the question at hand, rightly or with its first trap.
  private func answer(
    _ session: inout QuizSession, rightly: Bool, at time: Double, grade: Grade? = nil
  ) throws -> Review {
    let current = try #require(session.current)
    let entry = rightly ? current.key : current.traps[0].entry
    let review = submit(&session, entry, at: time)
    #expect(grade == nil || review?.grade == grade)
    return try #require(review)
  }

  @Test func aRightAnswerIsRecordedAndTheSessionGoesOn() throws {
    var quiz = try session([named("a"), named("b")])
    #expect(quiz.total == 2 && quiz.stage == .asking && quiz.current?.question.id == "forward/a")
    let review = try answer(&quiz, rightly: true, at: 12.5)
    #expect(review.id == "s-1" && review.grade == .good && review.isCorrect)
    #expect(review.milliseconds == 12_500 && review.seed == quiz.current?.seed)
    let second = submit(&quiz, .text("1"), at: 13)
    #expect(second == nil)
    quiz.advance(at: 14)
    #expect(quiz.done == 1 && quiz.current?.question.id == "forward/b")
    _ = try answer(&quiz, rightly: true, at: 15)
    quiz.advance(at: 16)
    #expect(quiz.stage == .finished && quiz.current == nil && quiz.done == 2)
  }

  @Test func whatCanNotBeReadLeavesTheQuestionOpen() throws {
    var quiz = try session([named("a")])
    let unreadable = submit(&quiz, .text("forty"), at: 1)
    #expect(unreadable == nil)
    #expect(quiz.stage == .asking)
    #expect(quiz.attempt?.advice?.contains("can't be read") == true)
    let review = try answer(&quiz, rightly: true, at: 2)
    #expect(review.grade == .good && quiz.attempt?.advice == nil)
  }

  @Test func hintsClimbTheLadderAndLowerTheGrade() throws {
    var quiz = try session([named("a")])
    var attempt = try #require(quiz.attempt)
    #expect(attempt.hints.isEmpty && attempt.hasHint)
    attempt.takeHint()
    #expect(attempt.hints == ["look"])
    attempt.takeHint()
    attempt.takeHint()
    #expect(attempt.hints.count == 2 && !attempt.hasHint)
    let unsettled = quiz.update(attempt, at: 2)
    #expect(unsettled == nil && quiz.attempt?.hintsTaken == 2)
    let review = try answer(&quiz, rightly: true, at: 3)
    #expect(review.grade == .hard && review.hints == 2)
  }

  @Test func aSkipIsGradedAgainAndShowsNoVerdict() throws {
    var quiz = try session([named("a")])
    let skipped = skip(&quiz, at: 1)
    let review = try #require(skipped)
    #expect(review.grade == .again && !review.isCorrect && review.answer.isEmpty)
    #expect(quiz.attempt?.isSkipped == true && quiz.attempt?.verdict == nil)
    let second = skip(&quiz, at: 2)
    #expect(second == nil)
  }

  @Test func aMissedOneComesBackWithFreshNumbers() throws {
    var quiz = try session([named("a"), named("b"), named("c"), named("d"), named("e")])
    let seed = try #require(quiz.current).seed
    _ = try answer(&quiz, rightly: false, at: 1)
    quiz.advance(at: 1)
    #expect(quiz.done == 0 && quiz.total == 5 && quiz.position == 2)
    for name in ["b", "c", "d"] {
      #expect(quiz.current?.question.id == "forward/\(name)")
      _ = try answer(&quiz, rightly: true, at: 2)
      quiz.advance(at: 2)
    }
    #expect(quiz.current?.question.id == "forward/a" && quiz.isReturning && quiz.position == 4)
    #expect(quiz.current?.seed != seed)
    _ = try answer(&quiz, rightly: true, at: 3)
    quiz.advance(at: 3)
    #expect(quiz.current?.question.id == "forward/e" && quiz.done == 4)
  }

  @Test func twoFailuresOfferThePageAndTheQuestionReturnsOnlySoOften() throws {
    var quiz = try session([named("a")])
    var offers: [Bool] = []
    while quiz.stage != .finished {
      _ = try answer(&quiz, rightly: false, at: 1)
      if case .answered(let outcome) = quiz.stage { offers.append(outcome.isPageOffered) }
      quiz.advance(at: 2)
    }
    #expect(offers == [false, true, true, true])
    #expect(quiz.done == 1)
    #expect(quiz.summary(at: 3).missed.map(\.page) == ["counting"])
  }

  @Test func anEasyRepeatNeedsACardAndTheFirstTry() throws {
    let card = CardState(
      question: "forward/a", concept: "layer", first: 0, last: 0, interval: 10, reviews: 1,
      lapses: 0)
    var quiz = try session([named("a")], cards: ["forward/a": card])
    _ = try answer(&quiz, rightly: true, at: 5, grade: .easy)
    quiz = try session([named("a")], cards: ["forward/a": card])
    _ = try answer(&quiz, rightly: false, at: 1)
    quiz.advance(at: 2)
    _ = try answer(&quiz, rightly: true, at: 3, grade: .good)
  }

  @Test func theLearnerMayOverruleTheGrade() throws {
    var quiz = try session([named("a"), named("b")])
    let early = quiz.overrule(.easy, at: 1)
    #expect(early == nil)
    let review = try answer(&quiz, rightly: false, at: 1)
    let second = quiz.overrule(.good, at: 2)
    let amended = try #require(second)
    #expect(amended.amends == review.id && amended.id != review.id && amended.grade == .good)
    let same = quiz.overrule(.good, at: 3)
    #expect(same == nil)
    let third = quiz.overrule(.hard, at: 4)
    let again = try #require(third)
    #expect(again.amends == review.id && Set([review.id, amended.id, again.id]).count == 3)
    quiz.advance(at: 5)
    #expect(quiz.done == 1 && quiz.summary(at: 5).missed.isEmpty)
  }

  @Test func aRightAnswerOverruledToAgainComesBack() throws {
    var quiz = try session([named("a")])
    _ = try answer(&quiz, rightly: true, at: 1)
    _ = quiz.overrule(.again, at: 1)
    quiz.advance(at: 2)
    #expect(quiz.current?.question.id == "forward/a" && quiz.isReturning)
  }

  @Test func theSummaryComparesMasteryBeforeAndAfter() throws {
    var quiz = try session([named("a", concept: "x"), named("b", concept: "y")])
    _ = try answer(&quiz, rightly: true, at: 1)
    quiz.advance(at: 1)
    _ = skip(&quiz, at: 2)
    let summary = quiz.summary(at: 2)
    #expect(summary.asked == 2 && summary.right == 1)
    #expect(summary.missed.map(\.question) == ["forward/b"])
    #expect(summary.concepts.map(\.name) == ["x", "y"])
    #expect(summary.concepts.map(\.before) == [0, 0] && summary.concepts[1].after == 0)
    #expect(summary.concepts[0].after > 0.99)
    #expect(summary.nextDue == 602)
  }

  @Test func aBrokenQuestionIsLeftOutAndNamed() throws {
    let broken = named("broken").replacing("answer: z + n", with: "answer: nowhere")
    let quiz = try session([broken, named("b")])
    #expect(quiz.current?.question.id == "forward/b" && quiz.total == 1)
    #expect(quiz.problems.map(\.part) == ["answer"])
  }

  @Test func theSameSeedAsksTheSame() throws {
    func prompts(_ seed: UInt64) throws -> [String] {
      var quiz = try session([named("a"), named("b"), Invented.choice], seed: seed)
      var result: [String] = []
      while let current = quiz.current {
        result.append("\(current.prompt) \(current.presentation)")
        _ = try answer(&quiz, rightly: true, at: 1)
        quiz.advance(at: 1)
      }
      return result
    }
    #expect(try prompts(5) == prompts(5))
    #expect(try prompts(5) != prompts(6))
  }

  @Test func anEmptySessionIsFinished() throws {
    var quiz = try session([])
    #expect(quiz.stage == .finished && quiz.total == 0)
    quiz.advance(at: 1)
    let skipped = skip(&quiz, at: 1)
    #expect(skipped == nil && quiz.summary(at: 1).asked == 0)
  }

  @Test func aClockThatRunsBackwardsDoesNoHarm() throws {
    var quiz = try session([named("a")])
    let review = try answer(&quiz, rightly: true, at: -100)
    #expect(review.milliseconds == 0)
  }
}

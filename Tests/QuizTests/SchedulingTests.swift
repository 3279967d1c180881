import Testing

@testable import Quiz

@Suite struct SchedulingTests {
  private static let day = 86_400.0

  private func review(
    _ grade: Grade, day: Double, id: String? = nil, question: String = "forward/a",
    amends: String? = nil
  ) -> Review {
    Review(
      id: id ?? "\(question)@\(day)", question: question, concept: "layer", seed: 1, grade: grade,
      answer: "", isCorrect: grade > .again, hints: 0, milliseconds: 1, time: day * Self.day,
      amends: amends)
  }

  @Test(arguments: [
    (false, 0, 5.0, true, Grade.again), (true, 0, 5, true, .easy), (true, 0, 5, false, .good),
    (true, 0, 21, true, .good), (true, 1, 5, true, .hard), (true, 0, 121, true, .hard),
    (false, 3, 500, false, .again),
  ])
  func answersAreGraded(
    _ isRight: Bool, _ hints: Int, _ elapsed: Double, _ isRepeat: Bool, _ grade: Grade
  ) {
    #expect(Grade(isRight: isRight, hints: hints, elapsed: elapsed, isRepeat: isRepeat) == grade)
  }

  /// A grade's first letter and the day of the review.
  private func review(_ text: Substring) throws -> Review {
    let grade = try #require(Grade.allCases.first { "\($0)".first == text.first })
    return review(grade, day: try #require(Double(text.dropFirst())))
  }

  @Test(arguments: [
    ("h0", 1.0), ("g0", 2.0), ("e0", 4.0), ("g0 g2", 5.0), ("g0 g4", 10.0), ("g0 e2", 7.0),
    ("g0 h2", 2.4), ("g0 a2 g2.1", 1.0), ("a0 g0.1", 1.0), ("e0 e400", 365.0),
    // Reviewed early: what was earned stays, and no more is.
    ("g0 g0.1", 2.0),
    // Ten minutes.
    ("a0", 0.0069444444), ("g0 a2", 0.0069444444),
  ])
  func theIntervalFollowsTheGrades(_ grades: String, _ days: Double) throws {
    let log = try grades.split(separator: " ").map(review)
    let card = try #require(CardState.rebuilt(from: log)["forward/a"])
    #expect((card.interval / Self.day / days - 1).magnitude < 1e-6)
    #expect(card.reviews == log.count)
  }

  @Test func recallIsCertainAfterAReviewAndNineTenthsWhenDue() throws {
    let card = try #require(CardState.rebuilt(from: [review(.good, day: 0)])["forward/a"])
    #expect(card.recall(at: 0) == 1)
    #expect((card.recall(at: 2 * Self.day) - 0.9).magnitude < 1e-9)
    #expect(card.recall(at: 1e15) == 0)
    #expect(card.recall(at: -5) == 1)
    #expect(!card.isDue(at: 2 * Self.day - 1) && card.isDue(at: 2 * Self.day))
  }

  @Test func whatWasMissedIsNotRecalledUntilItIsRightAgain() throws {
    var log = [review(.good, day: 0), review(.again, day: 2)]
    #expect(CardState.rebuilt(from: log)["forward/a"]?.recall(at: 2 * Self.day) == 0)
    log.append(review(.good, day: 3))
    #expect(CardState.rebuilt(from: log)["forward/a"]?.recall(at: 3 * Self.day) == 1)
  }

  @Test func theOrderOfTheLogDoesNotMatter() {
    let log = [review(.good, day: 0), review(.again, day: 2), review(.good, day: 3)]
    #expect(CardState.rebuilt(from: log) == CardState.rebuilt(from: log.reversed()))
  }

  @Test func theLastAmendmentOfAReviewCounts() {
    let plain = [review(.easy, day: 0, id: "x")]
    let amended = [
      review(.again, day: 0, id: "x"), review(.good, day: 0.01, id: "y", amends: "x"),
      review(.easy, day: 0.02, id: "z", amends: "x"),
    ]
    #expect(CardState.rebuilt(from: plain) == CardState.rebuilt(from: amended))
    #expect(CardState.rebuilt(from: plain) == CardState.rebuilt(from: amended.reversed()))
  }

  @Test func rebuildingGoesOnFromEarlierStates() {
    let first = [review(.good, day: 0)]
    let second = [review(.good, day: 2)]
    let whole = CardState.rebuilt(from: first + second)
    #expect(CardState.rebuilt(from: second, onto: CardState.rebuilt(from: first)) == whole)
  }

  @Test func masteryIsTheMeanRecallAndNewOnesCountNothing() {
    let cards = CardState.rebuilt(from: [review(.good, day: 0, question: "forward/a")])
    #expect(Mastery.of(["forward/a", "forward/b"], cards: cards, at: 0) == 0.5)
    #expect(Mastery.of([], cards: cards, at: 0) == 0)
  }
}

@Suite struct QuizPlanTests {
  private static let day = 86_400.0

  private func question(_ name: String, _ concept: String, lesson: String = "forward") throws
    -> Question
  {
    try Invented.question(
      Invented.choice.replacing("id: forward/sample-1", with: "id: \(lesson)/\(name)")
        .replacing("concept: layer", with: "concept: \(concept)"))
  }

  private func card(_ id: String, due: Double, first: Double = 0) -> CardState {
    CardState(
      question: id, concept: "", first: first, last: due - 100, interval: 100, reviews: 1,
      lapses: 0)
  }

  private func plan(
    _ questions: [Question], _ cards: [CardState] = [], _ options: QuizOptions = QuizOptions(),
    isTaught: Bool = true
  ) -> [String] {
    QuizPlan.choose(
      from: questions, cards: Dictionary(uniqueKeysWithValues: cards.map { ($0.question, $0) }),
      isTaught: { _ in isTaught }, options: options, at: 10 * Self.day
    ).map(\.id)
  }

  @Test func dueOnesComeFirstThenNewOnes() throws {
    let questions = try [question("new", "a"), question("due", "b"), question("later", "c")]
    let cards = [
      card("forward/due", due: 5 * Self.day), card("forward/later", due: 50 * Self.day),
    ]
    #expect(plan(questions, cards) == ["forward/due", "forward/new"])
    #expect(plan(questions, cards, QuizOptions(dueOnly: true)) == ["forward/due"])
    #expect(plan(questions, cards, isTaught: false) == ["forward/due"])
    #expect(plan(questions, cards, QuizOptions(count: 1)) == ["forward/due"])
    #expect(plan(questions, cards, QuizOptions(count: -3)) == [])
  }

  @Test func theLongestOverdueAreChosen() throws {
    let questions = try (0..<5).map { try question("q\($0)", "a") }
    let cards = (0..<5).map { card("forward/q\($0)", due: Double(5 - $0) * Self.day) }
    #expect(
      plan(questions, cards, QuizOptions(dueOnly: true, count: 2)) == ["forward/q4", "forward/q3"])
  }

  @Test func aLessonIsAskedWhetherReadOrNotAndFilledWithTheLeastRemembered() throws {
    let questions = try [
      question("seen", "a"), question("new", "b"), question("other", "a", lesson: "backprop"),
    ]
    let cards = [card("forward/seen", due: 50 * Self.day)]
    let options = QuizOptions(lesson: "forward")
    #expect(plan(questions, cards, options, isTaught: false) == ["forward/new", "forward/seen"])
    #expect(
      plan(questions, cards, QuizOptions(concept: "a")) == ["backprop/other", "forward/seen"])
    #expect(plan(questions, cards, QuizOptions(concept: "none")) == [])
  }

  @Test func newOnesHaveADailyLimit() throws {
    let questions = try (0..<9).map { try question("q\($0)", "c\($0)") }
    let today = [card("forward/q8", due: 50 * Self.day, first: 9.5 * Self.day)]
    #expect(plan(questions, today, QuizOptions(newPerDay: 3)).count == 2)
    #expect(plan(questions, today, QuizOptions(lesson: "forward", newPerDay: 3)).count == 9)
  }

  @Test(arguments: [
    ("aabb", "abab"), ("aaab", "aaba"), ("baa", "aba"), ("aaabbc", "ababac"), ("", ""),
    ("aaa", "aaa"), ("abc", "abc"),
  ])
  func conceptsAreInterleaved(_ concepts: String, _ order: String) throws {
    let questions = try concepts.enumerated().map { try question("q\($0.offset)", "\($0.element)") }
    let result = QuizPlan.interleaved(questions).map(\.concept).joined()
    #expect(result.sorted() == concepts.sorted())
    let pairs = { (text: String) in zip(text, text.dropFirst()).count { $0 == $1 } }
    #expect(pairs(result) <= pairs(order))
  }
}

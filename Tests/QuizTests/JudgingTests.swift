import Languages
import Testing

@testable import Quiz

@Suite struct JudgingTests {
  private func judge(_ yaml: String, _ entry: Entry) throws -> Verdict {
    try Invented.instance(yaml).judge(entry, language: .english)
  }

  @Test(arguments: Invented.all) func theKeyIsRight(_ yaml: String) throws {
    for seed: UInt64 in 0..<50 {
      let instance = try Invented.instance(yaml, seed: seed)
      #expect(instance.judge(instance.key, language: .english).outcome == .right)
      #expect(!instance.prompt.contains("{") && !instance.solution.contains("{"))
      #expect(instance.judge(instance.presentation.empty, language: .english).outcome != .right)
    }
  }

  @Test(arguments: Invented.all) func everyTrapIsWrongAndSaysWhy(_ yaml: String) throws {
    for seed: UInt64 in 0..<50 {
      let instance = try Invented.instance(yaml, seed: seed)
      #expect(!instance.traps.isEmpty)
      for trap in instance.traps {
        let verdict = instance.judge(trap.entry, language: .english)
        #expect(verdict.outcome == .wrong)
        #expect(verdict.feedback.contains { !$0.isEmpty })
      }
    }
  }

  private static let third =
    Invented.common("number") + """
      ask: One third?
      answer: 1/3
      tolerance: 0.001
      mistakes: [{value: 3, say: Upside down.}]
      solution: "{answer}"
      """

  @Test(arguments: [
    "1/3", "0.3333", " 0.333 ", "3**-1", "３３３/１０００", "1÷3", "１／３", "0。3333", "(1/3)", "3^(-1)",
    "1 / 3", "-(−1)/3", "tanh(100)/3",
  ])
  func aNumberIsJudgedByItsValue(_ text: String) throws {
    #expect(try judge(Self.third, .text(text)).outcome == .right)
  }

  @Test(arguments: ["0.4", "-1/3", "−1/3", "–1/3", "math.inf", "1e300"])
  func anotherValueIsWrong(_ text: String) throws {
    let verdict = try judge(Self.third, .text(text))
    #expect(verdict.outcome == .wrong && verdict.feedback.isEmpty)
  }

  @Test func aKnownMistakeIsExplained() throws {
    #expect(
      try judge(Self.third, .text("6/2")) == Verdict(.wrong, feedback: ["Upside down."]))
  }

  @Test(arguments: ["", "  ", "one third", "1/0", "0,333", "nan", "1/", "(1", "[1, 2]"])
  func whatCanNotBeReadIsNoAnswer(_ text: String) throws {
    let verdict = try judge(Self.third, .text(text))
    #expect(verdict.outcome == .unreadable)
    #expect(verdict.feedback.count == 1)
  }

  @Test func aVeryLongAnswerIsNotEvenTried() throws {
    let text = String(repeating: "1+", count: 4000) + "1"
    #expect(try judge(Self.third, .text(text)).outcome == .unreadable)
  }

  @Test func theAnswerMayNotNameTheQuestionsOwnVariables() throws {
    #expect(try judge(Invented.count, .text("z + n")).outcome == .unreadable)
  }

  private static let fixedShape =
    Invented.common("shape") + """
      ask: The shape?
      answer: (64, 8, 8)
      mistakes: [{value: "(64, 64)", say: The picture was flattened.}]
      solution: "{answer}"
      """

  @Test(arguments: [
    "(64, 8, 8)", "64x8x8", "64×8×8", "64 8 8", "[64,8,8]", "torch.Size([64, 8, 8])", "６４，８，８",
    "（64、8、8）", "64 x 8 X 8", "64*8*8", "64,8,8", "(64, 8, 8,)",
  ])
  func aShapeIsReadInAnyForm(_ text: String) throws {
    #expect(try judge(Self.fixedShape, .text(text)).outcome == .right)
  }

  @Test func aWrongShapeIsExplained() throws {
    #expect(
      try judge(Self.fixedShape, .text("64x64")).feedback == ["The picture was flattened."])
    #expect(try judge(Self.fixedShape, .text("64")).feedback == ["It has 3 dimensions, not 1."])
    #expect(try judge(Self.fixedShape, .text("8 8 64")).feedback.isEmpty)
  }

  @Test(arguments: ["", "64 by 8", "a", "1.5, 2", "99999999999999999999"])
  func aShapeThatCanNotBeReadIsNoAnswer(_ text: String) throws {
    #expect(try judge(Self.fixedShape, .text(text)).outcome == .unreadable)
  }

  @Test func optionsAreShuffledByTheSeedAndTheKeyGoesWithThem() throws {
    var first: Set<String> = []
    for seed: UInt64 in 0..<40 {
      let instance = try Invented.instance(Invented.choice, seed: seed)
      guard case .options(let texts, false) = instance.presentation else { throw Unexpected() }
      first.insert(texts[0])
      let right = try #require(texts.firstIndex(of: "sigmoid"))
      #expect(instance.judge(.options([right]), language: .english).isRight)
      #expect(instance.keyText == "sigmoid")
    }
    #expect(first.count == 3)
  }

  @Test func aChoiceTakesExactlyOne() throws {
    #expect(try judge(Invented.choice, .options([])).outcome == .unreadable)
    #expect(try judge(Invented.choice, .options([0, 1])).outcome == .unreadable)
    #expect(try judge(Invented.choice, .options([17])).outcome == .unreadable)
  }

  @Test func aMultiSaysWhatIsWrongAndThatSomethingIsMissing() throws {
    let instance = try Invented.instance(Invented.multi)
    guard case .options(let texts, true) = instance.presentation else { throw Unexpected() }
    let relu = try #require(texts.firstIndex(of: "relu"))
    let tanh = try #require(texts.firstIndex(of: "tanh"))
    let verdict = instance.judge(.options([relu, tanh]), language: .english)
    #expect(verdict.feedback == ["It grows without end.", "One right option is missing."])
    #expect(verdict.parts[tanh] && !verdict.parts[relu])
    #expect(
      instance.judge(.options([relu]), language: .english).feedback.last
        == "2 right options are missing.")
  }

  @Test func aVectorIsJudgedCellByCell() throws {
    let instance = try Invented.instance(Invented.vector)
    guard case .cells(let rows) = instance.presentation, case .cells(var entry) = instance.key
    else { throw Unexpected() }
    #expect(rows[0][0] != nil && rows[0][1] == nil)
    entry[0][2] = "0"
    let verdict = instance.judge(.cells(entry), language: .english)
    #expect(verdict.outcome == .wrong && verdict.parts == [true, true, false])
    entry[0][2] = " "
    #expect(instance.judge(.cells(entry), language: .english).outcome == .unreadable)
    entry[0][2] = "one"
    #expect(
      instance.judge(.cells(entry), language: .english).feedback[0].hasPrefix("Cell 3:"))
    #expect(instance.judge(.cells([["1"]]), language: .english).outcome == .unreadable)
  }

  @Test func aGivenCellCanNotBeWrong() throws {
    let instance = try Invented.instance(Invented.vector)
    guard case .cells(var entry) = instance.key else { throw Unexpected() }
    entry[0][0] = "nonsense"
    #expect(instance.judge(.cells(entry), language: .english).isRight)
  }

  @Test func anAlternativeOrderIsRightToo() throws {
    let instance = try Invented.instance(Invented.order)
    guard case .steps(let shown) = instance.presentation else { throw Unexpected() }
    func entry(_ order: [String]) -> Entry { .order(order.compactMap(shown.firstIndex)) }
    let update = ["forward", "loss", "zero the gradients", "backward", "update"]
    #expect(instance.judge(entry(update), language: .english).isRight)
    let wrong = ["forward", "loss", "zero the gradients", "update", "backward"]
    let verdict = instance.judge(entry(wrong), language: .english)
    #expect(verdict.parts == [true, true, true, false, false])
    #expect(verdict.feedback == ["The gradients come from the loss."])
    #expect(instance.judge(.order([0, 0, 1, 2, 3]), language: .english).outcome == .unreadable)
  }

  @Test(arguments: 0..<100) func stepsAreNeverPresentedInARightOrder(_ seed: UInt64) throws {
    let instance = try Invented.instance(Invented.order, seed: seed)
    #expect(!instance.judge(instance.presentation.empty, language: .english).isRight)
  }

  @Test func aBugShowsBothRuns() throws {
    let right = try judge(Invented.bug, .line(1))
    #expect(right.isRight && right.runs.map(\.output) == ["10", "14"])
    let wrong = try judge(Invented.bug, .line(0))
    #expect(wrong.feedback == ["The weight is 3."] && wrong.runs.count == 2)
    #expect(try judge(Invented.bug, .line(2)).feedback == ["This line is as it should be."])
    #expect(try judge(Invented.bug, .line(nil)).outcome == .unreadable)
    #expect(try judge(Invented.bug, .line(9)).outcome == .unreadable)
  }

  @Test func anEntryOfAnotherKindIsNoAnswer() throws {
    for yaml in Invented.all {
      let instance = try Invented.instance(yaml)
      for entry: Entry in [.text("x"), .options([0]), .cells([]), .order([]), .line(0)]
      where type(entry) != type(instance.key) {
        #expect(instance.judge(entry, language: .english).outcome == .unreadable)
      }
    }
  }

  /// The case of an entry.
  private func type(_ entry: Entry) -> String { String("\(entry)".prefix { $0 != "(" }) }

  private struct Unexpected: Error {}

  @Test(arguments: [
    (Tolerance.absolute(0), 3.0, 3.0, true), (.absolute(0), 3.000_000_1, 3, true),
    (.absolute(0), 3.001, 3, false), (.absolute(0.01), 0.509, 0.5, true),
    (.absolute(0.01), 0.511, 0.5, false), (.relative(0.01), 101, 100, true),
    (.relative(0.01), 102, 100, false), (.usual, 42, 42, true), (.usual, 42.1, 42, false),
    (.usual, 0.333, 1.0 / 3, true), (.usual, 0.34, 1.0 / 3, false),
    (.absolute(10), .nan, 0, false), (.absolute(10), 0, .nan, false),
    (.absolute(10), .infinity, .infinity, false), (.usual, 0, 1e-8, false),
  ])
  func toleranceGoesByValue(
    _ tolerance: Tolerance, _ value: Double, _ key: Double, _ accepted: Bool
  ) {
    #expect(tolerance.accepts(value, for: key) == accepted)
  }
}

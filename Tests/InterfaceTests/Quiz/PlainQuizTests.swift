import Canvas
import Languages
import Quiz
import Testing

@testable import Interface

@Suite struct PlainQuizTests {
  /// Runs a quiz over lines of input.
  private func run(
    _ yamls: [String], _ input: [String], isInteractive: Bool = false,
    language: Language = .english
  ) throws -> (output: String, reviews: [Review]) {
    var rest = input[...]
    var output = ""
    var reviews: [Review] = []
    var quiz = PlainQuiz(
      session: try Sample.session(yamls, language: language),
      names: QuizScreen.Names(concepts: ["neuron": "a neuron"]), width: 70, medium: Medium(),
      isInteractive: isInteractive, clock: { 5 }, readLine: { rest.popFirst() },
      write: { output += $0 }, keep: { reviews.append($0) })
    quiz.run()
    return (output, reviews)
  }

  @Test func aQuestionIsAskedHintedAndExplained() throws {
    let (output, reviews) = try run([Sample.number], ["h", "what", "1/2"])
    #expect(
      output == """

        1 of 1 · a neuron

        A neuron has w = 2, x = 0.5 and b = −0.5. What is its score
        z = wx + b?
        type a number or an expression (h hint, s skip, q quit) > \n\
        Look at the bias.
        type a number or an expression (h hint, s skip, q quit) > \n\
        That can't be read: NameError: name 'what' is not defined
        type a number or an expression (h hint, s skip, q quit) > \n\
        right
        2 · 0.5 − 0.5 = 0.5

        right at the first try: 1 of 1
          a neuron  0% → 100%
        The next of these is due in 24 hours.

        """)
    #expect(reviews.map(\.grade) == [.hard])
  }

  @Test func theEndOfTheInputKeepsWhatWasAnswered() throws {
    let (output, reviews) = try run([Sample.choice, Sample.number], ["1"])
    #expect(reviews.map(\.isCorrect) == [true])
    #expect(output.contains("2 of 2") && output.contains("right at the first try: 1 of 1"))
  }

  @Test func quittingBeforeAnAnswerKeepsNothing() throws {
    let (_, reviews) = try run([Sample.choice], ["q"])
    #expect(reviews.isEmpty)
  }

  @Test(arguments: [
    (Sample.choice, "1"), (Sample.multi, "2 3"), (Sample.vector, "2, 3, −4"), (Sample.bug, "1"),
  ])
  func everyKindIsAnsweredInALine(_ yaml: String, _ line: String) throws {
    let (_, reviews) = try run([yaml], [line])
    #expect(reviews.map(\.isCorrect) == [true])
  }

  @Test func aLineThatIsNoAnswerIsAskedAgain() throws {
    let (output, reviews) = try run([Sample.choice], ["", "9", "1 2", "first", "1"])
    #expect(reviews.count == 1)
    #expect(output.split(separator: "type its number").count == 6)
  }

  @Test func aMissedOneComesBackAndThenNamesItsPage() throws {
    let (output, reviews) = try run([Sample.choice], ["2", "s", "1"])
    #expect(reviews.map(\.grade) == [.again, .again, .good])
    #expect(output.contains("Where this is taught: dlbook lesson forward --page weights"))
    #expect(output.contains("missed: activation · dlbook lesson forward --page weights"))
  }

  @Test func whoeverTypesMayOverruleTheGrade() throws {
    let (output, reviews) = try run([Sample.choice], ["1", "2"], isInteractive: true)
    #expect(reviews.map(\.grade) == [.good, .hard] && reviews[1].amends == reviews[0].id)
    #expect(output.contains("graded: good (1 again, 2 hard, 3 good, 4 easy)"))
  }

  @Test func anEmptyQuizSaysWhatToDo() throws {
    let (output, _) = try run([], [])
    #expect(output.contains("Nothing is due"))
  }

  @Test func chineseIsChineseThroughout() throws {
    let (output, _) = try run([Sample.bug], ["h", "2", "s", "1"], language: .chinese)
    #expect(output.contains("不正确") && output.contains("改正之后: 14"))
  }
}

import ArgumentParser
import Book
import Interface

#if canImport(Glibc)
  import Glibc
#endif

/// `dlbook quiz`
struct QuizCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quiz", abstract: "Answer questions: what is due, then what is new.",
    discussion: """
      Examples:
        dlbook quiz --due
        dlbook quiz --lesson backprop --count 5
        dlbook quiz --concept chain-rule --seed 7 --plain
      """)

  @OptionGroup var options: CommonOptions
  @Flag(help: "Only questions that are due.")
  var due = false
  @Option(help: ArgumentHelp("Only questions of this lesson.", valueName: "name"))
  var lesson: String?
  @Option(help: ArgumentHelp("Only questions on this concept.", valueName: "id"))
  var concept: String?
  @Option(help: "How many questions at most.")
  var count: Int?
  @Option(help: "Where the numbers of the questions come from; the same seed asks the same.")
  var seed: UInt64?

  func validate() throws {
    if let count, !(1...1000).contains(count) {
      throw ValidationError("--count takes a number from 1 to 1000.")
    }
  }

  func run() throws {
    let launcher = try Launcher(options)
    let request = QuizRequest(
      onlyDue: due, lesson: lesson, concept: concept, count: count, seed: seed)
    guard launcher.wantsPlain else { return try launcher.open(.quiz(request)) }
    let identity = Clock.identity()
    let keeper = launcher.keeper(identity: identity)
    let screens = launcher.screens(
      medium: launcher.facts.medium, seed: seed ?? Clock.seed(), identity: identity,
      clock: { Clock.now })
    do {
      var quiz = PlainQuiz(
        session: try screens.quiz(request, keeper: keeper), names: screens.names,
        width: launcher.plainWidth, medium: launcher.facts.medium,
        isInteractive: isatty(STDIN_FILENO) == 1, clock: { Clock.now },
        readLine: launcher.readLine, write: launcher.write,
        keep: { review in
          if let problem = keeper.keep(.review(review)) { FileOutput.complain(problem) }
        })
      quiz.run()
    } catch let problem as LessonProblem {
      throw Failure(problem.text(in: launcher.language))
    } catch {
      throw Failure("\(error)")
    }
  }
}

import ArgumentParser
import Book
import Interface

/// `dlbook check [PATH…]`
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Prove lesson files: every cell, demo, question and page.",
    discussion: """
      Prints file:line:column messages, and ends with status 1 when there is an error.

      Examples:
        dlbook check
        dlbook check Lessons/backprop my-lesson
      """)

  @OptionGroup var options: CommonOptions
  @Argument(help: "Folders of lessons; without one, the whole book.")
  var paths: [String] = []

  func run() throws {
    let launcher = try Launcher(options)
    let screens = launcher.screens(
      medium: launcher.facts.medium, seed: 1, identity: "check", clock: { 0 })
    var problems: [LessonProblem] = []
    do throws(LessonProblem) {
      for path in paths.isEmpty ? [launcher.library.path] : paths {
        problems += try Checker.check(path: path, makeEngine: { screens.engine() })
      }
    } catch {
      throw Failure(error.text(in: launcher.language))
    }
    for problem in problems { launcher.write(problem.text(in: launcher.language) + "\n") }
    let errors = problems.count { $0.severity == .error }
    if errors > 0 {
      FileOutput.complain(launcher.language("{0} errors", errors))
      throw ExitCode.failure
    }
    if problems.isEmpty {
      launcher.write(launcher.language("Nothing is wrong.") + "\n")
    }
  }
}

import ArgumentParser
import Book
import Terminal

#if canImport(Glibc)
  import Glibc
#endif

/// `dlbook new lesson SLUG`
struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Begin something of your own.", subcommands: [NewLesson.self])

  struct NewLesson: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "lesson", abstract: "Write a small lesson to begin with, in a new folder.",
      discussion: """
        Example:
          dlbook new lesson my-lesson && dlbook lesson ./my-lesson/
        """)

    @OptionGroup var options: CommonOptions
    @Argument(help: "The lesson's name: small letters, digits and hyphens.")
    var name: String

    func run() throws {
      let medium = TerminalFacts.current(options: options.terminalOptions).medium
      let language = options.language(on: medium)
      let scaffold: LessonScaffold
      do throws(LessonProblem) {
        scaffold = try LessonScaffold(slug: name)
      } catch {
        throw Failure(error.text(in: language))
      }
      guard mkdir(name, 0o755) == 0 else {
        let reason = String(cString: strerror(errno))
        throw Failure(language("The folder {0} can't be made: {1}", name, reason))
      }
      for file in scaffold.files {
        let path = name + "/" + file.name
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
          throw Failure(
            language("{0} can't be written: {1}", path, String(cString: strerror(errno))))
        }
        defer { close(descriptor) }
        do throws(PlainOutput.WriteError) {
          try PlainOutput(descriptor: descriptor).write(file.text)
        } catch {
          throw Failure(language("{0} can't be written: {1}", path, error.reason))
        }
      }
      try? PlainOutput().write(
        language("{0} is there; `dlbook lesson ./{0}/` opens it.", name) + "\n")
    }
  }
}

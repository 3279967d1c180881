import ArgumentParser
import Foundation
import Interface
import Quiz

/// `dlbook progress show|export|import|reset`
struct ProgressCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "progress", abstract: "The learner's record: show, export, import, reset.",
    discussion: """
      Examples:
        dlbook progress
        dlbook progress export > record.json
        dlbook progress import record.json
      """,
    subcommands: [Show.self, Export.self, Import.self, Reset.self], defaultSubcommand: Show.self)

  /// Runs some work on the record; its errors end the command.
  private static func withRecord(
    _ options: CommonOptions, _ work: (Launcher, Record) throws -> Void
  ) throws {
    let launcher = try Launcher(options)
    let record = Record(path: Environment.dataFolder(options.dataDir) + "/record.sqlite")
    do {
      try work(launcher, record)
      if let notice = record.notice { FileOutput.complain(notice.description) }
    } catch let error as RecordError {
      throw Failure(error.description)
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "How well each concept is known, and what is due.")

    @OptionGroup var options: CommonOptions

    func run() throws {
      let launcher = try Launcher(options)
      let language = launcher.language
      let keeper = launcher.keeper(identity: Clock.identity())
      _ = keeper.refresh()
      if let notice = keeper.notice { FileOutput.complain(notice) }
      let catalog = Catalog(library: launcher.library, language: language)
      var lines: [String] = []
      for lesson in catalog.lessons {
        lines.append(lesson.title)
        for id in lesson.concepts {
          let known = keeper.progress.mastery(of: id) ?? 0
          let percent = String(Int((known * 100).rounded()))
          let padding = String(repeating: " ", count: max(0, 3 - percent.count))
          lines.append("  \(padding)\(percent) %  \(catalog.concept(id)?.name ?? id)")
        }
      }
      lines.append(language("{0} due", keeper.progress.dueCount))
      launcher.write(lines.joined(separator: "\n") + "\n")
    }
  }

  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the record to standard output as JSON.")

    @OptionGroup var options: CommonOptions

    func run() throws {
      try ProgressCommand.withRecord(options) { launcher, record in
        launcher.writeExactly(try record.exported())
      }
    }
  }

  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Merge a record that was exported; doing it twice changes nothing.")

    @OptionGroup var options: CommonOptions
    @Argument(help: "The file, or - for standard input.")
    var file: String

    func run() throws {
      try ProgressCommand.withRecord(options) { launcher, record in
        let data: Data
        do {
          data =
            file == "-"
            ? try FileHandle.standardInput.readToEnd() ?? Data()
            : try Data(contentsOf: URL(fileURLWithPath: file))
        } catch {
          throw Failure(launcher.language("{0} can't be read.", file))
        }
        let count = try record.importing(String(decoding: data, as: UTF8.self), from: file)
        launcher.write(launcher.language("{0} new reviews", count) + "\n")
      }
    }
  }

  struct Reset: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Begin a new record; the old one is kept under another name.")

    @OptionGroup var options: CommonOptions
    @Flag(name: .customLong("yes"), help: "Do it without asking.")
    var isSure = false

    func run() throws {
      try ProgressCommand.withRecord(options) { launcher, record in
        let language = launcher.language
        if !isSure {
          launcher.write(language("Begin a new record? Type yes: "))
          guard launcher.readLine() == "yes" else {
            throw Failure(language("Nothing was changed."))
          }
        }
        let aside = try record.reset()
        launcher.write(
          (aside.map { language("The old record is {0}.", $0) }
            ?? language("There was no record yet.")) + "\n")
      }
    }
  }
}

import ArgumentParser
import Interface

/// `dlbook`
struct HomeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "home", abstract: "Open the book where you left it (the default).")

  @OptionGroup var options: CommonOptions

  func run() throws {
    let launcher = try Launcher(options)
    if launcher.wantsPlain {
      LessonList(launcher).write()
    } else {
      try launcher.open(.home)
    }
  }
}

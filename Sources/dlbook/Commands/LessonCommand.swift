import ArgumentParser
import Book
import Interface

/// `dlbook lesson [SLUG]`
struct LessonCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lesson", abstract: "Read a lesson, at the page where it was left.",
    discussion: """
      Without a name it opens the lesson that was read last. A path opens anyone's lesson.

      Examples:
        dlbook lesson backprop
        dlbook lesson backprop --page 3
        dlbook lesson 'backprop#chain-rule'
        dlbook lesson ./my-lesson/
        printf 'n\\nn\\nq\\n' | dlbook lesson forward --plain
      """)

  @OptionGroup var options: CommonOptions
  @Argument(help: "The lesson's name, or the path of its folder.")
  var lesson: String?
  @Option(help: ArgumentHelp("Open this page: its number, or its id.", valueName: "page"))
  var page: String?
  @Flag(help: "Begin at the first page.")
  var restart = false

  func run() throws {
    let launcher = try Launcher(options)
    let keeper = launcher.keeper(identity: Clock.identity())
    let wanted = lesson ?? keeper.progress.lastLesson ?? launcher.library.book.lessons.first ?? ""
    let place = wanted.split(separator: "#", maxSplits: 1).map(String.init)
    let name = place.first ?? ""
    let screens = launcher.screens(
      medium: launcher.facts.medium, seed: Clock.seed(), identity: Clock.identity(),
      clock: { Clock.now })
    do throws(LessonProblem) {
      let reading = try screens.reading(of: name)
      let page = try pageID(page ?? place.dropFirst().first, in: reading.lesson)
      if launcher.wantsPlain {
        PlainReader(launcher: launcher, keeper: keeper)
          .read(reading.lesson, page: page, screens: screens)
        return
      }
      try openScreens(launcher, name: name, page: page)
    } catch {
      throw Failure(error.text(in: launcher.language))
    }
  }

  private func openScreens(_ launcher: Launcher, name: String, page: String?) throws(LessonProblem)
  {
    do {
      try launcher.open(.lesson(name, page: page))
    } catch let problem as LessonProblem {
      throw problem
    } catch {
      throw LessonProblem(
        file: name, place: .whole, message: "\("\(error)")")
    }
  }

  /// The page that was asked for.
  private func pageID(_ page: String?, in lesson: Lesson) throws(LessonProblem) -> String? {
    if restart { return lesson.pages.first?.id }
    guard let page else { return nil }
    if let number = Int(page), lesson.pages.indices.contains(number - 1) {
      return lesson.pages[number - 1].id
    }
    guard lesson.pageIndex(id: page) != nil else {
      throw LessonProblem(
        file: lesson.file, place: .whole, message: "there is no page \"\(page)\"",
        advice: "pages are numbered from 1 to \(lesson.pages.count)")
    }
    return page
  }
}

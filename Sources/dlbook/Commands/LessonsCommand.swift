import ArgumentParser
import Canvas
import Interface
import Plots

/// `dlbook lessons`
struct LessonsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lessons", abstract: "List the lessons.",
    discussion: """
      Examples:
        dlbook lessons
        dlbook lessons --json
      """)

  @OptionGroup var options: CommonOptions
  @Flag(help: "As JSON, for programs.")
  var json = false

  func run() throws {
    let list = LessonList(try Launcher(options))
    if json {
      try list.writeJSON()
    } else {
      list.write()
    }
  }
}

/// The lessons as lines of text, with what is known of the learner.
struct LessonList {
  private let launcher: Launcher
  private let catalog: Catalog
  private let keeper: any RecordKeeping

  init(_ launcher: Launcher) {
    self.launcher = launcher
    catalog = Catalog(library: launcher.library, language: launcher.language)
    keeper = launcher.keeper(identity: Clock.identity())
    _ = keeper.refresh()
    if let notice = keeper.notice { FileOutput.complain(notice) }
  }

  func write() {
    let language = launcher.language
    let width = catalog.lessons.map { TextWidth.of($0.slug) }.max() ?? 0
    var lines = [catalog.title]
    for part in catalog.parts {
      lines += ["", part.title]
      for lesson in catalog.lessons where lesson.part == part.id {
        let padding = String(repeating: " ", count: width - TextWidth.of(lesson.slug))
        var facts = [language("{0} min", lesson.minutes)]
        if let page = keeper.progress.page(of: lesson.slug) {
          facts.append(language("page {0}", page.number))
        }
        let due = keeper.progress.due(lesson: lesson.slug)
        if due > 0 { facts.append(language("due: {0}", due)) }
        lines.append("  " + lesson.slug + padding + "  " + facts.joined(separator: ", "))
        lines += TextWrap.lines(lesson.summary, width: launcher.plainWidth - width - 4).map {
          String(repeating: " ", count: width + 4) + $0
        }
        if let problem = lesson.problem { lines.append("    " + problem) }
      }
    }
    if let first = catalog.lessons.first {
      lines += ["", language("`dlbook lesson {0}` opens one.", first.slug)]
    }
    launcher.write(lines.joined(separator: "\n") + "\n")
  }

  private struct Row: Encodable {
    var lesson: String
    var part: String
    var title: String
    var summary: String
    var minutes: Int
    var requires: [String]
    var concepts: [String]
    var mastery: [String: Double]
    var due: Int
    var page: String?
  }

  func writeJSON() throws {
    let progress = keeper.progress
    let rows = catalog.lessons.map { lesson in
      Row(
        lesson: lesson.slug, part: lesson.part, title: lesson.title, summary: lesson.summary,
        minutes: lesson.minutes, requires: lesson.requires, concepts: lesson.concepts,
        mastery: Dictionary(
          lesson.concepts.compactMap { id in progress.mastery(of: id).map { (id, $0) } }
        ) { first, _ in first },
        due: progress.due(lesson: lesson.slug), page: progress.page(of: lesson.slug)?.id)
    }
    launcher.writeExactly(try JSONText.of(rows) + "\n")
  }
}

import Canvas
import Languages

/// Lays out every page at the sizes that a lesson must be good at, in every glyph set.
struct LayoutCheck {
  let lesson: Lesson
  let run: LessonRun

  private static let widths = [80, 40]
  /// More rows than this at 80 columns are more than one idea.
  private static let long = 150

  func run(_ log: inout ProblemLog) {
    for page in lesson.pages {
      for width in Self.widths {
        for glyphs in GlyphSet.allCases {
          check(page, width: width, medium: Medium(glyphs: glyphs), log: &log)
        }
      }
    }
  }

  private func check(_ page: Page, width: Int, medium: Medium, log: inout ProblemLog) {
    let layout = PageLayout(
      page, width: width, medium: medium, language: lesson.language, state: run
    ) { _, _ in 1 }
    if width == 80, medium.glyphs == .braille, layout.height > Self.long {
      log.warning(
        page.line, "the page \"\(page.id)\" has \(layout.height) rows at 80 columns",
        "cut it in two")
    }
    // Drawing meets every character of the page.
    var frame = Frame(Size(width: width, height: layout.height), medium: medium)
    layout.draw(into: &frame, in: frame.bounds, scroll: 0)
  }
}

/// Checks that links lead to lessons and pages that there are.
struct LinkCheck {
  let lesson: Lesson
  let library: Library?

  func run(_ log: inout ProblemLog) {
    for (_, block) in lesson.allBlocks {
      for case .lesson(let slug, let page)? in Set(block.spans.map(\.link)) {
        check(slug: slug, page: page, line: block.line, log: &log)
      }
    }
  }

  private func check(slug: String, page: String?, line: Int, log: inout ProblemLog) {
    let target: Lesson
    if slug.isEmpty || slug == lesson.slug {
      target = lesson
    } else if let library, let folder = try? library.lesson(slug),
      let reading = try? folder.read(lesson.language)
    {
      target = reading.lesson
    } else {
      let known = library?.book.lessons ?? [lesson.slug]
      Fields.unknown("lesson in a link:", slug, at: Place(line: line), known: known, log: &log)
      return
    }
    if let page, target.pageIndex(id: page) == nil {
      Fields.unknown(
        "page in a link:", page, at: Place(line: line), known: target.pages.map(\.id), log: &log)
    }
  }
}

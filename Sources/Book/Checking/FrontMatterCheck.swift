/// Checks the front matter against the folder and the book.
struct FrontMatterCheck {
  let lesson: Lesson
  let folder: String
  let library: Library?

  func run(_ log: inout ProblemLog) {
    let front = lesson.frontMatter
    if !front.id.isEmpty, front.id != folder {
      log.error(
        front.line(of: "id"), "the id \"\(front.id)\" is not the name of the folder \"\(folder)\"",
        "make them the same")
    }
    guard let book = library?.book else { return }
    for slug in front.requires {
      if slug == front.id {
        log.error(front.line(of: "requires"), "the lesson requires itself", "take it out")
      } else if let before = book.lessons.firstIndex(of: slug) {
        if let here = book.lessons.firstIndex(of: front.id), before > here {
          log.error(
            front.line(of: "requires"), "\"\(slug)\" comes after this lesson in the book",
            "change the order in book.yaml, or take it out")
        }
      } else {
        Fields.unknown(
          "lesson", slug, at: Place(line: front.line(of: "requires")), known: book.lessons,
          log: &log)
      }
    }
    for id in front.concepts {
      if let concept = book.concept(id) {
        if concept.lesson != front.id {
          log.error(
            front.line(of: "concepts"),
            "the concept \"\(id)\" belongs to the lesson \"\(concept.lesson)\"",
            "take it out, or change book.yaml")
        }
      } else {
        Fields.unknown(
          "concept", id, at: Place(line: front.line(of: "concepts")),
          known: book.concepts.map(\.id), log: &log)
      }
    }
    for concept in book.concepts(of: front.id) where !front.concepts.contains(concept.id) {
      log.error(
        front.line(of: "concepts"),
        "book.yaml gives the concept \"\(concept.id)\" to this lesson, which does not name it",
        "add it to concepts")
    }
  }
}

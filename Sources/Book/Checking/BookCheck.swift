import Languages

/// Checks what `book.yaml` says against the lessons that there are.
struct BookCheck {
  let library: Library

  func problems() -> [LessonProblem] {
    var log = ProblemLog(file: library.folder.path(of: "book.yaml"))
    let book = library.book
    var seen: Set<String> = []
    checkLanguages(book.title, line: 1, log: &log)
    for part in book.parts {
      checkLanguages(part.title, line: part.line, log: &log)
      for slug in part.lessons {
        if !seen.insert(slug).inserted {
          log.error(part.line, "the lesson \"\(slug)\" is there twice", "remove one of them")
        } else if (try? library.lesson(slug)) == nil {
          log.error(
            part.line, "there is no lesson \"\(slug)\"",
            "write \(slug)/lesson.en.md, or take it out of the part \"\(part.id)\"")
        }
      }
    }
    var concepts: Set<String> = []
    for concept in book.concepts {
      if !concepts.insert(concept.id).inserted {
        log.error(concept.line, "the concept \"\(concept.id)\" is there twice", "rename one")
      }
      if !concept.lesson.isEmpty, !seen.contains(concept.lesson) {
        Fields.unknown(
          "lesson", concept.lesson, at: Place(line: concept.line), known: book.lessons, log: &log)
      }
      checkLanguages(concept.name, line: concept.line, log: &log)
    }
    return log.problems
  }

  private func checkLanguages(_ text: Localized, line: Int, log: inout ProblemLog) {
    for code in text.texts.keys.sorted() where Language(locale: code) == nil {
      Fields.unknown(
        "language", code, at: Place(line: line), known: Language.all.map(\.code), log: &log)
    }
    for language in Language.all where text.texts[language.code] == nil {
      log.warning(line, "the name is not there in \(language.name)", "add \(language.code): …")
    }
  }
}

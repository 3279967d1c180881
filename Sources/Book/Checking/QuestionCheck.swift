import Quiz

/// Checks the questions of a lesson: that they are proved, in their places, and enough.
struct QuestionCheck {
  let lesson: Lesson
  let library: Library?
  let seeds: Range<UInt64>

  /// How many questions a concept needs at least.
  private static let enough = 2

  func run(_ log: inout ProblemLog) {
    for (page, block, quiz) in lesson.questions {
      checkPlace(quiz, askedOn: page, log: &log)
      for problem in prove(quiz.question, seeds: seeds, evaluator: SessionEvaluator.maker) {
        log.error(
          quiz.place(of: problem.part, fallback: block.line),
          "the question \"\(problem.question)\" does not hold: \(problem.part): \(problem.reason)")
      }
    }
    for concept in lesson.frontMatter.concepts {
      let count = lesson.questions.count { $0.question.question.concept == concept }
      if count < Self.enough {
        log.warning(
          lesson.frontMatter.line(of: "concepts"),
          "the concept \"\(concept)\" has \(count) questions", "ask at least \(Self.enough)")
      }
    }
  }

  private func checkPlace(_ quiz: QuizBlock, askedOn page: Page, log: inout ProblemLog) {
    let question = quiz.question
    if question.id.contains("/"), question.lesson != lesson.slug {
      log.error(
        quiz.place(of: "id", fallback: 1), "the question's id does not begin with its lesson",
        "write \(lesson.slug)/…")
    }
    if let teaching = lesson.pageIndex(id: question.page) {
      if let asking = lesson.pageIndex(id: page.id), teaching > asking {
        log.error(
          quiz.place(of: "page", fallback: 1),
          "it is asked before the page \"\(question.page)\" teaches it",
          "move the question behind that page")
      }
    } else {
      Fields.unknown(
        "page", question.page, at: quiz.place(of: "page", fallback: 1),
        known: lesson.pages.map(\.id), log: &log)
    }
    guard !lesson.frontMatter.concepts.contains(question.concept) else { return }
    let earlier = library?.book.concepts.filter { lesson.frontMatter.requires.contains($0.lesson) }
    guard earlier?.contains(where: { $0.id == question.concept }) != true else { return }
    Fields.unknown(
      "concept", question.concept, at: quiz.place(of: "concept", fallback: 1),
      known: lesson.frontMatter.concepts, log: &log)
  }
}

extension QuizBlock {
  /// Where a part such as `mistakes[1].value` stands.
  func place(of part: String, fallback line: Int) -> Place {
    var value = source
    var place = Place(line: line)
    for step in part.split(whereSeparator: { ".[]".contains($0) }) {
      if let index = Int(step), value.values.indices.contains(index) {
        value = value.values[index]
        place = value.place
      } else if let entry = value.entries.first(where: { $0.key == String(step) }) {
        value = entry.value
        place = entry.place
      } else {
        break
      }
    }
    return place
  }
}

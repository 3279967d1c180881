import Book
import Interface
import Quiz

/// Reads a lesson in plain text and keeps what the learner did.
struct PlainReader {
  let launcher: Launcher
  let keeper: any RecordKeeping

  func read(_ lesson: Lesson, page: String?, screens: ScreenMaker) {
    _ = keeper.refresh()
    let wanted = page ?? keeper.progress.page(of: lesson.slug)?.id
    let run = LessonRun(lesson: lesson, engine: screens.engine(), language: launcher.language)
    var plain = PlainLesson(
      run: run, page: wanted.flatMap { lesson.pageIndex(id: $0) } ?? 0,
      width: launcher.plainWidth, medium: launcher.facts.medium, readLine: launcher.readLine,
      write: launcher.write
    ) { event in
      if let problem = keep(event, lesson: lesson.slug) { FileOutput.complain(problem) }
    }
    plain.read()
  }

  private func keep(_ event: PlainLesson.Event, lesson: String) -> String? {
    switch event {
    case .opened(let page): return keeper.keep(.place(lesson: lesson, page: page))
    case .predicted(let id, let result):
      return keeper.keep(
        .prediction(
          lesson: lesson, block: id, answer: result.guess, isRight: result.isRight))
    case .answered(let instance, let entry, _, let hints):
      var attempt = Attempt(instance, language: launcher.language)
      for _ in 0..<hints { attempt.takeHint() }
      if let entry { attempt.submit(entry) } else { attempt.skip() }
      return attempt.isSettled ? keeper.keep(.attempt(attempt)) : nil
    }
  }
}

import Book
import Interface
import Languages
import Quiz

#if canImport(Glibc)
  import Glibc
#endif

/// The learner's record behind the screens: SQLite for the truth, opened when it is first needed,
/// and a small file of progress from which home is painted before that.
final class LearnerKeeper: RecordKeeping {
  private let record: Record
  private let cachePath: String
  private let library: Library
  private let language: Language
  private let identity: String
  private(set) var progress: Progress
  private var events = 0
  private var isNoticeTold = false
  private var lessons: [Lesson]?

  init(folder: String, library: Library, language: Language, identity: String) {
    record = Record(path: folder + "/record.sqlite")
    cachePath = folder + "/progress"
    self.library = library
    self.language = language
    self.identity = identity
    // Without its record the file is what a record that was put aside has left behind.
    let cache = access(record.path, F_OK) == 0 ? ProgressCache(path: cachePath) : nil
    progress = cache?.progress(at: Clock.now) ?? Progress()
  }

  var notice: String? { record.notice?.description }

  func history() throws -> History { try record.history() }

  func keep(_ entry: RecordEntry) -> String? {
    do {
      try record.save(self.events(of: entry))
      update(with: try record.history())
      return takeNotice()
    } catch {
      return error.description
    }
  }

  /// What happened to the record, the first time that it is asked for.
  private func takeNotice() -> String? {
    guard !isNoticeTold, let notice else { return nil }
    isNoticeTold = true
    return notice
  }

  /// Reads the record when it was written after the file of progress: by another program, or by
  /// one that was killed.
  func refresh() -> Bool {
    guard let written = latestChange([record.path, record.path + "-wal"]) else { return false }
    if let known = latestChange([cachePath]), known >= written { return false }
    guard let history = try? record.history() else { return record.notice != nil }
    update(with: history)
    return true
  }

  private func latestChange(_ paths: [String]) -> Double? {
    paths.compactMap { path -> Double? in
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      return Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) / 1e9
    }.max()
  }

  private func update(with history: History) {
    let lessons = self.lessons ?? library.allLessons(language: language)
    self.lessons = lessons
    let pages = Dictionary(lessons.map { ($0.slug, $0.pages.map(\.id)) }) { first, _ in first }
    let cache = ProgressCache(history, questions: lessons.flatMap(\.questions), pages: pages)
    cache.write(to: cachePath)
    progress = cache.progress(at: Clock.now)
  }

  private func nextIdentity() -> String {
    events += 1
    return "\(identity)-k\(events)"
  }

  private func events(of entry: RecordEntry) -> [RecordEvent] {
    let now = Clock.now
    switch entry {
    case .review(let review): return [.review(review)]
    case .attempt(let attempt):
      let review = attempt.review(
        id: nextIdentity(), time: now, elapsed: 0, isRepeat: false)
      return review.map { [.review($0)] } ?? []
    case .place(let lesson, let page):
      return [
        .place(Place(lesson: lesson, page: page, time: now)),
        .page(ReadPage(lesson: lesson, page: page, time: now)),
      ]
    case .prediction(let lesson, let block, let answer, let isRight):
      return [
        .prediction(
          Prediction(
            id: nextIdentity(), lesson: lesson, block: block, answer: answer, isCorrect: isRight,
            time: now))
      ]
    }
  }
}

/// Keeps nothing beyond this run of the program.
final class ForgetfulKeeper: RecordKeeping {
  let progress = Progress()
  let notice: String? = nil

  func history() -> History { History() }
  func keep(_ entry: RecordEntry) -> String? { nil }
  func refresh() -> Bool { false }
}

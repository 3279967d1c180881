extension Lesson {
  /// The page to show when this lesson takes the place of an older text of itself: the page with
  /// the same id, else the one that now stands where it stood.
  public func pageIndex(inPlaceOf index: Int, of old: Lesson) -> Int {
    guard old.pages.indices.contains(index) else { return 0 }
    return pageIndex(id: old.pages[index].id) ?? max(0, min(index, pages.count - 1))
  }
}

extension LessonRun {
  /// Takes a new text of the lesson, as long as it is sound; a broken one leaves all as it is.
  /// Outputs stay with cells whose code is the same, and so do answered predictions.
  /// - Returns: the first thing that is wrong with the new text, to be shown.
  public mutating func reload(_ reading: LessonReading) -> LessonProblem? {
    guard reading.isSound, !reading.lesson.pages.isEmpty else {
      return reading.problems.first { $0.severity == .error } ?? reading.problems.first
    }
    replace(lesson: reading.lesson)
    return nil
  }
}

import Languages
import Python
import Testing

@testable import Book

/// The lessons of this checkout.
@Suite struct TheBookTests {
  private static let lessons =
    #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/Lessons"

  @Test func everyLessonHolds() throws {
    let problems = try Checker.check(path: Self.lessons) { LessonEngine(session: Session()) }
    #expect(problems.map(\.description) == [])
  }

  @Test func searchFindsTheBookInBothLanguages() throws {
    let library = try Library(path: Self.lessons)
    for (language, query) in [(Language.english, "chain rule"), (.chinese, "链式法则")] {
      let hits = library.searchIndex(language: language).search(query)
      #expect(hits.contains { $0.lesson == "backprop" })
    }
  }
}

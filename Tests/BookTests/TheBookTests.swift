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

  @Test func theOpeningOfALessonEndsWithThePageOfItsFirstDemo() throws {
    let library = try Library(path: Self.lessons)
    for slug in library.book.lessons {
      let folder = try library.lesson(slug)
      let pages = try folder.read(.english).lesson.pages
      let first = try #require(
        pages.firstIndex { page in
          page.blocks.contains { if case .demo = $0.kind { true } else { false } }
        })
      #expect(try folder.readOpening(.english).lesson.pages == Array(pages[...first]))
    }
  }
}

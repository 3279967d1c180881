import Foundation
import Testing

@testable import Quiz

@Suite struct ProgressTests {
  private static let day = 86_400.0

  private func cache() throws -> ProgressCache {
    let questions = try ["forward/a", "forward/b", "backprop/c"].map {
      try Invented.question(
        Invented.choice.replacing("forward/sample-1", with: $0)
          .replacing("concept: layer", with: "concept: \($0.hasSuffix("c") ? "chain" : "layer")"))
    }
    let review = Review(
      id: "1", question: "forward/a", concept: "layer", seed: 1, grade: .good, answer: "",
      isCorrect: true, hints: 0, milliseconds: 1, time: 0)
    let history = History(
      reviews: [review],
      places: [
        Place(lesson: "forward", page: "weights", time: 5),
        Place(lesson: "backprop", page: "start", time: 3),
      ],
      pages: [
        ReadPage(lesson: "forward", page: "weights", time: 1),
        ReadPage(lesson: "forward", page: "bias", time: 2),
      ])
    return ProgressCache(history, questions: questions)
  }

  @Test func progressSumsUpTheHistory() throws {
    let progress = try cache().progress(at: 0)
    #expect(progress.mastery == ["layer": 0.5, "chain": 0])
    #expect(progress.due == 0 && progress.pagesRead == ["forward": 2])
    #expect(progress.latest == Place(lesson: "forward", page: "weights", time: 5))
    #expect(!progress.isMastered("layer") && !progress.isMastered("nothing"))
  }

  @Test func whatWasLearntFallsDue() throws {
    let progress = try cache().progress(at: 3 * Self.day)
    #expect(progress.dueByLesson == ["forward": 1] && progress.due == 1)
    #expect(try #require(progress.mastery["layer"]) < 0.5)
  }

  @Test func theFileReadsBackAsItWas() throws {
    let scratch = try Scratch()
    let path = scratch.folder + "/progress"
    let cache = try cache()
    #expect(ProgressCache(path: path) == nil)
    #expect(cache.write(to: path))
    #expect(ProgressCache(path: path) == cache)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder) == ["progress"])
  }

  @Test func aPlaceThatCanNotBeWrittenDoesNoHarm() throws {
    #expect(try !cache().write(to: "/nowhere/at/all/progress"))
  }

  @Test(arguments: [
    "", "dlbook-progress 2\n", "dlbook-progress 1\nquestion\ta\n",
    "dlbook-progress 1\nquestion\ta\tb\tx\t1\n", "dlbook-progress 1\nplace\ta\tb\tnoon\n",
    "dlbook-progress 1\npages\ta\tmany\n", "dlbook-progress 1\nsomething\n", "\u{0}\u{1}",
  ])
  func aBrokenFileIsAsGoodAsNone(_ text: String) {
    #expect(ProgressCache(text: text) == nil)
  }

  @Test func namesWithTabsDoNotBreakTheFile() {
    let history = History(places: [Place(lesson: "a\tb\r\nc", page: "x", time: 1)])
    let cache = ProgressCache(history, questions: [])
    #expect(ProgressCache(text: cache.text)?.places == [Place(lesson: "a b c", page: "x", time: 1)])
  }
}

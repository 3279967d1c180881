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
        Place(lesson: "backprop", page: "gone", time: 3),
      ])
    return ProgressCache(
      history, questions: questions, pages: ["forward": ["start", "weights"], "backprop": ["a"]])
  }

  @Test func progressSumsUpTheHistory() throws {
    let progress = try cache().progress(at: 0)
    #expect(progress.mastery(of: "layer") == 0.5 && progress.mastery(of: "chain") == 0)
    #expect(progress.mastery(of: "nothing") == nil && progress.dueCount == 0)
    #expect(progress.lastLesson == "forward" && progress.page(of: "nowhere") == nil)
    #expect(progress.page(of: "forward") == Progress.Page(id: "weights", number: 2, time: 5))
    #expect(progress.page(of: "backprop")?.number == 0)
    #expect(!progress.isMastered("layer") && !progress.isMastered("nothing"))
  }

  @Test func whatWasLearntFallsDue() throws {
    let progress = try cache().progress(at: 3 * Self.day)
    #expect(progress.due(lesson: "forward") == 1 && progress.dueCount == 1)
    #expect(try #require(progress.mastery(of: "layer")) < 0.5)
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
    "dlbook-progress 1\nquestion\ta\tb\tx\t1\n", "dlbook-progress 1\npage\ta\tb\t1\tnoon\n",
    "dlbook-progress 1\npage\ta\tb\tone\t1\n", "dlbook-progress 1\nsomething\n", "\u{0}\u{1}",
  ])
  func aBrokenFileIsAsGoodAsNone(_ text: String) {
    #expect(ProgressCache(text: text) == nil)
  }

  @Test func namesWithTabsDoNotBreakTheFile() {
    let history = History(places: [Place(lesson: "a\tb\r\nc", page: "x", time: 1)])
    let cache = ProgressCache(history, questions: [], pages: [:])
    #expect(ProgressCache(text: cache.text)?.progress(at: 1).lastLesson == "a b c")
  }
}

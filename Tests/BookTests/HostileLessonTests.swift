import Languages
import Python
import Testing

@testable import Book

@Suite struct HostileLessonTests {
  private struct Mutations {
    var state: UInt64

    mutating func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return bound > 0 ? Int((state >> 33) % UInt64(bound)) : 0
    }

    static let pieces =
      [
        "$", "$$", "`", "```", "```quiz\n", "{=", "}", "---\n", "<!-- page: x -->", "\n\n", "|",
        ">",
        "- ", "[", "](", "\u{1B}[2J", "\\", "\t", "~~~", "*", "_", "神", ": ", "&a ", "*a", "<b>",
      ].map { Array($0.utf8) } + [[0], [0xFF], [0xF3, 0xB0, 0x80, 0x80], [0xE2, 0x80]]

    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
      var bytes = bytes
      for _ in 0...next(6) {
        let place = next(bytes.count + 1)
        switch next(4) {
        case 0: bytes.insert(contentsOf: Self.pieces[next(Self.pieces.count)], at: place)
        case 1: bytes.removeSubrange(place..<min(bytes.count, place + next(20)))
        case 2 where place < bytes.count: bytes[place] = UInt8(next(256))
        default:
          let end = min(bytes.count, place + next(40))
          bytes.insert(contentsOf: bytes[place..<end], at: next(bytes.count + 1))
        }
      }
      return bytes
    }
  }

  @Test(arguments: 0..<8)
  func noBytesTrapTheParserOrReachTheTerminal(seed: Int) throws {
    var mutations = Mutations(state: UInt64(seed))
    let seedText = try LessonScaffold(slug: "probe").files[seed % 2].text
    for _ in 0..<400 {
      let bytes = mutations.mutated(Array(seedText.utf8))
      let reading = LessonReading(bytes: bytes, file: "f", language: .english)
      for page in reading.lesson.pages {
        let text = page.blocks.flatMap(\.withInner).map(\.spans.plainText).joined()
        let isHarmful = text.unicodeScalars.contains(where: Printable.isHarmful)
        let holdsMarks = text.unicodeScalars.contains(where: Protection.isMark)
        #expect(!isHarmful && !holdsMarks)
      }
      for problem in reading.problems {
        let isHarmful = problem.description.unicodeScalars.contains(where: Printable.isHarmful)
        #expect(!isHarmful)
        #expect(problem.line >= 1 && problem.column >= 1)
      }
    }
  }

  /// A demo and a cell more, so that mutated parameters and code run too.
  private static let live = """

    ```demo
    kind: network
    id: net
    sizes: [2, 3, 1]
    weights: [[[0.8, -0.4], [0.3, 0.9], [-0.5, 0.2]], [[1.2, -0.7, 0.5]]]
    inputs: [0.5, -1.0]
    ```

    ```demo
    kind: stepper
    id: product
    code: |
      p = a * b
      L = p * c
    values: {a: 2.0, b: 3.0, c: [1, 2]}
    ```

    ```python
    >>> torch.tensor([[1.0, 2], [3, 4]]).sum(dim=1)[0:1] @ torch.ones(2)
    ```

    """

  @Test(arguments: 0..<4)
  func noLessonTrapsWhatRunsOrDrawsIt(seed: Int) throws {
    var mutations = Mutations(state: UInt64(100 + seed))
    let seedText = try LessonScaffold(slug: "probe").files[seed % 2].text + Self.live
    for _ in 0..<20 {
      let bytes = mutations.mutated(Array(seedText.utf8))
      let lesson = LessonReading(bytes: bytes, file: "f", language: .english).lesson
      var log = ProblemLog(file: "f")
      var run = RunCheck(lesson: lesson, engine: LessonEngine(session: Session()))
      run.run(&log)
      LayoutCheck(lesson: lesson, run: run.lessonRun).run(&log)
      FormulaCheck(lesson: lesson).run(&log)
      #expect(log.problems.allSatisfy { $0.line >= 1 })
    }
  }

  @Test(arguments: [
    "[", "![[]()", "> ", "- ", "*a_ ", "$x", "$$ ", "{=", "`a``", "<!--", "<", "&", "\\", "[a](b",
    "((", "**a ", "1. ", "|", "~~~\n", "\n---\n",
  ])
  func aLongRowOfOneThingEndsSoon(piece: String) {
    let body = String(repeating: piece, count: 20_000 / piece.utf8.count)
    let clock = ContinuousClock()
    let time = clock.measure { _ = page(body) }
    #expect(time < .seconds(5))
  }
}

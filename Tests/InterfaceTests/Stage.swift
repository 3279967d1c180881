import Book
import Canvas
import Foundation
import Languages
import NeuralNetworks
import Python
import Quiz
import Testing

@testable import Interface

/// A program on a window of its own: keys go in, lines come out.
struct Stage {
  private(set) var app: App
  /// What was asked of the program by the last script.
  private(set) var effects: [Effect] = []

  init(
    _ screen: any Screen, size: Size = Size(width: 80, height: 24), medium: Medium = Medium(),
    language: Language = .english
  ) {
    app = App(first: screen, size: size, medium: medium, language: language)
  }

  /// Presses the keys of a script.
  mutating func press(_ script: String) throws {
    effects = try KeyScript(script).inputs.flatMap { app.update(.input($0)) }
  }

  mutating func send(_ event: Event) { effects = app.update(event) }

  mutating func click(_ x: Int, _ y: Int) {
    send(.input(.mouse(Mouse(.press, at: Point(x: x, y: y)))))
  }

  var lines: [String] { app.render().lines }
  var text: String { lines.joined(separator: "\n") }
  var footer: String { lines.last ?? "" }

  /// Where a piece of text stands.
  func place(of text: String) -> Point? {
    for (y, line) in lines.enumerated() {
      if let range = line.range(of: text) {
        return Point(x: TextWidth.of(String(line[..<range.lowerBound])), y: y)
      }
    }
    return nil
  }
}

/// The book as it is in the repository.
enum TestBook {
  static var folder: String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Lessons").path
  }

  static func screens(
    language: Language = .english, medium: Medium = Medium()
  ) throws -> ScreenMaker {
    ScreenMaker(
      library: try Library(path: folder), language: language, medium: medium, seed: 1,
      clock: { 1_700_000_000 }, identity: "test")
  }

  /// A short training on the bundled digits.
  static var training: TrainRequest {
    TrainRequest(
      model: "mlp-binary",
      sources: ZooSources(folders: DataFolders(shared: nil), lessons: folder),
      plan: TrainingPlan(OptimizerPlan(.adam, rate: 0.01), batchSize: 50, epochs: 3))
  }

  /// A lesson around a body.
  static func reading(_ body: String) -> LessonReading {
    let front = """
      ---
      id: probe
      title: Probe
      summary: A lesson for tests.
      minutes: 5
      requires: []
      concepts: [neuron]
      ---

      """
    return LessonReading(text: front + body, file: "lesson.en.md", language: .english)
  }

  /// A lesson's screen on a body; `rewritten` is what the file holds when it is read again.
  static func lesson(
    _ body: String, page: String? = nil, medium: Medium = Medium(),
    rewritten: @escaping () -> String? = { nil }
  ) -> LessonScreen {
    let run = LessonRun(
      lesson: reading(body).lesson, engine: LessonEngine(session: Session()), language: .english)
    return LessonScreen(
      run: run, page: page, seed: 1, medium: medium, reread: { rewritten().map(reading) })
  }
}

/// A record that is kept in memory, and fails on demand.
final class TestKeeper: RecordKeeping {
  var progress = Progress()
  var problem: String?
  private(set) var entries: [RecordEntry] = []
  var notice: String?

  func history() -> History { History() }
  func refresh() -> Bool { false }

  func keep(_ entry: RecordEntry) -> String? {
    entries.append(entry)
    return problem
  }
}

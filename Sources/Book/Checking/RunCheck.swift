import Canvas
import Demos
import Languages
import Python

/// Runs a lesson from its first to its last block, as a reader would who leaves nothing out.
struct RunCheck {
  private(set) var lessonRun: LessonRun
  private let engine: LessonEngine

  init(lesson: Lesson, engine: LessonEngine) {
    self.engine = engine
    lessonRun = LessonRun(lesson: lesson, engine: engine, language: lesson.language)
  }

  mutating func run(_ log: inout ProblemLog) {
    for (index, page) in lessonRun.lesson.pages.enumerated() {
      lessonRun.open(page: index)
      for (block, place) in places(of: page) {
        check(block, at: place, log: &log)
      }
    }
  }

  private func places(of page: Page) -> [(Block, BlockPlace)] {
    page.blocks.enumerated().map { ($1, BlockPlace(page: page.id, index: $0)) }
  }

  private mutating func check(_ block: Block, at place: BlockPlace, log: inout ProblemLog) {
    switch block.kind {
    case .cell(let cell): check(cell, at: place, log: &log)
    case .demo(let demo): check(demo, line: block.line, log: &log)
    case .predict(let predict):
      checkNumbers(predict.ask + predict.options.joined(), log: &log)
      if case .failed(let reason) = lessonRun.skip(predict: predict) {
        log.error(
          predict.answer.place, "the answer of \"\(predict.id)\" can't be computed: \(reason)",
          "define what it needs in a cell above; a python hidden cell is not seen")
      }
      checkNumbers(predict.reveal, log: &log)
    default:
      for inner in block.withInner { checkNumbers(inner.spans, log: &log) }
    }
  }

  /// The sizes at which a demo must draw itself.
  private static let sizes = [(0, 0), (1, 1), (20, 6), (40, 10), (76, 20), (120, 32)]
    .map { Size(width: $0, height: $1) }

  private func check(_ block: DemoBlock, line: Int, log: inout ProblemLog) {
    let demo: any Demo
    do throws(LessonProblem) {
      demo = try lessonRun.makeDemo(block)
    } catch {
      log.error(error.place, error.message, error.advice)
      return
    }
    for size in Self.sizes {
      for glyphs in GlyphSet.allCases {
        var frame = Frame(size, medium: Medium(glyphs: glyphs))
        demo.render(into: &frame, in: frame.bounds)
        let isSeen = frame.cells.contains { $0.text != " " && !$0.text.isEmpty }
        if size.width >= 40, !isSeen {
          log.error(
            line, "the demo \"\(block.id)\" draws nothing at \(size.width)×\(size.height)",
            "give it less to show")
          return
        }
      }
      if demo.preferredHeight(width: size.width) < 1, size.width >= 40 {
        log.error(line, "the demo \"\(block.id)\" wants no rows", "give it something to show")
        return
      }
    }
    if demo.plainText(width: 76).allSatisfy(\.isBlank) {
      log.error(
        line, "the demo \"\(block.id)\" has no plain text", "let it say what it shows")
    }
  }

  private func checkNumbers(_ spans: [Span], log: inout ProblemLog) {
    for case .computed(let computed) in spans.map(\.content) {
      do {
        _ = try engine.evaluator.formatted(computed.expression.source, computed.format)
      } catch {
        log.error(
          computed.expression.place,
          "{=\(computed.expression.source)} can't be computed: \("\(error)")",
          "define what it needs in a cell above")
      }
    }
  }

  private mutating func check(_ cell: CodeCell, at place: BlockPlace, log: inout ProblemLog) {
    // A hidden cell ran when the page opened.
    let output =
      cell.isHidden
      ? lessonRun.cell(page: place.page, index: place.index)?.output : lessonRun.run(place)
    if cell.examples.isEmpty {
      if let error = output?.error {
        let at = error.place ?? Place(line: 1)
        log.error(
          Place(line: cell.line + at.line - 1, column: at.column),
          "the cell fails: \(error.message)", "\(error.hint)")
      }
      return
    }
    let outputs = lessonRun.exampleOutputs[place] ?? []
    for (example, output) in zip(cell.examples, outputs) {
      compare(example, output, log: &log)
    }
  }

  private func compare(
    _ example: CodeCell.Example, _ output: CellOutput, log: inout ProblemLog
  ) {
    var got = output.text
    if let error = output.error { got += (got.isEmpty ? "" : "\n") + error.message }
    guard got != example.output else { return }
    let expected = example.output.split(separator: "\n", omittingEmptySubsequences: false)
    let lines = got.split(separator: "\n", omittingEmptySubsequences: false)
    let same = zip(expected, lines).prefix { $0 == $1 }.count
    let first = example.line + example.source.count { $0 == "\n" } + 1
    log.error(
      first + same,
      "the output differs: expected \(Self.quoted(expected, same)), got \(Self.quoted(lines, same))",
      "put the output into the file, or correct the code")
  }

  private static func quoted(_ lines: [Substring], _ index: Int) -> String {
    lines.indices.contains(index) && lines != [""] ? "`\(lines[index])`" : "nothing"
  }
}

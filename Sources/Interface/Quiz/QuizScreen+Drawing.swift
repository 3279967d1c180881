import Book
import Canvas
import Languages
import Quiz

extension QuizScreen {
  struct Layout {
    var bar: Rect
    var question: Rect
    var foot: Rect
  }

  /// The bar on top, the question, and after the answer its grade.
  func layout(in area: Rect) -> Layout {
    let inner = area.inset(horizontal: min(2, area.width / 8))
    let isRoomy = inner.height >= 10
    let (bar, rest) = inner.split(top: isRoomy ? 2 : 1)
    guard case .answered = session.stage else {
      return Layout(bar: bar, question: rest, foot: rest.split(bottom: 0).bottom)
    }
    let (question, foot) = rest.split(bottom: isRoomy ? 2 : 1)
    return Layout(bar: bar, question: question, foot: foot)
  }

  public func render(into frame: inout Frame, in area: Rect) {
    let layout = layout(in: area)
    guard let panel, session.stage != .finished else {
      return drawSummary(into: &frame, in: area.inset(horizontal: min(2, area.width / 8)))
    }
    drawBar(into: &frame, in: layout.bar)
    let picture = panel.picture(
      width: layout.question.width, medium: frame.medium, isFocused: session.stage == .asking)
    let offset = offset(of: picture, height: layout.question.height)
    panel.draw(picture, into: &frame, in: layout.question, scroll: offset)
    if picture.frame.size.height - offset > layout.question.height, !layout.question.isEmpty {
      let more = frame.medium.isASCII ? "v" : "⋮"
      frame.write(
        more, x: layout.question.right, y: layout.question.bottom - 1, style: Style(.faint))
    }
    if case .answered(let outcome) = session.stage {
      drawGrade(outcome.grade, into: &frame, in: layout.foot)
    }
  }

  /// How far the session is.
  private func drawBar(into frame: inout Frame, in area: Rect) {
    guard !area.isEmpty, session.total > 0 else { return }
    let width = min(area.width, 60)
    let done = width * session.done / session.total
    let (past, ahead): (Character, Character) = frame.medium.isASCII ? ("=", ".") : ("━", "┄")
    let bar = Rect(x: area.x, y: area.y, width: width, height: 1)
    frame.fill(bar, ahead, style: Style(.faint))
    frame.fill(bar.split(left: done).left, past, style: Style(.accent))
  }

  /// The grade that goes to the scheduler, among those that the learner may give instead.
  private func drawGrade(_ grade: Grade, into frame: inout Frame, in area: Rect) {
    let line = area.split(bottom: 1).bottom
    let label = language("graded") + "  "
    let words = Grade.allCases.map { language($0.phrase) }
    let width = words.reduce(TextWidth.of(label)) { $0 + TextWidth.of($1) + 5 } - 3
    var column = 0
    if width <= line.width {
      column = frame.write(label, in: line, style: Style(.faint)) - line.x
    }
    for (other, word) in zip(Grade.allCases, words) {
      column =
        frame.write("\(other.rawValue) ", in: line, column: column, style: Style(.key)) - line.x
      let style = other == grade ? Style(.accent, [.bold, .underline]) : Style(.faint)
      column = frame.write(word, in: line, column: column, style: style) - line.x + 3
    }
  }

  // MARK: - The summary

  private func drawSummary(into frame: inout Frame, in area: Rect) {
    let summary = summary
    var stack = Stack(width: area.width, medium: frame.medium, language: language)
    for problem in session.problems {
      stack.add(
        text: language("A question could not be asked: {0}", problem.description),
        style: Style(.warning))
    }
    if summary.asked == 0 {
      stack.gap()
      for line in QuizWords.nothing(language) { stack.add(text: line) }
    } else {
      stack.add(
        text: language("right at the first try: {0} of {1}", summary.right, summary.asked),
        style: Style(.heading, .bold))
      stack.gap()
      let widest = summary.concepts.map { TextWidth.of(name(ofConcept: $0.name)) }.max() ?? 0
      let column = max(0, min(widest + 5, area.width - 28))
      for concept in summary.concepts { drawMastery(concept, in: &stack, column: column) }
      if !summary.missed.isEmpty {
        stack.gap()
        stack.add(text: language("missed"), style: Style(.faint))
        for (index, missed) in summary.missed.enumerated() {
          drawMissed(missed, isHere: index == selected, in: &stack)
        }
      }
      stack.gap()
      stack.add(text: QuizWords.next(summary, now: now, language), style: Style(.faint))
    }
    let picture = stack.picture
    let offset = offset(of: picture, height: area.height)
    frame.copy(
      picture.frame, from: picture.frame.bounds, to: Point(x: area.x, y: area.y - offset),
      clip: area)
  }

  /// A concept's name, ten dots at `column`, and the numbers.
  private func drawMastery(
    _ concept: QuizSession.Summary.Concept, in stack: inout Stack, column: Int
  ) {
    let row = stack.height
    let name = name(ofConcept: concept.name)
    let filled = max(0, min(10, Int((concept.after * 10).rounded())))
    let (full, empty) = stack.medium.isASCII ? ("*", ".") : ("●", "○")
    stack.addRow { frame in
      frame.write(name, x: 2, y: row, limit: column - 1)
      let end = frame.write(
        String(repeating: full, count: filled), x: column, y: row, style: Style(.accent))
      frame.write(
        String(repeating: empty, count: 10 - filled), x: end, y: row, style: Style(.faint))
      frame.write(QuizWords.mastery(concept), x: column + 12, y: row)
    }
  }

  private func drawMissed(
    _ missed: QuizSession.Missed, isHere: Bool, in stack: inout Stack
  ) {
    let row = stack.height
    let text = name(ofConcept: missed.concept) + " · " + title(ofLesson: missed.lesson)
    stack.addRow { frame in
      if isHere {
        frame.write(
          frame.medium.isASCII ? ">" : "▸", x: 0, y: row, style: Style(.accent, .bold))
      }
      frame.write(text, x: 2, y: row, style: Style(isHere ? .accent : .text))
    }
    if isHere { stack.focus = row..<(row + 1) }
  }
}

extension Grade {
  /// The grade in English.
  var phrase: String {
    switch self {
    case .again: "again"
    case .hard: "hard"
    case .good: "good"
    case .easy: "easy"
    }
  }
}

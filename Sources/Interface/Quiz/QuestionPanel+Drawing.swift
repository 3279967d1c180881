import Book
import Canvas
import Languages
import Quiz

extension QuestionPanel {
  /// The panel drawn by itself, as tall as it needs to be.
  struct Picture {
    /// A place that can be clicked.
    struct Place {
      var index: Int
      var area: Rect
    }

    var frame: Frame
    var places: [Place] = []
    /// The rows that the learner has to see: the place at hand, or the verdict.
    var focus: Range<Int> = 0..<1
  }

  public func preferredHeight(width: Int, medium: Medium = Medium()) -> Int {
    picture(width: width, medium: medium, isFocused: false).frame.size.height
  }

  /// Draws the panel from the top of an area, cut at its bottom.
  public func render(into frame: inout Frame, in area: Rect, isFocused: Bool) {
    let picture = picture(width: area.width, medium: frame.medium, isFocused: isFocused)
    draw(picture, into: &frame, in: area, scroll: 0)
  }

  /// Draws a picture of the panel with `scroll` rows above the area.
  func draw(_ picture: Picture, into frame: inout Frame, in area: Rect, scroll: Int) {
    frame.copy(
      picture.frame, from: picture.frame.bounds, to: Point(x: area.x, y: area.y - scroll),
      clip: area)
    if let cursor = picture.frame.cursor {
      let place = Point(x: area.x + cursor.x, y: area.y + cursor.y - scroll)
      if area.contains(place) { frame.cursor = place }
    }
  }

  func picture(width: Int, medium: Medium, isFocused: Bool) -> Picture {
    var stack = Stack(width: width, medium: medium, language: language)
    stack.add(text: attempt.instance.prompt)
    stack.gap()
    drawEntry(into: &stack, isFocused: isFocused && !isSettled)
    if let advice = attempt.advice {
      stack.gap()
      stack.add(text: advice, style: Style(.warning))
    }
    for (index, hint) in attempt.hints.enumerated() {
      if index == 0 { stack.gap() }
      let label = language("hint {0} of {1}", index + 1, attempt.instance.hints.count)
      stack.add(label: label, text: hint)
    }
    if isSettled { drawOutcome(into: &stack) }
    return stack.picture
  }

  private func drawOutcome(into stack: inout Stack) {
    stack.gap()
    let top = stack.height
    if let verdict = attempt.verdict {
      stack.add(
        text: verdict.isRight ? "✓ " + language("right") : "✗ " + language("not right"),
        style: Style(verdict.isRight ? .good : .bad, .bold))
      for line in verdict.feedback { stack.add(text: line, indent: 2) }
    } else {
      stack.add(text: "· " + language("skipped"), style: Style(.faint, .bold))
    }
    if attempt.verdict?.isRight != true {
      stack.add(label: language("right answer"), text: attempt.instance.keyText)
    }
    stack.add(label: language("solution"), text: attempt.instance.solution)
    drawRuns(attempt.verdict?.runs ?? [], into: &stack)
    stack.focus = top..<stack.height
  }

  /// What the listing does as it stands and mended: the line that differs, and the outputs.
  private func drawRuns(_ runs: [ListingRun], into stack: inout Stack) {
    for (index, run) in runs.enumerated() {
      stack.gap()
      stack.add(label: index == 0 ? language("as it stands") : language("mended"))
      for (line, code) in run.lines.enumerated() {
        let isSame = runs.allSatisfy { $0.lines.indices.contains(line) && $0.lines[line] == code }
        if !isSame { stack.add(code: code, indent: 2, style: Style(.change)) }
      }
      let arrow = stack.medium.isASCII ? "-> " : "→ "
      for line in run.output.split(separator: "\n") {
        stack.add(code: arrow + line, indent: 2, style: Style(.text))
      }
    }
  }

  // MARK: - The entry

  private func drawEntry(into stack: inout Stack, isFocused: Bool) {
    switch attempt.instance.presentation {
    case .options(let texts, let many):
      for (index, text) in texts.enumerated() {
        let box = many ? (editor.chosen.contains(index) ? "[x] " : "[ ] ") : ""
        addItem(index, mark: box, text: text, isCode: false, &stack, isFocused)
      }
    case .steps(let texts):
      for (place, step) in editor.order.enumerated() where texts.indices.contains(step) {
        addItem(place, mark: "", text: texts[step], isCode: false, &stack, isFocused)
      }
    case .lines(let texts):
      for (index, text) in texts.enumerated() {
        addItem(index, mark: "", text: text, isCode: true, &stack, isFocused)
      }
    case .field(let field):
      let label = field == .shape ? language("shape") : language("your answer")
      let end = TextWidth.of(label) + 2
      let row = stack.height
      let area = Rect(x: end, y: row, width: min(40, stack.width - end), height: 1)
      stack.addRow { frame in
        frame.write(label, x: 0, y: row, style: Style(.faint))
        editor.fields.first?.render(into: &frame, in: area, isFocused: isFocused)
      }
      stack.places.append(
        Picture.Place(index: 0, area: Rect(x: 0, y: row, width: stack.width, height: 1)))
      stack.focus = row..<(row + 1)
    case .cells(let rows): drawCells(rows, into: &stack, isFocused: isFocused)
    }
  }

  /// One option, step or line.
  private func addItem(
    _ index: Int, mark: String, text: String, isCode: Bool, _ stack: inout Stack,
    _ isFocused: Bool
  ) {
    let isHere = index == editor.cursor && !isSettled
    let top = stack.height
    let number = "\(index + 1)"
    let indent = 3 + number.count + 1 + mark.count
    let style = Style(isHere && isFocused ? .accent : isCode ? .code : .text)
    if isCode {
      stack.add(code: text, indent: indent, style: style)
    } else {
      stack.add(text: text, indent: indent, style: style)
    }
    let judged = judgement(of: index)
    stack.overwrite { frame in
      if isHere {
        frame.write(
          frame.medium.isASCII ? ">" : "▸", x: 1, y: top,
          style: Style(isFocused ? .accent : .faint, .bold))
      } else if let judged {
        frame.write(judged.mark, x: 1, y: top, style: Style(judged.role, .bold))
      }
      frame.write(number, x: 3, y: top, style: Style(isHere ? .accent : .faint))
      frame.write(mark, x: 3 + number.count + 1, y: top, style: style)
    }
    let area = Rect(x: 0, y: top, width: stack.width, height: stack.height - top)
    stack.places.append(Picture.Place(index: index, area: area))
    if isHere { stack.focus = top..<stack.height }
  }

  /// How an option, step or line came out; nil before the answer.
  private func judgement(of index: Int) -> (mark: String, role: Role)? {
    guard isSettled, let verdict = attempt.verdict, let entry = attempt.entry else { return nil }
    switch entry {
    case .options(let chosen):
      guard verdict.parts.indices.contains(index) else { return nil }
      let isKey = verdict.parts[index] == chosen.contains(index)
      if chosen.contains(index) { return isKey ? ("✓", .good) : ("✗", .bad) }
      return isKey ? ("○", .good) : nil
    case .order:
      guard verdict.parts.indices.contains(index) else { return nil }
      return verdict.parts[index] ? ("✓", .good) : ("✗", .bad)
    case .line(let line):
      return line == index ? (verdict.isRight ? ("✓", .good) : ("✗", .bad)) : nil
    case .text, .cells: return nil
    }
  }

  private func drawCells(
    _ rows: [[String?]], into stack: inout Stack, isFocused: Bool
  ) {
    let columns = rows.map(\.count).max() ?? 0
    let widest = rows.joined().compactMap { $0.map { TextWidth.of($0) } }.max() ?? 0
    let room = columns == 0 ? 0 : (stack.width - 4) / columns - 2
    let width = max(1, min(max(8, widest), room))
    let top = stack.height
    for _ in rows { stack.addRow { _ in } }
    var open = 0
    var part = 0
    for (y, row) in rows.enumerated() {
      stack.overwrite { frame in
        frame.write(bracket(y, of: rows.count, opens: true, frame.medium), x: 1, y: top + y)
        frame.write(
          bracket(y, of: rows.count, opens: false, frame.medium), x: 3 + columns * (width + 2),
          y: top + y)
      }
      for (x, given) in row.enumerated() {
        let area = Rect(x: 3 + x * (width + 2), y: top + y, width: width, height: 1)
        if let given {
          stack.overwrite { $0.write(given, in: area, style: Style(.faint)) }
        } else if editor.fields.indices.contains(open) {
          drawCell(open, part: part, in: area, stack: &stack, isFocused: isFocused)
          open += 1
        }
        part += 1
      }
    }
  }

  private func drawCell(
    _ open: Int, part: Int, in area: Rect, stack: inout Stack, isFocused: Bool
  ) {
    let isHere = open == editor.cursor && !isSettled
    stack.overwrite { frame in
      editor.fields[open].render(into: &frame, in: area, isFocused: isHere && isFocused)
    }
    if isSettled, let parts = attempt.verdict?.parts, parts.indices.contains(part) {
      stack.overwrite { frame in
        frame.write(
          parts[part] ? "✓" : "✗", x: area.right, y: area.y,
          style: Style(parts[part] ? .good : .bad, .bold))
      }
    }
    stack.places.append(Picture.Place(index: open, area: area))
    if isHere { stack.focus = area.y..<area.bottom }
  }

  private func bracket(_ row: Int, of count: Int, opens: Bool, _ medium: Medium) -> String {
    if medium.isASCII || count == 1 { return opens ? "[" : "]" }
    if row == 0 { return opens ? "⎡" : "⎤" }
    return row == count - 1 ? (opens ? "⎣" : "⎦") : (opens ? "⎢" : "⎥")
  }
}

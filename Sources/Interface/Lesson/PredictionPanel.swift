import Book
import Canvas
import Languages

/// A prediction on a page: what is asked, a field or options to answer with, and, once it is
/// settled, the guess beside what was computed.
struct PredictionPanel {
  let block: PredictBlock
  let language: Language
  private(set) var field = TextField()
  private(set) var selected = 0
  /// Why the last entry could not be read.
  private(set) var complaint: String?

  /// What a key or a paste led to.
  enum Outcome {
    case ignored
    case taken
    case answered(String)
    case skipped
  }

  init(block: PredictBlock, language: Language) {
    self.block = block
    self.language = language
  }

  var isChoice: Bool { block.kind == .choice }

  mutating func complain(_ text: String) { complaint = text }

  mutating func update(_ input: Input) -> Outcome {
    switch input {
    case .paste(let text) where !isChoice:
      field.paste(text)
      return .taken
    case .key(.enter):
      if isChoice { return .answered("\(selected)") }
      return field.isEmpty ? .taken : .answered(field.text)
    case .key(let key):
      complaint = nil
      return isChoice ? updateChoice(key) : updateField(key)
    default:
      return .ignored
    }
  }

  private mutating func updateField(_ key: Key) -> Outcome {
    if field.isEmpty, key == .character("s") { return .skipped }
    return field.update(key) ? .taken : .ignored
  }

  private mutating func updateChoice(_ key: Key) -> Outcome {
    switch key {
    case .up, .character("k"): selected = max(0, selected - 1)
    case .down, .character("j"): selected = max(0, min(block.options.count - 1, selected + 1))
    case .character("s"): return .skipped
    case .character(let digit):
      guard let number = digit.wholeNumberValue, (1...max(1, block.options.count)).contains(number)
      else { return .ignored }
      selected = number - 1
    default: return .ignored
    }
    return .taken
  }

  var keys: [KeyEntry] {
    [
      KeyEntry(label: "⏎", phrase: "answer"),
      KeyEntry(label: "s", phrase: "skip and show"),
    ] + (isChoice ? [KeyEntry(label: "↑↓", phrase: "choose")] : [])
  }

  /// The rows that it needs at a width.
  func height(width: Int, typesetter: Typesetter, result: PredictionResult?) -> Int {
    picture(width: width, typesetter: typesetter, result: result, isFocused: false).size.height
  }

  func render(
    into frame: inout Frame, in area: Rect, clip: Rect, typesetter: Typesetter,
    result: PredictionResult?, isFocused: Bool
  ) {
    let picture = picture(
      width: area.width, typesetter: typesetter, result: result, isFocused: isFocused)
    frame.copy(
      picture, from: picture.bounds, to: Point(x: area.x, y: area.y), clip: clip)
    if let cursor = picture.cursor {
      let place = Point(x: area.x + cursor.x, y: area.y + cursor.y)
      if clip.contains(place) { frame.cursor = place }
    }
  }

  /// The panel drawn by itself, as tall as it needs to be.
  private func picture(
    width: Int, typesetter: Typesetter, result: PredictionResult?, isFocused: Bool
  ) -> Frame {
    let indent = min(2, width / 8)
    let inner = max(0, width - indent)
    let ask = typesetter.picture(of: block.ask, width: inner)
    let options = block.options.map { typesetter.picture(of: $0, width: max(0, inner - 4)) }
    let reveal = result.map { _ in typesetter.picture(of: block.reveal, width: inner) }
    let optionRows = isChoice ? options.reduce(0) { $0 + max(1, $1.height) } + 1 : 0
    let height = ask.height + optionRows + 1 + (complaint == nil ? 0 : 1) + (reveal?.height ?? 0)
    var frame = Frame(Size(width: width, height: height), medium: typesetter.medium)
    let mark = result.map { $0.isRight ? "✓" : $0.isSkipped ? "·" : "✗" } ?? "?"
    let markStyle = result.map { Style($0.isRight ? .good : .faint, .bold) } ?? Style(.accent, .bold)
    frame.write(mark, x: 0, y: 0, style: markStyle)
    frame.copy(ask.frame, from: ask.frame.bounds, to: Point(x: indent, y: 0))
    var row = ask.height
    if isChoice {
      drawOptions(options, into: &frame, row: &row, indent: indent, result: result)
    }
    let line = Rect(x: indent, y: row, width: inner, height: 1)
    if let result {
      drawResult(result, into: &frame, in: line)
      row += 1
      if let reveal {
        frame.copy(reveal.frame, from: reveal.frame.bounds, to: Point(x: indent, y: row))
      }
    } else {
      drawEntry(into: &frame, in: line, isFocused: isFocused)
      if let complaint {
        frame.write(complaint, in: line, row: 0, style: Style(.warning))
        frame.write(complaint, x: indent, y: row + 1, style: Style(.warning))
      }
    }
    return frame
  }

  private func drawOptions(
    _ options: [Picture], into frame: inout Frame, row: inout Int, indent: Int,
    result: PredictionResult?
  ) {
    for (index, option) in options.enumerated() {
      let isChosen = result == nil && index == selected
      frame.write(
        isChosen ? "▸" : " ", x: indent, y: row, style: Style(.accent, .bold))
      frame.write(
        "\(index + 1)", x: indent + 2, y: row, style: Style(isChosen ? .accent : .faint))
      frame.copy(option.frame, from: option.frame.bounds, to: Point(x: indent + 4, y: row))
      row += max(1, option.height)
    }
    row += 1
  }

  private func drawEntry(into frame: inout Frame, in line: Rect, isFocused: Bool) {
    if isChoice {
      frame.write(language("⏎ answers, s skips and shows"), in: line, style: Style(.faint))
      return
    }
    let end = frame.write(language("your guess first"), in: line, style: Style(.faint))
    let field = Rect(x: end + 2, y: line.y, width: min(24, line.right - end - 2), height: 1)
    self.field.render(into: &frame, in: field, isFocused: isFocused)
  }

  private func drawResult(_ result: PredictionResult, into frame: inout Frame, in line: Rect) {
    var column = 0
    if !result.isSkipped {
      column = frame.write(language("your guess"), in: line, style: Style(.faint)) - line.x + 1
      column =
        frame.write(
          result.guess, in: line, column: column, style: Style(result.isRight ? .good : .bad))
        - line.x + 3
    }
    column =
      frame.write(language("computed"), in: line, column: column, style: Style(.faint)) - line.x + 1
    frame.write(result.answer, in: line, column: column, style: Style(.change, .bold))
  }
}

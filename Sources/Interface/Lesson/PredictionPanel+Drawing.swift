import Book
import Canvas

/// How a prediction is drawn: the question, then the entry, or, once it is settled, the guess
/// beside what was computed and what the lesson says of it.
extension PredictionPanel {
  /// The rows that it needs at a width.
  func height(width: Int, typesetter: Typesetter, result: PredictionResult?) -> Int {
    picture(width: width, typesetter: typesetter, result: result, isFocused: false).size.height
  }

  /// The panel drawn by itself, as tall as it needs to be.
  func picture(
    width: Int, typesetter: Typesetter, result: PredictionResult?, isFocused: Bool
  ) -> Frame {
    let indent = min(2, width / 8)
    let inner = max(0, width - indent)
    let medium = typesetter.medium
    var sheets = [typesetter.picture(of: block.ask, width: inner).frame]
    if isChoice {
      sheets += options(width: inner, typesetter: typesetter, result: result, isFocused: isFocused)
    }
    if let result {
      if !block.options.contains(where: { $0.plainText == result.answer }) {
        sheets.append(sheet(of: words(of: result), width: inner, medium: medium))
      }
      sheets.append(typesetter.picture(of: block.reveal, width: inner).frame)
    } else {
      if !isChoice { sheets.append(entry(width: inner, medium: medium, isFocused: isFocused)) }
      if let complaint {
        let words = [TextRun(complaint, Style(.warning))]
        sheets.append(sheet(of: words, width: inner, medium: medium))
      }
    }
    let height = sheets.reduce(0) { $0 + $1.size.height }
    var frame = Frame(Size(width: width, height: height), medium: medium)
    let (mark, style) = mark(of: result)
    frame.write(mark, x: 0, y: 0, style: style)
    var row = 0
    for sheet in sheets {
      frame.copy(sheet, from: sheet.bounds, to: Point(x: indent, y: row))
      if let cursor = sheet.cursor {
        frame.cursor = Point(x: cursor.x + indent, y: cursor.y + row)
      }
      row += sheet.size.height
    }
    return frame
  }

  private func mark(of result: PredictionResult?) -> (String, Style) {
    guard let result else { return ("?", Style(.accent, .bold)) }
    if result.isSkipped { return ("·", Style(.faint, .bold)) }
    return result.isRight ? ("✓", Style(.good, .bold)) : ("✗", Style(.bad, .bold))
  }

  /// The options: with a cursor while one is chosen, then with what was right and what was not.
  private func options(
    width: Int, typesetter: Typesetter, result: PredictionResult?, isFocused: Bool
  ) -> [Frame] {
    block.options.enumerated().map { index, spans in
      let text = typesetter.picture(of: spans, width: max(0, width - 4)).frame
      let size = Size(width: width, height: max(1, text.size.height))
      var sheet = Frame(size, medium: typesetter.medium)
      let isChosen = isFocused && result == nil && index == selected
      if isChosen {
        sheet.write("▸", x: 0, y: 0, style: Style(.accent, .bold))
      } else if let result {
        let option = spans.plainText
        if option == result.answer {
          sheet.write("✓", x: 0, y: 0, style: Style(.good, .bold))
        } else if option == result.guess {
          sheet.write("✗", x: 0, y: 0, style: Style(.bad, .bold))
        }
      }
      sheet.write("\(index + 1)", x: 2, y: 0, style: Style(isChosen ? .accent : .faint))
      sheet.copy(text, from: text.bounds, to: Point(x: 4, y: 0))
      return sheet
    }
  }

  private func entry(width: Int, medium: Medium, isFocused: Bool) -> Frame {
    var sheet = Frame(Size(width: width, height: 1), medium: medium)
    let end = sheet.write(language("your guess first"), x: 0, y: 0, style: Style(.faint))
    let room = Rect(x: end + 2, y: 0, width: min(24, width - end - 2), height: 1)
    field.render(into: &sheet, in: room, isFocused: isFocused)
    return sheet
  }

  private func words(of result: PredictionResult) -> [TextRun] {
    let answer = [
      TextRun(language("computed") + " ", Style(.faint)),
      TextRun(result.answer, Style(.change, .bold)),
    ]
    guard !result.isSkipped else { return answer }
    return [
      TextRun(language("your guess") + " ", Style(.faint)),
      TextRun(result.guess, Style(result.isRight ? .good : .bad)), TextRun("   "),
    ] + answer
  }

  private func sheet(of words: [TextRun], width: Int, medium: Medium) -> Frame {
    let lines = TextWrap.lines(words, width: width)
    var sheet = Frame(Size(width: width, height: lines.count), medium: medium)
    for (row, line) in lines.enumerated() { sheet.write(line, x: 0, y: row) }
    return sheet
  }
}

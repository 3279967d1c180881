import Canvas
import Plots

/// A frame with a title, and rows of formulas and words in it: in two dimensions where there is
/// room, on one line each where there is not.
struct StepperPanel {
  var title: String
  var rows: [StepperRow]
  /// Drawn below the rows by the caller: how many lines to leave.
  var reserved = 0

  /// Draws the panel.
  /// - Returns: the lines that were left.
  func render(into frame: inout Frame, in area: Rect) -> Rect {
    guard area.height >= 3, area.width >= 8 else {
      return draw(into: &frame, in: area)
    }
    frame.drawBox(area, title: title, style: Style(.rule))
    return draw(into: &frame, in: area.inset(horizontal: 2, vertical: 1))
  }

  private func draw(into frame: inout Frame, in area: Rect) -> Rect {
    let (body, rest) = area.split(bottom: min(reserved, area.height))
    var y = body.y
    for box in boxes(body.size, frame.medium) where y < body.bottom {
      box.draw(into: &frame, at: Point(x: body.x, y: y), clip: body)
      y += box.height
    }
    return Rect(x: rest.x, y: min(y, rest.y), width: rest.width, height: rest.height)
  }

  /// The rows, set for a size: as many as possible in two dimensions, those first on one line
  /// that come last.
  private func boxes(_ size: Size, _ medium: Medium) -> [FormulaBox] {
    let tall = rows.map { $0.box(width: size.width, medium: medium, isFlat: false) }
    let flat = rows.map { $0.box(width: size.width, medium: medium, isFlat: true) }
    var boxes = tall
    for index in rows.indices.reversed() {
      let height = boxes.reduce(0) { $0 + $1.height }
      if height <= size.height { break }
      boxes[index] = flat[index]
    }
    let spare = size.height - boxes.reduce(0) { $0 + $1.height }
    guard spare >= boxes.count - 1, boxes.count > 1 else { return boxes }
    return Array(boxes.map { [$0] }.joined(separator: [FormulaBox.gap]))
  }
}

extension StepperRow {
  /// The row as cells.
  fileprivate func box(width: Int, medium: Medium, isFlat: Bool) -> FormulaBox {
    switch self {
    case .words(let text):
      return FormulaBox.text(TextWrap.lines(text, width: max(1, width)), Style(.text))
    case .formula(let formula):
      guard let read = formula.read else { return FormulaBox.text([formula.tex], Style(.code)) }
      guard isFlat else {
        return read.layout(
          medium: medium, width: width, style: Style(.formula), styles: formula.numerals.styles)
      }
      return FormulaBox.text(
        TextWrap.lines(read.inline(medium: medium), width: max(1, width)), Style(.formula))
    }
  }
}

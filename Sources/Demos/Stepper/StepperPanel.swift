import Canvas
import Plots

/// Rows of formulas and words in a box: in two dimensions where there is room, on one line each
/// where there is not.
struct StepperPanel {
  var title: String
  var note = ""
  var rows: [StepperRow]
  /// How many lines to leave below the rows for the caller.
  var reserved = 0

  /// Draws the panel.
  /// - Returns: the lines that were left.
  func render(into frame: inout Frame, in area: Rect) -> Rect {
    guard area.height >= 4, area.width >= 12 else { return draw(into: &frame, in: area) }
    PanelBox(title, note: note).render(into: &frame, in: area)
    return draw(into: &frame, in: PanelBox.inside(area))
  }

  private func draw(into frame: inout Frame, in area: Rect) -> Rect {
    let (body, rest) = area.split(bottom: reserved)
    var y = body.y
    for block in blocks(body.size, frame.medium) where y < body.bottom {
      block.draw(into: &frame, at: Point(x: body.x, y: y), clip: body)
      y += block.height
    }
    return Rect(x: rest.x, y: min(y, rest.y), width: rest.width, height: rest.height)
  }

  /// The rows, set for a size: as many as possible in two dimensions; those that come last are
  /// the first to be set on one line.
  private func blocks(_ size: Size, _ medium: Medium) -> [StepperBlock] {
    var blocks = rows.map { $0.block(width: size.width, medium: medium, isFlat: false) }
    for index in rows.indices.reversed() {
      if blocks.reduce(0, { $0 + $1.height }) <= size.height { break }
      blocks[index] = rows[index].block(width: size.width, medium: medium, isFlat: true)
    }
    let spare = size.height - blocks.reduce(0) { $0 + $1.height }
    guard blocks.count > 1, spare >= blocks.count - 1 else { return blocks }
    return Array(blocks.map { [$0] }.joined(separator: [.lines([""], Style(.text))]))
  }
}

/// A row, set.
private enum StepperBlock {
  case formula(FormulaBox)
  case lines([String], Style)

  var height: Int {
    switch self {
    case .formula(let box): box.height
    case .lines(let lines, _): lines.count
    }
  }

  func draw(into frame: inout Frame, at place: Point, clip: Rect) {
    switch self {
    case .formula(let box): box.draw(into: &frame, at: place, clip: clip)
    case .lines(let lines, let style):
      for (row, line) in lines.enumerated() {
        frame.write(line, in: clip, row: place.y - clip.y + row, style: style)
      }
    }
  }
}

extension StepperRow {
  fileprivate func block(width: Int, medium: Medium, isFlat: Bool) -> StepperBlock {
    switch self {
    case .words(let text): return .lines(TextWrap.lines(text, width: width), Style(.text))
    case .formula(let formula):
      guard let read = formula.read else { return .lines([formula.tex], Style(.code)) }
      if isFlat {
        return .lines(
          TextWrap.lines(read.inline(medium: medium), width: width), Style(.formula))
      }
      return .formula(
        read.layout(
          medium: medium, width: width, style: Style(.formula), styles: formula.numerals.styles))
    }
  }
}

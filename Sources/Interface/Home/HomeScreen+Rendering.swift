import Book
import Canvas
import Languages
import Plots
import Quiz

extension HomeScreen {
  /// A row of the list on the left.
  enum ListRow {
    case part(String)
    case lesson(Int)
    case space
  }

  /// All rows of the list, from top to bottom.
  var listRows: [ListRow] {
    var rows: [ListRow] = []
    for (index, part) in catalog.parts.enumerated() {
      if index > 0 { rows.append(.space) }
      rows.append(.part(part.title))
      for (index, lesson) in catalog.lessons.enumerated() where lesson.part == part.id {
        rows.append(.lesson(index))
      }
    }
    return rows
  }

  /// How many rows are scrolled away so that the selected lesson is seen.
  func listScroll(height: Int) -> Int {
    let row =
      listRows.firstIndex { if case .lesson(selected) = $0 { true } else { false } } ?? 0
    return max(0, min(row - height / 2, listRows.count - height))
  }

  public func render(into frame: inout Frame, in area: Rect) {
    guard !catalog.lessons.isEmpty else {
      let lines =
        TextWrap.lines(language("There are no lessons in this folder."), width: area.width - 4)
        + TextWrap.lines(
          language("Quit, and name another one: dlbook --lessons DIR."), width: area.width - 4)
      for (row, line) in lines.enumerated() {
        frame.write(
          line, in: area, row: 1 + row, column: 2, style: Style(row == 0 ? .text : .faint))
      }
      return
    }
    let showsCard = area.width >= 76
    let (list, rest) = area.split(left: showsCard ? min(48, area.width * 11 / 20) : area.width)
    drawList(into: &frame, in: list)
    drawAdvice(into: &frame, in: list)
    if showsCard, let lesson = selectedLesson {
      let card = Rect(
        x: rest.x + 1, y: rest.y, width: min(rest.width - 2, 72),
        height: min(rest.height, 26))
      HomeCard(
        lesson: lesson, picture: pictures[lesson.slug], catalog: catalog, progress: progress,
        language: language
      ).render(into: &frame, in: card)
    }
  }

  private func drawList(into frame: inout Frame, in area: Rect) {
    let scroll = listScroll(height: area.height)
    for (row, item) in listRows.dropFirst(scroll).prefix(area.height).enumerated() {
      switch item {
      case .space: break
      case .part(let title):
        frame.write(title, in: area, row: row, column: 2, style: Style(.faint))
      case .lesson(let index):
        drawLesson(index, into: &frame, in: area, row: row)
      }
    }
  }

  /// Beneath the list, where there is room: what to do first, or next.
  private func drawAdvice(into frame: inout Frame, in area: Rect) {
    let top = listRows.count + 1
    for (row, line) in TextWrap.lines(advice, width: area.width - 6).enumerated() {
      frame.write(line, in: area, row: top + row, column: 4, style: Style(.faint))
    }
  }

  private var advice: String {
    if progress.dueCount == 1 { return language("One question is due: r asks it again.") }
    if progress.dueCount > 1 {
      return language("{0} questions are due: r asks them again.", progress.dueCount)
    }
    guard progress.lastLesson == nil, let first = catalog.lessons.first else { return "" }
    return language(
      "Nothing is read yet. Enter begins with {0}.", selectedLesson?.title ?? first.title)
  }

  private func drawLesson(_ index: Int, into frame: inout Frame, in area: Rect, row: Int) {
    let lesson = catalog.lessons[index]
    let isSelected = index == selected
    if isSelected { frame.write("▸", in: area, row: row, column: 2, style: Style(.accent, .bold)) }
    let (line, _) = area.split(top: area.height)
    let nameEnd = min(20, max(12, line.width / 2 - 4))
    let name = Rect(x: line.x, y: line.y, width: nameEnd, height: line.height)
    frame.write(
      lesson.title, in: name, row: row, column: 4,
      style: isSelected ? Style(.accent, .bold) : Style(.text))
    MasteryDots(values: lesson.concepts.map { progress.mastery(of: $0) })
      .render(into: &frame, x: area.x + nameEnd + 1, y: area.y + row, limit: area.right)
    let minutes = language("{0} min", lesson.minutes)
    let column = nameEnd + 9 + max(0, 7 - TextWidth.of(minutes))
    var end = frame.write(minutes, in: area, row: row, column: column, style: Style(.faint))
    if let page = progress.page(of: lesson.slug) {
      end = frame.write(
        language("page {0}", page.number), in: area, row: row, column: end - area.x + 2,
        style: Style(.accent))
    }
  }
}

/// Six dots that fill as the concepts of a lesson are learnt.
struct MasteryDots {
  /// Predicted recall of each concept, nil for one that was never asked.
  var values: [Double?]
  static let count = 6

  func render(into frame: inout Frame, x: Int, y: Int, limit: Int) {
    let known = values.reduce(0) { $0 + ($1 ?? 0) } / Double(max(1, values.count))
    let filled = Int((known * Double(Self.count)).rounded())
    for dot in 0..<Self.count {
      let isFilled = dot < filled
      frame.write(
        isFilled ? "●" : frame.medium.isASCII ? "." : "○", x: x + dot, y: y,
        style: Style(isFilled ? .good : .faint), limit: limit)
    }
  }
}

import Canvas
import Plots

/// What the network demo looks like: picture or list or matrices, and the panel below.
extension NetworkDemo {
  public func preferredHeight(width: Int) -> Int {
    bodyHeight(width: width, medium: Medium()) + panel(width: width, medium: Medium()).height
  }

  /// The rows above the panel.
  private func bodyHeight(width: Int, medium: Medium) -> Int {
    switch form {
    case .matrices: return blocks(width: width, medium: medium).reduce(0) { $0 + $1.height + 1 }
    case .picture:
      let picture = NetworkPicture(view).size
      return picture.width <= width
        ? picture.height + 1 : NetworkList(view, medium: medium).lines.count
    }
  }

  public func render(into frame: inout Frame, in area: Rect) {
    let area = area.intersection(frame.bounds)
    guard !area.isEmpty else { return }
    let panel = panel(width: area.width, medium: frame.medium)
    let rows = min(panel.height, max(editor == nil ? 0 : 1, area.height / 2))
    let wanted = bodyHeight(width: area.width, medium: frame.medium)
    let (body, bottom) = area.split(top: min(wanted, area.height - rows))
    switch form {
    case .picture: renderNetwork(into: &frame, in: body)
    case .matrices: renderMatrices(into: &frame, in: body)
    }
    panel.render(into: &frame, in: bottom)
  }

  private func renderNetwork(into frame: inout Frame, in area: Rect) {
    guard !area.isEmpty else { return }
    let picture = NetworkPicture(view)
    guard picture.size.width <= area.width else {
      let list = NetworkList(view, medium: frame.medium)
      let first = scroll(to: list.cursorLine, of: list.lines.count, room: area.height)
      return list.render(into: &frame, in: area, from: first)
    }
    let first = scroll(to: picture.cursorRow, of: picture.size.height, room: area.height)
    frame.copy(
      picture.frame(medium: frame.medium),
      from: Rect(x: 0, y: first, width: picture.size.width, height: area.height),
      to: Point(x: area.x + min(2, (area.width - picture.size.width) / 2), y: area.y), clip: area)
  }

  /// The first row to show so that one row is seen with some rows around it.
  private func scroll(to row: Int, of count: Int, room: Int) -> Int {
    guard count > room else { return 0 }
    return max(0, min(count - room, row - room / 2))
  }

  private func blocks(width: Int, medium: Medium) -> [FormulaBox] {
    NetworkFormulas(view: view).layer(cursor.unit?.layer ?? 0)
      .compactMap { $0.layout(medium: medium, width: width) }
  }

  private func renderMatrices(into frame: inout Frame, in area: Rect) {
    let boxes = blocks(width: area.width, medium: frame.medium)
    let height = boxes.reduce(0) { $0 + $1.height + 1 }
    let marked = view.style(cursor)
    var top = 0
    var row = 0
    for box in boxes {
      if let piece = box.pieces.first(where: { $0.style == marked }) { row = top + piece.y }
      top += box.height + 1
    }
    var y = area.y - scroll(to: row, of: height, room: area.height)
    for box in boxes {
      box.draw(into: &frame, at: Point(x: area.x, y: y), clip: area)
      y += box.height + 1
    }
  }

  private func panel(width: Int, medium: Medium) -> NetworkPanel {
    NetworkPanel(
      view: view, outputsBefore: outputsBefore, editor: editor, message: message,
      showsFormulas: form == .picture, width: width, medium: medium)
  }

  public func plainText(width: Int) -> [String] {
    let medium = Medium()
    let list = NetworkList(view, medium: medium)
    var frame = Frame(Size(width: width, height: list.lines.count), medium: medium)
    list.render(into: &frame, in: frame.bounds, from: 0)
    let unit = cursor.unit ?? (layer: 0, unit: 0)
    let formulas = NetworkFormulas(view: view).unit(layer: unit.layer, unit: unit.unit)
    return frame.lines + formulas.compactMap { $0.formula?.inline(medium: medium) }
  }
}

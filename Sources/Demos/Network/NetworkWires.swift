import Canvas

/// Lines that are joined where they meet; lines of different nets cross without touching.
struct NetworkWires {
  private struct Segment {
    var arms: BoxArms
    var style: Style
    var net: Int
  }

  private var cells: [Point: Segment] = [:]
  private var net = 0

  /// The lines that follow belong together, and to none before.
  mutating func begin() { net += 1 }

  /// A line along one row or one column, both ends included. A line that ends in a cell reaches
  /// only its middle.
  mutating func line(from start: Point, to end: Point, _ style: Style) {
    if start.y == end.y {
      guard start.x < end.x else { return }
      for x in start.x...end.x {
        var arms: BoxArms = []
        if x > start.x { arms.insert(.left) }
        if x < end.x { arms.insert(.right) }
        add(arms, at: Point(x: x, y: start.y), style)
      }
    } else {
      let (top, bottom) = (min(start.y, end.y), max(start.y, end.y))
      for y in top...bottom {
        var arms: BoxArms = []
        if y > top { arms.insert(.up) }
        if y < bottom { arms.insert(.down) }
        add(arms, at: Point(x: start.x, y: y), style)
      }
    }
  }

  private mutating func add(_ arms: BoxArms, at point: Point, _ style: Style) {
    let old = cells[point]
    if let old, old.net != net {
      // What runs down passes over what runs across.
      if old.arms.isDisjoint(with: .horizontal) { return }
      cells[point] = Segment(arms: arms, style: style, net: net)
    } else {
      cells[point] = Segment(arms: old?.arms.union(arms) ?? arms, style: style, net: net)
    }
  }

  mutating func restyle(_ point: Point, _ style: Style) {
    cells[point]?.style = style
  }

  func draw(into frame: inout Frame) {
    for (point, cell) in cells {
      // Half a cell of line before a number reads as a whole one.
      let arms = cell.arms == .left || cell.arms == .right ? BoxArms.horizontal : cell.arms
      frame.write(String(arms.glyph), x: point.x, y: point.y, style: cell.style)
    }
  }
}

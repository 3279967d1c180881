import Canvas

/// Breaks a row that is too wide over several lines: before a relation if one stands in the line,
/// else before an operator, else after a comma.
enum FormulaBreaking {
  static func broken(_ items: [FormulaItem], width: Int) -> FormulaBox {
    let depths = depths(items)
    let indent = indent(items, width: width)
    var lines: [(indent: Int, box: FormulaBox)] = []
    var start = 0
    while start < items.count {
      let room = start == 0 ? width : width - lineIndent(items[start], indent, width)
      let end = endOfLine(items, depths, from: start, room: room)
      var line = Array(items[start..<end])
      line[0].space = 0
      lines.append(
        (start == 0 ? 0 : lineIndent(items[start], indent, width), FormulaBox.joined(line)))
      start = end
    }
    return stacked(lines)
  }

  /// Where the next line ends: as late as the room allows, at the strongest place to break.
  private static func endOfLine(
    _ items: [FormulaItem], _ depths: [Int], from start: Int, room: Int
  ) -> Int {
    var used = 0
    var best: (strength: Int, end: Int)?
    for index in start..<items.count {
      let strength = index == start ? nil : strength(items, depths, at: index)
      if let strength, strength >= best?.strength ?? 0 { best = (strength, index) }
      used += items[index].box.width + (index == start ? 0 : items[index].space)
      if used > room, let best { return best.end }
    }
    return items.count
  }

  /// How good it is to begin a line with an item; nil where that is not possible. The first
  /// relation comes last, so that the left side does not stand alone.
  private static func strength(_ items: [FormulaItem], _ depths: [Int], at index: Int) -> Int? {
    let item = items[index]
    let outer = depths[index] == 0 ? 5 : 0
    switch item.kind {
    case .relation:
      let isFirst = items[..<index].allSatisfy { $0.kind != .relation }
      return isFirst ? 1 : outer + 5
    case .binary: return outer + (item.isProduct ? 2 : 4)
    default: return items[index - 1].kind == .punctuation ? outer + 3 : nil
    }
  }

  /// How many parentheses are open before each item.
  private static func depths(_ items: [FormulaItem]) -> [Int] {
    var depth = 0
    return items.map { item in
      if item.kind == .closing { depth = max(0, depth - 1) }
      defer { if item.kind == .opening { depth += 1 } }
      return depth
    }
  }

  /// The column of the first relation, under which the others stand, if it is near the left edge.
  private static func indent(_ items: [FormulaItem], width: Int) -> Int {
    var column = 0
    for (index, item) in items.enumerated() {
      column += index == 0 ? 0 : item.space
      if item.kind == .relation { return column <= width / 3 ? column : 2 }
      column += item.box.width
    }
    return 2
  }

  private static func lineIndent(_ first: FormulaItem, _ indent: Int, _ width: Int) -> Int {
    min(first.kind == .relation ? indent : indent + 2, max(0, width / 2))
  }

  private static func stacked(_ lines: [(indent: Int, box: FormulaBox)]) -> FormulaBox {
    var result = FormulaBox(
      width: lines.reduce(0) { max($0, $1.indent + $1.box.width) }, height: 0,
      baseline: lines.first?.box.baseline ?? 0)
    var previous = 1
    for (index, line) in lines.enumerated() {
      // Lines of several rows need air between them.
      if index > 0, previous > 1 || line.box.height > 1 { result.height += 1 }
      result.place(line.box, x: line.indent, y: result.height)
      result.height += line.box.height
      previous = line.box.height
    }
    return result
  }
}

import Canvas

extension Typesetter {
  /// A note in a quiet box, or beside a bar where there is no room for a box.
  func picture(of note: NoteBlock, width: Int) -> Picture {
    guard width >= 24 else { return barred(note, width: width) }
    let body = picture(of: note.blocks, width: width - 4)
    var result = Picture(width: width, height: body.height + 2, medium: medium)
    result.place(body, x: 2, y: 1)
    let title = label(note.kind)
    result.draw { frame in
      let glyphs = medium.isASCII ? Array("+-+|++") : Array("╭─╮│╰╯")
      let style = Style(.rule)
      let rule = String(repeating: glyphs[1], count: max(0, width - 2))
      let bottom = body.height + 1
      frame.write(String(glyphs[0]) + rule + String(glyphs[2]), x: 0, y: 0, style: style)
      for y in 1..<bottom {
        frame.write(String(glyphs[3]), x: 0, y: y, style: style)
        frame.write(String(glyphs[3]), x: width - 1, y: y, style: style)
      }
      frame.write(String(glyphs[4]) + rule + String(glyphs[5]), x: 0, y: bottom, style: style)
      frame.write(" \(title) ", x: 2, y: 0, style: titleStyle(note.kind), limit: width - 2)
    }
    return result
  }

  private func barred(_ note: NoteBlock, width: Int) -> Picture {
    let indent = min(2, width / 4)
    let title = picture(
      of: [Span(.text(label(note.kind)))], width: width - indent, style: titleStyle(note.kind))
    let body = Picture.stack(
      [title, picture(of: note.blocks, width: width - indent)], gap: 0, width: width - indent,
      medium: medium)
    var result = Picture(width: width, height: body.height, medium: medium)
    result.place(body, x: indent, y: 0)
    result.draw { frame in
      for y in 0..<body.height where indent > 0 {
        frame.write(medium.isASCII ? "|" : "│", x: 0, y: y, style: Style(.rule))
      }
    }
    return result
  }

  private func label(_ kind: NoteBlock.Kind) -> String {
    switch kind {
    case .remark: language("remark")
    case .warning: language("take care")
    case .source: language("source")
    }
  }

  private func titleStyle(_ kind: NoteBlock.Kind) -> Style {
    Style(kind == .warning ? .warning : .faint)
  }

  /// A table with a ruled header. Columns share what room there is; words wrap in their cells.
  func picture(of table: TableBlock, width: Int) -> Picture {
    let columns = table.rows.map(\.count).max() ?? 0
    let widths = columnWidths(table, columns: columns, width: width)
    guard let widths else { return stacked(table, width: width) }
    var parts: [Picture] = []
    for (index, row) in table.rows.enumerated() {
      let style = index == 0 ? Style(.text, .bold) : Style(.text)
      let cells = zip(row, widths).map { picture(of: $0, width: $1, style: style) }
      var line = Picture(
        width: width, height: max(1, cells.map(\.height).max() ?? 1), medium: medium)
      var x = 0
      for (cell, columnWidth) in zip(cells, widths) {
        line.place(cell, x: x, y: 0)
        x += columnWidth + Self.columnGap
      }
      parts.append(line)
      if index == 0 { parts.append(rule(widths, width: width)) }
    }
    return Picture.stack(parts, gap: 0, width: width, medium: medium)
  }

  private static let columnGap = 3

  private func rule(_ widths: [Int], width: Int) -> Picture {
    var rule = Picture(width: width, height: 1, medium: medium)
    rule.draw { frame in
      var x = 0
      for columnWidth in widths {
        let line = String(repeating: medium.isASCII ? "-" : "─", count: columnWidth)
        frame.write(line, x: x, y: 0, style: Style(.rule))
        x += columnWidth + Self.columnGap
      }
    }
    return rule
  }

  /// The width of each column, nil when they can't stand side by side.
  private func columnWidths(_ table: TableBlock, columns: Int, width: Int) -> [Int]? {
    guard columns > 0 else { return nil }
    var widths = (0..<columns).map { column in
      table.rows.map { row in
        row.indices.contains(column)
          ? runs(row[column], style: .plain).reduce(0) { $0 + TextWidth.of($1.text) } : 0
      }.max() ?? 0
    }
    let room = width - Self.columnGap * (columns - 1)
    guard room >= columns * 6 || widths.reduce(0, +) <= room else { return nil }
    while widths.reduce(0, +) > room {
      guard let widest = widths.indices.max(by: { widths[$0] < widths[$1] }), widths[widest] > 1
      else { return nil }
      widths[widest] -= 1
    }
    return widths
  }

  /// A table that is too wide, as a paragraph for each cell under its header.
  private func stacked(_ table: TableBlock, width: Int) -> Picture {
    guard let header = table.rows.first else {
      return Picture(width: width, height: 0, medium: medium)
    }
    let rows = table.rows.dropFirst().map { row in
      Picture.stack(
        zip(header, row).map { name, cell in
          picture(of: name + [Span(.text(": "))] + cell, width: width)
        }, gap: 0, width: width, medium: medium)
    }
    return Picture.stack(rows, gap: 1, width: width, medium: medium)
  }
}

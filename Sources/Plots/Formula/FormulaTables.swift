import Canvas

/// Setting matrices, case distinctions and aligned equations.
extension FormulaSetter {
  func tableBox(_ table: FormulaTable) -> FormulaBox {
    let grid = grid(table)
    return switch table.environment {
    case .matrix, .aligned: grid
    case .pmatrix: fenced(.leftParenthesis, grid, .rightParenthesis)
    case .bmatrix: fenced(.leftBracket, grid, .rightBracket)
    case .vmatrix: fenced(.bar, grid, .bar)
    case .cases:
      FormulaBox.beside([(0, delimiter(.leftBrace, like: grid)), (1, grid)])
    }
  }

  private func grid(_ table: FormulaTable) -> FormulaBox {
    let cells = table.rows.map { row in
      row.enumerated().map { cellBox($1, column: $0, of: table) }
    }
    let columns = (0..<table.columnCount).map { index in
      Column(
        cells.compactMap { $0.indices.contains(index) ? $0[index] : nil },
        alignment: alignment(of: index, in: table))
    }
    var lines: [FormulaBox] = []
    for (index, row) in cells.enumerated() {
      let line = FormulaBox.beside(
        columns.enumerated().map { number, column in
          let box = row.indices.contains(number) ? row[number] : FormulaBox()
          return (gap(before: number, in: table), column.padded(box))
        })
      if let last = lines.last, isSpread(table) || last.height > 1 || line.height > 1, index > 0 {
        lines.append(FormulaBox())
      }
      lines.append(line)
    }
    var grid = FormulaBox.stacked(lines, axis: 0)
    grid.centerAxis()
    return grid
  }

  private func cellBox(_ node: FormulaNode, column: Int, of table: FormulaTable) -> FormulaBox {
    var setter = self
    setter.isNarrow = table.environment != .aligned
    let isContinued = table.environment == .aligned && !column.isMultiple(of: 2)
    return FormulaBox.joined(setter.items(node, after: isContinued ? .ordinary : nil))
  }

  /// Two rows stand apart, so that there is a middle one for the axis.
  private func isSpread(_ table: FormulaTable) -> Bool {
    table.rows.count == 2 && table.environment != .aligned
  }

  private func gap(before column: Int, in table: FormulaTable) -> Int {
    guard column > 0 else { return 0 }
    return table.environment == .aligned ? (column.isMultiple(of: 2) ? 3 : 0) : 2
  }

  private func alignment(of column: Int, in table: FormulaTable) -> Column.Alignment {
    switch table.environment {
    case .aligned: column.isMultiple(of: 2) ? .right : .left
    case .cases: .left
    case .matrix, .pmatrix, .bmatrix, .vmatrix:
      table.rows.allSatisfy { $0.indices.contains(column) ? isNumber($0[column]) : true }
        ? .point : .center
    }
  }

  private func isNumber(_ node: FormulaNode) -> Bool {
    let text = FormulaInline(isASCII: isASCII).tight(node)
    return text.contains(where: \.isNumber)
      && text.allSatisfy { $0.isNumber || $0 == "." || $0 == "−" || $0 == "-" || $0 == "+" }
  }

  /// A column of a table: how wide its cells are, and how they are lined up.
  private struct Column {
    enum Alignment { case left, center, right, point }

    let alignment: Alignment
    private var width = 0
    /// Cells before the decimal point.
    private var whole = 0

    init(_ boxes: [FormulaBox], alignment: Alignment) {
      self.alignment = alignment
      var fraction = 0
      for box in boxes {
        width = max(width, box.width)
        whole = max(whole, Column.whole(box))
        fraction = max(fraction, box.width - Column.whole(box))
      }
      if alignment == .point { width = whole + fraction }
    }

    /// The cells of a number before its decimal point.
    private static func whole(_ box: FormulaBox) -> Int {
      var cells = 0
      for piece in box.pieces {
        if let point = piece.text.firstIndex(of: ".") {
          return cells + piece.text.distance(from: piece.text.startIndex, to: point)
        }
        cells += TextWidth.of(piece.text)
      }
      return cells
    }

    func padded(_ box: FormulaBox) -> FormulaBox {
      let left =
        switch alignment {
        case .left: 0
        case .center: (width - box.width) / 2
        case .right: width - box.width
        case .point: max(0, whole - Column.whole(box))
        }
      return FormulaBox.beside([
        (left, box), (max(0, width - box.width - left), FormulaBox()),
      ])
    }
  }
}

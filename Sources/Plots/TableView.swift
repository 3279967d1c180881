import Canvas

/// Rows of texts under headings.
public struct TableView: Sendable {
  public enum Alignment: Hashable, Sendable {
    case left, right
    /// Numbers: the decimal points stand below each other.
    case point
  }

  public struct Column: Hashable, Sendable {
    public var title: String
    public var alignment: Alignment
    public var cells: [String]

    public init(_ title: String, _ cells: [String], alignment: Alignment = .left) {
      self.title = title
      self.alignment = alignment
      self.cells = cells
    }

    /// A column of numbers.
    public init(_ title: String, _ values: [Double]) {
      self.init(title, NumberFormat().column(values), alignment: .point)
    }
  }

  public var columns: [Column]
  /// The row that is picked; it is kept in view.
  public var selectedRow: Int?
  /// How many columns of space stand between two columns.
  public var spacing = 2

  public init(_ columns: [Column]) {
    self.columns = columns
  }

  private var rowCount: Int { columns.map(\.cells.count).max() ?? 0 }

  private func hasTitles(_ height: Int) -> Bool {
    height >= 3 && columns.contains { !$0.title.isEmpty }
  }

  /// The cells that the whole table takes.
  public var naturalSize: Size {
    let widths = columns.reduce(0) { $0 + width(of: $1) }
    let spaces = spacing * max(0, columns.count - 1)
    return Size(width: widths + spaces, height: rowCount + (hasTitles(.max) ? 2 : 0))
  }

  private func width(of column: Column) -> Int {
    max(TextWidth.of(column.title), texts(of: column).map { TextWidth.of($0) }.max() ?? 0)
  }

  private func texts(of column: Column) -> [String] {
    column.alignment == .point ? NumberFormat.aligned(column.cells) : column.cells
  }

  public func render(into frame: inout Frame, in area: Rect) {
    let area = area.intersection(frame.bounds)
    guard !area.isEmpty else { return }
    let widths = widths(room: area.width)
    let hasTitles = hasTitles(area.height)
    let body = area.split(top: hasTitles ? 2 : 0).rest
    let first = firstRow(room: body.height)
    var x = area.x
    for (column, width) in zip(columns, widths) where width > 0 {
      if hasTitles {
        write(column.title, column.alignment, x, area.y, width, Style(.heading), into: &frame)
      }
      for (row, text) in texts(of: column).dropFirst(first).prefix(body.height).enumerated() {
        let isSelected = first + row == selectedRow
        let style = isSelected ? Style(.accent, .bold) : .plain
        write(text, column.alignment, x, body.y + row, width, style, into: &frame)
      }
      x += width + spacing
    }
    if hasTitles {
      let end = min(area.right, max(area.x, x - spacing))
      frame.fill(
        Rect(x: area.x, y: area.y + 1, width: end - area.x, height: 1), "─", style: Style(.rule))
    }
  }

  private func firstRow(room: Int) -> Int {
    guard let selectedRow, selectedRow >= room, selectedRow < rowCount else { return 0 }
    return selectedRow - room + 1
  }

  /// The widths of the columns. While they don't fit, the widest text gives way, then whole
  /// columns from the last on: a number is never cut.
  private func widths(room: Int) -> [Int] {
    var widths = columns.map { width(of: $0) }
    while widths.reduce(0, +) + spacing * max(0, widths.count { $0 > 0 } - 1) > room {
      let texts = widths.indices.filter { columns[$0].alignment == .left && widths[$0] > 4 }
      if let widest = texts.max(by: { widths[$0] < widths[$1] }) {
        widths[widest] -= 1
      } else if let last = widths.lastIndex(where: { $0 > 0 }), widths.count(where: { $0 > 0 }) > 1
      {
        widths[last] = 0
      } else {
        break
      }
    }
    return widths.map { min($0, room) }
  }

  private func write(
    _ text: String, _ alignment: Alignment, _ x: Int, _ y: Int, _ width: Int, _ style: Style,
    into frame: inout Frame
  ) {
    let slack = width - TextWidth.of(text)
    if slack < 0 {
      let end = frame.write(text, x: x, y: y, style: style, limit: x + width - 1)
      frame.write("…", x: end, y: y, style: style, limit: x + width)
    } else {
      frame.write(text, x: alignment == .left ? x : x + slack, y: y, style: style)
    }
  }
}

import Canvas

/// A matrix as colours: in half-blocks, two rows of values to a row of cells, or with cells of
/// its own for every value and the number in it.
public struct Heatmap: Sendable {
  public enum Mode: Hashable, Sendable {
    /// The roomiest of the others that fits.
    case automatic
    /// One pixel for each value, enlarged by whole factors while there is room; shrunk, keeping
    /// the strongest value of each patch, when there is not.
    case compact
    /// So many cells side by side for each value.
    case cells(Int)
    /// The number in each cell.
    case numbers
  }

  /// Row by row.
  public var values: [Double]
  public var rows: Int
  public var columns: Int
  public var scale: ColorScale
  public var mode: Mode
  public var rowLabels: [String] = []
  public var columnLabels: [String] = []
  /// The value that is read out elsewhere.
  public var cursor: (row: Int, column: Int)?
  public var showsScale = false
  /// How many pixels across a value may take in compact mode.
  public var maximumZoom = 4

  /// - Parameters:
  ///   - values: `rows · columns` numbers, row by row; missing ones are NaN.
  ///   - scale: nil to fit the values, centred at zero when some are negative.
  public init(
    _ values: [Double], rows: Int, columns: Int, scale: ColorScale? = nil, mode: Mode = .automatic
  ) {
    self.values = values
    self.rows = max(0, rows)
    self.columns = max(0, columns)
    self.scale =
      scale ?? (values.contains { $0 < 0 } ? .signed(of: values) : .magnitude(of: values))
    self.mode = mode
  }

  func value(_ row: Int, _ column: Int) -> Double {
    let (index, overflow) = row.multipliedReportingOverflow(by: columns)
    guard !overflow, column < columns, values.indices.contains(index + column) else { return .nan }
    return values[index + column]
  }

  /// The cells that the drawing would like in a mode.
  public func naturalSize(_ mode: Mode, medium: Medium = Medium()) -> Size {
    HeatmapLayout(self, mode: mode, medium: medium).naturalSize
  }

  public func render(into frame: inout Frame, in area: Rect) {
    let area = area.intersection(frame.bounds)
    guard !area.isEmpty, rows > 0, columns > 0 else { return }
    let layout = HeatmapLayout(self, area: area, medium: frame.medium)
    layout.renderLabels(into: &frame)
    if layout.isPixels {
      renderPixels(layout, into: &frame)
    } else {
      renderCells(layout, into: &frame)
    }
    if let bar = layout.scaleArea { ScaleBar(scale).render(into: &frame, in: bar) }
  }

  /// The value under a point of the screen.
  public func index(at point: Point, in area: Rect, medium: Medium) -> (row: Int, column: Int)? {
    guard rows > 0, columns > 0 else { return nil }
    return HeatmapLayout(self, area: area, medium: medium).index(at: point)
  }

  private func renderPixels(_ layout: HeatmapLayout, into frame: inout Frame) {
    let zoom = layout.zoom
    var pixels = PixelGrid(width: layout.shownColumns * zoom, height: layout.shownRows * zoom)
    for y in 0..<layout.shownRows {
      for x in 0..<layout.shownColumns {
        let isCursor = cursor.map { layout.contains($0, y, x) } ?? false
        let value = layout.strongest(y, x)
        let ink: Ink =
          isCursor ? .role(.accent) : value.isNaN ? .role(.bad) : .rgb(scale.color(of: value))
        for dy in 0..<zoom {
          for dx in 0..<zoom { pixels[x * zoom + dx, y * zoom + dy] = ink }
        }
      }
    }
    pixels.render(
      into: &frame, at: Point(x: layout.grid.x, y: layout.grid.y), clip: layout.grid)
  }

  private func renderCells(_ layout: HeatmapLayout, into frame: inout Frame) {
    for row in layout.firstRow..<layout.firstRow + layout.shownRows {
      for column in layout.firstColumn..<layout.firstColumn + layout.shownColumns {
        let x = layout.grid.x + (column - layout.firstColumn) * layout.cellWidth
        let y = layout.grid.y + row - layout.firstRow
        let cell = Rect(x: x, y: y, width: layout.cellWidth, height: 1).intersection(layout.grid)
        let value = layout.isShrunk ? layout.strongest(row, column) : value(row, column)
        draw(value, in: cell, text: layout.number(row, column), into: &frame)
        if let cursor, layout.contains(cursor, row, column) { mark(cell, into: &frame) }
      }
    }
  }

  private func draw(_ value: Double, in cell: Rect, text: String?, into frame: inout Frame) {
    if let text {
      let style = HeatCell.numberStyle(value, scale, frame.medium)
      frame.fill(cell, style: style)
      let x = max(cell.x, cell.right - 1 - TextWidth.of(text))
      frame.write(text, x: x, y: cell.y, style: style, limit: cell.right)
    } else {
      let (glyph, style) = HeatCell.look(value, scale, frame.medium)
      frame.fill(cell, Character(glyph), style: style)
    }
  }

  /// Brackets around the value that the cursor is at.
  private func mark(_ cell: Rect, into frame: inout Frame) {
    guard !cell.isEmpty else { return }
    var style = frame[cell.x, cell.y].style
    style.traits = [.bold, .reverse]
    if cell.width == 1 {
      frame.restyle(cell) { $0.traits = [.bold, .reverse] }
      if frame.medium.hasColor { frame.write("◆", x: cell.x, y: cell.y, style: Style(.accent)) }
      return
    }
    if frame.medium.hasColor { style = Style(.accent, [.bold, .reverse]) }
    frame.write("[", x: cell.x, y: cell.y, style: style)
    frame.write("]", x: cell.right - 1, y: cell.y, style: style)
  }
}

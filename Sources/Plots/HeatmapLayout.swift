import Canvas

/// Where a heatmap's values go inside an area, and which of them show.
struct HeatmapLayout {
  private let map: Heatmap
  private let medium: Medium
  private let texts: [String]
  /// The cells of the values themselves.
  private(set) var grid = Rect(x: 0, y: 0, width: 0, height: 0)
  private(set) var scaleArea: Rect?
  private(set) var isPixels = false
  /// Pixels across a value in half-blocks; 0 when several values share one.
  private(set) var zoom = 1
  /// Values across and down that share one place.
  private(set) var patch = 1
  private(set) var cellWidth = 1
  private(set) var firstRow = 0
  private(set) var firstColumn = 0
  private(set) var shownRows = 0
  private(set) var shownColumns = 0
  private var gutter = 0
  private var hasHeader = false

  var isShrunk: Bool { patch > 1 }

  /// The layout that a mode would like, for `naturalSize`.
  init(_ map: Heatmap, mode: Heatmap.Mode, medium: Medium) {
    self.map = map
    self.medium = medium
    texts = mode == .numbers ? NumberFormat().column(map.values) : []
    choose(mode)
  }

  init(_ map: Heatmap, area: Rect, medium: Medium) {
    self.map = map
    self.medium = medium
    var candidates = [map.mode]
    if map.mode == .automatic {
      // Formatting the numbers only to see that they don't fit would cost more than the drawing.
      let mayFit = map.columns * 3 <= area.width && map.rows <= area.height
      candidates = (mayFit ? [.numbers] : []) + [.cells(2), .compact]
    }
    let mode =
      candidates.first {
        let size = HeatmapLayout(map, mode: $0, medium: medium).naturalSize
        return size.width <= area.width && size.height <= area.height
      } ?? candidates[candidates.count - 1]
    texts = mode == .numbers ? NumberFormat().column(map.values) : []
    choose(mode)
    fit(area)
  }

  private mutating func choose(_ mode: Heatmap.Mode) {
    switch mode {
    case .numbers: cellWidth = (texts.map { TextWidth.of($0) }.max() ?? 1) + 2
    case .cells(let width): cellWidth = max(1, width)
    case .compact, .automatic:
      isPixels = PixelGrid.suits(medium)
      cellWidth = 1
    }
    gutter = map.rowLabels.map { TextWidth.of($0) + 1 }.max() ?? 0
    hasHeader = !map.columnLabels.isEmpty
  }

  var naturalSize: Size {
    let height = isPixels ? (map.rows + 1) / 2 : map.rows
    let width = max(gutter + map.columns * cellWidth, map.showsScale ? 16 : 0)
    return Size(
      width: width, height: height + (hasHeader ? 1 : 0) + (map.showsScale ? 1 : 0))
  }

  private mutating func fit(_ area: Rect) {
    var inner = area
    if map.showsScale, area.height >= 3 {
      let (rest, bottom) = inner.split(bottom: 1)
      (inner, scaleArea) = (rest, bottom)
    }
    hasHeader = hasHeader && inner.height >= 2
    if hasHeader { inner = inner.split(top: 1).rest }
    gutter = min(gutter, inner.width / 3)
    inner = inner.split(left: gutter).rest
    grid = inner
    if isPixels { fitPixels(inner) } else { fitCells(inner) }
    grid.width = min(grid.width, shownColumns * cellWidth)
    grid.height = min(grid.height, isPixels ? (shownRows * zoom + 1) / 2 : shownRows)
    if let bar = scaleArea {
      scaleArea = Rect(x: grid.x, y: grid.bottom, width: area.right - grid.x, height: 1)
        .intersection(area)
      if bar.isEmpty { scaleArea = nil }
    }
  }

  private mutating func fitPixels(_ inner: Rect) {
    guard !inner.isEmpty else { return }
    zoom = min(inner.width / map.columns, 2 * inner.height / map.rows, max(1, map.maximumZoom))
    if zoom == 0 {
      zoom = 1
      patch = max(
        (map.columns + inner.width - 1) / inner.width,
        (map.rows + 2 * inner.height - 1) / (2 * inner.height))
    }
    shownColumns = (map.columns + patch - 1) / patch
    shownRows = (map.rows + patch - 1) / patch
    cellWidth = zoom
  }

  /// Shows the part around the cursor when not everything fits; a glyph map without a cursor is
  /// shrunk instead.
  private mutating func fitCells(_ inner: Rect) {
    guard !inner.isEmpty else { return }
    cellWidth = min(cellWidth, inner.width)
    let across = inner.width / cellWidth
    if cellWidth == 1, map.cursor == nil, across < map.columns || inner.height < map.rows {
      patch = max(
        (map.columns + across - 1) / across, (map.rows + inner.height - 1) / inner.height)
      shownColumns = (map.columns + patch - 1) / patch
      shownRows = (map.rows + patch - 1) / patch
      return
    }
    shownColumns = min(map.columns, across)
    shownRows = min(map.rows, inner.height)
    firstColumn = HeatmapLayout.first(map.cursor?.column, shown: shownColumns, of: map.columns)
    firstRow = HeatmapLayout.first(map.cursor?.row, shown: shownRows, of: map.rows)
  }

  /// The first of `shown` places so that the cursor is among them, moving by half of them.
  private static func first(_ cursor: Int?, shown: Int, of count: Int) -> Int {
    guard shown < count, let cursor, cursor >= shown else { return 0 }
    let step = max(1, shown / 2)
    return min(count - shown, (cursor - shown) / step * step + step)
  }

  /// The strongest value of the patch at a place: the largest, or on a signed scale the one
  /// furthest from zero. NaN wins, so that it is seen.
  func strongest(_ y: Int, _ x: Int) -> Double {
    var best = map.value(y * patch, x * patch)
    guard patch > 1 else { return best }
    for row in y * patch..<min((y + 1) * patch, map.rows) {
      for column in x * patch..<min((x + 1) * patch, map.columns) {
        let value = map.value(row, column)
        if value.isNaN { return value }
        if map.scale.isSigned ? value.magnitude > best.magnitude : value > best { best = value }
      }
    }
    return best
  }

  /// Whether the cursor is at a shown place.
  func contains(_ cursor: (row: Int, column: Int), _ y: Int, _ x: Int) -> Bool {
    cursor.row >= y * patch && cursor.row < (y + 1) * patch && cursor.column >= x * patch
      && cursor.column < (x + 1) * patch
  }

  /// The number in a cell, when there are numbers and it has room.
  func number(_ row: Int, _ column: Int) -> String? {
    let index = row * map.columns + column
    guard texts.indices.contains(index), TextWidth.of(texts[index]) <= cellWidth else {
      return nil
    }
    return texts[index]
  }

  func index(at point: Point) -> (row: Int, column: Int)? {
    guard grid.contains(point), cellWidth > 0, zoom > 0 else { return nil }
    let column = ((point.x - grid.x) / cellWidth + firstColumn) * patch
    let y = point.y - grid.y
    let row = ((isPixels ? 2 * y / zoom : y) + firstRow) * patch
    return row < map.rows && column < map.columns ? (row, column) : nil
  }

  func renderLabels(into frame: inout Frame) {
    if gutter > 0 {
      for place in 0..<shownRows {
        let index = (place + firstRow) * patch
        let y = grid.y + (isPixels ? place * zoom / 2 : place)
        guard map.rowLabels.indices.contains(index), grid.y <= y, y < grid.bottom else { continue }
        if isPixels, zoom == 1, !place.isMultiple(of: 2) { continue }
        write(map.rowLabels[index], row: index, right: grid.x - 1, y: y, into: &frame)
      }
    }
    guard hasHeader else { return }
    var free = grid.x - gutter
    for place in 0..<shownColumns {
      let index = (place + firstColumn) * patch
      guard map.columnLabels.indices.contains(index) else { continue }
      let label = map.columnLabels[index]
      let slack = max(0, cellWidth - TextWidth.of(label))
      let x = grid.x + place * cellWidth + slack / 2
      guard x >= free, x + TextWidth.of(label) <= max(grid.right, x + cellWidth) else { continue }
      let style = Style(map.cursor?.column == index ? .accent : .faint)
      free = frame.write(label, x: x, y: grid.y - 1, style: style) + 1
    }
  }

  private func write(_ label: String, row: Int, right: Int, y: Int, into frame: inout Frame) {
    let x = max(right - gutter + 1, right - TextWidth.of(label))
    let style = Style(map.cursor?.row == row ? .accent : .faint)
    frame.write(label, x: x, y: y, style: style, limit: right)
  }
}

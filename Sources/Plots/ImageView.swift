import Canvas

/// A grey image in nearly square pixels: half-blocks where there are colours, pairs of shades
/// where there are none. It is enlarged by a whole factor or shrunk to fit.
public struct ImageView: Sendable {
  /// Row by row.
  public var pixels: [Double]
  public var rows: Int
  public var columns: Int
  /// Black and white.
  public var range: ClosedRange<Double>
  public var map: Colormap = .gray
  /// The pixel that is read out elsewhere.
  public var cursor: (row: Int, column: Int)?

  /// - Parameter range: nil for 0 to the brightest pixel.
  public init(_ pixels: [Double], rows: Int, columns: Int, range: ClosedRange<Double>? = nil) {
    self.pixels = pixels
    self.rows = max(0, rows)
    self.columns = max(0, columns)
    let brightest = pixels.lazy.filter(\.isFinite).max() ?? 1
    self.range = range ?? 0...(brightest > 0 ? brightest : 1)
  }

  public func render(into frame: inout Frame, in area: Rect) {
    let area = area.intersection(frame.bounds)
    guard !area.isEmpty, rows > 0, columns > 0 else { return }
    let grid = grid(in: area, frame.medium)
    if PixelGrid.suits(frame.medium) {
      var picture = PixelGrid(width: grid.width, height: grid.height)
      for y in 0..<grid.height {
        for x in 0..<grid.width { picture[x, y] = ink(grid.source(x, y)) }
      }
      picture.render(into: &frame, at: Point(x: area.x, y: area.y), clip: area)
    } else {
      renderShades(grid, into: &frame, in: area)
    }
  }

  /// The pixel under a point of the screen.
  public func index(at point: Point, in area: Rect, medium: Medium) -> (row: Int, column: Int)? {
    guard area.contains(point), rows > 0, columns > 0 else { return nil }
    let grid = grid(in: area, medium)
    let isFine = PixelGrid.suits(medium)
    let x = isFine ? point.x - area.x : (point.x - area.x) / 2
    let y = isFine ? 2 * (point.y - area.y) : point.y - area.y
    guard x < grid.width, y < grid.height else { return nil }
    let source = grid.source(x, y)
    return (source.rows.lowerBound, source.columns.lowerBound)
  }

  /// The cells that the image takes, enlarged by `zoom`.
  public func naturalSize(zoom: Int, medium: Medium) -> Size {
    PixelGrid.suits(medium)
      ? Size(width: columns * zoom, height: (rows * zoom + 1) / 2)
      : Size(width: 2 * columns * zoom, height: rows * zoom)
  }

  /// The pixels on the screen and which of the image each shows.
  private struct Grid {
    var width: Int
    var height: Int
    var rows: Int
    var columns: Int

    func source(_ x: Int, _ y: Int) -> (rows: Range<Int>, columns: Range<Int>) {
      let top = y * rows / height
      let left = x * columns / width
      return (
        top..<max(top + 1, (y + 1) * rows / height),
        left..<max(left + 1, (x + 1) * columns / width)
      )
    }
  }

  private func grid(in area: Rect, _ medium: Medium) -> Grid {
    let isFine = PixelGrid.suits(medium)
    let width = isFine ? area.width : max(1, area.width / 2)
    let height = isFine ? 2 * area.height : area.height
    let zoom = min(width / columns, height / rows)
    if zoom > 0 {
      return Grid(width: columns * zoom, height: rows * zoom, rows: rows, columns: columns)
    }
    let factor = min(Double(width) / Double(columns), Double(height) / Double(rows))
    return Grid(
      width: max(1, min(width, Int(Double(columns) * factor))),
      height: max(1, min(height, Int(Double(rows) * factor))), rows: rows, columns: columns)
  }

  /// The mean of a patch of pixels; NaN when one is.
  private func mean(_ patch: (rows: Range<Int>, columns: Range<Int>)) -> Double {
    var sum = 0.0
    for row in patch.rows {
      for column in patch.columns {
        let index = row * columns + column
        sum += pixels.indices.contains(index) ? pixels[index] : .nan
      }
    }
    return sum / Double(patch.rows.count * patch.columns.count)
  }

  private func holdsCursor(_ patch: (rows: Range<Int>, columns: Range<Int>)) -> Bool {
    cursor.map { patch.rows.contains($0.row) && patch.columns.contains($0.column) } ?? false
  }

  private func ink(_ patch: (rows: Range<Int>, columns: Range<Int>)) -> Ink {
    if holdsCursor(patch) { return .role(.accent) }
    let value = mean(patch)
    return value.isNaN ? .role(.bad) : .rgb(ColorScale(map, range).color(of: value))
  }

  private func renderShades(_ grid: Grid, into frame: inout Frame, in area: Rect) {
    let scale = ColorScale(map, range)
    for y in 0..<min(grid.height, area.height) {
      for x in 0..<grid.width {
        let source = grid.source(x, y)
        let (glyph, style) = HeatCell.look(mean(source), scale, frame.medium)
        let cell = Rect(x: area.x + 2 * x, y: area.y + y, width: 2, height: 1).intersection(area)
        frame.fill(cell, Character(glyph), style: style)
        if holdsCursor(source) { frame.restyle(cell) { $0.traits.insert(.reverse) } }
      }
    }
  }
}

/// One character cell: a grapheme and its style. A wide grapheme fills two cells; the second one
/// has an empty text.
public struct Cell: Hashable, Sendable {
  public var text: String
  public var style: Style

  public init(_ text: String = " ", _ style: Style = .plain) {
    self.text = text
    self.style = style
  }

  public static let blank = Cell()

  /// The right half of a wide grapheme.
  public var isContinuation: Bool { text.isEmpty }
}

/// A picture made of cells. Everything that is drawn is drawn into a frame; only the terminal
/// and the exporters read it. Drawing outside the frame is cut off, and control characters
/// never get in.
public struct Frame: Hashable, Sendable {
  public let size: Size
  public let medium: Medium
  public private(set) var cells: [Cell]
  /// Where the terminal's cursor is to stand, or nil to hide it.
  public var cursor: Point?

  public init(_ size: Size, medium: Medium = Medium()) {
    self.size = size
    self.medium = medium
    self.cells = Array(repeating: .blank, count: size.width * size.height)
  }

  /// The whole frame as a rectangle.
  public var bounds: Rect { Rect(size) }

  /// The cell at a place; blank outside the frame.
  public subscript(x: Int, y: Int) -> Cell {
    bounds.contains(Point(x: x, y: y)) ? cells[y * size.width + x] : .blank
  }

  /// Writes text from left to right on one row, cut at `limit` (default: the frame's edge).
  /// A wide grapheme that would be cut in half is replaced by a space.
  /// - Returns: the column after the last cell written.
  @discardableResult
  public mutating func write(
    _ text: String, x: Int, y: Int, style: Style = .plain, limit: Int? = nil
  ) -> Int {
    let edge = min(limit ?? size.width, size.width)
    var column = x
    for grapheme in text {
      let printable = TextWidth.printable(grapheme, ascii: medium.isASCII)
      let width = TextWidth.of(printable)
      if width == 0 { continue }
      if column >= edge { break }
      if column + width > edge {
        put(Cell(" ", style), x: column, y: y)
        return edge
      }
      put(Cell(String(printable), style), x: column, y: y)
      if width == 2 { put(Cell("", style), x: column + 1, y: y) }
      column += width
    }
    return column
  }

  /// Writes text inside a rectangle: on its row `row`, cut at its right edge.
  @discardableResult
  public mutating func write(
    _ text: String, in area: Rect, row: Int = 0, column: Int = 0, style: Style = .plain
  ) -> Int {
    guard row >= 0, row < area.height else { return area.x + column }
    return write(text, x: area.x + column, y: area.y + row, style: style, limit: area.right)
  }

  /// Fills a rectangle with one narrow grapheme.
  public mutating func fill(_ area: Rect, _ text: Character = " ", style: Style = .plain) {
    let printable = TextWidth.printable(text, ascii: medium.isASCII)
    let visible = area.intersection(bounds)
    for y in visible.y..<visible.bottom {
      for x in visible.x..<visible.right {
        put(Cell(String(printable), style), x: x, y: y)
      }
    }
  }

  /// Changes the style of the cells in a rectangle and leaves their text.
  public mutating func restyle(_ area: Rect, _ change: (inout Style) -> Void) {
    let visible = area.intersection(bounds)
    for y in visible.y..<visible.bottom {
      for x in visible.x..<visible.right {
        change(&cells[y * size.width + x].style)
      }
    }
  }

  /// Copies a part of another frame (a scrolled page, a formula) to a place in this one, cut to
  /// `clip`.
  public mutating func copy(
    _ other: Frame, from source: Rect, to target: Point, clip: Rect? = nil
  ) {
    let clip = (clip ?? bounds).intersection(bounds)
    let source = source.intersection(other.bounds)
    for y in 0..<source.height {
      for x in 0..<source.width {
        let place = Point(x: target.x + x, y: target.y + y)
        guard clip.contains(place) else { continue }
        var cell = other[source.x + x, source.y + y]
        let half =
          cell.isContinuation
          ? x == 0 || place.x == clip.x
          : other[source.x + x + 1, source.y + y].isContinuation
            && (x + 1 == source.width || place.x + 1 == clip.right)
        if half { cell.text = " " }
        put(cell, x: place.x, y: place.y)
      }
    }
  }

  /// The text of each row without trailing spaces, for tests and plain output.
  public var lines: [String] {
    (0..<size.height).map { y in
      var line = ""
      for x in 0..<size.width { line += cells[y * size.width + x].text }
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  /// Sets one cell and mends the halves of wide graphemes that this cuts.
  private mutating func put(_ cell: Cell, x: Int, y: Int) {
    guard bounds.contains(Point(x: x, y: y)) else { return }
    let index = y * size.width + x
    if cells[index].isContinuation, !cell.isContinuation, x > 0 {
      cells[index - 1].text = " "
    }
    if x + 1 < size.width, cells[index + 1].isContinuation, !cell.isContinuation {
      cells[index + 1].text = " "
    }
    cells[index] = cell
  }
}

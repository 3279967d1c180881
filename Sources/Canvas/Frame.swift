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
      guard let (drawn, width) = TextWidth.drawn(grapheme) else { continue }
      if column >= edge { break }
      if column + width > edge {
        put(" ", width: 1, style: style, x: column, y: y)
        return edge
      }
      put(drawn, width: width, style: style, x: column, y: y)
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
    let drawn = TextWidth.printable(text) ?? " "
    let narrow = TextWidth.of(drawn) == 1 ? drawn : " "
    let visible = area.intersection(bounds)
    for y in visible.y..<visible.bottom {
      for x in visible.x..<visible.right {
        put(narrow, width: 1, style: style, x: x, y: y)
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
        let cell = other[source.x + x, source.y + y]
        let isLead = other[source.x + x + 1, source.y + y].isContinuation
        if cell.isContinuation, x > 0, place.x > clip.x { continue }
        if isLead, x + 1 < source.width, place.x + 1 < clip.right {
          set(cell.text, width: 2, style: cell.style, x: place.x, y: place.y)
        } else {
          let text = isLead || cell.isContinuation ? " " : cell.text
          set(text, width: 1, style: cell.style, x: place.x, y: place.y)
        }
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

  /// Draws one printable grapheme; an ASCII medium gets its likeness, cell for cell.
  private mutating func put(
    _ grapheme: Character, width: Int, style: Style, x: Int, y: Int
  ) {
    guard medium.isASCII, !grapheme.isASCII else {
      set(String(grapheme), width: width, style: style, x: x, y: y)
      return
    }
    for (offset, likeness) in Transliteration.ascii(grapheme).enumerated() {
      set(String(likeness), width: 1, style: style, x: x + offset, y: y)
    }
  }

  /// Sets the one or two cells of a grapheme and mends the wide graphemes that this cuts.
  private mutating func set(_ text: String, width: Int, style: Style, x: Int, y: Int) {
    guard y >= 0, y < size.height, x < size.width, x + width > 0 else { return }
    let row = y * size.width
    let isCut = x < 0 || x + width > size.width
    for column in max(x, 0)..<min(x + width, size.width) {
      if column + 1 < size.width, cells[row + column + 1].isContinuation {
        cells[row + column + 1].text = " "
      }
      if column > 0, cells[row + column].isContinuation, column == x || isCut {
        cells[row + column - 1].text = " "
      }
      cells[row + column] = Cell(isCut ? " " : column == x ? text : "", style)
    }
  }
}

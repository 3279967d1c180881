import Canvas

/// A formula, or a part of one, set in cells: pieces of text at places within a rectangle.
public struct FormulaBox: Hashable, Sendable {
  /// Text in one style on one row.
  public struct Piece: Hashable, Sendable {
    public var text: String
    public var x: Int
    public var y: Int
    public var style: Style
  }

  public internal(set) var width: Int
  public internal(set) var height: Int
  /// The row of the axis, on which fraction bars, minus signs and neighbours stand.
  public private(set) var baseline: Int
  public private(set) var pieces: [Piece] = []

  init(width: Int = 0, height: Int = 1, baseline: Int = 0) {
    self.width = width
    self.height = height
    self.baseline = baseline
  }

  /// Text on one row.
  init(_ text: String, _ style: Style) {
    self.init(width: TextWidth.of(text))
    if width > 0 { pieces = [Piece(text: text, x: 0, y: 0, style: style)] }
  }

  /// Texts below each other, as many cells wide as the first one.
  init(column texts: [String], baseline: Int, _ style: Style) {
    self.init(
      width: TextWidth.of(texts.first ?? ""), height: max(1, texts.count), baseline: baseline)
    pieces = texts.enumerated().map { Piece(text: $1, x: 0, y: $0, style: style) }
  }

  /// Puts a box inside this one.
  mutating func place(_ box: FormulaBox, x: Int, y: Int) {
    for var piece in box.pieces {
      piece.x += x
      piece.y += y
      pieces.append(piece)
    }
  }

  /// Boxes side by side on one axis, with so many cells before each.
  static func beside(_ boxes: [(space: Int, box: FormulaBox)]) -> FormulaBox {
    let above = boxes.reduce(0) { max($0, $1.box.baseline) }
    let below = boxes.reduce(1) { max($0, $1.box.height - $1.box.baseline) }
    var result = FormulaBox(height: above + below, baseline: above)
    for (space, box) in boxes {
      result.place(box, x: result.width + space, y: above - box.baseline)
      result.width += space + box.width
    }
    return result
  }

  /// Boxes below each other, each centred.
  /// - Parameter axis: which box the axis runs through.
  static func stacked(_ boxes: [FormulaBox], axis: Int) -> FormulaBox {
    let width = boxes.reduce(0) { max($0, $1.width) }
    var result = FormulaBox(width: width, height: 0)
    for (index, box) in boxes.enumerated() {
      if index == axis { result.baseline = result.height + box.baseline }
      result.place(box, x: (width - box.width) / 2, y: result.height)
      result.height += box.height
    }
    return result
  }

  /// Moves the axis to the middle row.
  mutating func centerAxis() {
    baseline = max(0, (height - 1) / 2)
  }

  /// The rows as text, for tests and plain output.
  public func lines(medium: Medium = Medium()) -> [String] {
    var frame = Frame(Size(width: width, height: height), medium: medium)
    draw(into: &frame, at: Point(x: 0, y: 0))
    return frame.lines
  }

  /// Draws the box with its top left corner at a place.
  /// - Parameter clip: where cells may be changed; everywhere when nil.
  public func draw(into frame: inout Frame, at place: Point, clip: Rect? = nil) {
    let clip = (clip ?? frame.bounds).intersection(frame.bounds)
    for piece in pieces {
      let y = place.y + piece.y
      guard y >= clip.y, y < clip.bottom else { continue }
      var x = place.x + piece.x
      for grapheme in piece.text {
        let next = x + TextWidth.of(grapheme)
        if x >= clip.x {
          frame.write(String(grapheme), x: x, y: y, style: piece.style, limit: clip.right)
        }
        x = next
      }
    }
  }
}

/// A node of a row, set, with what the row needs to know to space and break it.
struct FormulaItem: Hashable, Sendable {
  var box: FormulaBox
  /// Empty cells before it, when it does not begin a line.
  var space: Int
  var kind: FormulaAtom.Kind
  /// Whether it multiplies, and so binds closer than a sum.
  var isProduct: Bool
}

extension FormulaBox {
  /// A row in one piece.
  static func joined(_ items: [FormulaItem]) -> FormulaBox {
    beside(items.map { ($0.space, $0.box) })
  }
}

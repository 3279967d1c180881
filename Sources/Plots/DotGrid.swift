import Canvas

/// A raster finer than cells, drawn with the finest glyphs that the medium has: 2×4 dots a cell
/// in Braille, 2×2 in quadrants, 1×2 in half-blocks, 1×1 in ASCII.
struct DotGrid {
  /// The extent in cells.
  let size: Size
  let glyphs: GlyphSet
  private var layers: [[UInt8]] = []
  private var styles: [Style] = []
  private var marks: [Character] = []
  private var areBackdrops: [Bool] = []

  init(_ size: Size, glyphs: GlyphSet) {
    self.size = size
    self.glyphs = glyphs
  }

  /// How many dots a cell has across and down.
  static func dots(_ glyphs: GlyphSet) -> (across: Int, down: Int) {
    switch glyphs {
    case .ascii: (1, 1)
    case .halfBlock: (1, 2)
    case .quadrant: (2, 2)
    case .braille: (2, 4)
    }
  }

  /// The extent in dots.
  var width: Int { size.width * DotGrid.dots(glyphs).across }
  var height: Int { size.height * DotGrid.dots(glyphs).down }

  /// Begins a layer over those before it.
  /// - Parameters:
  ///   - mark: what stands for a dot in ASCII.
  ///   - isBackdrop: whether its dots give way where a layer above has some in the same cell.
  mutating func beginLayer(_ style: Style, mark: Character = "*", isBackdrop: Bool = false) {
    layers.append(Array(repeating: 0, count: size.width * size.height))
    styles.append(style)
    marks.append(mark)
    areBackdrops.append(isBackdrop)
  }

  /// Sets a dot of the top layer; outside the grid nothing happens.
  mutating func set(_ x: Int, _ y: Int) {
    guard x >= 0, y >= 0, x < width, y < height, !layers.isEmpty else { return }
    let (across, down) = DotGrid.dots(glyphs)
    let bit = UInt8(1) << UInt8((y % down) * across + x % across)
    layers[layers.count - 1][(y / down) * size.width + x / across] |= bit
  }

  /// Sets the dots of a line (Bresenham, 1965). With `dash`, only that many dots of each twice
  /// as many are set.
  mutating func line(from start: Point, to end: Point, dash: Int = 0) {
    let dx = abs(end.x - start.x)
    let dy = -abs(end.y - start.y)
    var error = dx + dy
    var (x, y) = (start.x, start.y)
    while true {
      if dash == 0 || abs(x + y) % (2 * dash) < dash {
        set(x, y)
      }
      if x == end.x, y == end.y { return }
      let doubled = 2 * error
      if doubled >= dy {
        error += dy
        x += end.x >= start.x ? 1 : -1
      }
      if doubled <= dx {
        error += dx
        y += end.y >= start.y ? 1 : -1
      }
    }
  }

  /// Draws the cells that have dots. Where layers meet in a cell, the upper one gives the style
  /// and the dots of all but the backdrops are shown.
  func render(into frame: inout Frame, at origin: Point) {
    for row in 0..<size.height {
      for column in 0..<size.width {
        let index = row * size.width + column
        guard let top = layers.indices.last(where: { layers[$0][index] != 0 }) else { continue }
        var bits: UInt8 = 0
        for layer in layers.indices where !areBackdrops[layer] || layer == top {
          bits |= layers[layer][index]
        }
        let glyph = glyphs == .ascii ? marks[top] : DotGrid.glyph(bits, glyphs)
        frame.write(
          String(glyph), x: origin.x + column, y: origin.y + row, style: styles[top])
      }
    }
  }

  private static func glyph(_ bits: UInt8, _ glyphs: GlyphSet) -> Character {
    switch glyphs {
    case .ascii: "*"
    case .halfBlock: [" ", "▀", "▄", "█"][Int(bits & 3)]
    case .quadrant: quadrants[Int(bits & 15)]
    case .braille: braille(bits)
    }
  }

  private static let quadrants: [Character] = Array(" ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█")

  /// Unicode counts Braille dots down the columns, the fourth row last.
  private static func braille(_ bits: UInt8) -> Character {
    let order: [UInt32] = [0, 3, 1, 4, 2, 5, 6, 7]
    var code: UInt32 = 0x2800
    for (place, dot) in order.enumerated() where bits & (1 << UInt8(place)) != 0 {
      code |= 1 << dot
    }
    return Unicode.Scalar(code).map(Character.init) ?? " "
  }
}

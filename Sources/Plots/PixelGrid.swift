import Canvas

extension Medium {
  /// Whether there are enough colours to tell numbers by.
  var hasShades: Bool { colors >= .indexed256 }
}

/// A raster of nearly square pixels, two to a cell, drawn in half-blocks. It needs colours and a
/// medium that has half-blocks; where there are 16 colours or fewer, glyph ramps say more.
struct PixelGrid {
  let width: Int
  let height: Int
  private var pixels: [Ink]

  init(width: Int, height: Int) {
    self.width = max(0, width)
    self.height = max(0, height)
    pixels = Array(repeating: .plain, count: self.width * self.height)
  }

  static func suits(_ medium: Medium) -> Bool { medium.hasShades && !medium.isASCII }

  subscript(x: Int, y: Int) -> Ink {
    get { x >= 0 && y >= 0 && x < width && y < height ? pixels[y * width + x] : .plain }
    set {
      guard x >= 0, y >= 0, x < width, y < height else { return }
      pixels[y * width + x] = newValue
    }
  }

  /// Draws the pixels from a cell on, cut at `clip`.
  func render(into frame: inout Frame, at origin: Point, clip: Rect) {
    for row in 0..<(height + 1) / 2 {
      for column in 0..<width {
        let place = Point(x: origin.x + column, y: origin.y + row)
        guard clip.contains(place) else { continue }
        let top = self[column, 2 * row]
        let bottom = self[column, 2 * row + 1]
        let (glyph, style) = PixelGrid.cell(top, bottom)
        frame.write(glyph, x: place.x, y: place.y, style: style)
      }
    }
  }

  /// The half-block that shows two pixels. A plain pixel lets the terminal's background show.
  private static func cell(_ top: Ink, _ bottom: Ink) -> (String, Style) {
    switch (top, bottom) {
    case (.plain, .plain): (" ", .plain)
    case (.plain, _): ("▄", Style(bottom))
    case (_, .plain): ("▀", Style(top))
    case _ where top == bottom: (" ", Style(.plain, on: top))
    default: ("▀", Style(top, on: bottom))
    }
  }
}

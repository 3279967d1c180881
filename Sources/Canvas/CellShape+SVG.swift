extension CellShape {
  /// The shape in a cell whose top left corner is at (`x`, `y`).
  func svg(x: Int, y: Int, width: Int, height: Int, ink: String, opacity: Double) -> String {
    let box = SVGCell(
      x: Double(x), y: Double(y), width: Double(width), height: Double(height), ink: ink,
      opacity: opacity)
    switch self {
    case .blocks(let blocks, let density): return box.blocks(blocks, density: density)
    case .lines(let up, let down, let left, let right):
      return box.arm(-1, .vertical, up) + box.arm(1, .vertical, down)
        + box.arm(-1, .horizontal, left) + box.arm(1, .horizontal, right)
        + box.joint(max(up, down), max(left, right))
    case .arc(let arms): return box.arc(arms)
    case .dashes(let isHorizontal, let count, let isHeavy):
      return box.dashes(isHorizontal, count, isHeavy)
    case .dots(let bits): return box.dots(bits)
    }
  }
}

/// One cell's place and ink.
private struct SVGCell {
  let x: Double
  let y: Double
  let width: Double
  let height: Double
  let ink: String
  let opacity: Double

  private static let light = 1.2
  private static let heavy = 2.6
  private static let apart = 1.5

  private var middle: (x: Double, y: Double) { (x + width / 2, y + height / 2) }

  private func thickness(_ weight: Int) -> Double { weight == 2 ? Self.heavy : Self.light }

  private func rect(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, density: Double = 1,
    crisp: Bool = false
  ) -> String {
    let alpha = density * opacity
    return "<rect x=\"\(short(x))\" y=\"\(short(y))\" width=\"\(short(width))\" "
      + "height=\"\(short(height))\" fill=\"\(ink)\""
      + (alpha < 1 ? " fill-opacity=\"\(short(alpha))\"" : "")
      + (crisp ? " shape-rendering=\"crispEdges\"/>\n" : "/>\n")
  }

  private func short(_ value: Double) -> String {
    let rounded = (value * 100).rounded() / 100
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }

  func blocks(_ blocks: [CellShape.Block], density: Double) -> String {
    blocks.map { block in
      rect(
        x + Double(block.x) * width / 8, y + Double(block.y) * height / 8,
        Double(block.width) * width / 8, Double(block.height) * height / 8, density: density,
        crisp: true)
    }.joined()
  }

  enum Axis { case horizontal, vertical }

  /// Half a line: from the middle to the edge in a direction.
  func arm(_ direction: Double, _ axis: Axis, _ weight: Int) -> String {
    guard weight > 0 else { return "" }
    let thick = thickness(weight)
    let offsets = weight == 3 ? [-Self.apart, Self.apart] : [0]
    return offsets.map { offset in
      switch axis {
      case .horizontal:
        rect(
          direction < 0 ? x : middle.x, middle.y + offset - thick / 2, width / 2, thick)
      case .vertical:
        rect(
          middle.x + offset - thick / 2, direction < 0 ? y : middle.y, thick, height / 2)
      }
    }.joined()
  }

  /// Fills the corner where arms of two directions meet.
  func joint(_ vertical: Int, _ horizontal: Int) -> String {
    guard vertical > 0, horizontal > 0 else { return "" }
    let across = vertical == 3 ? 2 * Self.apart + Self.light : thickness(vertical)
    let down = horizontal == 3 ? 2 * Self.apart + Self.light : thickness(horizontal)
    if vertical == 3 || horizontal == 3 { return "" }
    return rect(middle.x - across / 2, middle.y - down / 2, across, down)
  }

  func arc(_ arms: BoxArms) -> String {
    let endX = arms.contains(.left) ? x : x + width
    let endY = arms.contains(.up) ? y : y + height
    let radius = width / 2
    let towardX = arms.contains(.left) ? -radius : radius
    let towardY = arms.contains(.up) ? -radius : radius
    let path =
      "M\(short(middle.x)) \(short(endY))V\(short(middle.y + towardY))"
      + "Q\(short(middle.x)) \(short(middle.y)) \(short(middle.x + towardX)) \(short(middle.y))"
      + "H\(short(endX))"
    return "<path d=\"\(path)\" fill=\"none\" stroke=\"\(ink)\" stroke-width=\"\(Self.light)\""
      + (opacity < 1 ? " stroke-opacity=\"\(short(opacity))\"" : "") + "/>\n"
  }

  func dashes(_ isHorizontal: Bool, _ count: Int, _ isHeavy: Bool) -> String {
    let thick = isHeavy ? Self.heavy : Self.light
    let pitch = (isHorizontal ? width : height) / Double(count)
    return (0..<count).map { index in
      let start = (Double(index) + 0.2) * pitch
      return isHorizontal
        ? rect(x + start, middle.y - thick / 2, pitch * 0.6, thick)
        : rect(middle.x - thick / 2, y + start, thick, pitch * 0.6)
    }.joined()
  }

  func dots(_ bits: UInt32) -> String {
    let places = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)]
    return places.enumerated().filter { bits & 1 << $0.offset != 0 }.map { _, place in
      let cx = x + (Double(place.0) + 0.5) * width / 2
      let cy = y + (Double(place.1) + 0.5) * height / 4
      return "<circle cx=\"\(short(cx))\" cy=\"\(short(cy))\" r=\"1.35\" fill=\"\(ink)\""
        + (opacity < 1 ? " fill-opacity=\"\(short(opacity))\"" : "") + "/>\n"
    }.joined()
  }
}

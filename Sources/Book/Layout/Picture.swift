import Canvas

/// A piece of a page that has been set: cells, and the links in them.
public struct Picture: Hashable, Sendable {
  public struct LinkArea: Hashable, Sendable {
    public var link: Link
    public var area: Rect
  }

  public private(set) var frame: Frame
  /// Where links stand, in the coordinates of `frame`; a link over two rows has two areas.
  public private(set) var links: [LinkArea]

  public var width: Int { frame.size.width }
  public var height: Int { frame.size.height }

  init(_ frame: Frame, links: [LinkArea] = []) {
    self.frame = frame
    self.links = links
  }

  init(width: Int, height: Int, medium: Medium) {
    self.init(Frame(Size(width: width, height: height), medium: medium))
  }

  /// Draws something on it.
  mutating func draw(_ body: (inout Frame) -> Void) { body(&frame) }

  /// Adds a link that was drawn.
  mutating func add(_ link: Link, area: Rect) {
    links.append(LinkArea(link: link, area: area))
  }

  /// Puts another picture on this one.
  mutating func place(_ other: Picture, x: Int, y: Int) {
    frame.copy(other.frame, from: other.frame.bounds, to: Point(x: x, y: y))
    for link in other.links {
      var area = link.area
      area.x += x
      area.y += y
      add(link.link, area: area)
    }
  }

  /// Pictures from top to bottom with empty rows between them.
  static func stack(_ pictures: [Picture], gap: Int, width: Int, medium: Medium) -> Picture {
    let shown = pictures.filter { $0.height > 0 }
    let height = shown.reduce(0) { $0 + $1.height } + gap * max(0, shown.count - 1)
    var result = Picture(width: width, height: height, medium: medium)
    var y = 0
    for picture in shown {
      result.place(picture, x: 0, y: y)
      y += picture.height + gap
    }
    return result
  }
}

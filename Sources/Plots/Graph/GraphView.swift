import Canvas

/// A directed acyclic graph, drawn from left to right. A node is a few lines of text; edges run
/// between the first lines. When the drawing is larger than its area, the part around `focus`
/// is shown.
public struct GraphView: Sendable {
  /// How a node stands out.
  public enum Emphasis: Hashable, Sendable {
    case none
    /// Its first line takes the role's colour.
    case lit(Role)
    /// Its first line and the space around it are set in reverse: the node at hand.
    case current(Role)
  }

  public struct Node: Hashable, Sendable {
    /// The first line is the one that edges arrive at: a name or an operation.
    public var lines: [[TextRun]]
    /// The least width in cells, so that nothing moves when a longer number comes.
    public var minimumWidth: Int
    public var emphasis: Emphasis

    public init(lines: [[TextRun]], minimumWidth: Int = 0, emphasis: Emphasis = .none) {
      self.lines = lines
      self.minimumWidth = minimumWidth
      self.emphasis = emphasis
    }
  }

  public struct Edge: Hashable, Sendable {
    /// Indices of nodes. An edge that names no node or closes a cycle is not drawn.
    public var from: Int
    public var to: Int
    /// The colour of an edge that is in play; nil for a quiet one.
    public var light: Role?
    /// Where on the way, from 0 (the source) to 1 (the target), a value is just now.
    public var value: Double?

    public init(from: Int, to: Int, light: Role? = nil, value: Double? = nil) {
      self.from = from
      self.to = to
      self.light = light
      self.value = value
    }
  }

  public var nodes: [Node]
  public var edges: [Edge]
  /// The node that is kept in view.
  public var focus: Int?

  public init(nodes: [Node], edges: [Edge], focus: Int? = nil) {
    self.nodes = nodes
    self.edges = edges
    self.focus = focus
  }

  /// How many cells the whole drawing takes.
  public var naturalSize: Size { layout(gap: 1).size }

  /// Where a node's text is drawn inside the area; it may stick out of it.
  public func rect(of node: Int, in area: Rect) -> Rect {
    let placed = place(in: area)
    var rect = placed.layout.rect(of: node)
    rect.x += placed.origin.x
    rect.y += placed.origin.y
    return rect
  }

  /// The node under a point of the screen.
  public func node(at point: Point, in area: Rect) -> Int? {
    guard area.contains(point) else { return nil }
    let placed = place(in: area)
    let inside = Point(x: point.x - placed.origin.x, y: point.y - placed.origin.y)
    return nodes.indices.first { placed.layout.rect(of: $0).contains(inside) }
  }

  public func render(into frame: inout Frame, in area: Rect) {
    let area = area.intersection(frame.bounds)
    guard !area.isEmpty, !nodes.isEmpty else { return }
    let placed = place(in: area)
    let origin = Point(x: placed.origin.x - area.x, y: placed.origin.y - area.y)
    var canvas = Frame(area.size, medium: frame.medium)
    var wires = GraphWires(size: area.size, origin: origin)
    wires.draw(placed.layout, edges: edges)
    wires.render(into: &canvas)
    for index in nodes.indices { draw(index, at: placed.layout.rect(of: index), origin, &canvas) }
    markHiddenParts(placed.layout.size, origin, &canvas)
    frame.copy(canvas, from: canvas.bounds, to: Point(x: area.x, y: area.y))
  }

  private func draw(_ index: Int, at rect: Rect, _ origin: Point, _ canvas: inout Frame) {
    let x = rect.x + origin.x
    let y = rect.y + origin.y
    for (row, line) in nodes[index].lines.enumerated() where row > 0 {
      canvas.write(line, x: x, y: y + row)
    }
    guard let head = nodes[index].lines.first else { return }
    switch nodes[index].emphasis {
    case .none: canvas.write(head, x: x, y: y)
    case .lit(let role): canvas.write(restyled(head, Style(role, .bold)), x: x, y: y)
    case .current(let role):
      let style = Style(role, [.bold, .reverse])
      let padded = [TextRun(" ", style)] + restyled(head, style) + [TextRun(" ", style)]
      canvas.write(padded, x: x - 1, y: y)
    }
  }

  private func restyled(_ line: [TextRun], _ style: Style) -> [TextRun] {
    line.map { TextRun($0.text, style) }
  }

  private func layout(gap: Int) -> GraphLayout {
    let widths = nodes.map { node in
      node.lines.map { $0.reduce(0) { $0 + TextWidth.of($1.text) } }
    }
    let sizes = widths.map { widths in
      Size(width: widths.max() ?? 0, height: max(1, widths.count))
    }
    return GraphLayout(
      sizes: sizes, headWidths: widths.map { $0.first ?? 0 },
      minimumWidths: nodes.map(\.minimumWidth),
      edges: edges.map { ($0.from, $0.to) }, gap: gap)
  }

  /// The layout that suits an area, and where its top left corner is on the screen. Rows move
  /// together when that makes it fit.
  private func place(in area: Rect) -> (layout: GraphLayout, origin: Point) {
    var layout = layout(gap: 1)
    if layout.size.height > area.height {
      let tight = self.layout(gap: 0)
      if tight.size.height <= area.height { layout = tight }
    }
    let target = focus.map { layout.rect(of: $0) }
    let x = GraphView.offset(
      length: layout.size.width, room: area.width, from: target?.x ?? 0,
      to: target.map { $0.right } ?? 0)
    let y = GraphView.offset(
      length: layout.size.height, room: area.height, from: target?.y ?? 0,
      to: target.map { $0.bottom } ?? 0)
    return (layout, Point(x: area.x - x, y: area.y - y))
  }

  /// How far the drawing is moved so that the stretch `from..<to` shows: in steps of half the
  /// room, so that the picture stands still while the focus moves within it.
  private static func offset(length: Int, room: Int, from: Int, to: Int) -> Int {
    guard length > room, room > 0 else { return 0 }
    let step = max(1, room / 2)
    let margin = min(4, room / 8)
    var offset = 0
    while offset + room < min(to + margin, length) { offset += step }
    if offset > from { offset = from }
    return min(offset, length - room)
  }

  /// Arrows at the edges behind which the drawing goes on.
  private func markHiddenParts(_ size: Size, _ origin: Point, _ canvas: inout Frame) {
    let style = Style(.accent)
    let middle = Point(x: canvas.size.width / 2, y: canvas.size.height / 2)
    let right = canvas.size.width - 1
    let bottom = canvas.size.height - 1
    if origin.x < 0 { canvas.write("◂", x: 0, y: middle.y, style: style) }
    if origin.x + size.width > canvas.size.width {
      canvas.write("▸", x: right, y: middle.y, style: style)
    }
    if origin.y < 0 { canvas.write("▴", x: middle.x, y: 0, style: style) }
    if origin.y + size.height > canvas.size.height {
      canvas.write("▾", x: middle.x, y: bottom, style: style)
    }
  }
}

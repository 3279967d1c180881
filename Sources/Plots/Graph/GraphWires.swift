import Canvas

/// The edges of a graph as arms of cells. Lines that belong together join; a line that only
/// passes another runs over it, and the one below shows a gap.
struct GraphWires {
  private struct Wire {
    var arms: BoxArms = []
    var light: Role?
    /// The vertex whose trunk runs through the cell.
    var trunk: Int?
  }

  private let size: Size
  private let origin: Point
  private var cells: [Wire]
  private var values: [(Point, Role)] = []

  /// - Parameters:
  ///   - size: the visible part.
  ///   - origin: where the drawing's top left corner is in it.
  init(size: Size, origin: Point) {
    self.size = size
    self.origin = origin
    cells = Array(repeating: Wire(), count: size.width * size.height)
  }

  mutating func draw(_ layout: GraphLayout, edges: [GraphView.Edge]) {
    let lights = lights(layout, edges)
    for (index, vertex) in layout.vertices.enumerated() { drawTrunk(index, vertex, layout, lights) }
    for (index, vertex) in layout.vertices.enumerated() { drawOut(index, vertex, layout, lights) }
    for (index, vertex) in layout.vertices.enumerated() { drawIn(index, vertex, layout, lights) }
    for (edge, route) in zip(edges, layout.routes) {
      guard let value = edge.value, value.isFinite else { continue }
      let path = path(route, layout)
      guard !path.isEmpty else { continue }
      let place = Int((min(max(value, 0), 1) * Double(path.count - 1)).rounded())
      values.append((path[place], edge.light ?? .accent))
    }
  }

  func render(into frame: inout Frame) {
    for y in 0..<size.height {
      for x in 0..<size.width {
        let wire = cells[y * size.width + x]
        guard wire.arms != [] else { continue }
        let style = wire.light.map { Style($0, .bold) } ?? Style(.faint)
        frame.write(String(wire.arms.glyph), x: x, y: y, style: style)
      }
    }
    for (point, role) in values {
      frame.write("●", x: point.x + origin.x, y: point.y + origin.y, style: Style(role, .bold))
    }
  }

  /// A step from one layer to the next.
  private struct Step: Hashable {
    var from: Int
    var to: Int
  }

  /// The lights of the steps that lit edges take.
  private func lights(_ layout: GraphLayout, _ edges: [GraphView.Edge]) -> [Step: Role] {
    var lights: [Step: Role] = [:]
    for (edge, route) in zip(edges, layout.routes) {
      guard let light = edge.light else { continue }
      for (from, to) in zip(route, route.dropFirst()) { lights[Step(from: from, to: to)] = light }
    }
    return lights
  }

  /// The vertical line on which a vertex's inputs meet.
  private mutating func drawTrunk(
    _ index: Int, _ vertex: GraphLayout.Vertex, _ layout: GraphLayout, _ lights: [Step: Role]
  ) {
    guard let x = vertex.trunk else { return }
    let rows = vertex.inputs.map { layout.vertices[$0].row } + [vertex.row]
    guard let top = rows.min(), let bottom = rows.max() else { return }
    for y in top...bottom {
      var arms: BoxArms = []
      if y > top { arms.insert(.up) }
      if y < bottom { arms.insert(.down) }
      let light = vertex.inputs.lazy.compactMap { input -> Role? in
        let row = layout.vertices[input].row
        guard (min(row, vertex.row)...max(row, vertex.row)).contains(y) else { return nil }
        return lights[Step(from: input, to: index)]
      }.first
      change(x, y) { wire in wire = Wire(arms: arms, light: light, trunk: index) }
    }
  }

  /// The line from a vertex to the furthest of the trunks that it joins, or straight to its only
  /// target.
  private mutating func drawOut(
    _ index: Int, _ vertex: GraphLayout.Vertex, _ layout: GraphLayout, _ lights: [Step: Role]
  ) {
    let ends = vertex.outputs.map { target -> (column: Int, light: Role?) in
      (
        layout.vertices[target].trunk ?? vertex.channelEnd,
        lights[Step(from: index, to: target)]
      )
    }
    guard let end = ends.map(\.column).max() else { return }
    let start = vertex.node == nil ? vertex.x : textEnd(vertex)
    guard start <= end else { return }
    for x in start...end {
      let light = ends.lazy.filter { $0.column >= x }.compactMap(\.light).first
      let goesOn = x < end || end == vertex.channelEnd
      let arms: BoxArms = goesOn ? .horizontal : .left
      pass(x, vertex.row, arms, light) { layout.vertices[$0].inputs.contains(index) }
    }
  }

  /// The line from a trunk to its vertex; through the column of a bend, on to the next channel.
  private mutating func drawIn(
    _ index: Int, _ vertex: GraphLayout.Vertex, _ layout: GraphLayout, _ lights: [Step: Role]
  ) {
    let light = vertex.inputs.lazy.compactMap { lights[Step(from: $0, to: index)] }.first
    if let trunk = vertex.trunk {
      let end = vertex.node == nil ? vertex.x - 1 : vertex.x - 2
      change(trunk, vertex.row) { wire in
        wire.arms.insert(.right)
        wire.light = wire.light ?? light
      }
      for x in trunk + 1..<max(trunk + 1, end + 1) {
        pass(x, vertex.row, .horizontal, light) { $0 == index }
      }
    } else if vertex.node == nil, !vertex.inputs.isEmpty {
      pass(vertex.x - 1, vertex.row, .horizontal, light) { $0 == index }
    }
  }

  /// The column after a node's first line and a space.
  private func textEnd(_ vertex: GraphLayout.Vertex) -> Int {
    vertex.x + vertex.headWidth + 1
  }

  /// Draws a piece of a horizontal line. It joins a trunk that it belongs to and runs over any
  /// other.
  private mutating func pass(
    _ x: Int, _ y: Int, _ arms: BoxArms, _ light: Role?, joins: (Int) -> Bool
  ) {
    change(x, y) { wire in
      if let trunk = wire.trunk, !joins(trunk) {
        wire = Wire(arms: arms, light: light)
      } else {
        wire.arms.formUnion(arms)
        wire.light = light ?? wire.light
      }
    }
  }

  private mutating func change(_ x: Int, _ y: Int, _ body: (inout Wire) -> Void) {
    let column = x + origin.x
    let row = y + origin.y
    guard column >= 0, column < size.width, row >= 0, row < size.height else { return }
    body(&cells[row * size.width + column])
  }

  /// The cells of an edge from its source to its target.
  private func path(_ route: [Int], _ layout: GraphLayout) -> [Point] {
    var path: [Point] = []
    for (from, to) in zip(route, route.dropFirst()) {
      let source = layout.vertices[from]
      let target = layout.vertices[to]
      let start = source.node == nil ? source.x : textEnd(source)
      let end = target.node == nil ? target.x - 1 : target.x - 2
      let bend = target.trunk ?? end
      path += (start...max(start, bend)).map { Point(x: $0, y: source.row) }
      let step = target.row < source.row ? -1 : 1
      path += stride(from: source.row + step, through: target.row, by: step)
        .filter { _ in source.row != target.row }.map { Point(x: bend, y: $0) }
      path += (min(bend + 1, end)...max(bend, end)).filter { $0 > bend }
        .map { Point(x: $0, y: target.row) }
    }
    return path
  }
}

import Canvas

/// Where the nodes and edges of a directed acyclic graph go: layers from left to right, few
/// crossings, edges of horizontal and vertical pieces. Coordinates are cells from the top left
/// of the whole drawing.
///
/// The method is that of Sugiyama, Tagawa and Toda (1981): layers by longest path, long edges
/// cut by bends into steps of one layer, order within the layers by barycentres, then rows.
/// All edges that enter a vertex meet on one vertical trunk to its left.
struct GraphLayout {
  /// A node, or a bend of a long edge (`node` is nil). All edges out of one node share its bends.
  struct Vertex {
    var node: Int?
    var layer: Int
    var size: Size
    /// How much of the width the first line takes.
    var headWidth = 0
    /// The least width of the column that it stands in.
    var minimumWidth = 0
    /// The vertices of the layer before that enter this one, and of the layer after that it
    /// enters.
    var inputs: [Int] = []
    var outputs: [Int] = []
    var x = 0
    /// The row of the node's first line, where edges arrive and leave.
    var row = 0
    /// The column of the trunk that its inputs meet on; nil when its one input comes straight.
    var trunk: Int?
    /// The last column that this vertex and its edges out may fill before the next layer.
    var channelEnd = 0
  }

  private(set) var vertices: [Vertex] = []
  /// The vertices of each layer from top to bottom.
  private(set) var layers: [[Int]] = []
  private(set) var size = Size(width: 0, height: 0)
  /// For each edge, the vertices from its source to its target; empty for an edge that is not
  /// drawn (it names no node, or closes a cycle).
  private(set) var routes: [[Int]] = []

  /// - Parameters:
  ///   - sizes: the extents of the nodes' texts.
  ///   - headWidths: the widths of their first lines.
  ///   - minimumWidths: what they keep free, so that nothing moves when a text grows.
  ///   - edges: pairs of node indices, from and to.
  ///   - gap: how many empty rows stand between the nodes of a layer.
  init(
    sizes: [Size], headWidths: [Int], minimumWidths: [Int], edges: [(from: Int, to: Int)], gap: Int
  ) {
    let depths = GraphLayout.depths(count: sizes.count, edges: edges)
    vertices = sizes.indices.map { node in
      Vertex(
        node: node, layer: depths[node], size: sizes[node], headWidth: headWidths[node],
        minimumWidth: minimumWidths[node])
    }
    connect(edges)
    layers = Array(repeating: [], count: (vertices.map(\.layer).max() ?? -1) + 1)
    for index in vertices.indices { layers[vertices[index].layer].append(index) }
    layers = GraphOrder(vertices: vertices, layers: layers).best
    let rows = GraphRows(vertices: vertices, layers: layers, gap: gap).rows
    for index in vertices.indices { vertices[index].row = rows[index] }
    placeColumns()
    let bottom = vertices.map { $0.row + $0.size.height }.max() ?? 0
    size = Size(width: vertices.map { $0.x + $0.size.width }.max() ?? 0, height: bottom)
  }

  /// The rectangle of a node's text.
  func rect(of node: Int) -> Rect {
    guard vertices.indices.contains(node), vertices[node].node == node else {
      return Rect(Size(width: 0, height: 0))
    }
    let vertex = vertices[node]
    return Rect(x: vertex.x, y: vertex.row, width: vertex.size.width, height: vertex.size.height)
  }

  /// Each node's layer: the longest way from a source. Sources move right, up to what they feed.
  private static func depths(count: Int, edges: [(from: Int, to: Int)]) -> [Int] {
    var outputs = Array(repeating: [Int](), count: count)
    var waiting = Array(repeating: 0, count: count)
    for edge in edges where isProper(edge, count: count) {
      outputs[edge.from].append(edge.to)
      waiting[edge.to] += 1
    }
    let isSource = waiting.map { $0 == 0 }
    var depths = Array(repeating: 0, count: count)
    var ready = waiting.indices.filter { isSource[$0] }
    while let node = ready.popLast() {
      for next in outputs[node] {
        depths[next] = max(depths[next], depths[node] + 1)
        waiting[next] -= 1
        if waiting[next] == 0 { ready.append(next) }
      }
    }
    for node in 0..<count where isSource[node] {
      let first = outputs[node].map { depths[$0] }.min() ?? 1
      depths[node] = max(0, first - 1)
    }
    return depths
  }

  private static func isProper(_ edge: (from: Int, to: Int), count: Int) -> Bool {
    (0..<count).contains(edge.from) && (0..<count).contains(edge.to) && edge.from != edge.to
  }

  /// Makes the steps between layers, with bends where an edge spans more than one.
  private mutating func connect(_ edges: [(from: Int, to: Int)]) {
    let count = vertices.count
    var bends: [Int: [Int]] = [:]
    for edge in edges {
      guard GraphLayout.isProper(edge, count: count),
        vertices[edge.from].layer < vertices[edge.to].layer
      else {
        routes.append([])
        continue
      }
      var route = [edge.from]
      let span = vertices[edge.to].layer - vertices[edge.from].layer
      for step in 1..<max(span, 1) {
        if step > bends[edge.from, default: []].count {
          let layer = vertices[edge.from].layer + step
          vertices.append(Vertex(node: nil, layer: layer, size: Size(width: 0, height: 1)))
          bends[edge.from, default: []].append(vertices.count - 1)
        }
        if let bend = bends[edge.from]?[step - 1] { route.append(bend) }
      }
      route.append(edge.to)
      for (from, to) in zip(route, route.dropFirst()) where !vertices[from].outputs.contains(to) {
        vertices[from].outputs.append(to)
        vertices[to].inputs.append(from)
      }
      routes.append(route)
    }
  }

  /// Columns of the layers, with the trunks between them.
  private mutating func placeColumns() {
    var x = 0
    for (depth, layer) in layers.enumerated() {
      if depth > 0 {
        let channel = GraphChannel(vertices: vertices, targets: layer)
        for (vertex, track) in channel.tracks { vertices[vertex].trunk = x + 2 + 2 * track }
        let width = max(5, 2 * channel.trackCount + 3)
        for vertex in layers[depth - 1] { vertices[vertex].channelEnd = x + width - 2 }
        x += width
      }
      for vertex in layer { vertices[vertex].x = x }
      x += layer.map { max(vertices[$0].size.width, vertices[$0].minimumWidth) }.max() ?? 0
    }
  }
}

/// The row of each vertex: near the middle of its neighbours, in the given order, without
/// overlap.
struct GraphRows {
  private let vertices: [GraphLayout.Vertex]
  private let layers: [[Int]]
  private let gap: Int
  private(set) var rows: [Int]
  private var wished: [Double]

  private static let sweeps = 6

  init(vertices: [GraphLayout.Vertex], layers: [[Int]], gap: Int) {
    self.vertices = vertices
    self.layers = layers
    self.gap = gap
    rows = Array(repeating: 0, count: vertices.count)
    wished = Array(repeating: 0, count: vertices.count)
    for layer in layers { spread(layer, around: layer.map { _ in 0 }) }
    for sweep in 0..<GraphRows.sweeps {
      let isForward = sweep.isMultiple(of: 2)
      for layer in isForward ? layers : layers.reversed() {
        spread(layer, around: layer.map { middle(of: $0, forward: isForward) })
      }
    }
    settle()
  }

  /// Where a vertex would like to be. Going back, a vertex moves only for what it feeds; going
  /// forth, only for what feeds it.
  private func middle(of vertex: Int, forward: Bool) -> Double {
    let neighbours = forward ? vertices[vertex].inputs : vertices[vertex].outputs
    guard !neighbours.isEmpty else { return wished[vertex] }
    return neighbours.reduce(0) { $0 + wished[$1] } / Double(neighbours.count)
  }

  /// The rows a vertex needs until the next one may start.
  private func pitch(_ vertex: Int) -> Double {
    Double(vertices[vertex].size.height + (vertices[vertex].node == nil ? 0 : gap))
  }

  /// Places a layer's vertices so that the squared distances to the targets are least and none
  /// overlap: pooling adjacent violators on the targets less the space that the earlier ones
  /// need.
  private mutating func spread(_ layer: [Int], around targets: [Double]) {
    var offsets: [Double] = []
    var pools: [(sum: Double, count: Int)] = []
    var offset = 0.0
    for (vertex, target) in zip(layer, targets) {
      offsets.append(offset)
      pools.append((target - offset, 1))
      offset += pitch(vertex)
      while pools.count > 1 {
        let last = pools[pools.count - 1]
        let before = pools[pools.count - 2]
        guard last.sum / Double(last.count) < before.sum / Double(before.count) else { break }
        pools.removeLast()
        pools[pools.count - 1] = (last.sum + before.sum, last.count + before.count)
      }
    }
    var index = 0
    for pool in pools {
      for _ in 0..<pool.count {
        wished[layer[index]] = pool.sum / Double(pool.count) + offsets[index]
        index += 1
      }
    }
  }

  /// Whole rows, from left to right. A vertex keeps off the rows of edges that pass before it to
  /// others, because its own edge would run into theirs.
  private mutating func settle() {
    let top = wished.min() ?? 0
    for layer in layers {
      var free = Int.min / 2
      for vertex in layer {
        let taken = takenRows(before: vertex)
        var row = max(straight(vertex, top: top), free)
        if taken.contains(row) {
          row = row - 1 >= free && !taken.contains(row - 1) ? row - 1 : row + 1
          while taken.contains(row) { row += 1 }
        }
        rows[vertex] = row
        free = row + Int(pitch(vertex))
      }
    }
    let first = rows.min() ?? 0
    rows = rows.map { $0 - first }
  }

  /// The row that a vertex wishes for, or that of its only input when a straight line costs
  /// little: a bend may always move up to it.
  private func straight(_ vertex: Int, top: Double) -> Int {
    let wish = Int((wished[vertex] - top).rounded(.toNearestOrAwayFromZero))
    guard vertices[vertex].inputs.count == 1, let input = vertices[vertex].inputs.first else {
      return wish
    }
    let isNear =
      rows[input] - wish <= 1 && (vertices[vertex].node == nil || wish - rows[input] <= 1)
    return isNear ? rows[input] : wish
  }

  private func takenRows(before vertex: Int) -> Set<Int> {
    let layer = vertices[vertex].layer
    guard layer > 0 else { return [] }
    var taken: Set<Int> = []
    for source in layers[layer - 1] where !vertices[source].outputs.isEmpty {
      let isStraight =
        vertices[source].outputs.contains(vertex)
        && (vertices[source].outputs.count == 1 || vertices[vertex].inputs.count == 1)
      if !isStraight { taken.insert(rows[source]) }
    }
    return taken
  }
}

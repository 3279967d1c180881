/// The order of vertices within their layers. The natural one follows the leaves that a
/// vertex is made from, in the caller's order; sweeps by barycentre replace it when they save
/// more than one crossing.
struct GraphOrder {
  let vertices: [GraphLayout.Vertex]
  private(set) var best: [[Int]]

  private static let sweeps = 8

  init(vertices: [GraphLayout.Vertex], layers: [[Int]]) {
    self.vertices = vertices
    best = GraphOrder.natural(vertices, layers)
    var order = best
    var bar = crossings(best) - 1
    for sweep in 0..<GraphOrder.sweeps where bar > 0 {
      reorder(&order, forward: !sweep.isMultiple(of: 2))
      let count = crossings(order)
      if count < bar { (best, bar) = (order, count) }
    }
  }

  private static func natural(_ vertices: [GraphLayout.Vertex], _ layers: [[Int]]) -> [[Int]] {
    var keys = vertices.indices.map(Double.init)
    return layers.map { layer in
      for vertex in layer where !vertices[vertex].inputs.isEmpty {
        let inputs = vertices[vertex].inputs
        keys[vertex] = inputs.reduce(0) { $0 + keys[$1] } / Double(inputs.count)
      }
      return layer.sorted { (keys[$0], $0) < (keys[$1], $1) }
    }
  }

  private func positions(_ layers: [[Int]]) -> [Double] {
    var positions = Array(repeating: 0.0, count: vertices.count)
    for layer in layers {
      for (place, vertex) in layer.enumerated() { positions[vertex] = Double(place) }
    }
    return positions
  }

  private func reorder(_ layers: inout [[Int]], forward: Bool) {
    var positions = positions(layers)
    let indices = forward ? Array(layers.indices) : layers.indices.reversed()
    for index in indices {
      var keys: [Int: Double] = [:]
      for vertex in layers[index] {
        let neighbours = forward ? vertices[vertex].inputs : vertices[vertex].outputs
        keys[vertex] =
          neighbours.isEmpty
          ? positions[vertex]
          : neighbours.reduce(0) { $0 + positions[$1] } / Double(neighbours.count)
      }
      let sorted = layers[index].enumerated().sorted { a, b in
        let (ka, kb) = (keys[a.element] ?? 0, keys[b.element] ?? 0)
        return ka == kb ? a.offset < b.offset : ka < kb
      }
      layers[index] = sorted.map(\.element)
      for (place, vertex) in layers[index].enumerated() { positions[vertex] = Double(place) }
    }
  }

  private func crossings(_ layers: [[Int]]) -> Int {
    let positions = positions(layers)
    var count = 0
    for layer in layers {
      var passed: [Double] = []
      for vertex in layer {
        let ends = vertices[vertex].outputs.map { positions[$0] }
        for end in ends { count += passed.count { $0 > end } }
        passed += ends
      }
    }
    return count
  }
}

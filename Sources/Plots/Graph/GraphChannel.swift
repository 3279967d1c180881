/// The space between two layers: which vertical track each trunk takes. Trunks whose rows don't
/// overlap may share a track; the order of the others is the one with the fewest crossings that
/// exchanging neighbours finds.
struct GraphChannel {
  /// The track of each vertex that has a trunk.
  private(set) var tracks: [Int: Int] = [:]
  private(set) var trackCount = 0

  private struct Trunk {
    var vertex: Int
    var row: Int
    var inputs: [Int]
    var rows: ClosedRange<Int>
  }

  init(vertices: [GraphLayout.Vertex], targets: [Int]) {
    var trunks: [Trunk] = []
    for vertex in targets {
      let row = vertices[vertex].row
      let inputs = vertices[vertex].inputs.map { vertices[$0].row }
      guard let low = inputs.min(), let high = inputs.max(), low != row || high != row else {
        continue
      }
      trunks.append(
        Trunk(vertex: vertex, row: row, inputs: inputs, rows: min(low, row)...max(high, row)))
    }
    order(&trunks)
    assign(trunks)
  }

  /// How many lines cross when `left` stands to the left of `right`.
  private static func crossings(_ left: Trunk, _ right: Trunk) -> Int {
    let passing = right.inputs.filter { left.rows.contains($0) && !left.inputs.contains($0) }
    return passing.count + (right.rows.contains(left.row) ? 1 : 0)
  }

  private func order(_ trunks: inout [Trunk]) {
    for _ in 0..<trunks.count {
      var isSettled = true
      for index in trunks.indices.dropFirst() {
        let here = GraphChannel.crossings(trunks[index - 1], trunks[index])
        if GraphChannel.crossings(trunks[index], trunks[index - 1]) < here {
          trunks.swapAt(index - 1, index)
          isSettled = false
        }
      }
      if isSettled { return }
    }
  }

  /// Each trunk goes to the first track right of all trunks before it that it overlaps.
  private mutating func assign(_ trunks: [Trunk]) {
    for (index, trunk) in trunks.enumerated() {
      var track = 0
      for earlier in trunks[..<index] where earlier.rows.overlaps(trunk.rows) {
        track = max(track, (tracks[earlier.vertex] ?? 0) + 1)
      }
      tracks[trunk.vertex] = track
      trackCount = max(trackCount, track + 1)
    }
  }
}

import Languages

/// Put steps in order.
struct OrderKind: QuestionKind {
  static let name = "order"
  static let fields = ["steps", "alternatives", "say"]
  /// In right order.
  let steps: [String]
  /// Further right orders, as indices into `steps`.
  let alternatives: [[Int]]
  let say: String

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: AnyKey.self)
    steps = try fields.value("steps")
    alternatives = try fields.list("alternatives")
    say = try fields.value("say")
  }

  var faults: [String] {
    var faults: [String] = []
    if steps.count < 3 { faults.append("`steps` needs three or more") }
    for (index, order) in alternatives.enumerated() where order.sorted() != Array(steps.indices) {
      faults.append(
        "alternatives[\(index)] is to name each of 0…\(steps.count - 1) once, like [1, 0, 2]")
    }
    return faults
  }

  var skeleton: [String: String] {
    ["steps": String(steps.count), "alternatives": "\(alternatives)"]
  }

  func pose(in scene: Scene) throws -> any PosedQuestion {
    guard faults.isEmpty else { throw scene.failure("steps", faults.joined(separator: "; ")) }
    let right = [Array(steps.indices)] + alternatives
    var dice = scene.dice("steps")
    // Presented in an order that is wrong, so that there is something to do.
    var shown = Array(steps.indices)
    for _ in 0..<100 where right.contains(shown) { shown = dice.shuffled(shown) }
    let texts = try steps.enumerated().map { index, step in
      try scene.fill(step, part: "steps[\(index)]")
    }
    return PosedOrder(
      steps: texts, shown: shown, right: right, say: try scene.fill(say, part: "say"))
  }
}

private struct PosedOrder: PosedQuestion {
  let steps: [String]
  /// Which step is presented at each place.
  let shown: [Int]
  let right: [[Int]]
  let say: String

  var presentation: Presentation { .steps(shown.map { steps[$0] }) }
  var key: Entry { entry(right[0]) }
  var keyText: String { steps.joined(separator: " → ") }

  /// The order as it is presented, the right one backwards, and each exchange of two neighbours.
  var traps: [Trap] {
    var orders = [shown, Array(right[0].reversed())]
    for place in steps.indices.dropLast() {
      var order = right[0]
      order.swapAt(place, place + 1)
      orders.append(order)
    }
    return orders.filter { !right.contains($0) }.map { Trap(part: "say", entry: entry($0)) }
  }

  private func entry(_ order: [Int]) -> Entry {
    .order(order.compactMap { shown.firstIndex(of: $0) })
  }

  func judge(_ entry: Entry, language: Language) -> Verdict {
    guard case .order(let places) = entry, places.sorted() == Array(shown.indices) else {
      return .unreadable(language("Put every step in its place."))
    }
    let order = places.map { shown[$0] }
    if right.contains(order) {
      return Verdict(.right, parts: Array(repeating: true, count: order.count))
    }
    // Compared with the right order that is nearest to what the learner put.
    let comparisons = right.map { zip($0, order).map { $0 == $1 } }
    let nearest = comparisons.max { a, b in a.count { $0 } < b.count { $0 } }
    return Verdict(.wrong, feedback: [say], parts: nearest ?? [])
  }
}

import Autograd
import Tensors

/// A computation that is walked forth and back: forward one node at a time, backward one edge at
/// a time, then the update of the leaves, and forward again. It holds what the engine's own
/// backward pass did; nothing is computed a second way.
struct StepperWalk {
  enum Phase: Int, CaseIterable { case forward, backward, update }

  /// What happened last at a place of the walk.
  enum Move: Equatable {
    /// Only the leaves are known.
    case begin
    /// This node was computed.
    case compute(Int)
    /// ∂L/∂L = 1
    case seed
    /// The step of the backward pass with this number was taken.
    case pass(Int)
    /// Every leaf took a step against its gradient.
    case update
  }

  /// One forward and one backward pass with the same leaves.
  struct Round {
    let trace: Trace
    /// The computed nodes, in the order in which they are computed.
    let computed: [Int]
    let steps: [BackwardStep]
    /// For each node, the steps that add to its gradient.
    let terms: [[Int]]
    /// Which set of values this is.
    let edition: Int

    init(_ trace: Trace, edition: Int) throws {
      self.trace = trace
      self.edition = edition
      computed = trace.nodes.indices.filter { !trace.nodes[$0].isLeaf }
      var pass = try BackwardPass(trace)
      var steps: [BackwardStep] = []
      while let step = try pass.advance() { steps.append(step) }
      var terms = Array(repeating: [Int](), count: trace.nodes.count)
      for (index, step) in steps.enumerated() { terms[step.target].append(index) }
      self.steps = steps
      self.terms = terms
    }

    /// The value of the last node.
    var loss: Double { (try? trace.nodes[trace.output].value.item()) ?? .nan }

    /// The place of the seed: the first of the backward phase.
    var seedPlace: Int { computed.count + 1 }
    var updatePlace: Int { seedPlace + steps.count + 1 }
    /// The gradient of a leaf after the whole pass.
    func gradient(of node: Int) -> Tensor? { terms[node].last.map { steps[$0].after } }
  }

  private(set) var rounds: [Round]
  private(set) var round = 0
  /// 0 is the beginning of the round.
  private(set) var place = 0
  /// α, the size of an update's step.
  let rate: Double
  private var editions = 0

  init(_ trace: Trace, rate: Double) throws {
    rounds = [try Round(trace, edition: 0)]
    self.rate = rate
  }

  // MARK: What stands now

  var now: Round { rounds[round] }
  var trace: Trace { now.trace }
  /// Changes whenever the leaves' values do.
  var edition: Int { now.edition }
  var output: Int { trace.output }
  var move: Move { move(at: place) }

  func move(at place: Int) -> Move {
    if place <= 0 { return .begin }
    if place <= now.computed.count { return .compute(now.computed[place - 1]) }
    if place == now.seedPlace { return .seed }
    return place < now.updatePlace ? .pass(place - now.seedPlace - 1) : .update
  }

  var phase: Phase {
    switch move {
    case .begin, .compute: .forward
    case .seed, .pass: .backward
    case .update: .update
    }
  }

  /// Which step of its phase this is, and how many the phase has.
  var progress: (step: Int, count: Int) {
    switch phase {
    case .forward: (place, now.computed.count)
    case .backward: (place - now.seedPlace, now.steps.count)
    case .update: (1, 1)
    }
  }

  /// The value of a node, once it is computed; after an update that of the leaf's new value.
  func value(of node: Int) -> Tensor? {
    guard trace.nodes.indices.contains(node) else { return nil }
    if trace.nodes[node].isLeaf {
      return move == .update ? updated?.trace.nodes[node].value : trace.nodes[node].value
    }
    let isKnown = place >= now.seedPlace || now.computed.prefix(place).contains(node)
    return isKnown ? trace.nodes[node].value : nil
  }

  /// How many steps of the backward pass were taken.
  var passed: Int { min(max(0, place - now.seedPlace), now.steps.count) }

  /// The steps that added to a node's gradient so far.
  func terms(of node: Int) -> [BackwardStep] {
    guard now.terms.indices.contains(node) else { return [] }
    return now.terms[node].filter { $0 < passed }.map { now.steps[$0] }
  }

  /// How many terms a node's gradient is the sum of.
  func termCount(of node: Int) -> Int {
    now.terms.indices.contains(node) ? now.terms[node].count : 0
  }

  /// ∂L/∂node as far as it is known.
  func gradient(of node: Int) -> Tensor? {
    guard place >= now.seedPlace else { return nil }
    if node == output { return try? Tensor.ones(like: trace.nodes[node].value) }
    return terms(of: node).last?.after
  }

  /// Whether every term of a node's gradient is known.
  func isComplete(_ node: Int) -> Bool {
    gradient(of: node) != nil && terms(of: node).count == termCount(of: node)
  }

  /// The round with the new values; nil before the update.
  var updated: Round? {
    move == .update && rounds.indices.contains(round + 1) ? rounds[round + 1] : nil
  }

  /// The losses of all rounds so far, and of the update.
  var losses: [Double] {
    rounds.prefix(round + (updated == nil ? 1 : 2)).map(\.loss)
  }

  /// The leaves that an update changes.
  var trainable: [Int] {
    trace.nodes.indices.filter { trace.nodes[$0].isLeaf && trace.nodes[$0].requiresGradient }
  }

  /// The node that the last move is about.
  var nodeAtHand: Int? {
    switch move {
    case .begin, .update: nil
    case .compute(let node): node
    case .seed: output
    case .pass(let step): now.steps[step].target
    }
  }

  /// The next step of the backward pass, if that is what comes next.
  var nextPass: Int? {
    guard case .pass(let step) = move(at: place + 1), place < now.updatePlace else { return nil }
    return step
  }

  // MARK: Moving

  /// One step on; after the update the next round begins.
  mutating func advance() throws {
    if place < now.updatePlace {
      if place + 1 == now.updatePlace { try prepareUpdate() }
      place += 1
    } else {
      round += 1
      place = 0
    }
  }

  /// One step back; exactly what `advance` did is undone.
  mutating func retreat() {
    if place > 0 {
      place -= 1
    } else if round > 0 {
      round -= 1
      place = now.updatePlace
    }
  }

  /// To the first place of a phase. Where the phase is behind an update, it is that of the next
  /// round.
  mutating func go(to phase: Phase) throws {
    if move == .update { try advance() }
    switch phase {
    case .forward: place = 0
    case .backward: place = now.seedPlace
    case .update:
      try prepareUpdate()
      place = now.updatePlace
    }
  }

  mutating func goToStart() { place = 0 }

  /// To a place of this round.
  mutating func go(to place: Int) throws {
    if place >= now.updatePlace { try prepareUpdate() }
    self.place = min(max(0, place), now.updatePlace)
  }

  mutating func goToEnd() throws { if move != .update { try go(to: .update) } }

  private mutating func nextRound(_ trace: Trace) throws -> Round {
    editions += 1
    return try Round(trace, edition: editions)
  }

  private mutating func prepareUpdate() throws {
    guard rounds.count == round + 1 else { return }
    var trace = now.trace
    let rate = try Tensor.number(rate)
    let changes = try trainable.compactMap { leaf in
      try now.gradient(of: leaf).map { gradient in
        (leaf: leaf, value: try trace.nodes[leaf].value - rate * gradient)
      }
    }
    try trace.setLeaves(changes)
    rounds.append(try nextRound(trace))
  }

  // MARK: Changing

  /// Puts another value into a leaf; everything is computed again, and rounds that followed are
  /// forgotten.
  mutating func set(_ leaf: Int, to value: Tensor) throws {
    if move == .update { try advance() }
    var trace = now.trace
    try trace.setLeaf(leaf, to: value)
    let changed = try nextRound(trace)
    rounds.removeSubrange(round...)
    rounds.append(changed)
  }
}

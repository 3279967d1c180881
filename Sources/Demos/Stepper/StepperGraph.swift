import Autograd
import Canvas
import Plots
import Tensors

/// The computation as a graph of boxes and lines: what is known at the walk's place, and what is
/// in play in this step.
struct StepperGraph {
  let walk: StepperWalk
  let names: StepperNames
  /// The node that the learner picked, in place of the one at hand.
  var selection: Int?
  /// The step whose gradient is asked for.
  var asked: Int?
  /// How far a value has come along the edge in play, from 0 to 1.
  var travel: Double?
  var isDetailed = false
  /// The measured derivatives of the nodes, where they are shown.
  var differences: [Int: [Double]]?

  private var trace: Trace { walk.trace }

  /// The nodes that are drawn: bare numbers stand with the operation that uses them.
  var shown: [Int] {
    trace.nodes.indices.filter { StepperNames.number(trace.nodes[$0]) == nil }
  }

  var view: GraphView {
    let shown = shown
    let places = Dictionary(uniqueKeysWithValues: shown.enumerated().map { ($1, $0) })
    let edges = shown.flatMap { node in
      trace.nodes[node].inputs.enumerated().compactMap { input, source -> GraphView.Edge? in
        guard let from = places[source], let to = places[node] else { return nil }
        let light = light(source, node, input)
        return GraphView.Edge(
          from: from, to: to, light: light, value: light == nil ? nil : travelled)
      }
    }
    return GraphView(
      nodes: shown.map(node), edges: edges, focus: focus.flatMap { places[$0] })
  }

  /// The node of the computation that the drawing shows as its node `place`.
  func node(at place: Int) -> Int? {
    let shown = shown
    return shown.indices.contains(place) ? shown[place] : nil
  }

  private var focus: Int? { selection ?? asked.map { walk.now.steps[$0].target } ?? walk.nodeAtHand }

  /// A gradient goes against the edges.
  private var travelled: Double? {
    travel.map { walk.phase == .backward ? 1 - $0 : $0 }
  }

  // MARK: What is lit

  private func light(_ source: Int, _ node: Int, _ input: Int) -> Role? {
    if let asked {
      let step = walk.now.steps[asked]
      return step.node == node && step.input == input ? .warning : nil
    }
    switch walk.move {
    case .compute(node): return .accent
    case .pass(let index):
      let step = walk.now.steps[index]
      return step.node == node && step.input == input ? .accent : nil
    default: return nil
    }
  }

  private func emphasis(_ node: Int) -> GraphView.Emphasis {
    if node == focus { return .current(asked == nil || selection == node ? .accent : .warning) }
    if let asked { return walk.now.steps[asked].node == node ? .lit(.accent) : .none }
    switch walk.move {
    case .compute(let computed):
      return trace.nodes[computed].inputs.contains(node) ? .lit(.accent) : .none
    case .pass(let index): return walk.now.steps[index].node == node ? .lit(.accent) : .none
    case .update: return walk.trainable.contains(node) ? .lit(.change) : .none
    case .begin, .seed: return .none
    }
  }

  // MARK: Nodes

  private func node(_ node: Int) -> GraphView.Node {
    var lines = [head(node)]
    if !trace.nodes[node].isLeaf { lines.append(value(node)) }
    if isDetailed { lines += details(node) }
    if trace.nodes[node].requiresGradient {
      lines.append(gradient(node))
      if let measured = differences?[node] { lines.append(difference(node, measured)) }
    }
    return GraphView.Node(lines: lines, minimumWidth: width(node), emphasis: emphasis(node))
  }

  /// Room for any number that may come, so that nothing moves.
  private func width(_ node: Int) -> Int {
    let value = trace.nodes[node].value
    let isLeaf = trace.nodes[node].isLeaf
    guard value.rank == 1, value.count <= StepperText.elementLimit else { return isLeaf ? 12 : 10 }
    return 4 + value.count * 8
  }

  private func head(_ node: Int) -> [TextRun] {
    let name = TextRun(names[node], Style(.heading, .bold))
    guard let operation = trace.nodes[node].operation else {
      return [name, TextRun(" ")] + value(node)
    }
    return [name, TextRun(" = ", Style(.faint)), TextRun(label(node, operation), Style(.formula))]
  }

  /// The operation's symbol, with the bare number that it works with.
  private func label(_ node: Int, _ operation: Operation) -> String {
    let symbol = operation.rule.symbol
    let numbers = trace.nodes[node].inputs.map { StepperNames.number(trace.nodes[$0]) }
    switch (operation, numbers.count) {
    case (.negate, _): return "−( )"
    case (.power, 2):
      guard let exponent = numbers[1] else { return symbol }
      return "( )" + (["2": "²", "3": "³"][exponent] ?? "^\(exponent)")
    case (_, 2):
      if let number = numbers[0] { return "\(number) \(symbol)" }
      return numbers[1].map { "\(symbol) \($0)" } ?? symbol
    default: return symbol
    }
  }

  private func value(_ node: Int) -> [TextRun] {
    guard let value = walk.value(of: node) else { return [] }
    let isNew = walk.move == .compute(node) || walk.move == .update && walk.trainable.contains(node)
    return [TextRun(StepperText.short(value), isNew ? Style(.change, .bold) : Style(.text))]
  }

  private func gradient(_ node: Int) -> [TextRun] {
    if let asked, walk.now.steps[asked].target == node, walk.terms(of: node).isEmpty {
      return [TextRun("∂ ?", Style(.warning, .bold))]
    }
    guard let gradient = walk.gradient(of: node) else { return [] }
    let text = StepperText.short(gradient) + (walk.isComplete(node) ? "" : " + …")
    let style = isNew(gradientOf: node) ? Style(.change, .bold) : StepperText.style(of: gradient)
    return [TextRun("∂ ", Style(.faint)), TextRun(text, style)]
  }

  private func isNew(gradientOf node: Int) -> Bool {
    switch walk.move {
    case .pass(let index): walk.now.steps[index].target == node
    case .seed: node == walk.output
    default: false
    }
  }

  /// The measured derivative and the relative error of the gradient beside it.
  private func difference(_ node: Int, _ measured: [Double]) -> [TextRun] {
    guard walk.isComplete(node), let gradient = walk.gradient(of: node) else { return [] }
    let error = StepperText.relativeError(measured, gradient.doubles)
    let text = measured.count == 1 ? NumberFormat()(measured[0]) + " " : ""
    return [
      TextRun("≈ " + text, Style(.faint)),
      TextRun("±" + NumberFormat(significant: 1)(error), Style(error < 1e-4 ? .good : .bad)),
    ]
  }

  /// How the number came about, or the elements of a vector one below the other.
  private func details(_ node: Int) -> [[TextRun]] {
    guard let value = walk.value(of: node) else { return [] }
    let style = Style(.faint)
    if value.rank == 0 {
      guard !trace.nodes[node].isLeaf else { return [] }
      return [[TextRun(StepperText.computation(of: node, in: trace, names), style)]]
    }
    guard value.count > StepperText.elementLimit || value.rank > 1 else { return [] }
    return [[TextRun(Shapes.describe(value.shape), style)]]
  }
}

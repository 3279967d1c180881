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
  /// Whether what could stand side by side stands one below the other: narrower, and higher.
  var isStacked = false

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

  private var focus: Int? {
    selection ?? asked.map { walk.now.steps[$0].target } ?? walk.nodeAtHand
  }

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
    let value = walk.value(of: node)
    var lines = [head(node)]
    if let value {
      let isInHead = trace.nodes[node].isLeaf && !isTall(value)
      if !isInHead { lines += texts(value).map { [TextRun($0, valueStyle(node))] } }
    } else {
      lines += texts(trace.nodes[node].value).map { _ in [] }
    }
    if isDetailed { lines += details(node) }
    if trace.nodes[node].requiresGradient {
      lines += gradient(node)
      if let measured = differences?[node] { lines += difference(node, measured) }
    }
    return GraphView.Node(lines: lines, minimumWidth: width(node), emphasis: emphasis(node))
  }

  /// Room for every number that comes in this round, so that nothing moves.
  private func width(_ node: Int) -> Int {
    let value = trace.nodes[node].value
    let isInHead = trace.nodes[node].isLeaf && !isTall(value)
    let prefix = isInHead ? names[node] + " " : ""
    let terms = walk.now.terms[node].map { walk.now.steps[$0] }
    let gradients = terms.enumerated().flatMap { place, step in
      texts(step.after).map { "∂ " + $0 + (place + 1 < terms.count ? " + …" : "") }
    }
    return (texts(value).map { prefix + $0 } + gradients).map(TextWidth.of).max() ?? 0
  }

  /// Whether a vector's elements stand one below the other.
  private func isTall(_ tensor: Tensor) -> Bool { isStacked && tensor.rank == 1 }

  /// A value as the lines that it takes.
  private func texts(_ tensor: Tensor) -> [String] {
    isTall(tensor) && tensor.count <= StepperText.elementLimit
      ? NumberFormat().column(tensor.doubles) : [StepperText.short(tensor)]
  }

  private func head(_ node: Int) -> [TextRun] {
    let name = TextRun(names[node], Style(.heading, .bold))
    guard let operation = trace.nodes[node].operation else {
      guard let value = walk.value(of: node), !isTall(value) else { return [name] }
      return [name, TextRun(" " + StepperText.short(value), valueStyle(node))]
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

  private func valueStyle(_ node: Int) -> Style {
    let isNew = walk.move == .compute(node) || walk.move == .update && walk.trainable.contains(node)
    return isNew ? Style(.change, .bold) : Style(.text)
  }

  private func gradient(_ node: Int) -> [[TextRun]] {
    let room = texts(trace.nodes[node].value).map { _ in [TextRun]() }
    if let asked, walk.now.steps[asked].target == node, walk.terms(of: node).isEmpty {
      return [[TextRun("∂ ?", Style(.warning, .bold))]] + room.dropFirst()
    }
    guard let gradient = walk.gradient(of: node) else { return room }
    let style = isNew(gradientOf: node) ? Style(.change, .bold) : StepperText.style(of: gradient)
    let rest = walk.isComplete(node) ? "" : " + …"
    return texts(gradient).enumerated().map { place, text in
      [TextRun(place == 0 ? "∂ " : "  ", Style(.faint)), TextRun(text + rest, style)]
    }
  }

  private func isNew(gradientOf node: Int) -> Bool {
    switch walk.move {
    case .pass(let index): walk.now.steps[index].target == node
    case .seed: node == walk.output
    default: false
    }
  }

  /// The measured derivative and the relative error of the gradient beside it.
  private func difference(_ node: Int, _ measured: [Double]) -> [[TextRun]] {
    let isSplit = isStacked && trace.nodes[node].value.rank == 0
    guard walk.isComplete(node), !measured.isEmpty, let gradient = walk.gradient(of: node) else {
      return isSplit ? [[], []] : [[]]
    }
    let error = StepperText.relativeError(measured, gradient.doubles)
    let number = measured.count == 1 ? "≈ " + NumberFormat()(measured[0]) : ""
    let runs = [
      TextRun(number, Style(.faint)),
      TextRun("± " + NumberFormat(significant: 1)(error), Style(error < 1e-4 ? .good : .bad)),
    ]
    if isSplit { return runs.map { [$0] } }
    return [number.isEmpty ? [runs[1]] : [runs[0], TextRun(" "), runs[1]]]
  }

  /// How the number came about, or the elements of a vector one below the other.
  private func details(_ node: Int) -> [[TextRun]] {
    guard let value = walk.value(of: node) else { return [] }
    let style = Style(.faint)
    if value.rank == 0 {
      guard !trace.nodes[node].isLeaf,
        trace.nodes[node].inputs.allSatisfy({ trace.nodes[$0].value.count == 1 })
      else { return [] }
      return [[TextRun(StepperText.computation(of: node, in: trace, names), style)]]
    }
    guard value.count > StepperText.elementLimit || value.rank > 1 else { return [] }
    return [[TextRun(Shapes.describe(value.shape), style)]]
  }
}

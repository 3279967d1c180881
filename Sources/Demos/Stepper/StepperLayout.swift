import Canvas
import Languages
import Plots
import Tensors

/// Where the parts of the stepper go in an area: a line that says where one is, the graph, the
/// rule of this step, and a line with the losses so far.
struct StepperLayout {
  private let demo: StepperDemo
  private let head: Rect
  /// Where the graph is drawn.
  let graph: Rect
  private let panel: Rect
  private let foot: Rect
  let view: GraphView

  private static let panelHeights = (least: 8, most: 11)

  init(_ demo: StepperDemo, _ area: Rect) {
    self.demo = demo
    view = Self.view(demo, width: area.width)
    let (head, rest) = area.split(top: area.height >= 4 ? 1 : 0)
    let (body, foot) = rest.split(bottom: area.height >= 12 ? 1 : 0)
    let natural = view.naturalSize
    let least = min(Self.panelHeights.least, body.height / 2)
    let spare = body.height - natural.height - 1
    let height = min(max(spare, least), Self.panelHeights.most)
    let (upper, panel) = body.split(bottom: height)
    let margin = natural.width + 4 <= upper.width ? 2 : 0
    self.head = head
    self.foot = foot
    self.panel = panel
    graph = upper.inset(horizontal: margin).centered(
      Size(width: natural.width, height: natural.height))
  }

  /// The graph side by side where it fits the width, and stacked where it doesn't.
  static func view(_ demo: StepperDemo, width: Int) -> GraphView {
    var graph = demo.graph
    let view = graph.view
    guard view.naturalSize.width > width else { return view }
    graph.isStacked = true
    return graph.view
  }

  private var language: Language { demo.language }
  private var walk: StepperWalk { demo.walk }

  func render(into frame: inout Frame) {
    renderHead(into: &frame)
    view.render(into: &frame, in: graph)
    renderPanel(into: &frame)
    renderFoot(into: &frame)
  }

  // MARK: Where one is

  private func renderHead(into frame: inout Frame) {
    guard !head.isEmpty else { return }
    var x = head.x + 1
    let phases: [(StepperWalk.Phase, String)] = [
      (.forward, language("forward")), (.backward, language("backward")),
      (.update, language("update")),
    ]
    let isWide = head.width >= 56
    for (phase, name) in phases where isWide || phase == walk.phase {
      let style = phase == walk.phase ? Style(.accent, [.bold, .reverse]) : Style(.faint)
      x = frame.write(" \(name) ", x: x, y: head.y, style: style, limit: head.right) + 1
    }
    if walk.phase != .update {
      let (step, count) = walk.progress
      let progress = isWide ? language("step {0} of {1}", step, count) : "\(step)/\(count)"
      x = frame.write(progress, x: x + 1, y: head.y, limit: head.right)
    }
    if walk.losses.count > 1, isWide {
      x = frame.write(
        language("round {0}", walk.round + 1), x: x + 3, y: head.y, style: Style(.faint),
        limit: head.right)
    }
    let loss = lossText
    let start = head.right - 1 - TextWidth.of(loss)
    guard start > x + 1 else { return }
    frame.write(loss, x: start, y: head.y, style: Style(.heading, .bold), limit: head.right)
  }

  private var lossText: String {
    let output = walk.output
    let value = walk.updated?.loss ?? walk.value(of: output).flatMap { try? $0.item() }
    guard let value else { return "" }
    return "\(demo.names[output]) = \(NumberFormat()(value))"
  }

  // MARK: The rule

  private func renderPanel(into frame: inout Frame) {
    guard !panel.isEmpty else { return }
    let rest = content.render(into: &frame, in: panel)
    if let typing = demo.typing { renderTyping(typing, into: &frame, in: rest) }
    if let verdict = demo.verdict, demo.typing == nil {
      renderVerdict(verdict, into: &frame, in: rest)
    }
  }

  private var formulas: StepperFormulas {
    StepperFormulas(
      walk: walk, names: demo.names, language: language,
      element: demo.isDetailed ? demo.element : nil)
  }

  private var content: StepperPanel {
    let note = demo.isDetailed ? language("detail") : ""
    if let step = demo.askedStep {
      return StepperPanel(
        title: language("the next gradient"), note: note,
        rows: formulas.passing(step, isAsking: true), reserved: 2)
    }
    if let selection = demo.selection {
      return StepperPanel(
        title: demo.names[selection], note: note, rows: formulas.rows(about: selection),
        reserved: demo.typing == nil ? 0 : 1)
    }
    var rows = formulas.rows
    if walk.move == .begin, !demo.drawn.isEmpty {
      let names = demo.drawn.joined(separator: ", ")
      rows.append(.words(language("{0} had no value and got one; e changes it.", names)))
    }
    return StepperPanel(
      title: language("this step"), note: note, rows: rows,
      reserved: demo.verdict == nil ? 0 : 1)
  }

  private func renderTyping(
    _ typing: (purpose: StepperDemo.Purpose, field: TextField), into frame: inout Frame,
    in area: Rect
  ) {
    guard !area.isEmpty else { return }
    let label =
      switch typing.purpose {
      case .edit(let leaf): "\(demo.names[leaf]) = "
      case .guess(let step): gradientName(step) + " = "
      }
    let x = frame.write(label, in: area, row: 0, style: Style(.heading, .bold))
    let field = Rect(x: x, y: area.y, width: min(area.right - x, 40), height: 1)
    typing.field.render(into: &frame, in: field, isFocused: true)
    if case .guess = typing.purpose {
      frame.write(
        language("a number or an expression; → shows it"), in: area, row: 1, style: Style(.faint))
    }
  }

  private func gradientName(_ step: Int) -> String {
    let target = walk.now.steps[step].target
    let name = "∂\(demo.names[walk.output])/∂\(demo.names[target])"
    let count = walk.termCount(of: target)
    guard count > 1 else { return name }
    return language("{0}, term {1} of {2}", name, walk.terms(of: target).count + 1, count)
  }

  private func renderVerdict(
    _ verdict: StepperDemo.Verdict, into frame: inout Frame, in area: Rect
  ) {
    let text =
      verdict.isRight
      ? language("✓ your guess {0} is right", verdict.guess)
      : language("✗ your guess was {0}", verdict.guess)
    frame.write(text, in: area, row: 0, style: Style(verdict.isRight ? .good : .bad, .bold))
  }

  // MARK: The losses so far

  private func renderFoot(into frame: inout Frame) {
    guard !foot.isEmpty else { return }
    let edge = renderHistory(into: &frame)
    var texts: [(String, Style)] = []
    if let message = demo.message { texts.append((message, Style(.warning))) }
    if demo.askedCount > 0 {
      texts.append(
        (language("predicted {0} of {1}", demo.rightCount, demo.askedCount), Style(.text)))
    }
    if demo.player.isPlaying {
      texts.append(
        (language("{0} steps a second", NumberFormat()(demo.player.stepsPerSecond)), Style(.faint)))
    }
    if demo.showsDifferences {
      texts.append(
        (language("≈ central difference, ± relative error"), Style(.faint)))
    }
    var x = foot.x + 2
    for (text, style) in texts {
      guard x < edge else { break }
      x = frame.write(text, x: x, y: foot.y, style: style, limit: edge) + 3
    }
  }

  /// - Returns: the column where the line of losses begins.
  private func renderHistory(into frame: inout Frame) -> Int {
    let losses = walk.losses
    guard losses.count > 1 else { return foot.right }
    let count = losses.count - 1
    let label = count == 1 ? language("1 update") : language("{0} updates", count)
    let name = demo.names[walk.output] + " "
    let width = min(max(6, losses.count), 20)
    let whole = TextWidth.of(name) + width + TextWidth.of(label) + 3
    guard whole + 4 <= foot.width else { return foot.right }
    let start = foot.right - 1 - whole
    let x = frame.write(name, x: start, y: foot.y, style: Style(.faint))
    Sparkline(losses).render(into: &frame, in: Rect(x: x, y: foot.y, width: width, height: 1))
    frame.write("(\(label))", x: x + width + 1, y: foot.y, style: Style(.faint), limit: foot.right)
    return start - 2
  }
}

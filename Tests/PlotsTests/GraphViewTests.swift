import Canvas
import Plots
import Testing

@Suite struct GraphViewTests {
  private static func node(_ lines: String...) -> GraphView.Node {
    GraphView.Node(lines: lines.map { [TextRun($0)] })
  }

  private static func graph(_ nodes: [GraphView.Node], _ edges: [(Int, Int)]) -> GraphView {
    GraphView(nodes: nodes, edges: edges.map { GraphView.Edge(from: $0.0, to: $0.1) })
  }

  private let neuron = graph(
    [
      node("x   1.50"), node("w   0.80", "∂ ?"), node("b   0.10", "∂ −0.0712"),
      node("×", "1.200", "∂ −0.0712"), node("+", "1.300", "∂ −0.0712"),
      node("tanh", "0.8617", "∂ −0.2766"), node("L"),
    ], [(0, 3), (1, 3), (3, 4), (2, 4), (4, 5), (5, 6)])

  @Test func aNeuron() {
    #expect(
      drawn(60, 7) { neuron.render(into: &$0, in: $1) } == [
        "x   1.50 ─╮",
        "          ├─ × ─────────╮",
        "w   0.80 ─╯  1.200      │",
        "∂ ?          ∂ −0.0712  ├─ + ─────────── tanh ──────── L",
        "                        │  1.300         0.8617",
        "             b   0.10 ──╯  ∂ −0.0712     ∂ −0.2766",
        "             ∂ −0.0712",
      ])
  }

  @Test func aNeuronInASCII() {
    #expect(
      drawn(60, 7, glyphs: .ascii, colors: .mono) { neuron.render(into: &$0, in: $1) } == [
        "x   1.50 -+",
        "          +- x ---------+",
        "w   0.80 -+  1.200      |",
        "d ?          d -0.0712  +- + ----------- tanh -------- L",
        "                        |  1.300         0.8617",
        "             b   0.10 --+  d -0.0712     d -0.2766",
        "             d -0.0712",
      ])
  }

  @Test func aValueUsedTwiceBranches() {
    let graph = Self.graph(
      [
        Self.node("a 2"), Self.node("×", "6"), Self.node("b 3"), Self.node("+", "8"),
        Self.node("L"),
      ],
      [(0, 1), (2, 1), (1, 3), (0, 3), (3, 4)])
    #expect(
      drawn(30, 5) { graph.render(into: &$0, in: $1) } == [
        "a 2 ─┬─────╮",
        "     ├─ × ─┴─ + ─── L",
        "b 3 ─╯  6     8",
        "",
        "",
      ])
  }

  @Test func linesOfOthersAreCrossedAndNotJoined() {
    let graph = Self.graph(
      (1...3).map { Self.node("x\($0)") } + [Self.node("p"), Self.node("q")],
      [(0, 3), (2, 3), (1, 4), (2, 4)])
    #expect(
      drawn(30, 6) { graph.render(into: &$0, in: $1) } == [
        "x1 ─╮",
        "    ├─── p",
        "x2 ───╮",
        "    │ ├─ q",
        "x3 ─┴─╯",
        "",
      ])
  }

  @Test func edgesThatNameNoNodeOrCloseACycleAreLeftOut() {
    let graph = Self.graph(
      [Self.node("a"), Self.node("b"), Self.node("c")],
      [(0, 1), (1, 2), (2, 1), (1, 1), (7, 0), (0, -1)])
    #expect(graph.naturalSize.width > 0)
    #expect(drawn(30, 3) { graph.render(into: &$0, in: $1) }.joined().contains("a"))
  }

  @Test func theNodeAtHandIsKeptInView() {
    let chain = (0..<40).map { Self.node("node\($0)") }
    var graph = Self.graph(chain, (1..<40).map { ($0 - 1, $0) })
    for focus in 0..<40 {
      graph.focus = focus
      let lines = drawn(30, 3) { graph.render(into: &$0, in: $1) }
      #expect(lines.joined().contains("node\(focus)"), "\(focus)")
    }
  }

  @Test func aPointOnANodeFindsIt() {
    let area = Rect(x: 4, y: 2, width: 60, height: 9)
    for node in neuron.nodes.indices {
      let rect = neuron.rect(of: node, in: area)
      #expect(neuron.node(at: Point(x: rect.x, y: rect.y), in: area) == node)
    }
    #expect(neuron.node(at: Point(x: 0, y: 0), in: area) == nil)
  }

  @Test func litEdgesAndNodesStandOutAndMoveNothing() {
    var lit = neuron
    lit.edges[0].light = .change
    lit.nodes[3].emphasis = .current(.accent)
    #expect(
      drawn(60, 7) { lit.render(into: &$0, in: $1) }
        == drawn(60, 7) { neuron.render(into: &$0, in: $1) })
    var frame = Frame(Size(width: 60, height: 7))
    lit.render(into: &frame, in: frame.bounds)
    let styles = Set(frame.cells.map(\.style))
    #expect(styles.contains(Style(.change, .bold)))
    #expect(styles.contains(Style(.accent, [.bold, .reverse])))
  }

  /// No two nodes overlap, each edge leads to the right, and every node's text is drawn whole.
  @Test(arguments: 0..<25)
  func randomGraphsAreDrawnWithoutOverlap(seed: Int) {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
    func next(below bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let count = 2 + next(below: 28)
    var graph = Self.graph((0..<count).map { Self.node("«\($0)»", "0.1") }, [])
    for to in 1..<count {
      for _ in 0...next(below: 3) {
        graph.edges.append(GraphView.Edge(from: next(below: to), to: to))
      }
    }
    let size = graph.naturalSize
    let area = Rect(size)
    let rects = (0..<count).map { graph.rect(of: $0, in: area) }
    for a in 0..<count {
      for b in 0..<a { #expect(rects[a].intersection(rects[b]).isEmpty) }
    }
    for edge in graph.edges { #expect(rects[edge.from].right < rects[edge.to].x) }
    let text = drawn(size.width, size.height) { graph.render(into: &$0, in: $1) }.joined(
      separator: "\n")
    for node in 0..<count { #expect(text.contains("«\(node)»")) }
    #expect(size.height <= 12 * count)
  }
}

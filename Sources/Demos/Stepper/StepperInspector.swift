import Canvas
import Languages
import Plots
import Tensors

/// A node opened: its value and its gradient as pictures of numbers, with a cursor that reads
/// out one element, and how that element comes about.
struct StepperInspector {
  let node: Int
  private let rows: Int
  private let columns: Int
  private var cursor: (row: Int, column: Int)

  init(walk: StepperWalk, node: Int, element: Int) {
    let shape = walk.trace.nodes[node].value.shape
    let columns = max(1, shape.last ?? 1)
    let rows = max(1, shape.dropLast().reduce(1, *))
    self.node = node
    self.rows = rows
    self.columns = columns
    let element = min(max(0, element), rows * columns - 1)
    cursor = (element / columns, element % columns)
  }

  /// The element at the cursor, in row-major order.
  var element: Int { cursor.row * columns + cursor.column }

  mutating func move(_ down: Int, _ right: Int) {
    cursor.row = min(max(0, cursor.row + down), rows - 1)
    cursor.column = min(max(0, cursor.column + right), columns - 1)
  }

  func render(into frame: inout Frame, in area: Rect, demo: StepperDemo) {
    let (top, rest) = area.split(top: 1)
    let node = demo.walk.trace.nodes[node]
    let name = demo.names[self.node]
    let shape = node.value.shape
    let title = name + "  " + (shape.isEmpty ? demo.language("a number") : Shapes.describe(shape))
    frame.write(title, in: top, column: 1, style: Style(.heading, .bold))
    let (maps, panel) = rest.split(top: shape.isEmpty ? 0 : max(rest.height - 12, rest.height / 2))
    renderMaps(into: &frame, in: maps, demo: demo)
    var formulas = StepperFormulas(
      walk: demo.walk, names: demo.names, language: demo.language, element: element)
    if node.value.rank == 0 { formulas.element = nil }
    let index = node.value.index(of: element).map(String.init).joined(separator: ", ")
    var rows = [StepperRow.words(readout(demo, index))]
    rows += formulas.computing(self.node)
    rows += steps(demo).flatMap { formulas.passing($0, isAsking: false) }
    _ = StepperPanel(title: index.isEmpty ? name : "\(name)[\(index)]", rows: rows)
      .render(into: &frame, in: panel)
  }

  /// The steps that this node's gradient comes from and that were taken.
  private func steps(_ demo: StepperDemo) -> [Int] {
    let steps = demo.walk.now.terms[node].filter { $0 < demo.walk.passed }
    return steps.count == 1 ? steps : []
  }

  private func readout(_ demo: StepperDemo, _ index: String) -> String {
    let name = demo.names[node]
    let place = index.isEmpty ? name : "\(name)[\(index)]"
    var text = place + " = "
    text += demo.walk.value(of: node)?.element(element).map { NumberFormat()($0) } ?? "?"
    if let slope = demo.walk.gradient(of: node)?.element(element) {
      text += "   ∂\(demo.names[demo.walk.output])/∂\(place) = " + NumberFormat()(slope)
    }
    return text
  }

  private func renderMaps(into frame: inout Frame, in area: Rect, demo: StepperDemo) {
    let gradient = demo.walk.gradient(of: node)
    let name = demo.names[node]
    let maps: [(String, Tensor?)] = [
      (name, demo.walk.value(of: node)),
      ("∂\(demo.names[demo.walk.output])/∂\(name)", gradient),
    ].filter { $0.1 != nil }
    guard !maps.isEmpty else { return }
    let isBeside = area.width >= 60
    for (place, map) in maps.enumerated() {
      guard let tensor = map.1 else { continue }
      let part =
        isBeside
        ? Rect(
          x: area.x + place * (area.width / maps.count), y: area.y,
          width: area.width / maps.count, height: area.height)
        : Rect(
          x: area.x, y: area.y + place * (area.height / maps.count), width: area.width,
          height: area.height / maps.count)
      PanelBox(map.0).render(into: &frame, in: part)
      var heatmap = Heatmap(tensor.doubles, rows: rows, columns: columns)
      heatmap.cursor = cursor
      heatmap.showsScale = part.height >= 5
      heatmap.render(into: &frame, in: PanelBox.inside(part))
    }
  }
}

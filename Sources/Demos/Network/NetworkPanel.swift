import Canvas
import Plots

/// What stands below the picture of a network: the formula of the unit at the cursor with its
/// numbers, how the output moved, and the number that is being typed.
struct NetworkPanel {
  private let view: NetworkView
  private let outputsBefore: [Double]?
  private let editor: TextField?
  private let message: String?
  private let boxes: [FormulaBox]

  init(
    view: NetworkView, outputsBefore: [Double]?, editor: TextField?, message: String?,
    showsFormulas: Bool, width: Int, medium: Medium
  ) {
    self.view = view
    self.outputsBefore = outputsBefore
    self.editor = editor
    self.message = message
    let unit = view.cursor.unit
    let blocks =
      showsFormulas
      ? unit.map { NetworkFormulas(view: view).unit(layer: $0.layer, unit: $0.unit) } ?? [] : []
    boxes = blocks.compactMap { $0.layout(medium: medium, width: width) }
  }

  var height: Int {
    1 + (editor == nil ? 0 : 1) + (message == nil ? 0 : 1) + boxes.reduce(0) { $0 + $1.height }
      + (boxes.isEmpty ? 0 : 1)
  }

  /// What is being typed comes first, then the outputs, then the formulas.
  func render(into frame: inout Frame, in area: Rect) {
    var row = 0
    if let editor {
      let name = NetworkNames.inline(view.tex(view.cursor), medium: frame.medium) + " = "
      let x = frame.write(name, in: area, row: row, style: Style(.formula, .italic))
      let field = Rect(x: x, y: area.y, width: min(16, area.right - x), height: 1)
      if area.height > 0 { editor.render(into: &frame, in: field, isFocused: true) }
      row += 1
    }
    if let message {
      frame.write(message, in: area, row: row, style: Style(.warning))
      row += 1
    }
    renderOutputs(into: &frame, in: area, row: row)
    row += 2
    for box in boxes {
      box.draw(into: &frame, at: Point(x: area.x, y: area.y + row), clip: area)
      row += box.height
    }
  }

  /// `y = 0.6234   was 0.6011`
  private func renderOutputs(into frame: inout Frame, in area: Rect, row: Int) {
    guard let outputs = view.outcomes.last?.a else { return }
    let layer = view.network.layers.count - 1
    let format = NumberFormat()
    var x = 0
    for unit in outputs.indices {
      let number = NetworkNumber.activation(layer: layer, unit: unit)
      let name = NetworkNames.inline(view.tex(number), medium: frame.medium) + " = "
      x = frame.write(name, in: area, row: row, column: x, style: Style(.formula, .italic)) - area.x
      x =
        frame.write(
          format(outputs[unit]), in: area, row: row, column: x, style: view.style(number)) - area.x
      if view.changed.contains(number), let before = outputsBefore?[unit] {
        let was = "  " + view.language("was {0}", format(before))
        x = frame.write(was, in: area, row: row, column: x, style: Style(.faint)) - area.x
      }
      x += 3
    }
  }
}

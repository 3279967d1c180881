import Canvas
import Plots

/// The network as a list, one number on a line, where there is no room for the picture. Beside
/// each weight stands what it multiplies and what comes of it.
struct NetworkList {
  struct Line: Sendable {
    var number: NetworkNumber?
    /// The name before the number; a heading where there is no number.
    var name: String
    var text: String
    /// What follows the number.
    var rest: [(text: String, style: Style)]
  }

  let lines: [Line]
  private let view: NetworkView

  init(_ view: NetworkView, medium: Medium) {
    self.view = view
    var lines: [Line] = []
    func name(_ number: NetworkNumber) -> String {
      NetworkNames.inline(view.tex(number), medium: medium)
    }
    lines.append(Line(name: view.language("inputs"), text: "", rest: []))
    let inputs = NumberFormat().column(view.network.inputs)
    for index in view.network.inputs.indices {
      lines.append(
        Line(number: .input(index), name: name(.input(index)), text: inputs[index], rest: []))
    }
    for (index, layer) in view.network.layers.enumerated() {
      lines.append(
        Line(
          name: view.language("layer {0}", index + 1) + "  " + layer.activation.rawValue,
          text: "", rest: []))
      let texts = NumberFormat().column(zip(layer.weights, layer.biases).flatMap { $0 + [$1] })
      for unit in 0..<layer.unitCount {
        let first = unit * (layer.sourceCount + 1)
        for source in 0..<layer.sourceCount {
          let weight = NetworkNumber.weight(layer: index, unit: unit, source: source)
          lines.append(
            Line(
              number: weight, name: name(weight), text: texts[first + source],
              rest: NetworkList.product(view, weight, view.source(source, ofLayer: index))))
        }
        let bias = NetworkNumber.bias(layer: index, unit: unit)
        lines.append(
          Line(number: bias, name: name(bias), text: texts[first + layer.sourceCount], rest: []))
        lines.append(NetworkList.result(view, index, unit, name))
      }
    }
    self.lines = lines
  }

  private static func product(
    _ view: NetworkView, _ weight: NetworkNumber, _ source: NetworkNumber
  ) -> [(text: String, style: Style)] {
    let product = NumberFormat()(view.value(weight) * view.value(source))
    let isNegative = view.value(source) < 0
    return [
      (isNegative ? " · (" : " · ", Style(.faint)), (view.text(source), view.style(source)),
      (isNegative ? ") = " : " = ", Style(.faint)), (product, Style(.text)),
    ]
  }

  private static func result(
    _ view: NetworkView, _ layer: Int, _ unit: Int, _ name: (NetworkNumber) -> String
  ) -> Line {
    let (z, a): (NetworkNumber, NetworkNumber) = (
      .preactivation(layer: layer, unit: unit), .activation(layer: layer, unit: unit)
    )
    return Line(
      name: name(z), text: "",
      rest: [
        (view.text(z), view.style(z)), ("   " + name(a) + " ", Style(.formula, .italic)),
        (view.text(a), view.style(a)),
      ])
  }

  /// The line of the number at the cursor.
  var cursorLine: Int { lines.firstIndex { $0.number == view.cursor } ?? 0 }

  func render(into frame: inout Frame, in area: Rect, from first: Int) {
    let column = lines.reduce(0) { $1.number == nil ? $0 : max($0, TextWidth.of($1.name)) } + 4
    for (row, line) in lines.dropFirst(max(0, first)).prefix(area.height).enumerated() {
      let isHeading = line.number == nil && line.rest.isEmpty
      frame.write(
        line.name, in: area, row: row, column: isHeading ? 0 : 2,
        style: isHeading ? Style(.faint) : Style(.formula, .italic))
      var x = column
      if let number = line.number {
        let digits = line.text.drop { $0 == " " }
        x += TextWidth.of(line.text) - TextWidth.of(String(digits))
        x =
          frame.write(String(digits), in: area, row: row, column: x, style: view.style(number))
          - area.x
      }
      for part in line.rest {
        x = frame.write(part.text, in: area, row: row, column: x, style: part.style) - area.x
      }
    }
  }
}

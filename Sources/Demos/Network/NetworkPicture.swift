import Canvas
import Plots

/// The network drawn from left to right. Each unit has its weights and its bias one below the
/// other, and a line leads to each weight from the value that it multiplies: down a column of
/// its own, then across.
struct NetworkPicture {
  private let view: NetworkView
  private let inputTexts: [String]
  private let layers: [LayerColumn]
  let size: Size

  /// Where the numbers of a layer stand, and how they are written.
  private struct LayerColumn {
    var top: Int
    /// The first of the columns in which lines come down from the sources.
    var busX: Int
    /// Weights and biases end before it.
    var weightRight: Int
    /// The column of z and a.
    var unitX: Int
    /// The column after z and a.
    var right: Int
    var blockHeight: Int
    /// Weights and bias of each unit.
    var weights: [[String]]
    var z: [String]
    var a: [String]

    func blockTop(_ unit: Int) -> Int { top + unit * (blockHeight + 1) }
    /// The row in which a unit's terms are joined.
    func middle(_ unit: Int) -> Int { blockTop(unit) + (blockHeight - 1) / 2 }
  }

  private static let numberWidth = 5

  init(_ view: NetworkView) {
    self.view = view
    let network = view.network
    inputTexts = NumberFormat().column(network.inputs)
    let heights = network.layers.map { layer in
      layer.unitCount * (max(3, layer.sourceCount + 1) + 1) - 1
    }
    let height = max(heights.max() ?? 0, network.inputs.count * 2 - 1)
    var x = 3 + Self.width(inputTexts) + 1
    var layers: [LayerColumn] = []
    for (index, layer) in network.layers.enumerated() {
      let column = Self.column(
        layer, view.outcomes[index], x: x, top: 1 + (height - heights[index]) / 2)
      layers.append(column)
      x = column.right + 1
    }
    self.layers = layers
    size = Size(width: x - 1, height: height + 1)
  }

  private static func width(_ texts: [String]) -> Int {
    texts.reduce(numberWidth) { max($0, TextWidth.of($1)) }
  }

  private static func column(
    _ layer: DenseNetwork.Layer, _ outcome: DenseNetwork.Outcome, x: Int, top: Int
  ) -> LayerColumn {
    let flat = NumberFormat().column(zip(layer.weights, layer.biases).flatMap { $0 + [$1] })
    let count = layer.sourceCount + 1
    let weights = (0..<layer.unitCount).map { Array(flat[$0 * count..<($0 + 1) * count]) }
    let results = NumberFormat.aligned((outcome.z + outcome.a).map { NumberFormat()($0) })
    let weightRight = x + layer.sourceCount * 2 + 3 + width(flat)
    let unitX = weightRight + 5
    return LayerColumn(
      top: top, busX: x + 1, weightRight: weightRight, unitX: unitX,
      right: unitX + 2 + max(width(results), 5), blockHeight: max(3, count), weights: weights,
      z: Array(results.prefix(layer.unitCount)), a: Array(results.suffix(layer.unitCount)))
  }

  /// The row of the number at the cursor, to scroll to.
  var cursorRow: Int {
    switch view.cursor {
    case .input(let index): inputRow(index)
    case .weight(let layer, let unit, let source): weightRow(layer, unit, source)
    case .bias(let layer, let unit): biasRow(layer, unit)
    case .preactivation(let layer, let unit), .activation(let layer, let unit):
      layers[layer].middle(unit)
    }
  }

  private func inputRow(_ index: Int) -> Int {
    1 + (size.height - 1 - (view.network.inputs.count * 2 - 1)) / 2 + index * 2
  }

  /// The weights stand at the top of a block, the bias at its bottom.
  private func weightRow(_ layer: Int, _ unit: Int, _ source: Int) -> Int {
    layers[layer].blockTop(unit) + source
  }

  private func biasRow(_ layer: Int, _ unit: Int) -> Int {
    layers[layer].blockTop(unit) + layers[layer].blockHeight - 1
  }

  // MARK: Drawing

  /// The whole picture in a frame of its own.
  func frame(medium: Medium) -> Frame {
    var frame = Frame(size, medium: medium)
    var wires = NetworkWires()
    for layer in layers.indices { connect(layer, &wires) }
    wires.draw(into: &frame)
    drawInputs(into: &frame)
    for layer in layers.indices { drawLayer(layer, into: &frame) }
    return frame
  }

  private func drawInputs(into frame: inout Frame) {
    frame.write("x", x: 0, y: 0, style: Style(.faint))
    for index in view.network.inputs.indices {
      let name = NetworkNames.inline(view.tex(.input(index)), medium: frame.medium)
      frame.write(name, x: 0, y: inputRow(index), style: Style(.formula, .italic), limit: 3)
      let text = inputTexts[index]
      let x = 3 + Self.width(inputTexts) - TextWidth.of(text)
      write(text, .input(index), x: x, y: inputRow(index), into: &frame)
    }
  }

  private func drawLayer(_ index: Int, into frame: inout Frame) {
    let column = layers[index]
    let layer = view.network.layers[index]
    let suffix = view.network.layers.count > 1 ? "\(index + 1)" : ""
    frame.write(
      "W\(suffix) b\(suffix)", x: column.weightRight - 5, y: 0, style: Style(.faint))
    frame.write(
      view.isLast(index) ? "y" : "h\(suffix)", x: column.unitX, y: 0, style: Style(.faint))
    for unit in 0..<layer.unitCount {
      for source in 0..<layer.sourceCount {
        write(
          column.weights[unit][source], .weight(layer: index, unit: unit, source: source),
          endingAt: column.weightRight, y: weightRow(index, unit, source), into: &frame)
      }
      let row = biasRow(index, unit)
      let text = column.weights[unit][layer.sourceCount]
      let x = write(
        text, .bias(layer: index, unit: unit), endingAt: column.weightRight, y: row, into: &frame)
      frame.write("b", x: x - 2, y: row, style: Style(.formula, .italic))
      drawUnit(index, unit, into: &frame)
    }
  }

  private func drawUnit(_ index: Int, _ unit: Int, into frame: inout Frame) {
    let column = layers[index]
    let middle = column.middle(unit)
    let name = view.isLast(index) ? "y" : "h"
    let rows: [(String, String, NetworkNumber)] = [
      ("z", column.z[unit], .preactivation(layer: index, unit: unit)),
      (name, column.a[unit], .activation(layer: index, unit: unit)),
    ]
    for (offset, row) in zip([-1, 1], rows) {
      frame.write(row.0, x: column.unitX, y: middle + offset, style: Style(.formula, .italic))
      write(row.1, row.2, x: column.unitX + 2, y: middle + offset, into: &frame)
    }
    let function = view.network.layers[index].activation.rawValue
    frame.write(function, x: column.unitX, y: middle, style: Style(.faint))
  }

  /// Writes a number without the padding that aligned it.
  @discardableResult
  private func write(
    _ text: String, _ number: NetworkNumber, endingAt right: Int? = nil, x: Int = 0, y: Int,
    into frame: inout Frame
  ) -> Int {
    let leading = text.prefix { $0 == " " }.count
    let x = (right.map { $0 - TextWidth.of(text) } ?? x) + leading
    let end = text.lastIndex { $0 != " " }.map { text.index(after: $0) } ?? text.endIndex
    let digits = text[..<end].drop { $0 == " " }
    frame.write(String(digits), x: x, y: y, style: view.style(number))
    return x
  }

  // MARK: Lines

  private func connect(_ index: Int, _ wires: inout NetworkWires) {
    let column = layers[index]
    let layer = view.network.layers[index]
    for source in 0..<layer.sourceCount {
      let bus = column.busX + source * 2
      let start =
        index == 0
        ? Point(x: column.busX - 1, y: inputRow(source))
        : Point(x: column.busX - 1, y: layers[index - 1].middle(source) + 1)
      let style = busStyle(index, source)
      wires.begin()
      wires.line(from: start, to: Point(x: bus, y: start.y), style)
      for unit in 0..<layer.unitCount {
        let row = weightRow(index, unit, source)
        let number = NetworkNumber.weight(layer: index, unit: unit, source: source)
        wires.line(from: Point(x: bus, y: start.y), to: Point(x: bus, y: row), style)
        let text = column.weights[unit][source]
        let end = column.weightRight - TextWidth.of(String(text.drop { $0 == " " })) - 2
        wires.line(from: Point(x: bus, y: row), to: Point(x: end, y: row), view.edgeStyle(number))
      }
    }
    for unit in 0..<layer.unitCount { collect(index, unit, &wires) }
    highlight(index, &wires)
  }

  /// The bracket that joins the terms of a unit.
  private func collect(_ index: Int, _ unit: Int, _ wires: inout NetworkWires) {
    let column = layers[index]
    let x = column.weightRight + 2
    let layer = view.network.layers[index]
    let rows = (0..<layer.sourceCount).map { weightRow(index, unit, $0) } + [biasRow(index, unit)]
    let style = Style(.rule)
    wires.begin()
    for row in rows {
      wires.line(from: Point(x: x - 1, y: row), to: Point(x: x, y: row), style)
      wires.line(from: Point(x: x, y: row), to: Point(x: x, y: column.middle(unit)), style)
    }
    let middle = Point(x: x, y: column.middle(unit))
    wires.line(from: middle, to: Point(x: x + 1, y: middle.y), style)
  }

  private func busStyle(_ layer: Int, _ source: Int) -> Style {
    if view.changed.contains(view.source(source, ofLayer: layer)) { return Style(.change) }
    return Style(.rule)
  }

  /// The way from a source to the weight at the cursor.
  private func highlight(_ index: Int, _ wires: inout NetworkWires) {
    guard case .weight(index, let unit, let source) = view.cursor else { return }
    let column = layers[index]
    let bus = column.busX + source * 2
    let from = index == 0 ? inputRow(source) : layers[index - 1].middle(source) + 1
    let row = weightRow(index, unit, source)
    for x in column.busX - 1...bus { wires.restyle(Point(x: x, y: from), Style(.accent, .bold)) }
    for y in min(from, row)...max(from, row) {
      wires.restyle(Point(x: bus, y: y), Style(.accent, .bold))
    }
  }
}

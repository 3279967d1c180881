import Canvas
import NeuralNetworks
import Plots

/// The formulas of one unit and of one layer, with the network's numbers in them.
struct NetworkFormulas {
  let view: NetworkView

  /// A formula's TeX with its numbers, and how these look.
  private struct Filled {
    var tex = ""
    var values: [String: String] = [:]
    var styles: [String: Style] = [:]

    /// Adds a number; in parentheses when it is negative and stands in a product.
    mutating func add(_ number: NetworkNumber, in view: NetworkView, isFactor: Bool = false) {
      let name = "n\(values.count)"
      values[name] = view.text(number)
      if number == view.cursor || view.changed.contains(number) {
        styles[name] = view.style(number)
      }
      let needsParentheses = isFactor && view.value(number) < 0
      tex += needsParentheses ? "(\\val{\(name)})" : "\\val{\(name)}"
    }
  }

  // MARK: One unit

  /// z of a unit in symbols, z in numbers, and a.
  func unit(layer: Int, unit: Int) -> [FormulaBlock] {
    [symbols(layer, unit), numbers(layer, unit), activation(layer, unit)]
  }

  private func symbols(_ layer: Int, _ unit: Int) -> FormulaBlock {
    let shape = view.network.layers[layer]
    let terms = (0..<shape.sourceCount).map { source in
      view.tex(.weight(layer: layer, unit: unit, source: source)) + " "
        + view.tex(view.source(source, ofLayer: layer))
    }
    let bias = view.tex(.bias(layer: layer, unit: unit))
    return FormulaBlock(
      tex: view.tex(.preactivation(layer: layer, unit: unit)) + " = "
        + (terms + [bias]).joined(separator: " + "))
  }

  private func numbers(_ layer: Int, _ unit: Int) -> FormulaBlock {
    var filled = Filled(tex: view.tex(.preactivation(layer: layer, unit: unit)) + " = ")
    for source in 0..<view.network.layers[layer].sourceCount {
      if source > 0 { filled.tex += " + " }
      let weight = NetworkNumber.weight(layer: layer, unit: unit, source: source)
      filled.add(weight, in: view, isFactor: source > 0)
      filled.tex += " \\cdot "
      filled.add(view.source(source, ofLayer: layer), in: view, isFactor: true)
    }
    filled.tex += " + "
    filled.add(.bias(layer: layer, unit: unit), in: view, isFactor: true)
    filled.tex += " = "
    filled.add(.preactivation(layer: layer, unit: unit), in: view)
    return FormulaBlock(filled.tex, filled.values, filled.styles)
  }

  private func activation(_ layer: Int, _ unit: Int) -> FormulaBlock {
    let z = view.tex(.preactivation(layer: layer, unit: unit))
    let function = view.network.layers[layer].activation
    var filled = Filled(
      tex: view.tex(.activation(layer: layer, unit: unit)) + " = " + function.tex(z) + " = ")
    if function != .linear {
      var argument = Filled()
      argument.add(.preactivation(layer: layer, unit: unit), in: view)
      filled.values = argument.values
      filled.styles = argument.styles
      filled.tex += function.tex(argument.tex) + " = "
    }
    filled.add(.activation(layer: layer, unit: unit), in: view)
    return FormulaBlock(filled.tex, filled.values, filled.styles)
  }

  // MARK: One layer

  /// a = f(Wx + b) = f(z) = a with every matrix filled in.
  func layer(_ layer: Int) -> [FormulaBlock] {
    let shape = view.network.layers[layer]
    let source = layer == 0 ? "x" : "h" + index(layer - 1)
    let result = view.isLast(layer) ? "y" : "h" + index(layer)
    let (w, b, z) = ("W" + index(layer), "b" + index(layer), "z" + index(layer))
    let sum = w + " " + source + " + " + b
    let symbols = FormulaBlock(
      tex: "\(z) = \(sum) \\qquad \(result) = \(shape.activation.tex(z))")

    var filled = Filled(tex: "")
    matrix(
      w,
      rows: (0..<shape.unitCount).map { unit in
        (0..<shape.sourceCount).map { .weight(layer: layer, unit: unit, source: $0) }
      }, into: &filled)
    column(source, (0..<shape.sourceCount).map { view.source($0, ofLayer: layer) }, into: &filled)
    filled.tex += " + "
    column(b, (0..<shape.unitCount).map { .bias(layer: layer, unit: $0) }, into: &filled)
    filled.tex += " = "
    column(z, (0..<shape.unitCount).map { .preactivation(layer: layer, unit: $0) }, into: &filled)
    let isBent = shape.activation != .linear
    filled.tex += " \\qquad " + (isBent ? shape.activation.tex(z) : result) + " = "
    column(
      result, (0..<shape.unitCount).map { .activation(layer: layer, unit: $0) }, into: &filled)
    return [symbols, FormulaBlock(filled.tex, filled.values, filled.styles)]
  }

  private func index(_ layer: Int) -> String {
    view.network.layers.count > 1 ? "_\(layer + 1)" : ""
  }

  private func column(_ name: String, _ numbers: [NetworkNumber], into filled: inout Filled) {
    matrix(name, rows: numbers.map { [$0] }, into: &filled)
  }

  /// A matrix with its name and shape below it.
  private func matrix(_ name: String, rows: [[NetworkNumber]], into filled: inout Filled) {
    filled.tex += "\\underbrace{\\begin{bmatrix} "
    for (index, row) in rows.enumerated() {
      if index > 0 { filled.tex += " \\\\ " }
      for (column, number) in row.enumerated() {
        if column > 0 { filled.tex += " & " }
        filled.add(number, in: view)
      }
    }
    let columns = rows.first?.count ?? 0
    let shape = columns == 1 ? "\(rows.count)" : "\(rows.count) \\times \(columns)"
    filled.tex += " \\end{bmatrix}}_{\(name) \\; (\(shape))}"
  }
}

/// A formula with numbers in it, ready to be set.
struct FormulaBlock: Hashable, Sendable {
  let formula: Formula?
  let styles: [String: Style]

  init(_ tex: String, _ values: [String: String], _ styles: [String: Style]) {
    formula = try? Formula(tex, values: values)
    self.styles = styles
  }

  init(tex: String) { self.init(tex, [:], [:]) }

  func layout(medium: Medium, width: Int) -> FormulaBox? {
    formula?.layout(medium: medium, width: width, styles: styles)
  }
}

extension Activation {
  /// The function applied to an argument, in TeX.
  func tex(_ argument: String) -> String {
    switch self {
    case .tanh: "\\tanh(\(argument))"
    case .relu: "\\max(0, \(argument))"
    case .sigmoid: "\\sigma(\(argument))"
    case .linear: argument
    }
  }
}

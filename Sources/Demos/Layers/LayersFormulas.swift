import Languages
import NeuralNetworks
import Tensors

/// The rule of a stop: in symbols, in shapes, and with the numbers of the cell under the cursor.
struct LayersFormulas {
  let stop: LayersStop
  let activation: Activation
  let language: Language
  let rate: Double
  /// The cell of the result.
  let row: Int
  let column: Int
  /// The numbers of a quantity, once they are known.
  let tensor: (LayersQuantity) -> Tensor?

  /// Longer sums are cut.
  private static let termLimit = 3

  var rows: [StepperRow] {
    var rows = [
      StepperRow.formula(
        StepperFormula(tex: "\(stop.result.tex) = \(rule)", numerals: StepperNumerals()))
    ]
    if case .newWeights = stop.result {
      rows = [
        .formula(
          StepperFormula(
            tex: "\(stop.result.tex) \\leftarrow \(rule)", numerals: StepperNumerals()))
      ]
    }
    var numerals = StepperNumerals()
    if let numbers = numbers(&numerals), let result = element(stop.result) {
      let tex =
        "\(indexed(stop.result)) = \(numbers) = "
        + numerals.add(result, named: StepperFormula.result)
      rows.append(.formula(StepperFormula(tex: tex, numerals: numerals)))
    }
    rows.append(.words(shapes))
    return rows
  }

  // MARK: Symbols

  private var rule: String {
    switch stop.result {
    case .scores(let layer):
      return "\(LayersQuantity.incoming(layer).tex) W_{\(layer)}^\\top + b_{\(layer)}"
    case .activations(let layer): return "\(function)(Z_{\(layer)})"
    case .probabilities:
      return "\\operatorname{softmax}(\(operand(0))), \\quad "
        + "L = -\\frac{1}{\(batch)} \\sum_n \\log P_{n,t_n}"
    case .delta(let layer):
      guard stop.operands.count > 1 else { return "\\frac{1}{\(batch)} (P - T)" }
      return "\(operand(0)) \\odot \(slope("A_{\(layer)}"))"
    case .biasGradient(let layer): return "\\sum_n \\left(\\Delta_{\(layer)}\\right)_n"
    case .weightGradient(let layer):
      return "\\Delta_{\(layer)}^\\top \\, \(LayersQuantity.incoming(layer).tex)"
    case .activationGradient(let layer): return "\\Delta_{\(layer + 1)} \\, W_{\(layer + 1)}"
    case .newWeights(let layer):
      return "W_{\(layer)} - \\alpha \\, \(LayersQuantity.weightGradient(layer).tex)"
    case .inputs, .weights, .biases: return ""
    }
  }

  private var function: String {
    switch activation {
    case .tanh: "\\tanh"
    case .relu: "\\operatorname{relu}"
    case .sigmoid: "\\sigma"
    case .linear: ""
    }
  }

  /// f′ in terms of y = f(x).
  private func slope(_ y: String) -> String {
    switch activation {
    case .tanh: "(1 - \(y)^2)"
    case .relu: "[\(y) > 0]"
    case .sigmoid: "\(y) \\odot (1 - \(y))"
    case .linear: "1"
    }
  }

  private func operand(_ place: Int) -> String { stop.operands[place].tex }

  private var batch: Int { tensor(.inputs)?.shape.first ?? 1 }

  private var shapes: String {
    let operands = stop.operands.compactMap { quantity in
      tensor(quantity).map { "\(quantity.name) \(Shapes.describe($0.shape))" }
    }
    let result = tensor(stop.result).map { "\(stop.result.name) \(Shapes.describe($0.shape))" }
    return operands.joined(separator: ", ") + " → " + (result ?? "")
  }

  // MARK: Numbers

  private func element(_ quantity: LayersQuantity) -> Double? {
    element(quantity, row, column)
  }

  private func element(_ quantity: LayersQuantity, _ row: Int, _ column: Int) -> Double? {
    guard let tensor = tensor(quantity) else { return nil }
    let columns = tensor.rank > 1 ? tensor.shape[1] : tensor.count
    guard column < columns else { return nil }
    return tensor.element((tensor.rank > 1 ? row : 0) * columns + column)
  }

  /// The result's name with the cursor's indices.
  private func indexed(_ quantity: LayersQuantity) -> String {
    let index = (tensor(quantity)?.rank ?? 2) > 1 ? "\(row),\(column)" : "\(column)"
    if quantity.isGradient, case .delta = quantity {
    } else if quantity.isGradient {
      let letter = quantity.node.map { $0.prefix(1) } ?? "x"
      let layer = quantity.node.map { $0.dropFirst() } ?? "1"
      return "\\frac{\\partial L}{\\partial {\(letter)_{\(layer)}}_{\(index)}}"
    }
    return "{\(quantity.tex)}_{\(index)}"
  }

  private func numbers(_ numerals: inout StepperNumerals) -> String? {
    switch stop.result {
    case .scores(let layer):
      guard let bias = element(.biases(layer), 0, column),
        let sum = dot(.incoming(layer), row: row, .weights(layer), row: column, &numerals)
      else { return nil }
      return sum + " + " + numerals.operand(bias)
    case .activations(let layer):
      return element(.scores(layer)).map { "\(function)(\(numerals.add($0)))" }
    case .probabilities:
      guard let z = element(stop.operands[0]), let p = element(.probabilities), p > 0 else {
        return nil
      }
      let power = "e^{\(numerals.add(z))}"
      return "\\frac{\(power)}{\\sum_j e^{z_j}}"
    case .delta(let layer): return delta(layer, &numerals)
    case .biasGradient(let layer):
      return columnSum(.delta(layer), &numerals)
    case .weightGradient(let layer):
      return dot(.delta(layer), column: row, .incoming(layer), column: column, &numerals)
    case .activationGradient(let layer):
      return dot(.delta(layer + 1), row: row, .weights(layer + 1), column: column, &numerals)
    case .newWeights(let layer):
      guard let weight = element(.weights(layer)), let slope = element(.weightGradient(layer))
      else { return nil }
      return "\(numerals.add(weight)) - \(numerals.operand(rate)) \\cdot \(numerals.operand(slope))"
    case .inputs, .weights, .biases: return nil
    }
  }

  private func delta(_ layer: Int, _ numerals: inout StepperNumerals) -> String? {
    if stop.operands.count > 1 {
      guard let upstream = element(stop.operands[0]), let y = element(.activations(layer)) else {
        return nil
      }
      return "\(numerals.operand(upstream, isFirst: true)) \\cdot "
        + slope(numerals.operand(y)).replacing("\\odot", with: "\\cdot")
    }
    guard let p = element(.probabilities), let own = element(stop.result) else { return nil }
    // The target is what p − B · Δ leaves: 0 or 1.
    let target = (p - own * Double(batch)).rounded()
    return "\\frac{1}{\(batch)} (\(numerals.add(p)) - \(numerals.add(target)))"
  }

  // MARK: Sums

  private func line(_ quantity: LayersQuantity, row: Int) -> [Double]? {
    tensor(quantity).flatMap { try? $0.select(0, row).doubles }
  }

  private func line(_ quantity: LayersQuantity, column: Int) -> [Double]? {
    tensor(quantity).flatMap { try? $0.select(1, column).doubles }
  }

  private func dot(
    _ a: LayersQuantity, row first: Int, _ b: LayersQuantity, row second: Int,
    _ numerals: inout StepperNumerals
  ) -> String? {
    sum(line(a, row: first), line(b, row: second), &numerals)
  }

  private func dot(
    _ a: LayersQuantity, row: Int, _ b: LayersQuantity, column: Int,
    _ numerals: inout StepperNumerals
  ) -> String? {
    sum(line(a, row: row), line(b, column: column), &numerals)
  }

  private func dot(
    _ a: LayersQuantity, column first: Int, _ b: LayersQuantity, column second: Int,
    _ numerals: inout StepperNumerals
  ) -> String? {
    sum(line(a, column: first), line(b, column: second), &numerals)
  }

  /// Σ of products; the terms that count most are written out, in their order.
  private func sum(_ a: [Double]?, _ b: [Double]?, _ numerals: inout StepperNumerals) -> String? {
    guard let a, let b, a.count == b.count, !a.isEmpty else { return nil }
    let products = zip(a, b).map { abs($0 * $1) }
    let largest = products.indices.sorted { products[$0] > products[$1] }
    let chosen = largest.prefix(Self.termLimit).filter { products[$0] > 0 }.sorted()
    guard !chosen.isEmpty else { return "0" }
    var terms = chosen.enumerated().map { place, index in
      numerals.operand(a[index], isFirst: place == 0) + " \\cdot " + numerals.operand(b[index])
    }
    if products.count(where: { $0 > 0 }) > chosen.count { terms.append("\\dots") }
    return terms.joined(separator: " + ")
  }

  private func columnSum(_ quantity: LayersQuantity, _ numerals: inout StepperNumerals) -> String? {
    guard let elements = line(quantity, column: column) else { return nil }
    var terms = elements.prefix(Self.termLimit).enumerated().map {
      numerals.operand($1, isFirst: $0 == 0)
    }
    if elements.count > terms.count { terms.append("\\dots") }
    return terms.joined(separator: " + ")
  }
}

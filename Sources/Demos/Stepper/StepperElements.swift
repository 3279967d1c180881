import Autograd
import Tensors

/// One element of a vector or matrix, worked out in scalars: what stands behind the rule for
/// the whole.
struct StepperElements {
  let trace: Trace
  let names: StepperNames

  /// Longer sums are cut.
  private static let termLimit = 4

  // MARK: Forward

  /// How one element of a computed node comes about; nil where there is nothing shorter than the
  /// rule for the whole.
  func value(of node: Int, at element: Int) -> StepperFormula? {
    guard let operation = trace.nodes[node].operation else { return nil }
    let output = trace.nodes[node].value
    guard let result = output.element(element) else { return nil }
    var numerals = StepperNumerals()
    let text: String?
    switch operation {
    case .softmax(let dim): text = softmax(node, dim, element, &numerals)
    case .matmul: text = product(node, element, &numerals)
    case _ where operation.rule.isElementwise: text = elementwise(node, element, &numerals)
    default: return nil
    }
    guard let text else { return nil }
    let tex =
      "\(indexed(names.tex(node), output, element)) = \(text) = "
      + numerals.add(result, named: StepperFormula.result)
    return StepperFormula(tex: tex, numerals: numerals)
  }

  private func elementwise(_ node: Int, _ element: Int, _ numerals: inout StepperNumerals)
    -> String?
  {
    guard let operation = trace.nodes[node].operation else { return nil }
    let output = trace.nodes[node].value
    var inputs: [String] = []
    for input in trace.nodes[node].inputs {
      guard let stretched = try? trace.nodes[input].value.expanded(to: output.shape),
        let number = stretched.element(element)
      else { return nil }
      inputs.append(
        StepperNames.number(trace.nodes[input]) == nil
          ? numerals.operand(number) : names.tex(input))
    }
    return operation.rule.expression(OperandNames(inputs: inputs, output: ""))
  }

  private func softmax(
    _ node: Int, _ dim: Int, _ element: Int, _ numerals: inout StepperNumerals
  ) -> String? {
    guard let input = trace.nodes[node].inputs.first,
      let line = trace.nodes[input].value.line(along: dim, through: element)
    else { return nil }
    let powers = line.elements.map { "e^{\(numerals.add($0))}" }
    guard powers.indices.contains(line.place) else { return nil }
    let sum = powers.prefix(Self.termLimit).joined(separator: " + ")
    let rest = powers.count > Self.termLimit ? " + \\dots" : ""
    return "\\frac{\(powers[line.place])}{\(sum)\(rest)}"
  }

  private func product(_ node: Int, _ element: Int, _ numerals: inout StepperNumerals) -> String? {
    let inputs = trace.nodes[node].inputs.map { trace.nodes[$0].value }
    guard inputs.count == 2, let a = inputs[0].asMatrix(isRow: true),
      let b = inputs[1].asMatrix(isRow: false)
    else { return nil }
    let columns = b.shape[1]
    guard columns > 0 else { return nil }
    let (row, column) = (element / columns, element % columns)
    guard row < a.shape[0] else { return nil }
    return sum(
      (0..<a.shape[1]).map { (a.doubles[row * a.shape[1] + $0], b.doubles[$0 * columns + column]) },
      &numerals)
  }

  /// Σ of products, written out as far as there is room.
  private func sum(_ pairs: [(Double, Double)], _ numerals: inout StepperNumerals) -> String {
    var terms: [String] = []
    for (place, pair) in pairs.prefix(Self.termLimit).enumerated() {
      let first = numerals.operand(pair.0, isFirst: place == 0)
      terms.append("\(first) \\cdot \(numerals.operand(pair.1))")
    }
    if pairs.count > Self.termLimit { terms.append("\\dots") }
    return terms.joined(separator: " + ")
  }

  // MARK: Backward

  /// What one element of an operand gets from a step back; nil where there is nothing shorter
  /// than the rule for the whole.
  func gradient(of step: BackwardStep, at element: Int, output: Int, isAsking: Bool)
    -> StepperFormula?
  {
    guard let result = step.contribution.element(element) else { return nil }
    var numerals = StepperNumerals()
    guard let text = numbers(step, element, &numerals) else { return nil }
    let target = indexed(names.tex(step.target), step.contribution, element)
    let tex =
      "\\frac{\\partial \(names.tex(output))}{\\partial \(target)} = \(text) = "
      + (isAsking ? numerals.addGap() : numerals.add(result, named: StepperFormula.result))
    return StepperFormula(tex: tex, numerals: numerals)
  }

  private func numbers(_ step: BackwardStep, _ element: Int, _ numerals: inout StepperNumerals)
    -> String?
  {
    let upstream = step.upstream
    switch step.operation {
    case .softmax(let dim):
      return softmaxGradient(step, dim, element, &numerals)
    case .matmul:
      return productGradient(step, element, &numerals)
    case .sum(nil, _):
      guard let up = upstream.element(0) else { return nil }
      return "\(numerals.operand(up, isFirst: true)) \\cdot 1"
    case .mean(nil, _):
      guard let up = upstream.element(0) else { return nil }
      return "\(numerals.operand(up, isFirst: true)) \\cdot \\frac{1}{\(step.contribution.count)}"
    case _ where step.operation.rule.isElementwise:
      guard upstream.shape == step.contribution.shape, let up = upstream.element(element),
        let local = try? trace.localDerivative(of: step.node, to: step.input),
        let factor = (try? local.expanded(to: upstream.shape))?.element(element)
      else { return nil }
      return "\(numerals.operand(up, isFirst: true)) \\cdot \(numerals.operand(factor))"
    default: return nil
    }
  }

  /// yᵢ (gᵢ − Σⱼ gⱼ yⱼ)
  private func softmaxGradient(
    _ step: BackwardStep, _ dim: Int, _ element: Int, _ numerals: inout StepperNumerals
  ) -> String? {
    guard let y = trace.nodes[step.node].value.line(along: dim, through: element),
      let g = step.upstream.line(along: dim, through: element),
      y.elements.indices.contains(y.place), g.elements.count == y.elements.count
    else { return nil }
    let dot = zip(g.elements, y.elements).reduce(0) { $0 + $1.0 * $1.1 }
    let own = numerals.operand(y.elements[y.place], isFirst: true)
    let up = numerals.add(g.elements[g.place])
    let pairs = zip(g.elements, y.elements).filter { $0.0 != 0 }
    let sum = pairs.count <= 2 ? "(\(self.sum(pairs, &numerals)))" : numerals.operand(dot)
    return "\(own) \\cdot \\left(\(up) - \(sum)\\right)"
  }

  /// Σ over the row or column that the element was multiplied with.
  private func productGradient(
    _ step: BackwardStep, _ element: Int, _ numerals: inout StepperNumerals
  ) -> String? {
    let inputs = trace.nodes[step.node].inputs.map { trace.nodes[$0].value }
    guard inputs.count == 2, let a = inputs[0].asMatrix(isRow: true),
      let b = inputs[1].asMatrix(isRow: false),
      let g = try? step.upstream.reshaped([a.shape[0], b.shape[1]])
    else { return nil }
    let (inner, columns) = (a.shape[1], b.shape[1])
    guard inner > 0, columns > 0 else { return nil }
    let (left, right, up) = (a.doubles, b.doubles, g.doubles)
    if step.input == 0 {
      let (row, k) = (element / inner, element % inner)
      return sum(
        (0..<columns).map { (up[row * columns + $0], right[k * columns + $0]) }, &numerals)
    }
    let (k, column) = (element / columns, element % columns)
    return sum(
      (0..<a.shape[0]).map { (left[$0 * inner + k], up[$0 * columns + column]) }, &numerals)
  }

  /// `z` and the index of an element: `{z}_{1,2}`.
  private func indexed(_ name: String, _ tensor: Tensor, _ element: Int) -> String {
    "{\(name)}_{\(tensor.index(of: element).map(String.init).joined(separator: ","))}"
  }
}

extension Tensor {
  /// An element by its place in row-major order.
  func element(_ place: Int) -> Double? {
    let elements = doubles
    return elements.indices.contains(place) ? elements[place] : nil
  }

  /// The indices along each dimension of an element in row-major order.
  func index(of place: Int) -> [Int] {
    var index: [Int] = []
    var rest = place
    for size in shape.reversed() {
      index.append(size > 0 ? rest % size : 0)
      rest = size > 0 ? rest / size : 0
    }
    return index.reversed()
  }

  /// The elements along a dimension that an element stands in, and its place among them.
  func line(along dim: Int, through place: Int) -> (elements: [Double], place: Int)? {
    guard let axis = try? Shapes.axis(dim, rank: rank), rank > 0 else { return nil }
    var index = index(of: place)
    let own = index[axis]
    var line = self
    for dimension in shape.indices.reversed() where dimension != axis {
      guard let part = try? line.select(dimension, index[dimension]) else { return nil }
      line = part
    }
    index.removeAll()
    return (line.doubles, own)
  }

  /// A vector as a matrix of one row or one column; nil beyond two dimensions.
  func asMatrix(isRow: Bool) -> Tensor? {
    switch rank {
    case 1: try? unsqueezed(isRow ? 0 : 1)
    case 2: self
    default: nil
    }
  }
}

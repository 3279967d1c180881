import Autograd
import Languages
import Tensors

/// What a place of the walk says: the rule in symbols and with the numbers of this very step.
struct StepperFormulas {
  let walk: StepperWalk
  let names: StepperNames
  let language: Language
  /// Which element of a vector or matrix is worked out in scalars; nil for whole tensors.
  var element: Int?

  var trace: Trace { walk.trace }
  private var loss: String { names.tex(walk.output) }

  // MARK: Places

  /// The rows for the place at which the walk stands.
  var rows: [StepperRow] {
    switch walk.move {
    case .begin:
      [.words(language("The leaves are given. Every other node is computed from its inputs."))]
    case .compute(let node): computing(node)
    case .seed:
      [
        .formula(
          StepperFormula(
            tex: "\(names.derivative(walk.output, walk.output)) = 1", numerals: StepperNumerals())),
        .words(
          language(
            "{0} moves exactly as much as itself: the walk back starts with 1.", names[walk.output])
        ),
      ]
    case .pass(let step): passing(step, isAsking: false)
    case .update: updating
    }
  }

  /// The rows for a node that was picked: how it is computed, and its gradient.
  func rows(about node: Int) -> [StepperRow] {
    var rows: [StepperRow] = []
    if trace.nodes[node].isLeaf {
      var numerals = StepperNumerals()
      if let value = walk.value(of: node), let text = numerals.add(value) {
        rows.append(
          .formula(StepperFormula(tex: "\(names.tex(node)) = \(text)", numerals: numerals)))
      }
    } else {
      rows += computing(node)
    }
    if !trace.nodes[node].requiresGradient {
      rows.append(.words(language("{0} is a constant: no gradient flows to it.", names[node])))
    } else if let sum = sum(of: node) {
      rows.append(.formula(sum))
    } else if let gradient = walk.gradient(of: node) {
      var numerals = StepperNumerals()
      if let text = numerals.add(gradient) {
        rows.append(
          .formula(
            StepperFormula(
              tex: "\(names.derivative(walk.output, node)) = \(text)", numerals: numerals)))
      }
    }
    let shape = trace.nodes[node].value.shape
    if !shape.isEmpty { rows.append(.words(language("shape {0}", Shapes.describe(shape)))) }
    return rows
  }

  // MARK: Forward

  func computing(_ node: Int) -> [StepperRow] {
    guard let operation = trace.nodes[node].operation else { return [] }
    if let element, trace.nodes[node].value.rank > 0,
      let formula = StepperElements(trace: trace, names: names).value(of: node, at: element)
    {
      return [.formula(formula)]
    }
    let symbols = operation.rule.expression(names.operands(of: node, in: trace))
    var numerals = StepperNumerals()
    var tex = "\(names.tex(node)) = \(symbols)"
    if isScalar(node), let numbers = numbers(node, &numerals) {
      let text = operation.rule.expression(numbers)
      if text != symbols { tex += " = \(text)" }
    }
    if let numbers = arithmetic(of: node, &numerals) { tex += " = \(numbers)" }
    guard let value = walk.value(of: node) else { return [.formula(formula(tex, numerals))] }
    if let text = numerals.add(value, isResult: true) {
      return [.formula(formula(tex + " = \(text)", numerals))]
    }
    return [.formula(formula(tex, numerals)), .words(shapes(node))]
  }

  func formula(_ tex: String, _ numerals: StepperNumerals) -> StepperFormula {
    StepperFormula(tex: tex, numerals: numerals)
  }

  /// Whether a node and everything that it is computed from are single numbers.
  func isScalar(_ node: Int) -> Bool {
    trace.nodes[node].value.count == 1
      && trace.nodes[node].inputs.allSatisfy { trace.nodes[$0].value.count == 1 }
  }

  /// Numbers in the place of the names of a node's operands.
  private func numbers(_ node: Int, _ numerals: inout StepperNumerals) -> OperandNames? {
    guard let operation = trace.nodes[node].operation else { return nil }
    var inputs: [String] = []
    for (place, input) in trace.nodes[node].inputs.enumerated() {
      if StepperNames.number(trace.nodes[input]) != nil {
        inputs.append(names.tex(input))
        continue
      }
      guard let value = try? trace.nodes[input].value.item() else { return nil }
      inputs.append(numerals.operand(value, isFirst: place == 0 && operation.isWrittenFromLeft))
    }
    guard let value = try? trace.nodes[node].value.item() else { return nil }
    return OperandNames(inputs: inputs, output: numerals.operand(value))
  }

  private func shapes(_ node: Int) -> String {
    let inputs = trace.nodes[node].inputs
      .filter { StepperNames.number(trace.nodes[$0]) == nil }
      .map { "\(names[$0]) \(Shapes.describe(trace.nodes[$0].value.shape))" }
    let own = "\(names[node]) \(Shapes.describe(trace.nodes[node].value.shape))"
    return inputs.joined(separator: ", ") + " → " + own
  }

  // MARK: Backward

  /// The rule of one step back.
  /// - Parameter isAsking: whether the number that it gives is left out.
  func passing(_ index: Int, isAsking: Bool) -> [StepperRow] {
    guard walk.now.steps.indices.contains(index) else { return [] }
    let step = walk.now.steps[index]
    var rows: [StepperRow] = []
    if let element, step.contribution.rank > 0,
      let formula = StepperElements(trace: trace, names: names)
        .gradient(of: step, at: element, output: walk.output, isAsking: isAsking)
    {
      rows.append(.formula(formula))
    } else if isScalar(step.node) {
      rows += scalarRule(step, isAsking: isAsking)
    } else {
      rows += tensorRule(step, isAsking: isAsking)
    }
    if !isAsking, let sum = sum(of: step.target, growing: true) { rows.append(.formula(sum)) }
    return rows
  }

  private func scalarRule(_ step: BackwardStep, isAsking: Bool) -> [StepperRow] {
    let operands = names.operands(of: step.node, in: trace)
    let symbol = step.operation.rule.derivative(to: step.input, operands)
    let local = names.derivative(step.node, step.target)
    var numerals = StepperNumerals()
    var tex = left(of: step) + " = \(names.derivative(walk.output, step.node)) \\cdot \(local)"
    if let upstream = try? step.upstream.item(), let result = try? step.contribution.item() {
      let up = numerals.operand(upstream, isFirst: true)
      if let numbers = numbers(step.node, &numerals), !isAtom(symbol, among: operands) {
        let text = step.operation.rule.derivative(to: step.input, numbers)
        tex += " = \(up) \\cdot \(bracketed(text))"
      }
      if let factor = localDerivative(step) {
        tex += " = \(up) \\cdot \(numerals.operand(factor))"
      }
      tex +=
        " = "
        + (isAsking ? numerals.addGap() : numerals.add(result, named: StepperFormula.result))
    }
    let computed =
      "\(names.tex(step.node)) = \(step.operation.rule.expression(operands)), \\quad "
      + "\(names.inlineDerivative(step.node, step.target)) = \(symbol)"
    return [
      .formula(formula(tex, numerals)), .formula(formula(computed, StepperNumerals())),
    ]
  }

  /// What a step's formula begins with: the whole gradient, or one term of it.
  func left(of step: BackwardStep) -> String {
    let gradient = names.derivative(walk.output, step.target)
    guard walk.termCount(of: step.target) > 1 else { return gradient }
    return "\\left. \(gradient) \\right|_{\(names.tex(step.node))}"
  }

  private func localDerivative(_ step: BackwardStep) -> Double? {
    try? trace.localDerivative(of: step.node, to: step.input)?.item()
  }

  /// Whether a derivative is only the name of an operand or a number, so that writing it with
  /// numbers adds nothing.
  private func isAtom(_ derivative: String, among names: OperandNames) -> Bool {
    names.inputs.contains(derivative) || Double(derivative) != nil
  }

  /// A derivative as a factor: a sum stands in brackets.
  private func bracketed(_ derivative: String) -> String {
    var depth = 0
    for character in derivative {
      if "({[".contains(character) { depth += 1 }
      if ")}]".contains(character) { depth -= 1 }
      if depth == 0, "+-".contains(character) { return "\\left(\(derivative)\\right)" }
    }
    return derivative
  }

  /// The sum that a gradient is where a value is used more than once, as far as it is known.
  private func sum(of node: Int, growing: Bool = false) -> StepperFormula? {
    let terms = walk.terms(of: node)
    guard walk.termCount(of: node) > 1, let last = terms.last else { return nil }
    var numerals = StepperNumerals()
    var texts: [String] = []
    for (place, term) in terms.enumerated() {
      let picked = element.flatMap { term.contribution.rank > 0 ? $0 : nil }
      if let picked, term.contribution.doubles.indices.contains(picked) {
        texts.append(numerals.operand(term.contribution.doubles[picked], isFirst: place == 0))
      } else if let value = try? term.contribution.item() {
        texts.append(numerals.operand(value, isFirst: place == 0))
      } else {
        guard let text = numerals.add(term.contribution) else { return nil }
        texts.append(text)
      }
    }
    var tex = names.derivative(walk.output, node) + " = " + texts.joined(separator: " + ")
    if terms.count < walk.termCount(of: node) {
      tex += " + \\dots"
    } else if let total = total(last.after, &numerals) {
      tex += " = " + total
    }
    return formula(tex, numerals)
  }

  private func total(_ gradient: Tensor, _ numerals: inout StepperNumerals) -> String? {
    if let element, gradient.rank > 0, gradient.doubles.indices.contains(element) {
      return numerals.add(gradient.doubles[element], named: StepperFormula.result)
    }
    return numerals.add(gradient, isResult: true)
  }

  // MARK: Update

  private var updating: [StepperRow] {
    guard let updated = walk.updated else { return [] }
    var rows: [StepperRow] = []
    for leaf in walk.trainable {
      let name = names.tex(leaf)
      var numerals = StepperNumerals()
      var tex =
        "\(name) \\leftarrow \(name) - \\alpha \\, \(names.inlineDerivative(walk.output, leaf))"
      let (old, new) = (trace.nodes[leaf].value, updated.trace.nodes[leaf].value)
      if let gradient = walk.now.gradient(of: leaf), let slope = try? gradient.item(),
        let before = try? old.item(), let after = try? new.item()
      {
        tex += " = \(numerals.add(before)) - \(numerals.operand(walk.rate)) \\cdot "
        tex += numerals.operand(slope) + " = "
        tex += numerals.add(after, named: StepperFormula.result)
      }
      rows.append(.formula(formula(tex, numerals)))
    }
    var numerals = StepperNumerals()
    let tex =
      "\(loss) \\colon \\quad \(numerals.add(walk.now.loss)) \\to "
      + numerals.add(updated.loss, named: StepperFormula.result)
    rows.append(.formula(formula(tex, numerals)))
    return rows
  }
}

import Autograd
import Tensors

/// The rules for vectors and matrices.
extension StepperFormulas {
  // MARK: Forward

  /// How a node is computed from vectors and matrices, in numbers, where they are few.
  func arithmetic(of node: Int, _ numerals: inout StepperNumerals) -> String? {
    let inputs = trace.nodes[node].inputs.map { trace.nodes[$0].value }
    switch trace.nodes[node].operation {
    case .sum(nil, _):
      return terms(inputs[0], &numerals)
    case .mean(nil, _):
      return terms(inputs[0], &numerals).map { "\\frac{1}{\(inputs[0].count)} (\($0))" }
    case .matmul:
      guard let a = inputs[0].asMatrix(isRow: true), let b = inputs[1].asMatrix(isRow: false),
        let left = numerals.add(a), let right = numerals.add(b)
      else { return nil }
      return "\(left) \(right)"
    default: return nil
    }
  }

  private func terms(_ tensor: Tensor, _ numerals: inout StepperNumerals) -> String? {
    guard (2...StepperNumerals.limit).contains(tensor.count) else { return nil }
    return tensor.doubles.enumerated()
      .map { numerals.operand($1, isFirst: $0 == 0) }.joined(separator: " + ")
  }

  // MARK: Backward

  func tensorRule(_ step: BackwardStep, isAsking: Bool) -> [StepperRow] {
    let upstream = names.derivative(walk.output, step.node)
    let operands = names.operands(of: step.node, in: trace)
    var numerals = StepperNumerals()
    var tex = left(of: step) + " = " + symbolic(step, upstream, operands)
    let computed = StepperRow.formula(
      formula(
        "\(names.tex(step.node)) = \(step.operation.rule.expression(operands))", StepperNumerals()))
    if isAsking {
      tex += " = " + numerals.addGap()
      return [.formula(formula(tex, numerals)), computed]
    }
    if let product = numericProduct(step, &numerals) { tex += " = \(product)" }
    guard let result = numerals.add(step.contribution, isResult: true) else {
      return [.formula(formula(tex, numerals)), computed, .words(gradientShapes(step))]
    }
    return [.formula(formula(tex + " = \(result)", numerals)), computed]
  }

  /// The rule in symbols, for vectors and matrices.
  private func symbolic(_ step: BackwardStep, _ upstream: String, _ operands: OperandNames)
    -> String
  {
    let rule = step.operation.rule
    let isStretched = trace.nodes[step.target].value.shape != step.upstream.shape
    switch step.operation {
    case .transpose, .permute([1, 0]): return "\\left(\(upstream)\\right)^\\top"
    case _ where rule.isElementwise:
      let factor = rule.derivative(to: step.input, operands)
      let product = factor == "1" ? upstream : "\(upstream) \\odot \(factor)"
      return isStretched
        ? "\\sum \(factor == "1" ? product : "\\left(\(product)\\right)")" : product
    default: return rule.contribution(upstream, to: step.input, operands)
    }
  }

  /// The rule in numbers, where they are few: a product element by element, a product of
  /// matrices, or softmax's rule.
  private func numericProduct(_ step: BackwardStep, _ numerals: inout StepperNumerals) -> String? {
    switch step.operation {
    case .matmul: return matrixProduct(step, &numerals)
    case .softmax: return softmaxProduct(step, &numerals)
    default: break
    }
    guard step.operation.rule.isElementwise, step.upstream.rank == 1,
      step.upstream.shape == step.contribution.shape,
      let local = try? trace.localDerivative(of: step.node, to: step.input),
      let up = numerals.add(step.upstream), let factor = numerals.add(local)
    else { return nil }
    return "\(up) \\odot \(factor)"
  }

  /// G Bᵀ or Aᵀ G in numbers.
  private func matrixProduct(_ step: BackwardStep, _ numerals: inout StepperNumerals) -> String? {
    let inputs = trace.nodes[step.node].inputs.map { trace.nodes[$0].value }
    guard inputs.count == 2, let a = inputs[0].asMatrix(isRow: true),
      let b = inputs[1].asMatrix(isRow: false),
      let g = try? step.upstream.reshaped([a.shape[0], b.shape[1]]),
      let left = step.input == 0 ? g : try? a.transposed(),
      let right = step.input == 0 ? try? b.transposed() : g,
      let leftText = numerals.add(left), let rightText = numerals.add(right)
    else { return nil }
    return "\(leftText) \(rightText)"
  }

  /// y ⊙ (g − Σ g y) in numbers.
  private func softmaxProduct(_ step: BackwardStep, _ numerals: inout StepperNumerals) -> String? {
    let y = trace.nodes[step.node].value
    guard y.rank == 1, let own = numerals.add(y), let up = numerals.add(step.upstream) else {
      return nil
    }
    let dot = zip(y.doubles, step.upstream.doubles).reduce(0) { $0 + $1.0 * $1.1 }
    return "\(own) \\odot \\left(\(up) - \(numerals.operand(dot))\\right)"
  }

  private func gradientShapes(_ step: BackwardStep) -> String {
    let loss = names[walk.output]
    return "∂\(loss)/∂\(names[step.node]) \(Shapes.describe(step.upstream.shape)) → "
      + "∂\(loss)/∂\(names[step.target]) \(Shapes.describe(step.contribution.shape))"
  }
}

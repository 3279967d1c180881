/// Writes a formula on one line.
struct FormulaInline {
  let isASCII: Bool

  func text(_ node: FormulaNode) -> String { row(node, isTight: false) }

  /// The same without space around operators, as in scripts.
  func tight(_ node: FormulaNode) -> String { row(node, isTight: true) }

  private func row(_ node: FormulaNode, isTight: Bool, after first: FormulaAtom.Kind? = nil)
    -> String
  {
    let nodes = if case .row(let nodes) = node { nodes } else { [node] }
    let spacing = FormulaSpacing(isASCII: isASCII, isTight: isTight, isInline: true)
    var previous = first.map { (kind: $0, node: FormulaNode.empty) }
    var text = ""
    var explicit = false
    for (node, kind) in zip(nodes, FormulaSpacing.kinds(nodes, after: first)) {
      if case .space = node {
        explicit = true
        continue
      }
      let space = explicit || spacing.cells(previous, (kind, node)) > 0
      if space, !text.isEmpty || previous != nil { text += " " }
      text += word(node, isTight: isTight)
      previous = (kind, node)
      explicit = false
    }
    return text
  }

  private func word(_ node: FormulaNode, isTight: Bool) -> String {
    switch node {
    case .atom(let atom):
      return big(atom) ?? atom.text(isASCII: isASCII)
    case .row: return row(node, isTight: isTight)
    case .space: return " "
    case .fraction(let numerator, let denominator):
      return part(numerator, isBelow: false) + "/" + part(denominator, isBelow: true)
    case .scripts(let base, let lower, let upper):
      return word(base, isTight: isTight) + script(lower, "_") + script(upper, "^")
    case .root(let radicand, let degree): return root(radicand, degree)
    case .accent(let accent, let base): return accented(base, accent)
    case .brace(let content, let label, _):
      return row(content, isTight: isTight) + (label.map { " (= \(text($0)))" } ?? "")
    case .fenced(let left, let content, let right):
      return delimiter(left) + row(content, isTight: isTight) + delimiter(right)
    case .table(let table): return self.table(table)
    }
  }

  private func big(_ atom: FormulaAtom) -> String? {
    guard !isASCII else { return nil }
    return switch atom.text {
    case "∑": "Σ"
    case "∏": "Π"
    default: nil
    }
  }

  // MARK: Scripts

  /// A script in characters of its own: `₁`, `ᵀ`, in 7 bits `_1`, `^T`; nil when it cannot be.
  func smallScript(_ node: FormulaNode, isUpper: Bool) -> String? {
    guard isPlain(node) else { return nil }
    if isASCII { return spelledOut(node, isUpper ? "^" : "_") }
    let text = tight(node)
    return isUpper ? FormulaLetters.raised(text) : FormulaLetters.lowered(text)
  }

  /// Whether a script consists of symbols on one row.
  private func isPlain(_ node: FormulaNode) -> Bool {
    switch node {
    case .atom: true
    case .row(let nodes): nodes.allSatisfy(isPlain)
    case .scripts(let base, let lower, let upper):
      isASCII && isPlain(base) && lower.map(isPlain) ?? true && upper.map(isPlain) ?? true
    default: false
    }
  }

  private func script(_ node: FormulaNode?, _ mark: String) -> String {
    guard let node else { return "" }
    return smallScript(node, isUpper: mark == "^") ?? spelledOut(node, mark)
  }

  /// A script after its mark, in parentheses unless it is one word; several indices stand in
  /// brackets, as in code.
  private func spelledOut(_ node: FormulaNode, _ mark: String) -> String {
    let text = tight(node)
    if mark == "_", text.contains(","), !text.contains("[") { return "[\(text)]" }
    if text.allSatisfy({ $0 == "'" }) { return text }
    let isWord = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    let isEnclosed = text.first == "(" && text.firstIndex(of: ")") == text.indices.last
    return text.count == 1 || isWord || isEnclosed ? mark + text : "\(mark)(\(text))"
  }

  // MARK: Fractions, roots, accents

  /// One side of a fraction, in parentheses where it would be read wrongly without.
  private func part(_ node: FormulaNode, isBelow: Bool) -> String {
    let text = row(node, isTight: false)
    return FormulaInline.needsParentheses(node, isBelow: isBelow) ? "(\(text))" : text
  }

  private static func needsParentheses(_ node: FormulaNode, isBelow: Bool) -> Bool {
    guard case .row(let nodes) = node, let first = nodes.first else {
      if case .fraction = node { return true }
      return false
    }
    let kinds = FormulaSpacing.kinds(nodes)
    var depth = 0
    for (node, kind) in zip(nodes, kinds) {
      if kind == .closing { depth = max(0, depth - 1) }
      let isFactor = [.ordinary, .prefix, .opening, .closing].contains(kind)
      if depth == 0, !isFactor { return true }
      if case .fraction = node, depth == 0 { return true }
      if kind == .opening { depth += 1 }
    }
    return isBelow && nodes.count > (isDifferential(first) ? 2 : 1)
  }

  /// Whether a node is the ∂ or d of a derivative.
  private static func isDifferential(_ node: FormulaNode) -> Bool {
    switch node {
    case .atom(let atom): ["∂", "d", "Δ"].contains(atom.text)
    case .scripts(let base, _, _): isDifferential(base)
    default: false
    }
  }

  private func root(_ radicand: FormulaNode, _ degree: FormulaNode?) -> String {
    let text = row(radicand, isTight: false)
    if isASCII { return degree.map { "root(\(tight($0)), \(text))" } ?? "sqrt(\(text))" }
    let index = degree.map { FormulaLetters.raised(tight($0)) ?? "^(\(tight($0)))" } ?? ""
    return index + "√" + (FormulaSetter.isSymbol(radicand) ? text : "(\(text))")
  }

  private func accented(_ base: FormulaNode, _ accent: FormulaAccent) -> String {
    if case .atom(let atom) = base, atom.text.count == 1, !isASCII {
      return FormulaLetters.accented(atom.text, accent)
    }
    let name =
      switch accent {
      case .hat: "hat"
      case .bar: "bar"
      case .tilde: "tilde"
      case .vector: "vec"
      case .dot: "dot"
      case .doubleDot: "ddot"
      }
    return "\(name)(\(row(base, isTight: false)))"
  }

  // MARK: Delimiters and tables

  private func delimiter(_ delimiter: FormulaDelimiter) -> String {
    FormulaSetter(isASCII: isASCII, style: .plain, styles: [:]).single(delimiter)
  }

  private func table(_ table: FormulaTable) -> String {
    let rows = table.rows.map { row in row.map { self.row($0, isTight: false) } }
    switch table.environment {
    case .matrix, .pmatrix, .bmatrix, .vmatrix:
      let body = rows.map { "[" + $0.joined(separator: ", ") + "]" }.joined(separator: ", ")
      return table.environment == .vmatrix ? "|\(body)|" : "[\(body)]"
    case .cases:
      return "{ " + rows.map { $0.joined(separator: ", ") }.joined(separator: "; ")
    case .aligned:
      return table.rows.map { row in
        row.enumerated().map { index, node in
          self.row(node, isTight: false, after: index.isMultiple(of: 2) ? nil : .ordinary)
        }.joined()
      }.joined(separator: "; ")
    }
  }
}

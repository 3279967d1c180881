import Canvas

/// Setting sub- and superscripts: in raised and lowered characters where they exist and the base
/// is low, on rows of their own otherwise.
extension FormulaSetter {
  func scripts(_ base: FormulaNode, _ lower: FormulaNode?, _ upper: FormulaNode?) -> FormulaBox {
    if case .atom(let atom) = base, atom.kind == .big {
      return limits(atom, lower, upper)
    }
    let content = box(base)
    if let small = smallScripts(lower, upper) {
      guard content.height > 1 else {
        let text = FormulaBox(small.lower + small.upper, scriptStyle(of: base))
        return FormulaBox.beside([(0, content), (0, text)])
      }
      return besideTall(
        content, small.lower.isEmpty ? nil : FormulaBox(small.lower, style),
        small.upper.isEmpty ? nil : FormulaBox(small.upper, style))
    }
    let below = lower.map { script.box($0) }
    let above = upper.map { script.box($0) }
    return content.height > 1
      ? besideTall(content, below, above) : besideLow(content, below, above)
  }

  /// Scripts written in characters of their own: `₁`, `ᵀ`, in 7 bits `_1`, `^T`. Nil when one of
  /// them cannot be.
  private func smallScripts(_ lower: FormulaNode?, _ upper: FormulaNode?) -> (
    lower: String, upper: String
  )? {
    var small = (lower: "", upper: "")
    let inline = FormulaInline(isASCII: isASCII)
    if let lower {
      guard let text = inline.smallScript(lower, isUpper: false) else { return nil }
      small.lower = text
    }
    if let upper {
      guard let text = inline.smallScript(upper, isUpper: true) else { return nil }
      small.upper = text
    }
    return small
  }

  private func scriptStyle(of base: FormulaNode) -> Style {
    if case .atom(let atom) = base, case .bold = atom.face { style.adding(.bold) } else { style }
  }

  /// Scripts on the rows above and below a base of one row.
  private func besideLow(_ base: FormulaBox, _ lower: FormulaBox?, _ upper: FormulaBox?)
    -> FormulaBox
  {
    let above = upper?.height ?? 0
    var box = FormulaBox(
      width: base.width + max(lower?.width ?? 0, upper?.width ?? 0),
      height: above + base.height + (lower?.height ?? 0), baseline: above + base.baseline)
    box.place(base, x: 0, y: above)
    if let upper { box.place(upper, x: base.width, y: 0) }
    if let lower { box.place(lower, x: base.width, y: above + base.height) }
    return box
  }

  /// Scripts at the upper and lower corner of a base of several rows.
  private func besideTall(_ base: FormulaBox, _ lower: FormulaBox?, _ upper: FormulaBox?)
    -> FormulaBox
  {
    let above = max(0, (upper?.height ?? 0) - 1)
    let below = max(0, (lower?.height ?? 0) - 1)
    var box = FormulaBox(
      width: base.width + max(lower?.width ?? 0, upper?.width ?? 0),
      height: above + base.height + below, baseline: above + base.baseline)
    box.place(base, x: 0, y: above)
    if let upper { box.place(upper, x: base.width, y: 0) }
    if let lower { box.place(lower, x: base.width, y: above + base.height - 1) }
    return box
  }

  // MARK: Sums

  private func limits(_ atom: FormulaAtom, _ lower: FormulaNode?, _ upper: FormulaNode?)
    -> FormulaBox
  {
    let isName = atom.text.count > 1
    if isNarrow || isName, let small = smallScripts(lower, upper) {
      return FormulaBox(atom.text(isASCII: isASCII) + small.lower + small.upper, style)
    }
    let sign = isName ? FormulaBox(atom.text, style) : bigSign(atom)
    if atom.text == "∫" {
      return besideTall(sign, lower.map { script.box($0) }, upper.map { script.box($0) })
    }
    var parts = [sign]
    if let upper { parts.insert(script.box(upper), at: 0) }
    if let lower { parts.append(script.box(lower)) }
    return FormulaBox.stacked(parts, axis: upper == nil ? 0 : 1)
  }

  /// The sign of a sum, a product or an integral with limits.
  private func bigSign(_ atom: FormulaAtom) -> FormulaBox {
    switch (atom.text, isASCII) {
    case ("∫", false): FormulaBox(column: ["⌠", "│", "⌡"], baseline: 1, style)
    case ("∫", true): FormulaBox(column: [" /", " | ", "/"], baseline: 1, style)
    case ("∑", true): FormulaBox(column: ["===", " >", "==="], baseline: 1, style)
    case ("∏", true): FormulaBox(column: ["===", "| |", "| |"], baseline: 1, style)
    default: FormulaBox(atom.text, style)
    }
  }
}

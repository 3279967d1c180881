import Canvas

/// Sets the nodes of a formula in boxes.
struct FormulaSetter {
  let isASCII: Bool
  let style: Style
  let styles: [String: Style]
  /// Within scripts, relations and operators stand tight.
  var isTight = false
  /// Within fractions, roots and scripts, the limits of a sum stand beside it if they can.
  var isNarrow = false

  init(isASCII: Bool, style: Style, styles: [String: Style]) {
    self.isASCII = isASCII
    self.style = style
    self.styles = styles
  }

  private var narrow: FormulaSetter {
    var setter = self
    setter.isNarrow = true
    return setter
  }

  var script: FormulaSetter {
    var setter = narrow
    setter.isTight = true
    return setter
  }

  func glyph(_ unicode: String, _ ascii: String) -> String { isASCII ? ascii : unicode }

  // MARK: Rows

  /// The nodes of a row, set and spaced.
  /// - Parameter first: the kind of what stands before the row, if something does.
  func items(_ node: FormulaNode, after first: FormulaAtom.Kind? = nil) -> [FormulaItem] {
    let nodes = if case .row(let nodes) = node { nodes } else { [node] }
    let kinds = FormulaSpacing.kinds(nodes, after: first)
    let spacing = FormulaSpacing(isASCII: isASCII, isTight: isTight)
    var items: [FormulaItem] = []
    var previous = first.map { (kind: $0, node: FormulaNode.empty) }
    var explicit = 0
    for (node, kind) in zip(nodes, kinds) {
      if case .space(let width) = node {
        explicit += width
        continue
      }
      let box = box(node)
      var space = max(explicit, spacing.cells(previous, (kind, node)))
      if let last = items.last, let previous {
        space = adjusted(space, from: (last.box, previous.node), to: (box, node))
      }
      items.append(
        FormulaItem(box: box, space: space, kind: kind, isProduct: FormulaSpacing.isProduct(node)))
      previous = (kind, node)
      explicit = 0
    }
    if explicit > 0 {
      items.append(
        FormulaItem(box: FormulaBox(), space: explicit, kind: .ordinary, isProduct: false))
    }
    return items
  }

  /// Limits that are wider than their sign reach over and under a neighbour of one row; a tall
  /// delimiter keeps its distance.
  private func adjusted(
    _ space: Int, from left: (box: FormulaBox, node: FormulaNode),
    to right: (box: FormulaBox, node: FormulaNode)
  ) -> Int {
    if right.box.height == 1, overhang(left.node, left.box) > 0 { return max(0, space - 1) }
    if left.box.height == 1, overhang(right.node, right.box) > 0 { return max(0, space - 1) }
    let isTall =
      FormulaSpacing(isASCII: isASCII, isTight: isTight).isFence(left.node)
      && left.box.height > 1
    return isTall && FormulaSpacing.kind(right.node) == .ordinary ? max(1, space) : space
  }

  /// The cells by which the limits of a sum reach beyond its sign on each side.
  private func overhang(_ node: FormulaNode, _ box: FormulaBox) -> Int {
    guard case .scripts(.atom(let atom), _, _) = node, atom.kind == .big, box.height > 1,
      atom.text != "∫"
    else { return 0 }
    let sign = atom.text.count > 1 ? atom.text.count : isASCII ? 3 : 1
    return (box.width - sign) / 2
  }

  /// One node, set.
  func box(_ node: FormulaNode) -> FormulaBox {
    switch node {
    case .atom(let atom): atomBox(atom)
    case .row: FormulaBox.joined(items(node))
    case .fraction(let numerator, let denominator): fraction(numerator, denominator)
    case .scripts(let base, let lower, let upper): scripts(base, lower, upper)
    case .root(let radicand, let degree): root(radicand, degree)
    case .accent(let accent, let base): accented(base, accent)
    case .brace(let content, let label, let isOver): brace(content, label, isOver)
    case .fenced(let left, let content, let right):
      fenced(left, FormulaBox.joined(items(content)), right)
    case .table(let table): tableBox(table)
    case .space(let width): FormulaBox(width: width)
    }
  }

  private func atomBox(_ atom: FormulaAtom) -> FormulaBox {
    FormulaBox(atom.text(isASCII: isASCII), style(of: atom))
  }

  func style(of atom: FormulaAtom) -> Style {
    switch atom.face {
    case .upright: style
    case .italic: style.adding(.italic)
    case .bold: style.adding(.bold)
    case .value(let name): styles[name] ?? style
    }
  }

  // MARK: Fractions and roots

  private func fraction(_ numerator: FormulaNode, _ denominator: FormulaNode) -> FormulaBox {
    let above = narrow.box(numerator)
    let below = narrow.box(denominator)
    // A bar over another bar is longer, so that it is clear which is the outer one.
    let isNested = [numerator, denominator].contains(where: FormulaSetter.endsInBar)
    let width = max(above.width, below.width, 1) + (isNested ? 2 : 0)
    let bar = FormulaBox(String(repeating: glyph("─", "-"), count: width), style)
    return FormulaBox.stacked([above, bar, below], axis: 1)
  }

  private static func endsInBar(_ node: FormulaNode) -> Bool {
    switch node {
    case .fraction: true
    case .row(let nodes): nodes.first.map(endsInBar) == true || nodes.last.map(endsInBar) == true
    default: false
    }
  }

  private func root(_ radicand: FormulaNode, _ degree: FormulaNode?) -> FormulaBox {
    let content = narrow.box(radicand)
    if isASCII, let degree, content.height == 1 {
      let name = FormulaBox("root(\(FormulaInline(isASCII: true).tight(degree)), ", style)
      return FormulaBox.beside([(0, name), (0, content), (0, FormulaBox(")", style))])
    }
    let sign = rootSign(content, isBare: FormulaSetter.isSymbol(radicand))
    guard let degree else { return sign }
    let index = script.box(degree)
    if sign.height == 1, !isASCII,
      let small = FormulaLetters.raised(FormulaInline(isASCII: false).tight(degree))
    {
      return FormulaBox.beside([(0, FormulaBox(small, style)), (0, sign)])
    }
    return FormulaBox.beside([(0, aboveAxis(index)), (0, sign)])
  }

  /// A box moved one row above the axis.
  private func aboveAxis(_ box: FormulaBox) -> FormulaBox {
    FormulaBox.stacked([box, FormulaBox()], axis: 1)
  }

  private func rootSign(_ content: FormulaBox, isBare: Bool) -> FormulaBox {
    let isLow = content.height == 1
    if isLow, isBare || isASCII {
      let (left, right) = isASCII ? ("sqrt(", ")") : ("√", "")
      return FormulaBox.beside([
        (0, FormulaBox(left, style)), (0, content), (0, FormulaBox(right, style)),
      ])
    }
    let slope = isLow ? 1 : content.height + 1
    let margin = isLow ? 0 : 1
    var box = FormulaBox(
      width: slope + margin + content.width, height: content.height + 1,
      baseline: content.baseline + 1)
    let line = String(repeating: glyph("▁", "_"), count: margin + content.width)
    box.place(FormulaBox(line, style), x: slope, y: 0)
    box.place(content, x: slope + margin, y: 1)
    if isLow {
      box.place(FormulaBox("√", style), x: 0, y: 1)
      return box
    }
    box.place(FormulaBox(glyph("╲", "\\"), style), x: 0, y: content.height)
    for row in 0..<content.height {
      box.place(FormulaBox(glyph("╱", "/"), style), x: slope - 1 - row, y: row + 1)
    }
    return box
  }

  /// Whether a node is one symbol, with scripts at most.
  static func isSymbol(_ node: FormulaNode) -> Bool {
    switch node {
    case .atom: true
    case .scripts(let base, _, _): isSymbol(base)
    case .accent(_, let base): isSymbol(base)
    case .row(let nodes): nodes.count == 1 && isSymbol(nodes[0])
    default: false
    }
  }

  // MARK: Accents and braces

  private func accented(_ base: FormulaNode, _ accent: FormulaAccent) -> FormulaBox {
    if case .atom(let atom) = base, atom.text.count == 1, !isASCII {
      return FormulaBox(FormulaLetters.accented(atom.text, accent), style(of: atom))
    }
    let content = box(base)
    let mark =
      switch accent {
      case .hat: "^"
      case .bar: String(repeating: glyph("▁", "_"), count: max(1, content.width))
      case .tilde: "~"
      case .vector: content.width > 1 ? glyph("→", "->") : glyph("→", ">")
      case .dot: glyph("˙", ".")
      case .doubleDot: glyph("¨", "..")
      }
    return FormulaBox.stacked([FormulaBox(mark, style), content], axis: 1)
  }

  private func brace(_ content: FormulaNode, _ label: FormulaNode?, _ isOver: Bool) -> FormulaBox {
    let content = box(content)
    let width = max(3, content.width)
    let left = (width - 1) / 2
    let line = glyph("─", "-")
    let (start, middle, end) =
      switch (isOver, isASCII) {
      case (false, false): ("╰", label == nil ? "─" : "┬", "╯")
      case (true, false): ("╭", label == nil ? "─" : "┴", "╮")
      case (false, true): ("\\", label == nil ? "-" : "+", "/")
      case (true, true): ("/", label == nil ? "-" : "+", "\\")
      }
    let brace = FormulaBox(
      start + String(repeating: line, count: left - 1) + middle
        + String(repeating: line, count: width - left - 2) + end, style)
    var parts = [content, brace]
    if let label { parts.append(narrow.box(label)) }
    return isOver
      ? FormulaBox.stacked(parts.reversed(), axis: parts.count - 1)
      : FormulaBox.stacked(parts, axis: 0)
  }
}

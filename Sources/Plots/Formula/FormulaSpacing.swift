/// The space between neighbours in a row, after TeX's table of atom classes. A cell is wide, so
/// that TeX's thin, medium and thick spaces are all one cell.
struct FormulaSpacing {
  let isASCII: Bool
  /// Within scripts, relations and operators stand tight.
  let isTight: Bool
  /// Scripts that have no characters of their own are written with `_` and `^`.
  var isInline = false

  /// A row's nodes with the kind of each. A minus with nothing to its left is a sign.
  static func kinds(_ nodes: [FormulaNode], after first: FormulaAtom.Kind? = nil)
    -> [FormulaAtom.Kind]
  {
    var kinds: [FormulaAtom.Kind] = []
    var previous = first
    for node in nodes {
      var kind = kind(node)
      if kind == .binary, FormulaSpacing.makesSign(previous) { kind = .prefix }
      if case .space = node {} else { previous = kind }
      kinds.append(kind)
    }
    return kinds
  }

  private static func makesSign(_ previous: FormulaAtom.Kind?) -> Bool {
    switch previous {
    case nil, .binary, .prefix, .relation, .opening, .punctuation, .big, .function: true
    default: false
    }
  }

  /// What a node does in its row.
  static func kind(_ node: FormulaNode) -> FormulaAtom.Kind {
    switch node {
    case .atom(let atom): atom.kind
    case .row(let nodes): nodes.count == 1 ? kind(nodes[0]) : .ordinary
    case .scripts(let base, _, _): kind(base)
    case .fraction, .table: .inner
    case .brace(let content, _, _): kind(content)
    case .root, .accent, .fenced, .space: .ordinary
    }
  }

  /// Whether a node is an operator that multiplies.
  static func isProduct(_ node: FormulaNode) -> Bool {
    guard case .atom(let atom) = node, atom.kind == .binary else { return false }
    return !["+", "−", "±", "∓"].contains(atom.text)
  }

  /// The empty cells between two neighbours.
  func cells(
    _ left: (kind: FormulaAtom.Kind, node: FormulaNode)?,
    _ right: (kind: FormulaAtom.Kind, node: FormulaNode)
  ) -> Int {
    guard let left else { return 0 }
    switch (left.kind, right.kind) {
    case (.prefix, .inner): return isInline ? 0 : 1
    case (.relation, .relation), (.prefix, _), (_, .punctuation), (.opening, _), (_, .closing):
      return 0
    case (.relation, _), (_, .relation), (.binary, _), (_, .binary):
      return isTight && !needsGap(left.node, right.node) ? 0 : 1
    case (.punctuation, _): return isTight ? 0 : 1
    case (.function, .opening): return 0
    case (.function, _): return isFence(right.node) ? 0 : 1
    case (.big, .opening) where isName(left.node): return 0
    case (.big, _), (_, .function), (_, .big): return 1
    case (.inner, _), (_, .inner): return isTight ? 0 : 1
    default: return runTogether(left.node, right.node) ? 1 : 0
    }
  }

  /// Whether a big operator is a name, as `max`, and not a sign.
  private func isName(_ node: FormulaNode) -> Bool {
    switch node {
    case .atom(let atom): atom.text.count > 1
    case .scripts(let base, _, _): isName(base)
    default: false
    }
  }

  func isFence(_ node: FormulaNode) -> Bool {
    switch node {
    case .fenced: true
    case .scripts(let base, _, _): isFence(base)
    default: false
    }
  }

  /// Whether an operator is a word, as `in` for ∈, that needs room even in a script.
  private func needsGap(_ left: FormulaNode, _ right: FormulaNode) -> Bool {
    [left, right].contains { node in
      guard case .atom(let atom) = node, atom.kind == .relation || atom.kind == .binary else {
        return false
      }
      return atom.text(isASCII: isASCII).first?.isLetter == true
    }
  }

  /// Whether two names would read as one: `alpha x`, `w_1 x_1`.
  private func runTogether(_ left: FormulaNode, _ right: FormulaNode) -> Bool {
    guard let last = edge(left, isLeft: false), let first = edge(right, isLeft: true) else {
      return false
    }
    return last.isOpen && first.isOpen && (last.isWord || first.isWord)
  }

  /// Whether one of the scripts is written with `_` or `^`.
  private func isSpelledOut(_ lower: FormulaNode?, _ upper: FormulaNode?) -> Bool {
    if isASCII { return true }
    let inline = FormulaInline(isASCII: false)
    return isInline
      && (lower.map { inline.smallScript($0, isUpper: false) == nil } ?? false
        || upper.map { inline.smallScript($0, isUpper: true) == nil } ?? false)
  }

  /// How a node ends or begins: with a letter or digit, and whether that is part of a name of
  /// several characters.
  private func edge(_ node: FormulaNode, isLeft: Bool) -> (isOpen: Bool, isWord: Bool)? {
    switch node {
    case .atom(let atom):
      let text = atom.text(isASCII: isASCII)
      guard let character = isLeft ? text.first : text.last else { return nil }
      return (character.isLetter || character.isNumber, atom.isWord(isASCII: isASCII))
    case .scripts(let base, let lower, let upper):
      return isLeft || !isSpelledOut(lower, upper) ? edge(base, isLeft: isLeft) : (true, true)
    case .row(let nodes):
      guard let node = isLeft ? nodes.first : nodes.last else { return nil }
      return edge(node, isLeft: isLeft)
    default: return nil
    }
  }
}

/// The tree that a formula is parsed into.
indirect enum FormulaNode: Hashable, Sendable {
  case atom(FormulaAtom)
  case row([FormulaNode])
  case fraction(numerator: FormulaNode, denominator: FormulaNode)
  case scripts(base: FormulaNode, lower: FormulaNode?, upper: FormulaNode?)
  case root(FormulaNode, degree: FormulaNode?)
  case accent(FormulaAccent, FormulaNode)
  /// A horizontal brace under or over its content, with a label beyond it.
  case brace(FormulaNode, label: FormulaNode?, isOver: Bool)
  /// `\left … \right`: delimiters that grow with what they hold.
  case fenced(FormulaDelimiter, FormulaNode, FormulaDelimiter)
  case table(FormulaTable)
  /// An explicit space of so many cells.
  case space(Int)

  static let empty = FormulaNode.row([])
}

/// A symbol, number, name or piece of text.
struct FormulaAtom: Hashable, Sendable {
  /// What it does in the row, which decides the space around it: TeX's atom classes.
  enum Kind: Hashable, Sendable {
    case ordinary
    /// A sign, such as the minus of −x.
    case prefix
    /// The name of a function.
    case function
    /// A sum, product or limit, whose scripts go above and below.
    case big
    case binary
    case relation
    case opening
    case closing
    case punctuation
    /// A fraction or a matrix.
    case inner
  }

  enum Face: Hashable, Sendable {
    case italic, upright, bold
    /// A number that the caller filled in under this name.
    case value(String)
  }

  /// The text with every character that Unicode has.
  var text: String
  /// The same in 7-bit characters.
  var ascii: String
  var kind: Kind
  var face: Face

  init(_ text: String, ascii: String? = nil, kind: Kind = .ordinary, face: Face = .upright) {
    self.text = text
    self.ascii = ascii ?? text
    self.kind = kind
    self.face = face
  }

  func text(isASCII: Bool) -> String { isASCII ? ascii : text }

  /// Whether it is written with several letters, so that a neighbouring letter would run into it.
  func isWord(isASCII: Bool) -> Bool {
    let text = text(isASCII: isASCII)
    return text.count > 1 && text.first?.isLetter == true
  }
}

/// A mark above a symbol.
enum FormulaAccent: Hashable, Sendable {
  case hat, bar, tilde, vector, dot, doubleDot
}

/// A delimiter that can grow over several rows.
enum FormulaDelimiter: Hashable, Sendable {
  case none
  case leftParenthesis, rightParenthesis
  case leftBracket, rightBracket
  case leftBrace, rightBrace
  case bar, doubleBar
  case leftAngle, rightAngle
  case leftFloor, rightFloor, leftCeiling, rightCeiling
}

/// Rows of cells: a matrix, a case distinction, or aligned equations.
struct FormulaTable: Hashable, Sendable {
  enum Environment: String, Hashable, Sendable, CaseIterable {
    case matrix, pmatrix, bmatrix, vmatrix, cases, aligned
  }

  var environment: Environment
  var rows: [[FormulaNode]]

  var columnCount: Int { rows.reduce(0) { max($0, $1.count) } }
}

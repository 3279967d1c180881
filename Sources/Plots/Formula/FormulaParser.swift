/// Reads the tokens of a formula into a tree: a descent by hand over TeX's mathematical mode.
struct FormulaParser {
  /// Groups nested deeper than this are refused.
  private static let depthLimit = 24
  /// Rows and columns of a table.
  private static let tableLimit = 64

  private let tokens: [FormulaToken]
  private let values: [String: String]
  private var position = 0
  private var depth = 0
  private var isBold = false

  static func parse(_ tex: String, values: [String: String]) throws(FormulaError) -> FormulaNode {
    var parser = FormulaParser(tokens: try FormulaLexer.tokens(tex), values: values)
    let row = try parser.row()
    switch parser.token.kind {
    case .end: return row
    case .closing: throw parser.error("a } closes nothing", "take it out or open a { before it")
    case .separator, .newRow:
      throw parser.error(
        "rows and columns stand outside an environment",
        "write \\begin{aligned} … \\end{aligned} around them")
    case .command("right"): throw parser.error("\\right without \\left", "add \\left before it")
    case .textCommand(let name, let text):
      throw parser.error("\\\(name){\(text)} closes nothing", "take it out")
    default: throw parser.error("this cannot stand here", "take it out")
    }
  }

  private init(tokens: [FormulaToken], values: [String: String]) {
    self.tokens = tokens
    self.values = values
  }

  /// The token at hand; after the last one, the end.
  private var token: FormulaToken {
    position < tokens.count ? tokens[position] : FormulaToken(kind: .end, offset: 0)
  }

  private func error(_ problem: String, _ advice: String, at offset: Int? = nil) -> FormulaError {
    FormulaError(offset: offset ?? token.offset, problem: problem, advice: advice)
  }

  // MARK: Rows

  /// Nodes up to something that ends a row: a closing brace, `&`, `\\`, `\right`, `\end`.
  private mutating func row() throws(FormulaError) -> FormulaNode {
    depth += 1
    defer { depth -= 1 }
    guard depth <= FormulaParser.depthLimit else {
      throw error("groups are nested too deeply", "split the formula")
    }
    var nodes: [FormulaNode] = []
    while !endsRow {
      if let node = try scripted() { nodes.append(node) }
    }
    return nodes.count == 1 ? nodes[0] : .row(nodes)
  }

  private var endsRow: Bool {
    switch token.kind {
    case .end, .closing, .separator, .newRow, .command("right"), .textCommand("end", _): true
    default: false
    }
  }

  /// One node with the scripts and primes that follow it; nil for a command that draws nothing.
  private mutating func scripted() throws(FormulaError) -> FormulaNode? {
    let base: FormulaNode
    if token.kind == .lower || token.kind == .upper || token.kind == .character("'") {
      base = .empty
    } else {
      guard let node = try nucleus() else { return nil }
      base = node
    }
    var lower: FormulaNode?
    var upper: FormulaNode?
    while true {
      let place = token.offset
      switch token.kind {
      case .lower:
        position += 1
        guard lower == nil else {
          throw error("two subscripts", "put braces around one", at: place)
        }
        lower = try argument(of: "_")
      case .upper:
        position += 1
        let exponent = try argument(of: "^")
        guard let primes = upper else {
          upper = exponent
          continue
        }
        guard FormulaParser.isPrimes(primes) else {
          throw error("two superscripts", "put braces around one", at: place)
        }
        upper = .row([primes, exponent])
      case .character("'"):
        guard upper == nil else { throw error("two superscripts", "put the prime first") }
        upper = primes()
      case .command("limits"), .command("nolimits"): position += 1
      default:
        guard lower != nil || upper != nil else { return base }
        return .scripts(base: base, lower: lower, upper: upper)
      }
    }
  }

  private mutating func primes() -> FormulaNode {
    var count = 0
    while token.kind == .character("'") {
      position += 1
      count += 1
    }
    let marks = ["′", "″", "‴"]
    return .atom(
      FormulaAtom(
        count <= marks.count ? marks[count - 1] : String(repeating: "′", count: count),
        ascii: String(repeating: "'", count: count)))
  }

  private static func isPrimes(_ node: FormulaNode) -> Bool {
    if case .atom(let atom) = node { atom.ascii.allSatisfy { $0 == "'" } } else { false }
  }

  // MARK: One node

  private mutating func nucleus() throws(FormulaError) -> FormulaNode? {
    let token = token
    switch token.kind {
    case .opening:
      position += 1
      let content = try row()
      try close(opened: token.offset)
      return content
    case .character(let character):
      position += 1
      return .atom(faced(FormulaSymbols.atom(character: character)))
    case .number(let digits):
      position += 1
      return .atom(faced(FormulaAtom(digits)))
    case .textCommand(let name, let text):
      position += 1
      return try textNode(name, text, at: token.offset)
    case .command(let name):
      position += 1
      return try commandNode(name, at: token.offset)
    case .closing, .lower, .upper, .separator, .newRow, .end:
      throw error("something is missing here", "write {} for nothing")
    }
  }

  private func faced(_ atom: FormulaAtom) -> FormulaAtom {
    guard isBold else { return atom }
    var atom = atom
    atom.face = .bold
    return atom
  }

  private mutating func close(opened offset: Int) throws(FormulaError) {
    guard token.kind == .closing else {
      throw error("this { is never closed", "add }", at: offset)
    }
    position += 1
  }

  /// What a command or a script applies to: a group, or the next symbol.
  private mutating func argument(of owner: String) throws(FormulaError) -> FormulaNode {
    guard !endsRow else { throw error("\(owner) has nothing after it", "write \(owner){…}") }
    depth += 1
    defer { depth -= 1 }
    guard depth <= FormulaParser.depthLimit else {
      throw error("groups are nested too deeply", "split the formula")
    }
    return try nucleus() ?? .empty
  }

  private mutating func textNode(_ name: String, _ text: String, at offset: Int)
    throws(FormulaError) -> FormulaNode
  {
    switch name {
    case "val":
      guard let value = values[text] else {
        throw error("there is no value named \(text)", "give one of that name", at: offset)
      }
      return .atom(FormulaAtom.value(value, named: text))
    case "begin": return try table(text, at: offset)
    case "operatorname": return .atom(FormulaAtom(text, kind: .function))
    case "operatorname*": return .atom(FormulaAtom(text, kind: .big))
    case "mathbb": return .atom(FormulaAtom(FormulaLetters.doubleStruck(text), ascii: text))
    case "mathcal": return .atom(FormulaAtom(FormulaLetters.script(text), ascii: text))
    case "textbf": return .atom(FormulaAtom(text, face: .bold))
    case "textit": return .atom(FormulaAtom(text, face: .italic))
    default: return .atom(FormulaAtom(text))
    }
  }

  private mutating func commandNode(_ name: String, at offset: Int) throws(FormulaError)
    -> FormulaNode?
  {
    if let atom = FormulaSymbols.atom(command: name) { return .atom(faced(atom)) }
    if let width = FormulaParser.spaces[name] { return .space(width) }
    if let accent = FormulaParser.accents[name] {
      return .accent(accent, try argument(of: "\\" + name))
    }
    switch name {
    case "frac", "dfrac", "tfrac":
      return .fraction(
        numerator: try argument(of: "\\" + name), denominator: try argument(of: "\\" + name))
    case "sqrt":
      let degree = try optionalArgument()
      return .root(try argument(of: "\\sqrt"), degree: degree)
    case "mathbf", "boldsymbol", "bm":
      let outer = isBold
      isBold = true
      defer { isBold = outer }
      return try argument(of: "\\" + name)
    case "left": return try fenced(at: offset)
    case "underbrace", "overbrace": return try brace(name)
    case "displaystyle", "textstyle", "limits", "nolimits", "!", "big", "Big", "bigg", "bigl",
      "bigr", "Bigl", "Bigr":
      return nil
    default:
      throw error(
        "unknown command \\\(name)", "write \\operatorname{\(name)} or \\text{\(name)} for a name",
        at: offset)
    }
  }

  private static let spaces = [
    ",": 1, ":": 1, ">": 1, ";": 1, " ": 1, "quad": 3, "qquad": 6,
  ]

  private static let accents: [String: FormulaAccent] = [
    "hat": .hat, "widehat": .hat, "bar": .bar, "overline": .bar, "tilde": .tilde,
    "widetilde": .tilde, "vec": .vector, "overrightarrow": .vector, "dot": .dot,
    "ddot": .doubleDot,
  ]

  /// `[3]` in `\sqrt[3]{x}`.
  private mutating func optionalArgument() throws(FormulaError) -> FormulaNode? {
    guard token.kind == .character("[") else { return nil }
    let offset = token.offset
    position += 1
    var nodes: [FormulaNode] = []
    while token.kind != .character("]") {
      guard !endsRow else { throw error("this [ is never closed", "add ]", at: offset) }
      if let node = try scripted() { nodes.append(node) }
    }
    position += 1
    return .row(nodes)
  }

  private mutating func brace(_ name: String) throws(FormulaError) -> FormulaNode {
    let isOver = name == "overbrace"
    let content = try argument(of: "\\" + name)
    guard token.kind == (isOver ? .upper : .lower) else {
      return .brace(content, label: nil, isOver: isOver)
    }
    position += 1
    return .brace(content, label: try argument(of: "\\" + name), isOver: isOver)
  }

  // MARK: Delimiters

  private mutating func fenced(at offset: Int) throws(FormulaError) -> FormulaNode {
    let left = try delimiter(after: "\\left")
    let content = try row()
    guard token.kind == .command("right") else {
      throw error("this \\left has no \\right", "add \\right) or \\right.", at: offset)
    }
    position += 1
    return .fenced(left, content, try delimiter(after: "\\right"))
  }

  private mutating func delimiter(after owner: String) throws(FormulaError) -> FormulaDelimiter {
    let name: String
    switch token.kind {
    case .character(let character): name = String(character)
    case .command(let command): name = command == "|" ? "Vert" : command
    default: name = ""
    }
    guard let found = FormulaParser.delimiters[name] else {
      throw error("\(owner) needs a delimiter", "write \(owner)( or \(owner)[ or \(owner).")
    }
    position += 1
    return found
  }

  private static let delimiters: [String: FormulaDelimiter] = [
    ".": .none, "(": .leftParenthesis, ")": .rightParenthesis, "[": .leftBracket,
    "]": .rightBracket, "{": .leftBrace, "}": .rightBrace, "lbrace": .leftBrace,
    "rbrace": .rightBrace, "|": .bar, "vert": .bar, "lvert": .bar, "rvert": .bar,
    "Vert": .doubleBar, "lVert": .doubleBar, "rVert": .doubleBar, "langle": .leftAngle,
    "rangle": .rightAngle, "lfloor": .leftFloor, "rfloor": .rightFloor, "lceil": .leftCeiling,
    "rceil": .rightCeiling,
  ]

  // MARK: Tables

  private mutating func table(_ name: String, at offset: Int) throws(FormulaError) -> FormulaNode {
    guard let environment = FormulaTable.Environment(rawValue: name) else {
      let known = FormulaTable.Environment.allCases.map(\.rawValue).joined(separator: ", ")
      throw error("unknown environment \(name)", "there are \(known)", at: offset)
    }
    var rows: [[FormulaNode]] = [[]]
    while true {
      let cell = try row()
      rows[rows.count - 1].append(cell)
      guard rows.count <= FormulaParser.tableLimit,
        rows[rows.count - 1].count <= FormulaParser.tableLimit
      else {
        throw error(
          "a table may have \(FormulaParser.tableLimit) rows and columns", "split it", at: offset)
      }
      switch token.kind {
      case .separator: position += 1
      case .newRow:
        position += 1
        rows.append([])
      case .textCommand("end", name):
        position += 1
        if rows.count > 1, rows[rows.count - 1] == [.empty] { rows.removeLast() }
        return .table(FormulaTable(environment: environment, rows: rows))
      case .textCommand("end", let other):
        throw error("\\end{\(other)} where \\end{\(name)} is due", "close \(name) first")
      default:
        throw error("\\begin{\(name)} is never closed", "add \\end{\(name)}", at: offset)
      }
    }
  }
}

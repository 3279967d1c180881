/// The commands that stand for one symbol or name.
enum FormulaSymbols {
  /// The atom of a command such as `alpha` or `le`.
  static func atom(command: String) -> FormulaAtom? { commands[command] }

  /// The atom of a character that is written as itself.
  static func atom(character: Character) -> FormulaAtom {
    if let found = characters[character] { return found }
    if character.isLetter {
      return FormulaAtom(String(character), face: character.isASCII ? .italic : .upright)
    }
    return FormulaAtom(String(character))
  }

  private static let commands: [String: FormulaAtom] = {
    var all: [String: FormulaAtom] = [:]
    for (name, letter) in lowerGreek {
      all[name] = FormulaAtom(letter, ascii: plainName(name), face: .italic)
    }
    for (name, letter) in upperGreek { all[name] = FormulaAtom(letter, ascii: name) }
    for (name, text, ascii, kind) in symbols {
      all[name] = FormulaAtom(text, ascii: ascii, kind: kind)
    }
    for name in functions { all[name] = FormulaAtom(name, kind: .function) }
    for name in limitFunctions { all[name] = FormulaAtom(name, kind: .big) }
    return all
  }()

  private static let characters: [Character: FormulaAtom] = {
    var all: [Character: FormulaAtom] = [:]
    for atom in commands.values where atom.text.count == 1 {
      if let character = atom.text.first { all[character] = atom }
    }
    for (text, ascii, kind) in plainSymbols {
      all[text] = FormulaAtom(String(text), ascii: ascii, kind: kind)
    }
    all["-"] = FormulaAtom("−", ascii: "-", kind: .binary)
    all["*"] = FormulaAtom("∗", ascii: "*", kind: .binary)
    return all
  }()

  /// `varepsilon` is called `epsilon` where only its name can be written.
  private static func plainName(_ name: String) -> String {
    name.hasPrefix("var") && name != "var" ? String(name.dropFirst(3)) : name
  }

  private static let lowerGreek: [(String, String)] = [
    ("alpha", "α"), ("beta", "β"), ("gamma", "γ"), ("delta", "δ"), ("epsilon", "ϵ"),
    ("varepsilon", "ε"), ("zeta", "ζ"), ("eta", "η"), ("theta", "θ"), ("vartheta", "ϑ"),
    ("iota", "ι"), ("kappa", "κ"), ("lambda", "λ"), ("mu", "μ"), ("nu", "ν"), ("xi", "ξ"),
    ("pi", "π"), ("rho", "ρ"), ("sigma", "σ"), ("tau", "τ"), ("upsilon", "υ"), ("phi", "ϕ"),
    ("varphi", "φ"), ("chi", "χ"), ("psi", "ψ"), ("omega", "ω"),
  ]

  private static let upperGreek: [(String, String)] = [
    ("Gamma", "Γ"), ("Delta", "Δ"), ("Theta", "Θ"), ("Lambda", "Λ"), ("Xi", "Ξ"), ("Pi", "Π"),
    ("Sigma", "Σ"), ("Upsilon", "Υ"), ("Phi", "Φ"), ("Psi", "Ψ"), ("Omega", "Ω"),
  ]

  private static let functions = [
    "log", "ln", "exp", "sin", "cos", "tan", "sinh", "cosh", "tanh", "arctan", "det", "dim",
    "deg", "gcd", "Pr",
  ]

  private static let limitFunctions = [
    "max", "min", "lim", "sup", "inf", "argmax", "argmin",
  ]

  private static let symbols: [(String, String, String, FormulaAtom.Kind)] = [
    ("sum", "∑", "sum", .big), ("prod", "∏", "prod", .big), ("int", "∫", "int", .big),
    ("partial", "∂", "d", .ordinary), ("nabla", "∇", "grad", .ordinary),
    ("infty", "∞", "inf", .ordinary), ("top", "⊤", "T", .ordinary),
    ("ell", "ℓ", "l", .ordinary), ("hbar", "ℏ", "hbar", .ordinary),
    ("emptyset", "∅", "{}", .ordinary), ("forall", "∀", "for all ", .ordinary),
    ("exists", "∃", "exists ", .ordinary), ("neg", "¬", "not ", .prefix),
    ("dots", "…", "...", .ordinary), ("ldots", "…", "...", .ordinary),
    ("cdots", "⋯", "...", .ordinary), ("vdots", "⋮", ":", .ordinary),
    ("ddots", "⋱", "..", .ordinary), ("prime", "′", "'", .ordinary),
    ("degree", "°", "deg", .ordinary), ("circ", "∘", "o", .binary),
    ("cdot", "·", "*", .binary), ("times", "×", "x", .binary), ("odot", "⊙", "(.)", .binary),
    ("otimes", "⊗", "(x)", .binary), ("oplus", "⊕", "(+)", .binary), ("ast", "∗", "*", .binary),
    ("pm", "±", "+-", .binary), ("mp", "∓", "-+", .binary), ("div", "÷", "/", .binary),
    ("cup", "∪", "u", .binary), ("cap", "∩", "n", .binary), ("setminus", "∖", "\\", .binary),
    ("land", "∧", "and", .binary), ("lor", "∨", "or", .binary),
    ("le", "≤", "<=", .relation), ("leq", "≤", "<=", .relation), ("ge", "≥", ">=", .relation),
    ("geq", "≥", ">=", .relation), ("ne", "≠", "!=", .relation), ("neq", "≠", "!=", .relation),
    ("approx", "≈", "~=", .relation), ("equiv", "≡", "==", .relation),
    ("propto", "∝", "prop.to", .relation), ("sim", "∼", "~", .relation),
    ("ll", "≪", "<<", .relation), ("gg", "≫", ">>", .relation), ("in", "∈", "in", .relation),
    ("notin", "∉", "not in", .relation), ("subset", "⊂", "subset", .relation),
    ("mid", "|", "|", .relation), ("parallel", "∥", "||", .relation),
    ("to", "→", "->", .relation), ("rightarrow", "→", "->", .relation),
    ("leftarrow", "←", "<-", .relation), ("gets", "←", "<-", .relation),
    ("leftrightarrow", "↔", "<->", .relation), ("mapsto", "↦", "|->", .relation),
    ("Rightarrow", "⇒", "=>", .relation), ("implies", "⇒", "=>", .relation),
    ("Leftarrow", "⇐", "<=", .relation), ("Leftrightarrow", "⇔", "<=>", .relation),
    ("iff", "⇔", "<=>", .relation), ("colon", ":", ":", .punctuation),
    ("langle", "⟨", "<", .opening), ("rangle", "⟩", ">", .closing),
    ("lfloor", "⌊", "floor(", .opening), ("rfloor", "⌋", ")", .closing),
    ("lceil", "⌈", "ceil(", .opening), ("rceil", "⌉", ")", .closing),
    ("lbrace", "{", "{", .opening), ("rbrace", "}", "}", .closing),
    ("{", "{", "{", .opening), ("}", "}", "}", .closing), ("|", "‖", "||", .ordinary),
    ("lVert", "‖", "||", .opening), ("rVert", "‖", "||", .closing),
    ("lvert", "|", "|", .opening), ("rvert", "|", "|", .closing), ("vert", "|", "|", .ordinary),
    ("Vert", "‖", "||", .ordinary), ("%", "%", "%", .ordinary), ("#", "#", "#", .ordinary),
    ("$", "$", "$", .ordinary), ("_", "_", "_", .ordinary), ("&", "&", "&", .ordinary),
  ]

  private static let plainSymbols: [(Character, String, FormulaAtom.Kind)] = [
    ("+", "+", .binary), ("−", "-", .binary), ("=", "=", .relation), ("<", "<", .relation),
    (">", ">", .relation), (":", ":", .relation), ("(", "(", .opening), ("[", "[", .opening),
    (")", ")", .closing), ("]", "]", .closing), (",", ",", .punctuation),
    (";", ";", .punctuation), ("|", "|", .ordinary), ("‖", "||", .ordinary),
    ("/", "/", .ordinary), ("←", "<-", .relation), ("→", "->", .relation),
    ("≤", "<=", .relation), ("≥", ">=", .relation), ("≠", "!=", .relation),
    ("⇒", "=>", .relation), ("…", "...", .ordinary), ("∗", "*", .binary), ("′", "'", .ordinary),
  ]
}

import Autograd
import Canvas
import Tensors

/// What the nodes of a computation are called, in a graph and in formulas.
struct StepperNames {
  /// As one writes them: `w`, `v1`, `2`.
  private let plain: [String]
  /// As TeX, in one piece: `w`, `{v_{1}}`, `2`.
  private let tex: [String]

  init(_ trace: Trace) {
    let taken = Set(trace.nodes.compactMap(\.name))
    var plain: [String] = []
    var count = 0
    for (index, node) in trace.nodes.enumerated() {
      if let name = node.name {
        plain.append(name)
      } else if let number = Self.number(node) {
        plain.append(number)
      } else if index == trace.output, !taken.contains("L") {
        plain.append("L")
      } else {
        repeat { count += 1 } while taken.contains("v\(count)")
        plain.append("v\(count)")
      }
    }
    self.plain = plain
    tex = plain.enumerated().map { index, name in
      Self.number(trace.nodes[index]) == nil ? Self.tex(name) : Self.bracketed(name)
    }
  }

  /// The text of a bare number of the language, which is drawn with the operation that uses it.
  static func number(_ node: Trace.Node) -> String? {
    guard node.isLeaf, node.name == nil, node.value.isNumber, let value = node.value.doubles.first
    else { return nil }
    if let whole = Int(exactly: value) { return String(whole) }
    return NumberFormat()(value)
  }

  subscript(node: Int) -> String { plain.indices.contains(node) ? plain[node] : "?" }

  func tex(_ node: Int) -> String { tex.indices.contains(node) ? tex[node] : "x" }

  /// What the operands and the result of a node are called in formulas.
  func operands(of node: Int, in trace: Trace) -> OperandNames {
    OperandNames(inputs: trace.nodes[node].inputs.map(tex), output: tex(node))
  }

  /// ∂of/∂to
  func derivative(_ of: Int, _ to: Int) -> String {
    "\\frac{\\partial \(tex(of))}{\\partial \(tex(to))}"
  }

  /// ∂of/∂to on one line.
  func inlineDerivative(_ of: Int, _ to: Int) -> String {
    "\\partial \(tex(of)) / \\partial \(tex(to))"
  }

  private static func bracketed(_ number: String) -> String {
    number.hasPrefix("-") || number.hasPrefix("−") ? "(\(number))" : number
  }

  private static let greek: Set<String> = [
    "alpha", "beta", "gamma", "delta", "epsilon", "eta", "theta", "lambda", "mu", "rho", "sigma",
    "tau", "phi", "omega",
  ]

  /// A name as TeX: trailing digits and what follows `_` become an index, a Greek letter's name
  /// the letter, a longer word upright.
  static func tex(_ name: String) -> String {
    let parts = name.split(separator: "_", maxSplits: 1)
    var base = String(parts.first ?? "x")
    var index = parts.count > 1 ? String(parts[1]) : ""
    let digits = base.reversed().prefix { $0.isASCII && $0.isNumber }.count
    if digits > 0, digits < base.count {
      index = String(base.suffix(digits)) + (index.isEmpty ? "" : "," + index)
      base.removeLast(digits)
    }
    let letter = greek.contains(base) ? "\\\(base)" : base.count == 1 ? base : "\\mathrm{\(base)}"
    guard !index.isEmpty else { return letter }
    let safe = index.filter { $0.isLetter || $0.isNumber || $0 == "," }
    return "{\(letter)_{\(safe)}}"
  }
}

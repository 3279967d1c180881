import Canvas
import Plots
import Tensors

/// One thing that a step says: a formula, or a line of words.
enum StepperRow: Hashable {
  case formula(StepperFormula)
  case words(String)

  /// The row on one line of text.
  var plainText: String {
    switch self {
    case .words(let text): text
    case .formula(let formula): formula.read?.inline() ?? formula.tex
    }
  }
}

/// A formula with the numbers that stand in it.
struct StepperFormula: Hashable {
  var tex: String
  var numerals: StepperNumerals

  /// The name of the number that this step found.
  static let result = "result"

  /// The formula, read; nil for what can't be set.
  var read: Formula? { try? Formula(tex, values: numerals.values) }
}

/// Numbers for a formula, each under a name of its own for `\val{name}`.
struct StepperNumerals: Hashable {
  private(set) var values: [String: String] = [:]

  /// Vectors and matrices with more rows or columns are not written out.
  static let limit = 6

  /// A number that an operation works on: one below zero is put in brackets.
  mutating func operand(_ value: Double, isFirst: Bool = false) -> String {
    let text = add(value)
    return value < 0 && !isFirst ? "(\(text))" : text
  }

  /// A number by itself.
  mutating func add(_ value: Double, named name: String? = nil) -> String {
    let name = name ?? "n\(values.count)"
    values[name] = NumberFormat()(value)
    return "\\val{\(name)}"
  }

  /// A gap for a number that is asked for.
  mutating func addGap() -> String {
    values[StepperFormula.result] = "▁▁▁▁▁▁"
    return "\\val{\(StepperFormula.result)}"
  }

  /// A number, a column or a matrix; nil when it is too large to be written out.
  mutating func add(_ tensor: Tensor, isResult: Bool = false) -> String? {
    let elements = tensor.count <= Self.limit * Self.limit ? tensor.doubles : []
    guard !elements.isEmpty, tensor.rank <= 2 else { return nil }
    if tensor.rank == 0 {
      return add(elements[0], named: isResult ? StepperFormula.result : nil)
    }
    let columns = tensor.rank == 2 ? tensor.shape[1] : 1
    guard tensor.shape[0] <= Self.limit, columns <= Self.limit else { return nil }
    let texts = NumberFormat().column(elements)
    let rows = stride(from: 0, to: elements.count, by: columns).map { start in
      texts[start..<start + columns].enumerated().map { offset, text in
        let name = (isResult ? StepperFormula.result : "n") + "\(values.count)_\(start + offset)"
        values[name] = text
        return "\\val{\(name)}"
      }.joined(separator: " & ")
    }
    return "\\begin{pmatrix} \(rows.joined(separator: " \\\\ ")) \\end{pmatrix}"
  }

  /// How the numbers look: what this step found stands out.
  var styles: [String: Style] {
    values.keys.reduce(into: [:]) { styles, name in
      if name.hasPrefix(StepperFormula.result) { styles[name] = Style(.change, .bold) }
    }
  }
}

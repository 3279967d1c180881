import Canvas
import Plots
import Tensors

/// The whole forward and backward pass as numbered lines, for a pipe or a screen reader.
extension StepperDemo {
  public func plainText(width: Int) -> [String] {
    var walk = self.walk
    walk.goToStart()
    var lines: [String] = []
    var number = 0
    var phase: StepperWalk.Phase?
    for leaf in graph.shown where walk.trace.nodes[leaf].isLeaf {
      lines += Self.wrapped(
        "\(names[leaf]) = \(StepperText.whole(walk.trace.nodes[leaf].value))", width)
    }
    while walk.move != .update {
      guard (try? walk.advance()) != nil else { break }
      if walk.phase != phase {
        phase = walk.phase
        lines.append("")
        lines.append(
          language(
            walk.phase == .update ? "update" : walk.phase == .forward ? "forward" : "backward"))
      }
      number += 1
      let formulas = StepperFormulas(walk: walk, names: names, language: language)
      for (place, row) in formulas.rows.enumerated() {
        lines += Self.wrapped((place == 0 ? "\(number). " : "   ") + row.plainText, width)
      }
      lines += checks(walk, width)
    }
    return lines
  }

  /// The measured derivative beside the gradient that this step completed.
  private func checks(_ walk: StepperWalk, _ width: Int) -> [String] {
    guard showsDifferences, case .pass = walk.move, let node = walk.nodeAtHand,
      walk.isComplete(node), let gradient = walk.gradient(of: node),
      let measured = try? walk.trace.centralDifferences(at: node)
    else { return [] }
    let error = NumberFormat(significant: 1)(
      StepperText.relativeError(measured, gradient.doubles))
    let numbers = measured.map { NumberFormat()($0) }.joined(separator: ", ")
    return Self.wrapped(
      "   " + language("central difference {0}, relative error {1}", numbers, error), width)
  }

  private static func wrapped(_ text: String, _ width: Int) -> [String] {
    TextWrap.lines([TextRun(text)], width: max(20, width), indent: 3).enumerated().map {
      ($0 == 0 ? "" : "   ") + $1.map(\.text).joined()
    }
  }
}

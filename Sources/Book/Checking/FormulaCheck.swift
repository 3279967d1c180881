import Canvas
import Plots

/// Checks that every formula can be set, on paper-wide and on narrow screens, in every glyph
/// set.
struct FormulaCheck {
  /// The columns that a formula has in a window of 40.
  static let narrow = 38

  let lesson: Lesson

  func run(_ log: inout ProblemLog) {
    for (_, block) in lesson.allBlocks {
      if case .formula(let tex, let place) = block.kind {
        check(tex, place, isDisplay: true, log: &log)
      }
      for case .formula(let tex, let place) in block.spans.map(\.content) {
        check(tex, place, isDisplay: false, log: &log)
      }
      if case .quiz(let quiz) = block.kind { checkTexts(quiz, log: &log) }
    }
  }

  private func check(_ tex: String, _ place: Place, isDisplay: Bool, log: inout ProblemLog) {
    do throws(FormulaError) {
      let formula = try Formula(tex)
      guard isDisplay else { return }
      for medium in [Medium(), Medium(glyphs: .ascii)]
      where !formula.fits(width: Self.narrow, medium: medium) {
        let width = formula.layout(medium: medium, width: Self.narrow).width
        log.error(
          place, "the formula is \(width) columns wide in a window of 40",
          "break it with aligned, or split it")
        return
      }
    } catch {
      log.error(
        Self.place(of: error.offset, in: tex, from: place),
        "the formula can't be set: \(error.problem)", "\(error.advice)")
    }
  }

  /// The place of a character of a formula.
  private static func place(of offset: Int, in tex: String, from start: Place) -> Place {
    tex.prefix(max(0, offset)).reduce(start) { place, character in
      character == "\n"
        ? Place(line: place.line + 1) : Place(line: place.line, column: place.column + 1)
    }
  }

  /// Formulas in the texts of a question; numbers stand in for its parameters.
  private func checkTexts(_ quiz: QuizBlock, log: inout ProblemLog) {
    func check(_ yaml: YAML) {
      switch yaml.content {
      case .mapping(let entries): for entry in entries { check(entry.value) }
      case .sequence(let values): for value in values { check(value) }
      case .scalar(let text, _):
        for tex in InlineText.formulas(text) {
          do throws(FormulaError) {
            _ = try Formula(tex, values: Self.standIns(tex))
          } catch {
            log.error(
              yaml.place, "the formula $\(tex)$ can't be set: \(error.problem)", "\(error.advice)")
          }
        }
      }
    }
    check(quiz.source)
  }

  private static func standIns(_ tex: String) -> [String: String] {
    let names = tex.matches(of: /\\val\{([^}]*)\}/).map { String($0.output.1) }
    return Dictionary(names.map { ($0, "1") }) { first, _ in first }
  }
}

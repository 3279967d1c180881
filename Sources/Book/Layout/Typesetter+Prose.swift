import Canvas
import Plots

extension Typesetter {
  /// Sets spans as a paragraph.
  public func picture(of spans: [Span], width: Int, style: Style = Style(.text)) -> Picture {
    let rows = TextWrap.lines(runs(spans, style: style), width: width)
    var picture = Picture(width: width, height: rows.count, medium: medium)
    for (y, row) in rows.enumerated() {
      var x = 0
      for run in row {
        let start = x
        // The spaces that held a formula together have done their work.
        let text = run.text.replacing(Self.hardSpace, with: " ")
        picture.draw { frame in x = frame.write(text, x: start, y: y, style: run.style) }
        if let tag = run.tag, spans.indices.contains(tag), let link = spans[tag].link {
          picture.add(link, area: Rect(x: start, y: y, width: x - start, height: 1))
        }
      }
    }
    return picture
  }

  /// The words of spans, with formulas on one line and computed numbers in their places. Each
  /// run's tag is the index of its span.
  func runs(_ spans: [Span], style base: Style) -> [TextRun] {
    spans.enumerated().map { index, span in
      var style = base
      if span.isStrong { style = style.adding(.bold) }
      if span.isEmphasized { style = style.adding(.italic) }
      if span.link != nil { style = style.adding(.underline) }
      switch span.content {
      case .text(let text): return TextRun(text, style, tag: index)
      case .code(let code):
        style.foreground = .role(.code)
        return TextRun(code, style, tag: index)
      case .formula(let tex, _):
        style.foreground = .role(.formula)
        return TextRun(held(inlineFormula(tex)), style, tag: index)
      case .computed(let computed):
        return TextRun(held(text(computed) ?? blank), style, tag: index)
      case .lineBreak: return TextRun("\n", style, tag: index)
      }
    } + webAddresses(spans)
  }

  /// What stands for a number that can't be computed yet.
  private var blank: String { medium.isASCII ? "___" : "▁▁▁" }

  private static let hardSpace = "\u{A0}"

  /// A short formula is not broken over lines.
  private func held(_ text: String) -> String {
    TextWidth.of(text) <= 16 ? text.replacing(" ", with: Self.hardSpace) : text
  }

  /// Addresses outside the book follow the paragraph, for they can't be opened here.
  private func webAddresses(_ spans: [Span]) -> [TextRun] {
    var seen: Set<String> = []
    return spans.compactMap { span in
      guard case .web(let address) = span.link, span.content != .text(address),
        seen.insert(address).inserted
      else { return nil }
      return TextRun(" <\(address)>", Style(.faint))
    }
  }

  /// A formula as part of a line; its TeX when it can't be set.
  func inlineFormula(_ tex: String) -> String {
    (try? Formula(tex))?.inline(medium: medium) ?? tex
  }

  /// A formula on rows of its own, indented; its TeX when it can't be set.
  func formula(_ tex: String, width: Int) -> Picture {
    guard let formula = try? Formula(tex) else {
      return picture(of: [Span(.code(tex))], width: width)
    }
    let whole = formula.layout(medium: medium).width
    let indent = max(0, min(4, width - whole))
    let box = formula.layout(medium: medium, width: width - indent)
    var picture = Picture(width: width, height: box.height, medium: medium)
    picture.draw { frame in
      box.draw(into: &frame, at: Point(x: indent, y: 0), clip: frame.bounds)
    }
    return picture
  }
}

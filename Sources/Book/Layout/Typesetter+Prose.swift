import Canvas

extension Typesetter {
  /// A run of words with one style.
  struct Run: Hashable {
    var text: String
    var style: Style
    var link: Link?
  }

  /// Sets spans as a paragraph.
  public func prose(_ spans: [Span], width: Int, style: Style = Style(.text)) -> Picture {
    let rows = LineBreaker.rows(runs(spans, style: style), width: width)
    var picture = Picture(width: width, height: rows.count, medium: medium)
    for (y, row) in rows.enumerated() {
      var x = 0
      for run in row {
        let start = x
        picture.draw { frame in x = frame.write(run.text, x: start, y: y, style: run.style) }
        if let link = run.link {
          picture.add(link, area: Rect(x: start, y: y, width: x - start, height: 1))
        }
      }
    }
    return picture
  }

  /// The words of spans, with formulas on one line and computed numbers in their places.
  func runs(_ spans: [Span], style base: Style) -> [Run] {
    spans.flatMap { span in
      var style = base
      if span.isStrong { style = style.adding(.bold) }
      if span.isEmphasized { style = style.adding(.italic) }
      if span.link != nil { style = style.adding(.underline) }
      switch span.content {
      case .text(let text): return [Run(text: text, style: style, link: span.link)]
      case .code(let code):
        style.foreground = .role(.code)
        return [Run(text: code, style: style, link: span.link)]
      case .formula(let tex, _):
        style.foreground = .role(.formula)
        return [Run(text: inlineFormula(tex), style: style, link: span.link)]
      case .computed(let computed):
        let blank = medium.isASCII ? "___" : "▁▁▁"
        return [Run(text: text(computed) ?? blank, style: style, link: span.link)]
      case .lineBreak: return [Run(text: "\n", style: style)]
      }
    } + webAddresses(spans)
  }

  /// Addresses outside the book follow their words, for they can't be opened here.
  private func webAddresses(_ spans: [Span]) -> [Run] {
    var seen: Set<String> = []
    return spans.compactMap { span in
      guard case .web(let address) = span.link, span.content != .text(address),
        seen.insert(address).inserted
      else { return nil }
      return Run(text: " <\(address)>", style: Style(.faint))
    }
  }
}

import Canvas
import Languages

/// Sets prose, formulas and code into pictures.
public struct Typesetter {
  /// The widest line of prose that is good to read.
  public static let measure = 76

  public let medium: Medium
  public let language: Language
  /// The text of a computed number, nil while it can't be computed.
  let text: (Computed) -> String?

  public init(medium: Medium, language: Language, text: @escaping (Computed) -> String?) {
    self.medium = medium
    self.language = language
    self.text = text
  }

  /// One block of prose at a width; empty for a block that is live.
  public func picture(of block: Block, width: Int) -> Picture {
    switch block.kind {
    case .heading(_, let spans): picture(of: spans, width: width, style: Style(.heading, .bold))
    case .paragraph(let spans): picture(of: spans, width: width)
    case .list(let list): picture(of: list, width: width)
    case .quote(let blocks): quote(blocks, width: width)
    case .formula(let tex, _): formula(tex, width: width)
    case .listing(let code, let language): listing(code, language: language, width: width)
    case .note(let note): picture(of: note, width: width)
    case .table(let table): picture(of: table, width: width)
    case .cell(let cell): self.cell(CellState(source: cell.source), width: width)
    case .demo, .predict, .quiz: Picture(width: width, height: 0, medium: medium)
    }
  }

  /// Blocks from top to bottom.
  func picture(of blocks: [Block], gap: Int = 1, width: Int) -> Picture {
    Picture.stack(
      blocks.map { picture(of: $0, width: width) }, gap: gap, width: width, medium: medium)
  }

  private func picture(of list: ListBlock, width: Int) -> Picture {
    let bullet = medium.isASCII ? "-" : "•"
    let markers = list.items.indices.map { index in
      list.start.map { "\($0 + index)." } ?? bullet
    }
    let indent = min((markers.map(TextWidth.of).max() ?? 1) + 1, width / 2)
    let items = zip(markers, list.items).map { marker, blocks in
      let body = picture(of: blocks, gap: list.isTight ? 0 : 1, width: width - indent)
      var item = Picture(width: width, height: max(1, body.height), medium: medium)
      item.place(body, x: indent, y: 0)
      item.draw { frame in
        frame.write(
          marker, x: max(0, indent - 1 - TextWidth.of(marker)), y: 0, style: Style(.faint),
          limit: indent)
      }
      return item
    }
    return Picture.stack(items, gap: list.isTight ? 0 : 1, width: width, medium: medium)
  }

  private func quote(_ blocks: [Block], width: Int) -> Picture {
    let indent = min(2, width / 4)
    let body = picture(of: blocks, width: width - indent)
    var result = Picture(width: width, height: body.height, medium: medium)
    result.place(body, x: indent, y: 0)
    result.draw { frame in
      for y in 0..<body.height where indent > 0 {
        frame.write(medium.isASCII ? "|" : "│", x: 0, y: y, style: Style(.rule))
      }
    }
    return result
  }

  /// The line that stands for everything below an open prediction.
  func covered(width: Int) -> Picture {
    picture(
      of: [Span(.text(language("what comes next shows after your answer, or after a skip")))],
      width: width, style: Style(.faint))
  }
}

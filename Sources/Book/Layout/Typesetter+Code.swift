import Canvas

extension Typesetter {
  /// A code cell with a bar beside its code, and what it put out beneath.
  public func cell(_ state: CellState, width: Int) -> Picture {
    let code = self.code(state.source, bar: true, colored: true, width: width)
    guard let output = state.output else { return code }
    var parts = [code]
    if !output.text.isEmpty { parts.append(printed(output.text, width: width)) }
    if let error = output.error { parts.append(failure(error, of: state.source, width: width)) }
    return Picture.stack(parts, gap: 0, width: width, medium: medium)
  }

  /// Code that is shown and not run.
  func listing(_ code: String, language: String, width: Int) -> Picture {
    var code = code
    while code.last == "\n" { code.removeLast() }
    return self.code(code, bar: false, colored: language == "python", width: width)
  }

  /// The columns before code.
  public static let codeIndent = 2

  private func code(_ source: String, bar: Bool, colored: Bool, width: Int) -> Picture {
    let indent = min(Self.codeIndent, width / 4)
    var rows: [[(Character, Style)]] = []
    for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
      let line = expandedTabs(line)
      let styles =
        colored ? CodeColors.styles(line) : Array(repeating: Style(.code), count: line.count)
      rows += cut(Array(zip(line, styles)), width: width - indent)
    }
    var picture = Picture(width: width, height: rows.count, medium: medium)
    picture.draw { frame in
      for (y, row) in rows.enumerated() {
        if bar, indent > 0 {
          frame.write(medium.isASCII ? "|" : "▎", x: 0, y: y, style: Style(.rule))
        }
        var x = indent
        for (character, style) in row {
          x = frame.write(String(character), x: x, y: y, style: style)
        }
      }
    }
    return picture
  }

  private func expandedTabs(_ line: some StringProtocol) -> String {
    line.reduce(into: "") { $0 += $1 == "\t" ? "    " : String($1) }
  }

  /// Cuts a line of code that is too long, best after a space; the rest is set further in.
  private func cut(_ line: [(Character, Style)], width: Int) -> [[(Character, Style)]] {
    let width = max(1, width)
    let hang = width > 12 ? 4 : 0
    var rows: [[(Character, Style)]] = []
    var rest = line[...]
    while true {
      let lead = rows.isEmpty ? 0 : hang
      let padding = Array(repeating: (Character(" "), Style(.code)), count: lead)
      var used = lead
      let fitting = rest.prefix { letter in
        used += TextWidth.of(letter.0)
        return used <= width
      }
      if fitting.count == rest.count { return rows + [padding + rest] }
      let wanted = fitting.lastIndex { $0.0 == " " }.map { $0 + 1 } ?? fitting.endIndex
      let half = fitting.startIndex + fitting.count / 2
      let end = max(wanted > half ? wanted : fitting.endIndex, rest.startIndex + 1)
      rows.append(padding + rest[..<end])
      rest = rest[end...]
    }
  }

  private func printed(_ text: String, width: Int) -> Picture {
    let indent = min(Self.codeIndent, width / 4)
    let rows = text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
      cut(expandedTabs(line).map { ($0, Style(.text)) }, width: width - indent)
    }
    var picture = Picture(width: width, height: rows.count, medium: medium)
    picture.draw { frame in
      for (y, row) in rows.enumerated() {
        frame.write(String(row.map(\.0)), x: indent, y: y, style: Style(.text))
      }
    }
    return picture
  }

  /// The line at fault with a caret, the message, and what to do.
  private func failure(_ error: CellOutput.Failure, of source: String, width: Int) -> Picture {
    let indent = min(Self.codeIndent, width / 4)
    var parts: [Picture] = []
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    if let place = error.place, lines.indices.contains(place.line - 1) {
      let line = expandedTabs(lines[place.line - 1])
      let before = TextWidth.of(String(line.prefix(max(0, place.column - 1))))
      if indent + before < width {
        var picture = Picture(width: width, height: 2, medium: medium)
        picture.draw { frame in
          frame.write(line, x: indent, y: 0, style: Style(.faint))
          frame.write("^", x: indent + before, y: 1, style: Style(.bad))
        }
        parts.append(picture)
      }
    }
    for (text, role) in [(error.message, Role.bad), (error.hint, Role.text)] where !text.isEmpty {
      let words = picture(of: [Span(.text(text))], width: width - indent, style: Style(role))
      var picture = Picture(width: width, height: words.height, medium: medium)
      picture.place(words, x: indent, y: 0)
      parts.append(picture)
    }
    return Picture.stack(parts, gap: 0, width: width, medium: medium)
  }
}

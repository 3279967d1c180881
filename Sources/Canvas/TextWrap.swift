/// A piece of text in one style.
public struct TextRun: Hashable, Sendable {
  public var text: String
  public var style: Style
  /// Whatever the caller wants to know again of the run after it was broken over lines.
  public var tag: Int?

  public init(_ text: String, _ style: Style = .plain, tag: Int? = nil) {
    self.text = text
    self.style = style
    self.tag = tag
  }
}

extension Frame {
  /// Writes runs one after the other on one row, cut at `limit`.
  /// - Returns: the column after the last cell written.
  @discardableResult
  public mutating func write(_ runs: [TextRun], x: Int, y: Int, limit: Int? = nil) -> Int {
    runs.reduce(x) { column, run in
      write(run.text, x: column, y: y, style: run.style, limit: limit)
    }
  }
}

/// Breaks text into lines: English at spaces and after hyphens, Chinese between characters but
/// with no closing mark at a line's start and no opening mark at a line's end. A word longer
/// than a line is cut. No line is ever wider than the width; at width 0 there is no line at all.
public enum TextWrap {
  /// The lines of a plain text. A newline in it ends a line.
  public static func lines(_ text: String, width: Int) -> [String] {
    lines([TextRun(text)], width: width).map { $0.reduce("") { $0 + $1.text } }
  }

  /// The lines of styled runs.
  /// - Parameter indent: how many columns every line but the first is narrower, for the caller
  ///   to draw them further right (list items).
  public static func lines(_ runs: [TextRun], width: Int, indent: Int = 0) -> [[TextRun]] {
    guard width > 0 else { return [] }
    let units = units(of: runs)
    var lines: [[TextRun]] = []
    var start = 0
    while true {
      let room = max(1, width - (lines.isEmpty ? 0 : indent))
      let (end, next) = lineEnd(units, from: start, width: room)
      lines.append(join(units[start..<end], room: room, runs: runs))
      guard let next else { return lines }
      start = next
    }
  }

  /// One grapheme, with its width and the run that it came from.
  private struct Unit {
    var grapheme: Character
    var width: Int
    var run: Int
    var isSpace: Bool { grapheme == " " }
    var isNewline: Bool { grapheme == "\n" || grapheme == "\r\n" }
  }

  private static func units(of runs: [TextRun]) -> [Unit] {
    var units: [Unit] = []
    for (index, run) in runs.enumerated() {
      for grapheme in run.text {
        if grapheme.isNewline, grapheme == "\n" || grapheme == "\r\n" {
          units.append(Unit(grapheme: "\n", width: 0, run: index))
        } else if let (drawn, width) = TextWidth.drawn(grapheme == "\t" ? " " : grapheme) {
          units.append(Unit(grapheme: drawn, width: width, run: index))
        }
      }
    }
    return units
  }

  /// Where the line that starts at `start` ends (without trailing spaces), and where the next one
  /// starts; nil when this is the last.
  private static func lineEnd(_ units: [Unit], from start: Int, width: Int) -> (Int, Int?) {
    var used = 0
    var lastBreak: Int?
    var index = start
    while index < units.count {
      let unit = units[index]
      if unit.isNewline { return (trimmed(units, start, index), index + 1) }
      if index > start, canBreak(units, before: index) { lastBreak = index }
      if used + unit.width > width, !unit.isSpace {
        if index == start { return (start + 1, start + 1 < units.count ? start + 1 : nil) }
        let end = lastBreak ?? index
        return (trimmed(units, start, end), end)
      }
      used += unit.width
      index += 1
    }
    return (trimmed(units, start, index), nil)
  }

  private static func trimmed(_ units: [Unit], _ start: Int, _ end: Int) -> Int {
    var end = end
    while end > start, units[end - 1].isSpace { end -= 1 }
    return end
  }

  /// The runs of a line; a wide grapheme that no line can hold becomes an ellipsis.
  private static func join(_ units: ArraySlice<Unit>, room: Int, runs: [TextRun]) -> [TextRun] {
    var line: [TextRun] = []
    var last: Int?
    for unit in units {
      let text: Character = unit.width > room ? "…" : unit.grapheme
      if unit.run == last, !line.isEmpty {
        line[line.count - 1].text.append(text)
      } else {
        var run = runs[unit.run]
        run.text = String(text)
        line.append(run)
        last = unit.run
      }
    }
    return line
  }

  private static func canBreak(_ units: [Unit], before index: Int) -> Bool {
    let previous = units[index - 1]
    let next = units[index]
    if next.isSpace || next.isNewline { return false }
    if previous.isSpace { return true }
    if previous.width == 1, next.width == 1 {
      switch previous.grapheme {
      case "—": return next.grapheme != "—" && !neverAtStart.contains(next.grapheme)
      case "-", "–":
        return index >= 2 && units[index - 2].grapheme.isLetter && next.grapheme.isLetter
      default: return false
      }
    }
    return !neverAtStart.contains(next.grapheme) && !neverAtEnd.contains(previous.grapheme)
  }

  /// Closing marks and what hangs on to the word before it.
  private static let neverAtStart = Set("，。、；：？！）》」』】〕〉〗～·％”’,.;:?!)]}%°″′»›ー々")
  private static let neverAtEnd = Set("（《「『【〔〈〖“‘([{«‹＄￥$")
}

import Canvas

/// Breaks runs into rows: between words, and between Chinese characters by the rules of Chinese
/// setting (no closing mark begins a row, no opening mark ends one).
enum LineBreaker {
  private struct Letter {
    var character: Character
    var width: Int
    var run: Int
  }

  static func rows(_ runs: [Typesetter.Run], width: Int) -> [[Typesetter.Run]] {
    var rows: [[Letter]] = []
    var row: [Letter] = []
    let width = max(1, width)

    func fill(_ letters: [Letter]) {
      for letter in letters where !(row.isEmpty && letter.character == " ") || rows.isEmpty {
        row.append(letter)
        var used = row.reduce(0) { $0 + $1.width }
        while used > width, row.count > 1 {
          let cut = breakPlace(row, width: width)
          rows.append(trimmed(row[..<cut]))
          row = Array(row[cut...].drop { $0.character == " " })
          used = row.reduce(0) { $0 + $1.width }
        }
      }
    }

    for (index, run) in runs.enumerated() {
      if run.text == "\n" {
        rows.append(trimmed(row[...]))
        row = []
        continue
      }
      fill(
        run.text.map {
          Letter(character: $0 == "\n" ? " " : $0, width: TextWidth.of($0), run: index)
        })
    }
    if !row.isEmpty { rows.append(trimmed(row[...])) }
    return rows.map { row in
      row.reduce(into: [(run: Int, text: String)]()) { result, letter in
        if result.last?.run == letter.run {
          result[result.count - 1].text.append(letter.character)
        } else {
          result.append((letter.run, String(letter.character)))
        }
      }
      .map { Typesetter.Run(text: $0.text, style: runs[$0.run].style, link: runs[$0.run].link) }
    }
  }

  private static func trimmed(_ row: ArraySlice<Letter>) -> [Letter] {
    var row = row
    while row.last?.character == " " { row.removeLast() }
    return Array(row)
  }

  /// The index at which an overfull row is cut: the last good place, else wherever it is full.
  private static func breakPlace(_ row: [Letter], width: Int) -> Int {
    var used = 0
    var good: Int?
    var full = 1
    for index in row.indices.dropLast() {
      used += row[index].width
      if used > width, row[index + 1].character != " " || used - row[index].width > width { break }
      if used <= width { full = index + 1 }
      if canBreak(after: row[index].character, before: row[index + 1].character) {
        if used <= width || row[index].character == " " { good = index + 1 }
      }
    }
    return good ?? full
  }

  private static func canBreak(after left: Character, before right: Character) -> Bool {
    if left == " " { return right != " " }
    if right == " " { return false }
    if opening.contains(left) || closing.contains(right) { return false }
    return TextWidth.of(left) == 2 || TextWidth.of(right) == 2
  }

  private static let opening: Set<Character> = Set("（《「『【〈“‘([{")
  private static let closing: Set<Character> = Set("，。、；：！？）》」』】〉…％”’·,.;:!?)]}%")
}

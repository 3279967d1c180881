import Canvas

/// Quiet colours for code: keywords, strings and comments differ, everything else is plain.
enum CodeColors {
  private static let keywords: Set<String> = [
    "and", "as", "assert", "break", "class", "continue", "def", "del", "elif", "else", "except",
    "False", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "None",
    "nonlocal", "not", "or", "pass", "raise", "return", "True", "try", "while", "with", "yield",
  ]

  /// The style of each character of a line of code.
  static func styles(_ line: String) -> [Style] {
    let characters = Array(line)
    var styles: [Style] = []
    var index = 0
    while index < characters.count {
      let character = characters[index]
      let end: Int
      let role: Role
      if character == "#" {
        (end, role) = (characters.count, .literal)
      } else if character == "\"" || character == "'" {
        (end, role) = (stringEnd(characters, from: index), .literal)
      } else if character.isLetter || character == "_" {
        end =
          characters[index...].firstIndex { !($0.isLetter || $0.isNumber || $0 == "_") }
          ?? characters.count
        role = keywords.contains(String(characters[index..<end])) ? .keyword : .code
      } else {
        (end, role) = (index + 1, .code)
      }
      styles += Array(repeating: Style(role), count: end - index)
      index = end
    }
    return styles
  }

  private static func stringEnd(_ characters: [Character], from start: Int) -> Int {
    var index = start + 1
    while index < characters.count {
      if characters[index] == characters[start] { return index + 1 }
      index += characters[index] == "\\" ? 2 : 1
    }
    return characters.count
  }
}

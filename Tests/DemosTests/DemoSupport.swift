import Canvas
import Demos
import Languages
import Python

let sevenBit = Medium(glyphs: .ascii, colors: .mono)

/// The folder of the bundled data in this checkout.
let dataFolder =
  #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
  + "/Lessons/data"

/// A session that knows where the bundled data is.
func sessionWithData() -> Session {
  let session = Session()
  session.dataFolder = dataFolder
  return session
}

extension Demo {
  /// Presses keys one after the other.
  /// - Returns: what the last one asks for.
  @discardableResult
  mutating func press(_ keys: Key...) -> [DemoEffect] {
    var effects: [DemoEffect] = []
    for key in keys { effects = update(.input(.key(key))) }
    return effects
  }

  /// Types a text, character by character.
  mutating func type(_ text: String) {
    for character in text { press(.character(character)) }
  }

  func frame(_ width: Int, _ height: Int, medium: Medium = Medium()) -> Frame {
    var frame = Frame(Size(width: width, height: height), medium: medium)
    render(into: &frame, in: frame.bounds)
    return frame
  }

  func lines(_ width: Int, _ height: Int, medium: Medium = Medium()) -> [String] {
    var lines = frame(width, height, medium: medium).lines
    while lines.last == "" { lines.removeLast() }
    return lines
  }
}

/// The text of the cells that have a style.
func texts(_ frame: Frame, where isWanted: (Style) -> Bool) -> [String] {
  var found: [String] = []
  for y in 0..<frame.size.height {
    var current = ""
    for x in 0...frame.size.width {
      let cell = frame[x, y]
      if x < frame.size.width, isWanted(cell.style) {
        current += cell.text
      } else if !current.isEmpty {
        found.append(current)
        current = ""
      }
    }
  }
  return found
}

/// Sizes at which everything must be drawn without a trap.
let sizes: [(Int, Int)] =
  [0, 1, 2, 5, 12].flatMap { width in [0, 1, 2, 3, 7, 12].map { (width, $0) } }
  + [(20, 5), (36, 20), (40, 12), (63, 16), (64, 16), (80, 24), (110, 35), (3, 200), (200, 3)]

/// Every phrase of a demo in Chinese has a Chinese character, unless it has no letters at all.
func isChinese(_ text: String) -> Bool {
  text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
}

import Book
import Canvas
import Languages

/// Rows of text set one below the other, on a frame that grows as they come.
struct Stack {
  let width: Int
  let language: Language
  let medium: Medium
  private var frame: Frame
  private let typesetter: Typesetter
  var places: [QuestionPanel.Picture.Place] = []
  var focus: Range<Int> = 0..<1

  init(width: Int, medium: Medium, language: Language) {
    self.width = max(0, width)
    self.medium = medium
    self.language = language
    frame = Frame(Size(width: width, height: 0), medium: medium)
    typesetter = Typesetter(medium: medium, language: language) { _ in nil }
  }

  var height: Int { frame.size.height }

  var picture: QuestionPanel.Picture {
    QuestionPanel.Picture(frame: frame, places: places, focus: focus)
  }

  /// Adds an empty row, unless nothing stands above it.
  mutating func gap() {
    if height > 0 { grow(by: 1) }
  }

  /// Adds a paragraph with inline maths and code.
  mutating func add(text: String, indent: Int = 0, style: Style = Style(.text)) {
    let picture = typesetter.picture(
      ofText: text, width: min(width - indent, Typesetter.measure), style: style)
    let top = height
    grow(by: max(1, picture.height))
    frame.copy(picture.frame, from: picture.frame.bounds, to: Point(x: indent, y: top))
  }

  /// Adds a label, and a paragraph beside it.
  mutating func add(label: String, text: String = "") {
    let top = height
    add(text: text, indent: min(TextWidth.of(label) + 2, width / 2))
    frame.write(label, x: 0, y: top, style: Style(.faint))
  }

  /// Adds code as it stands, a row for each of its lines.
  mutating func add(code: String, indent: Int, style: Style) {
    for line in TextWrap.lines(code, width: max(1, width - indent)) {
      let top = height
      grow(by: 1)
      frame.write(line, x: indent, y: top, style: style)
    }
  }

  /// Adds one row that `draw` fills.
  mutating func addRow(_ draw: (inout Frame) -> Void) {
    grow(by: 1)
    draw(&frame)
  }

  /// Draws on rows that are there.
  mutating func overwrite(_ draw: (inout Frame) -> Void) { draw(&frame) }

  private mutating func grow(by rows: Int) {
    var grown = Frame(Size(width: width, height: height + rows), medium: medium)
    grown.copy(frame, from: frame.bounds, to: Point(x: 0, y: 0))
    grown.cursor = frame.cursor
    frame = grown
  }
}

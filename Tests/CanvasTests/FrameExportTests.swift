import Canvas
import Testing

@Suite struct FrameExportTests {
  private func frame(_ colors: ColorProfile) -> Frame {
    var frame = Frame(Size(width: 10, height: 2), medium: Medium(colors: colors))
    frame.write("a", x: 0, y: 0, style: Style(.accent, .bold))
    frame.write("神b", x: 1, y: 0)
    frame.write(" ", x: 2, y: 1, style: Style(.plain, on: .rgb(RGB(255, 0, 0))))
    return frame
  }

  @Test func textEndsEachRowWithoutTrailingSpaces() {
    #expect(frame(.truecolor).text() == "a神b\n\n")
  }

  @Test(arguments: [
    (ColorProfile.mono, "\u{1B}[0;1ma\u{1B}[0m神b\n\n"),
    (.ansi8, "\u{1B}[0;1;36ma\u{1B}[0m神b\n  \u{1B}[0;41m \u{1B}[0m\n"),
    (.ansi16, "\u{1B}[0;1;96ma\u{1B}[0m神b\n  \u{1B}[0;101m \u{1B}[0m\n"),
    (.indexed256, "\u{1B}[0;1;38;5;79ma\u{1B}[0m神b\n  \u{1B}[0;48;5;196m \u{1B}[0m\n"),
    (
      .truecolor,
      "\u{1B}[0;1;38;2;95;211;188ma\u{1B}[0m神b\n  \u{1B}[0;48;2;255;0;0m \u{1B}[0m\n"
    ),
  ])
  func ansiInEachProfile(_ colors: ColorProfile, _ expected: String) {
    #expect(frame(colors).ansi() == expected)
  }

  @Test func svgEscapesTextAndTitle() {
    var frame = Frame(Size(width: 8, height: 1))
    frame.write("<a&\"b>", x: 0, y: 0)
    let svg = frame.svg(title: "x < y & \u{1B}")
    #expect(svg.contains(">&lt;a&amp;&quot;b&gt;</text>"))
    #expect(svg.contains(">x &lt; y &amp;  </text>"))
  }

  @Test func svgPlacesEveryWordAndWideGraphemeOnItsCell() {
    var frame = Frame(Size(width: 12, height: 1))
    frame.write("ab 神c", x: 0, y: 0)
    let svg = frame.svg()
    #expect(svg.contains("<text x=\"0\" y=\"14\" textLength=\"18\""))
    #expect(svg.contains("<text x=\"27\" y=\"14\" textLength=\"18\""))
    #expect(svg.contains("<text x=\"45\" y=\"14\" textLength=\"9\""))
  }

  /// No glyph of the picture is left to a font: each box-drawing character, block and Braille
  /// pattern is a shape.
  @Test func boxesBlocksAndBrailleAreShapes() {
    let used = "─│┌┐└┘├┤┬┴┼╭╮╰╯╴╵╶╷━┃┄┆┈┊╌╎═║╔╗╚╝╠╣╦╩╬▀▁▂▃▄▅▆▇█▉▊▋▌▍▎▏▐░▒▓▔▕▖▗▘▙▚▛▜▝▞▟⠁⣿"
    for glyph in used {
      var frame = Frame(Size(width: 1, height: 1))
      frame.write(String(glyph), x: 0, y: 0)
      #expect(!frame.svg().contains("<text"), "\(glyph)")
    }
  }

  @Test func reverseSwapsTheColoursInSVG() {
    var frame = Frame(Size(width: 1, height: 1))
    frame.write("a", x: 0, y: 0, style: Style(.plain, on: .plain, .reverse))
    let svg = frame.svg(theme: .dark)
    #expect(svg.contains("height=\"18\" fill=\"\(Theme.dark.foreground.hex)\""))
    #expect(svg.contains("fill=\"\(Theme.dark.background.hex)\">a</text>"))
  }

  @Test func joinedArmsHaveAGlyph() {
    #expect(BoxArms.horizontal.union(.vertical).glyph == "┼")
    #expect(BoxArms([.down, .right]).glyph == "╭")
    #expect(BoxArms.horizontal.union(.down).glyph == "┬")
  }
}

import Canvas

/// A drawing as text: each row without trailing spaces.
func drawn(
  _ width: Int, _ height: Int, glyphs: GlyphSet = .braille, colors: ColorProfile = .truecolor,
  _ draw: (inout Frame, Rect) -> Void
) -> [String] {
  var frame = Frame(
    Size(width: width, height: height), medium: Medium(glyphs: glyphs, colors: colors))
  draw(&frame, frame.bounds)
  return frame.lines
}

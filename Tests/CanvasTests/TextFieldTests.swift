import Canvas
import Testing

@Suite struct TextFieldTests {
  @Test(arguments: [
    ([Key.character("a"), .character("b"), .left, .character("c")], "acb"),
    ([.character("a"), .character(" "), .character("b"), .control("w")], "a "),
    ([.character("a"), .character("b"), .control("a"), .control("k")], ""),
    ([.character("a"), .character("b"), .control("u"), .control("y"), .control("y")], "abab"),
    ([.character("a"), .character("b"), .control("t")], "ba"),
    ([.character("a"), .backspace, .backspace, .delete], ""),
    ([.character("a"), .character("b"), .control("_")], "a"),
    ([.character("神"), .character("经"), .left, .backspace], "经"),
  ])
  func keysEditAsInReadline(keys: [Key], text: String) {
    var field = TextField()
    for key in keys {
      let isTaken = field.update(key)
      #expect(isTaken)
    }
    #expect(field.text == text)
  }

  @Test func aPasteIsOneLineAndOneUndo() {
    var field = TextField("x")
    field.paste("a\nb")
    #expect(field.text == "xa b")
    _ = field.update(.control("_"))
    #expect(field.text == "x")
  }

  @Test func aLongTextScrollsSoThatTheCursorIsSeen() {
    var field = TextField("abcdefgh")
    var frame = Frame(Size(width: 4, height: 1))
    field.render(into: &frame, in: frame.bounds, isFocused: true)
    #expect(frame.lines == ["fgh"])
    #expect(frame.cursor == Point(x: 3, y: 0))
    _ = field.update(.home)
    field.render(into: &frame, in: frame.bounds, isFocused: true)
    #expect(frame.lines == ["abcd"])
    #expect(frame.cursor == Point(x: 0, y: 0))
  }
}

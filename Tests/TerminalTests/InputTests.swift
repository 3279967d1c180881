import PseudoTerminal
import Testing

@Suite struct InputTests {
  static let keys: [(VirtualScreen.Key, String)] = [
    (.home, "home"), (.end, "end"), (.pageUp, "pageUp"), (.pageDown, "pageDown"),
    (.enter, "enter"), (.escape, "escape"), (.tab, "tab"), (.backTab, "backTab"),
    (.backspace, "backspace"), (.delete, "delete"), (.shiftUp, "shiftUp"),
    (.shiftDown, "shiftDown"), (.shiftLeft, "shiftLeft"), (.shiftRight, "shiftRight"),
    (.function(1), "function(1)"), (.function(12), "function(12)"),
  ]

  @Test(arguments: ["xterm-256color", "tmux-256color", "screen", "xterm-direct2"])
  func keysAreUnderstood(_ name: String) throws {
    let terminal = try Probe.start(height: 30, ["TERM": name])
    for (key, word) in Self.keys {
      terminal.press(key)
      try terminal.wait(for: "Key.\(word))")
    }
    terminal.press(.down, .down, .right, .right, .right)
    try terminal.wait("the cursor to move") { $0.screen.cursor == (3, 4) }
  }

  @Test func whatIsTypedComesInWhole() throws {
    let terminal = try Probe.start(width: 120, ["PROBE_MOUSE": "1"])
    terminal.type("é梯e\u{301}👍\u{1B}x\u{17}\u{0}")
    for word in ["(\"é\")", "(\"梯\")", "alt(\"x\")", "control(\"w\")", "control(\" \")"] {
      try terminal.wait(for: word)
    }
    #expect(terminal.screen.text.contains("(\"👍\")"))
    #expect(terminal.screen.text.contains("(\"e\u{301}\")"))
  }

  @Test func aPasteIsOneTextAndNoKey() throws {
    let terminal = try Probe.start(width: 120)
    terminal.paste("a = 1\rq\u{1B}[Aq\u{7}\r梯")
    try terminal.wait(for: "paste(\"a = 1\\nq")
    #expect(terminal.screen.text.contains("梯"))
    terminal.press(.pageUp)
    try terminal.wait(for: "pageUp")
  }

  @Test func aHugePasteIsCut() throws {
    let terminal = try Probe.start()
    terminal.paste(String(repeating: "0123456789", count: 20_000))
    try terminal.wait(for: "paste(\"0123")
    terminal.press(.pageUp)
    try terminal.wait(for: "pageUp")
  }

  @Test func anEndlessPasteIsGivenUp() throws {
    let terminal = try Probe.start()
    terminal.type("\u{1B}[200~abc")
    try terminal.wait(for: "paste(\"abc\")")
  }

  @Test(arguments: ["xterm-256color", "tmux-256color"])
  func theMouseIsUnderstood(_ name: String) throws {
    let terminal = try Probe.start(width: 120, height: 40, ["PROBE_MOUSE": "1", "TERM": name])
    #expect(terminal.screen.wantsMouse)
    terminal.click(x: 7, y: 5)
    try terminal.wait(for: "move, at: Canvas.Point(x: 7, y: 5)")
    try terminal.wait(for: "release")
    #expect(terminal.screen.text.contains("press, at: Canvas.Point(x: 7, y: 5)"))
    terminal.scroll(up: true, x: 1, y: 2)
    try terminal.wait(for: "scrollUp, at: Canvas.Point(x: 1, y: 2)")
    terminal.scroll(up: false, x: 1, y: 2)
    try terminal.wait(for: "scrollDown")
    terminal.drag(fromX: 3, fromY: 4, toX: 9, toY: 8)
    try terminal.wait(for: "drag, at: Canvas.Point(x: 9, y: 8)")
  }

  @Test func theMouseIsLeftAloneUnlessAskedFor() throws {
    let terminal = try Probe.start()
    #expect(!terminal.screen.wantsMouse)
  }

  @Test func badBytesAndUnknownSequencesDoNoHarm() throws {
    let terminal = try Probe.start()
    terminal.send([0xFF, 0xC3, 0x28, 0x80])
    terminal.type("\u{1B}[99;99X\u{1B}]11;rgb:0000\u{7}")
    terminal.press(.pageUp)
    try terminal.wait(for: "pageUp")
    #expect(!terminal.screen.text.contains("99"))
    #expect(!terminal.screen.text.contains("rgb"))
  }
}

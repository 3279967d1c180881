import Glibc
import PseudoTerminal
import Testing

@Suite struct SessionTests {
  static let terminals = [
    "xterm-256color", "xterm", "screen", "tmux-256color", "linux", "vt100", "xterm-direct2",
  ]

  @Test(arguments: terminals)
  func drawsAndLeavesTheTerminalAsItWas(_ name: String) throws {
    let terminal = try PseudoTerminal([Probe.path], environment: ["TERM": name])
    try terminal.wait(for: "gradient")
    #expect(terminal.screen.lines[1] == "梯度 gradient é ▀")
    terminal.type("q")
    #expect(try terminal.waitForExit() == .status(0))
    expectRestored(terminal)
    #expect(!terminal.screen.text.contains("probe"))
  }

  @Test func theShellsPictureComesBack() throws {
    let terminal = try Probe.startInShell("echo before; $PROBE; echo status $?")
    try terminal.wait(for: "gradient")
    terminal.type("q")
    try terminal.wait(for: "status 0")
    #expect(terminal.screen.lines.contains("before"))
  }

  @Test func aLocaleWithoutUTF8GetsOnlyASCII() throws {
    let terminal = try Probe.start(["LC_ALL": "C"])
    #expect(terminal.screen.lines[1].hasPrefix("???? gradient"))
    #expect(terminal.received.allSatisfy { $0 < 0x80 })
  }

  @Test(arguments: ["dumb", "", "no-such-terminal"])
  func aTerminalWithoutScreensGetsThePlainEdition(_ name: String) throws {
    let terminal = try PseudoTerminal([Probe.path], environment: ["TERM": name])
    #expect(try terminal.waitForExit() == .status(0))
    #expect(terminal.screen.text.contains("plain:"))
    #expect(!terminal.received.contains(0x1B))
    #expect(terminal.settings == terminal.settingsAtStart)
  }

  @Test func aPipeGetsThePlainEdition() throws {
    let terminal = try PseudoTerminal(["sh", "-c", "\(Probe.path) | cat"])
    #expect(try terminal.waitForExit() == .status(0))
    #expect(terminal.screen.text.contains("noTerminal"))
  }

  @Test(arguments: [
    ("xterm-256color", 166), ("xterm-direct2", 0x1D7_5F00), ("xterm", 1), ("vt100", -1),
  ])
  func coloursAreThoseOfTheTerminal(_ name: String, _ color: Int) throws {
    let terminal = try Probe.start(["TERM": name])
    #expect(terminal.screen[0, 1].foreground == color)
    #expect(terminal.screen[0, 0].isBold)
  }

  @Test func noColorIsHonoured() throws {
    let terminal = try Probe.start(["NO_COLOR": "1"])
    #expect(terminal.screen[0, 1].foreground == -1)
  }

  @Test func idleUsesNoProcessor() throws {
    let terminal = try Probe.start()
    terminal.settle()
    let before = terminal.processorTime
    #expect(terminal.settle(.milliseconds(400)) == 0)
    #expect(terminal.processorTime == before)
  }

  @Test func aKeyThatChangesALineSendsThatLine() throws {
    let terminal = try Probe.start(width: 120, height: 40)
    terminal.settle()
    terminal.press(.pageUp)
    try terminal.wait(for: "pageUp")
    let bytes = terminal.received.count
    terminal.press(.pageDown)
    try terminal.wait(for: "pageDown")
    #expect(terminal.received.count - bytes < 100)
  }

  @Test func noiseOnStandardErrorWaitsForTheEnd() throws {
    let terminal = try Probe.start()
    let first = terminal.screen.lines
    terminal.type("E")
    terminal.settle()
    #expect(terminal.screen.lines == first)
    terminal.type("q")
    #expect(try terminal.waitForExit() == .status(0))
    #expect(terminal.screen.text.contains("noise"))
  }

  @Test func leavingInTheMiddleRestoresTheTerminal() throws {
    let terminal = try PseudoTerminal([Probe.path])
    try terminal.wait(for: "gradient")
    terminal.type("X")
    #expect(try terminal.waitForExit() == .status(3))
    expectRestored(terminal)
  }
}

func expectRestored(
  _ terminal: PseudoTerminal,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(terminal.settings == terminal.settingsAtStart, sourceLocation: sourceLocation)
  #expect(terminal.screen.isCursorVisible, sourceLocation: sourceLocation)
  #expect(!terminal.screen.isAlternate, sourceLocation: sourceLocation)
  #expect(!terminal.screen.wantsMouse, sourceLocation: sourceLocation)
}

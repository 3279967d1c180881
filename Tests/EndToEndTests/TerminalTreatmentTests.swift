import Glibc
import PseudoTerminal
import Testing

/// What a terminal may expect of the book.
@Suite struct TerminalTreatmentTests {
  @Test(arguments: [
    "xterm-256color", "xterm", "screen", "tmux-256color", "linux", "vt100", "xterm-direct2",
  ])
  func everyTerminalShowsItAndIsLeftAsItWas(_ name: String) throws {
    let book = try Book()
    let terminal = try book.openHome(environment: ["TERM": name])
    terminal.press(.down)
    terminal.type("q")
    #expect(try terminal.waitForExit() == .status(0))
    expectRestored(terminal)
    #expect(!terminal.showsScreen)
  }

  @Test func aDumbTerminalGetsLines() throws {
    let book = try Book()
    let terminal = try book.open("lessons", environment: ["TERM": "dumb"])
    #expect(try terminal.waitForExit() == .status(0))
    #expect(terminal.screen.text.contains("backprop"))
    #expect(!terminal.received.contains(0x1B))
    #expect(terminal.settings == terminal.settingsAtStart)
  }

  @Test func aLocaleWithoutUTF8GetsOnlyASCII() throws {
    let book = try Book()
    let terminal = try book.openHome(environment: ["LC_ALL": "C"])
    terminal.press(.enter)
    terminal.settle()
    #expect(terminal.received.allSatisfy { $0 < 0x80 })
    terminal.type("q")
    #expect(try terminal.waitForExit() == .status(0))
    expectRestored(terminal)
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGILL, SIGSEGV, SIGABRT])
  func everySignalThatEndsItRestoresTheTerminal(_ number: Int32) throws {
    let book = try Book()
    let terminal = try book.openHome()
    terminal.send(signal: number)
    #expect(try terminal.waitForExit() == .signal(number))
    expectRestored(terminal)
  }

  @Test func aTrapRestoresTheTerminal() throws {
    let book = try Book()
    let terminal = try book.openHome(environment: ["DLBOOK_TRAP_KEY": "!"])
    terminal.type("!")
    #expect(try terminal.waitForExit() == .signal(SIGILL))
    expectRestored(terminal)
  }

  @Test func suspendsAndContinues() throws {
    let book = try Book()
    let terminal = try book.openShell("$DLBOOK")
    try terminal.waitForScreen()
    terminal.type("\u{1A}")
    try terminal.wait(for: "Stopped")
    #expect(!terminal.screen.isAlternate)
    terminal.type("fg; echo status $?\r")
    try terminal.wait("the book") { $0.screen.isAlternate && $0.showsScreen }
    terminal.type("q")
    try terminal.wait(for: "status 0")
  }

  @Test(arguments: [["lesson", "forward"], ["step", "tanh(2*a + b)"], []])
  func aStormOfResizesEndsAtTheLastSize(_ arguments: [String]) throws {
    var random = SystemRandomNumberGenerator()
    let book = try Book()
    let terminal = try PseudoTerminal(
      [Book.path] + arguments, width: 100, height: 30, environment: ["HOME": book.home])
    try terminal.waitForScreen()
    if arguments.isEmpty { try terminal.wait(for: "labelled") }
    terminal.settle()
    let before = terminal.screen.lines
    for _ in 0..<200 {
      terminal.resize(
        width: .random(in: 1...180, using: &random), height: .random(in: 1...50, using: &random))
    }
    terminal.resize(width: 100, height: 30)
    try terminal.wait("the picture of before") { $0.screen.lines == before }
    terminal.type("q")
    #expect(try terminal.waitForExit() == .status(0))
    expectRestored(terminal)
  }

  @Test func aWindowOfOneCellDoesNoHarm() throws {
    let book = try Book()
    let terminal = try book.open("lesson", "backprop", width: 1, height: 1)
    terminal.settle()
    terminal.resize(width: 100, height: 30)
    try terminal.waitForScreen()
  }

  @Test func whatItIsCalledWithIsNeverObeyed() throws {
    let book = try Book()
    let (exit, terminal) = try book.run("$DLBOOK lesson \"$(printf 'a\\033[31mb\\007')\"")
    #expect(exit != .status(0))
    #expect(!terminal.received.contains(0x1B))
    #expect(!terminal.received.contains(0x07))
  }
}

import Glibc
import PseudoTerminal
import Testing

@Suite struct SignalTests {
  @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT])
  func anEndingSignalSavesRestoresAndEndsByItself(_ number: Int32) throws {
    let terminal = try PseudoTerminal([Probe.path], environment: ["PROBE_MOUSE": "1"])
    try terminal.wait(for: "gradient")
    terminal.send(signal: number)
    #expect(try terminal.waitForExit() == .signal(number))
    #expect(terminal.screen.text.contains("saved before signal(\(number))"))
    expectRestored(terminal)
  }

  @Test func typedInterruptIsAKey() throws {
    let terminal = try Probe.start()
    terminal.type("\u{3}")
    try terminal.wait(for: "control(\"c\")")
    terminal.type("\u{1C}")
    try terminal.wait(for: "control(\"\\\\\")")
  }

  @Test(arguments: [SIGILL, SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGTRAP])
  func aCrashRestoresTheTerminal(_ number: Int32) throws {
    let terminal = try PseudoTerminal([Probe.path], environment: ["PROBE_MOUSE": "1"])
    try terminal.wait(for: "gradient")
    terminal.send(signal: number)
    #expect(try terminal.waitForExit() == .signal(number))
    expectRestored(terminal)
  }

  @Test func aTrapRestoresTheTerminalAndSaysWhatItWas() throws {
    let terminal = try PseudoTerminal([Probe.path])
    try terminal.wait(for: "gradient")
    terminal.type("ET")
    #expect(try terminal.waitForExit() == .signal(SIGILL))
    expectRestored(terminal)
    #expect(terminal.screen.text.contains("noise"))
    #expect(terminal.screen.text.contains("Fatal error: Index out of range"))
  }

  @Test func aProgramThatHangsIsEndedByTheSecondSignal() throws {
    let terminal = try PseudoTerminal([Probe.path])
    try terminal.wait(for: "gradient")
    terminal.type("L")
    try terminal.wait("the signals to end it") { terminal in
      terminal.send(signal: SIGTERM)
      return terminal.screen.isAlternate == false
    }
    #expect(try terminal.waitForExit() == .signal(SIGTERM))
    expectRestored(terminal)
  }

  @Test func aClosedWindowEndsTheProgram() throws {
    let terminal = try Probe.start()
    terminal.hangUp()
    #expect(try terminal.waitForExit() == .signal(SIGHUP))
  }

  @Test func suspendsAndContinuesInAShell() throws {
    let terminal = try Probe.startInShell("stty -g; $PROBE")
    try terminal.wait(for: "gradient")
    terminal.press(.pageUp)
    try terminal.wait(for: "pageUp")
    terminal.type("\u{1A}")
    try terminal.wait(for: "Stopped")
    #expect(!terminal.screen.isAlternate)
    terminal.type("stty -g; fg; echo status $?\r")
    try terminal.wait("the picture to come back") {
      $0.screen.isAlternate && $0.screen.text.contains("resumed")
    }
    #expect(terminal.screen.text.contains("pageUp"))
    terminal.type("q")
    try terminal.wait(for: "status 0")
    let modes = terminal.screen.lines.filter { $0.split(separator: ":").count > 20 }
    #expect(modes.count == 2)
    #expect(Set(modes).count == 1)
  }

  @Test func followsAResizeThatCameWhileItWasStopped() throws {
    let terminal = try Probe.startInShell("$PROBE")
    try terminal.wait(for: "gradient")
    terminal.type("\u{1A}")
    try terminal.wait(for: "Stopped")
    terminal.resize(width: 100, height: 30)
    terminal.type("fg\r")
    try terminal.wait(for: "probe 100x30")
  }

  @Test func aStopFromOutsideIsRepaired() throws {
    let terminal = try Probe.startInShell("$PROBE & fg")
    try terminal.wait(for: "gradient")
    terminal.type("\u{1A}")
    try terminal.wait(for: "Stopped")
    terminal.type("kill -STOP %1; kill -CONT %1; sleep 0.1; fg\r")
    try terminal.wait("the picture to come back") {
      $0.screen.isAlternate && $0.screen.text.contains("probe 160x24")
    }
    terminal.type("q")
    try terminal.wait("the shell") { !$0.screen.isAlternate }
  }

  @Test func startedInTheBackgroundItWaitsForTheForeground() throws {
    let terminal = try Probe.startInShell("$PROBE &")
    try terminal.wait("the shell's prompt") {
      $0.screen.lines.filter { $0.hasPrefix("ready>") }.count >= 2
    }
    terminal.settle()
    #expect(!terminal.screen.isAlternate)
    terminal.type("fg\r")
    try terminal.wait(for: "probe 160x24")
  }
}

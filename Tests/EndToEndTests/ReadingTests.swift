import PseudoTerminal
import Testing

/// A reader's day with the book.
@Suite struct ReadingTests {
  @Test func opensReadsLeavesAndComesBackToThePage() throws {
    let book = try Book()
    let first = try book.openHome()
    first.press(.enter)
    try first.wait("the lesson") { $0.screen.lines[0].contains("page 1 of") }
    first.type("n")
    try first.wait("the second page") { $0.screen.lines[0].contains("page 2 of") }
    first.type("q")
    #expect(try first.waitForExit() == .status(0))
    expectRestored(first)

    let again = try book.open("lesson", "forward")
    try again.wait("the page where it was left") { $0.screen.lines[0].contains("page 2 of") }
    again.type("q")
    #expect(try again.waitForExit() == .status(0))
  }

  @Test func stepsForwardAndExactlyBack() throws {
    let book = try Book()
    let terminal = try book.open("step", "tanh(2*a + b)")
    try terminal.wait(for: "→ next")
    terminal.press(.right)
    // A mark runs along the edge of the step and goes away.
    try terminal.wait("the step") {
      $0.screen.text.contains("step 1 of") && !$0.screen.text.contains("●")
    }
    let first = terminal.screen.lines
    terminal.press(.right, .right)
    try terminal.wait(for: "step 3 of")
    terminal.press(.left, .left)
    try terminal.wait("the first step") { $0.screen.lines == first }
    terminal.type("q")
    #expect(try terminal.waitForExit() == .status(0))
    expectRestored(terminal)
  }

  @Test func helpShowsTheKeysAndCloses() throws {
    let book = try Book()
    let terminal = try book.openHome()
    terminal.settle()
    let home = terminal.screen.lines
    terminal.type("?")
    try terminal.wait(for: "^L")
    terminal.press(.escape)
    try terminal.wait("home") { $0.screen.lines == home }
  }

  @Test func chineseFillsTheSameFrame() throws {
    let book = try Book()
    let terminal = try book.open("--lang", "zh")
    try terminal.wait("Chinese") { $0.screen.text.contains("前向传播") }
    let rule = terminal.screen.lines[1]
    #expect(rule.contains("──"))
    #expect(terminal.screen.text.contains("�") == false)
  }

  @Test func killedWhileItSavesItLosesNothingOlder() throws {
    let book = try Book()
    var random = SystemRandomNumberGenerator()
    for _ in 0..<8 {
      let terminal = try book.open("lesson", "forward")
      try terminal.waitForScreen()
      for _ in 0..<Int.random(in: 1...12, using: &random) { terminal.type("np") }
      terminal.settle(.milliseconds(Int.random(in: 1...20, using: &random)))
      terminal.send(signal: 9)
      #expect(try terminal.waitForExit() == .signal(9))
    }
    let (exit, terminal) = try book.run("$DLBOOK progress show")
    #expect(exit == .status(0), "\(terminal.screen.text)")
    let home = try book.openHome()
    home.type("q")
    #expect(try home.waitForExit() == .status(0))
  }
}

func expectRestored(
  _ terminal: PseudoTerminal, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(terminal.settings == terminal.settingsAtStart, sourceLocation: sourceLocation)
  #expect(terminal.screen.isCursorVisible, sourceLocation: sourceLocation)
  #expect(!terminal.screen.isAlternate, sourceLocation: sourceLocation)
  #expect(!terminal.screen.wantsMouse, sourceLocation: sourceLocation)
}

import PseudoTerminal
import Testing

/// How little the book sends and uses.
@Suite struct TrafficTests {
  @Test func idleUsesNoProcessorAndSendsNothing() throws {
    let book = try Book()
    let terminal = try book.openHome()
    terminal.settle(.milliseconds(300))
    let before = terminal.processorTime
    #expect(terminal.settle(.milliseconds(500)) == 0)
    #expect(terminal.processorTime - before <= .milliseconds(10))
  }

  @Test func aKeyThatChangesALineSendsThatLine() throws {
    let book = try Book()
    let terminal = try book.openHome(width: 70)
    terminal.settle()
    let before = terminal.received.count
    terminal.press(.down)
    try terminal.wait(for: "▸ Backprop")
    #expect(terminal.received.count - before < 300)
  }

  @Test func aFrameOfTrainingIsSmall() throws {
    let book = try Book()
    let terminal = try book.open("lesson", "backprop", "--page", "training")
    try terminal.waitForScreen()
    // Past the question, into the demo, and off.
    terminal.press(.enter)
    terminal.type("\u{1B}s")
    try terminal.wait(for: "Space starts the training")
    terminal.press(.tab)
    try terminal.wait(for: "space start")
    terminal.type(" ")
    try terminal.wait(for: "epoch 2 of", within: .seconds(60))
    terminal.type(" ")
    try terminal.wait(for: "space go on")
    for _ in 0..<10 {
      terminal.settle()
      let before = terminal.received.count
      let line = terminal.screen.lines
      terminal.type(".")
      try terminal.wait("one step") { $0.screen.lines != line }
      terminal.settle()
      #expect(terminal.received.count - before < 8192)
    }
  }
}

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
}

import PseudoTerminal
import Testing

@Suite struct ResizeTests {
  @Test func followsEveryResize() throws {
    let terminal = try Probe.start()
    for (width, height) in [(120, 35), (40, 12), (3, 1), (1, 1), (200, 60), (80, 24)] {
      terminal.resize(width: width, height: height)
      try terminal.wait(for: String("probe \(width)x\(height)".prefix(width)))
    }
  }

  @Test func aStormOfResizesEndsAtTheLastSize() throws {
    var random = SystemRandomNumberGenerator()
    let terminal = try Probe.start()
    for _ in 0..<200 {
      terminal.resize(
        width: .random(in: 1...200, using: &random), height: .random(in: 1...60, using: &random))
    }
    terminal.resize(width: 91, height: 27)
    try terminal.wait(for: "probe 91x27")
    terminal.settle()
    #expect(terminal.screen.lines[0] == "probe 91x27")
    #expect(terminal.screen.lines[1] == "梯度 gradient é ▀")
    terminal.type("q")
    #expect(try terminal.waitForExit() == .status(0))
  }

  @Test func aResizeBeforeTheFirstPictureCounts() throws {
    for width in 60..<80 {
      let terminal = try PseudoTerminal([Probe.path])
      terminal.resize(width: width, height: 20)
      try terminal.wait(for: "probe \(width)x20")
    }
  }
}

import Canvas
import Plots
import Testing

@Suite struct LinePlotTests {
  private let ramp = LinePlot(
    [.init("loss", values: (0...20).map { Double($0 * $0) / 100 })], title: "t", xLabel: "step")

  @Test func braille() {
    #expect(
      drawn(30, 9) { ramp.render(into: &$0, in: $1) } == [
        "t                       loss ─",
        "4┤                         ⢀⠔⠊",
        " │                      ⢀⡠⠒⠁",
        " │                    ⡠⠒⠁",
        "2┤                ⣀⠤⠒⠉",
        " │          ⢀⣀⠤⠔⠊⠉",
        "0┤⣀⣀⣀⡠⠤⠤⠤⠤⠒⠉⠁",
        " └┬─────────────┬─────────────",
        "  0            10         step",
      ])
  }

  @Test func quadrants() {
    #expect(
      drawn(30, 9, glyphs: .quadrant) { ramp.render(into: &$0, in: $1) } == [
        "t                       loss ─",
        "4┤                         ▗▄▀",
        " │                       ▄▞▘",
        " │                    ▄▞▀",
        "2┤                ▄▞▀▀",
        " │          ▗▄▄▞▀▀",
        "0┤▄▄▄▄▄▄▞▀▀▀▘",
        " └┬─────────────┬─────────────",
        "  0            10         step",
      ])
  }

  @Test func halfBlocks() {
    #expect(
      drawn(30, 9, glyphs: .halfBlock) { ramp.render(into: &$0, in: $1) } == [
        "t                       loss ─",
        "4┤                         ▄▄▀",
        " │                       ▄▀",
        " │                    ▄▀▀",
        "2┤                ▄▀▀▀",
        " │          ▄▄▄▀▀▀",
        "0┤▄▄▄▄▄▄▀▀▀▀",
        " └┬─────────────┬─────────────",
        "  0            10         step",
      ])
  }

  @Test func ascii() {
    #expect(
      drawn(30, 9, glyphs: .ascii, colors: .mono) { ramp.render(into: &$0, in: $1) } == [
        "t                       loss *",
        "4+                         ***",
        " |                       **",
        " |                    ***",
        "2+               *****",
        " |         ******",
        "0+*********",
        " ++-------------+-------------",
        "  0            10         step",
      ])
  }

  @Test func aLogarithmicAxisHasDecades() {
    var plot = LinePlot([.init(values: (0...20).map { 1 / Double(1 << $0) })])
    plot.isLogarithmic = true
    #expect(
      drawn(24, 9) { plot.render(into: &$0, in: $1) } == [
        "    1┤⠑⠢⡀",
        "     │  ⠈⠒⢄",
        "     │     ⠉⠢⡀",
        "0.001┤       ⠈⠑⢄",
        "     │          ⠉⠢⣀",
        "     │             ⠑⢄⡀",
        " 1e−6┤               ⠈⠱⣀",
        "     └┬────────┬───────┬",
        "      0       10      20",
      ])
  }

  @Test func numbersThatCannotBeDrawnAreMarkedAndSaid() {
    let plot = LinePlot([.init(values: [1, 2, .nan, 2, .infinity, 1])])
    #expect(
      drawn(24, 7) { plot.render(into: &$0, in: $1) } == [
        "NaN×1 ∞×1",
        "2┤   ⢀⠎        ⠁   ▲",
        " │  ⢠⠊",
        " │ ⡠⠃",
        "1┤⡰⠁      ×            ⢀",
        " └┬───────┬────────┬────",
        "  0       2        4",
      ])
  }

  @Test func theCursorReadsTheValues() {
    var plot = ramp
    plot.cursor = 10
    #expect(
      drawn(30, 9) { plot.render(into: &$0, in: $1) }.first == "t              step 10  loss 1")
  }

  @Test func thePointerIsOverTheXOfItsColumn() throws {
    let area = Rect(x: 3, y: 1, width: 30, height: 9)
    let left = try #require(ramp.x(at: Point(x: 5, y: 4), in: area))
    let right = try #require(ramp.x(at: Point(x: 32, y: 4), in: area))
    #expect(left == 0 && right == 20)
    #expect(ramp.x(at: Point(x: 3, y: 4), in: area) == nil)
  }

  @Test func theBoldMeanCoversTheDimRawValues() {
    var frame = Frame(Size(width: 20, height: 3))
    let noisy = (0..<200).map { $0.isMultiple(of: 2) ? 1.0 : 0.0 }
    LinePlot([.init(values: noisy, averagedOver: 20)]).render(into: &frame, in: frame.bounds)
    let styles = Set(frame.cells.map(\.style))
    #expect(styles.contains(Style(.faint)) && styles.contains(Style(.series1, .bold)))
  }

  /// However many points share a column, the highest and the lowest are seen.
  @Test(arguments: [7, 1234, 99_990])
  func peaksSurviveDownsampling(_ place: Int) {
    var values = Array(repeating: 0.5, count: 100_000)
    values[place] = 1
    values[(place + 50_000) % 100_000] = 0
    var plot = LinePlot([.init(values: values)])
    plot.yLimits = 0...1
    var frame = Frame(Size(width: 40, height: 4))
    plot.render(into: &frame, in: frame.bounds)
    let column = { (row: Int) in (2..<40).filter { frame[$0, row].style == Style(.series1) } }
    #expect(!column(0).isEmpty)
    #expect(!column(3).isEmpty)
  }

  @Test func withoutColoursSeriesDifferInTheirDashes() {
    let plot = LinePlot([
      .init("a", values: [1, 1, 1]), .init("b", values: [0, 0, 0], role: .series2),
    ])
    let lines = drawn(24, 4, colors: .mono) { plot.render(into: &$0, in: $1) }
    #expect(
      lines == [
        "                a ─  b ┄",
        "1┤⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉",
        " │",
        "0┤⢀⣀ ⢀⣀ ⢀⣀ ⢀⣀ ⢀⣀ ⢀⣀ ⢀⣀ ⢀",
      ])
  }
}

@Suite struct TicksTests {
  @Test(arguments: [
    (0.0...1.0, 6, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    (0...1, 3, ["0.0", "0.5", "1.0"]), (-3...7, 4, ["−2.5", "0.0", "2.5", "5.0"]),
    (0...60, 4, ["0", "20", "40", "60"]), (0...2e-5, 3, ["0", "1", "2"]),
    (1e6...3e6, 3, ["1", "2", "3"]), (5...5, 3, []), (-1e308...1e308, 3, []),
  ])
  func niceNumbers(_ range: ClosedRange<Double>, _ count: Int, _ labels: [String]) {
    #expect(Ticks.linear(range, count: count).labels == labels)
  }

  @Test func oneExponentForTheWholeAxis() {
    let ticks = Ticks.linear(0...2e-5, count: 3)
    #expect(ticks.exponentLabel == "×1e−5")
    #expect(Ticks.linear(0...2, count: 3).exponentLabel == nil)
  }

  @Test(arguments: 1..<400)
  func neverMoreTicksThanThereIsRoomForAndAlwaysNice(seed: Int) {
    let low = Double(seed * 7919 % 1000) / 37 - 11
    let length = Double(seed * 104_729 % 1009 + 1) / Double(1 << (seed % 20))
    let count = 2 + seed % 9
    let ticks = Ticks.linear(low...(low + length), count: count)
    #expect(ticks.values.count <= count)
    #expect(Set(ticks.labels).count == ticks.labels.count)
    for (value, next) in zip(ticks.values, ticks.values.dropFirst()) { #expect(value < next) }
  }

  @Test func limitsStandStillWhileNumbersComeIn() {
    var limits = StickyLimits()
    var changes = 0
    var last: ClosedRange<Double>?
    for step in 1...1000 {
      let range = limits.update(0...Double(step))
      if range != last { changes += 1 }
      last = range
    }
    #expect(changes < 20)
    #expect(last.map { $0.contains(1000) } == true)
  }

  /// At every width the labels below the axis keep a space between them.
  @Test(arguments: 12..<90)
  func labelsKeepApart(width: Int) throws {
    let plot = LinePlot([.init(x: [-1234.5, 98765], values: [0, 1])])
    let lines = drawn(width, 8) { plot.render(into: &$0, in: $1) }
    let labels = try #require(lines.last).split(separator: " ")
    #expect(labels.count >= 1)
    #expect(labels.allSatisfy { $0.count <= 7 && ($0.contains("×") || $0.last == "0") })
  }
}

import Canvas
import Plots
import Testing

@Suite struct WidgetTests {
  private let bars = BarChart([
    .init("学习率", 0.7), .init("relu", -0.31), .init("tanh", 0.05), .init("bad", .nan),
  ])

  @Test func horizontalBarsInEighths() {
    #expect(
      drawn(30, 4) { bars.render(into: &$0, in: $1) } == [
        "学习率     │████████████  0.70",
        "relu   █████             −0.31",
        "tanh       │▉             0.05",
        "bad    ×                   NaN",
      ])
  }

  @Test func horizontalBarsInASCII() {
    #expect(
      drawn(30, 4, glyphs: .ascii, colors: .mono) { bars.render(into: &$0, in: $1) } == [
        "??????     |############  0.70",
        "relu   #####             -0.31",
        "tanh       |#             0.05",
        "bad    x                   NaN",
      ])
  }

  @Test func verticalBarsWithNumbers() {
    let chart = BarChart(
      [.init("0", 0.25), .init("1", 1), .init("2", 0.5)], orientation: .vertical)
    #expect(
      drawn(18, 6) { chart.render(into: &$0, in: $1) } == [
        "        1",
        "      █████",
        "      █████ 0.50",
        "0.25  █████ █████",
        "█████ █████ █████",
        "  0     1     2",
      ])
    #expect(
      drawn(18, 6, glyphs: .halfBlock) { chart.render(into: &$0, in: $1) } == [
        "        1",
        "      █████",
        "      █████ 0.50",
        "0.25  █████ █████",
        "█████ █████ █████",
        "  0     1     2",
      ])
  }

  @Test func aHistogramCountsEveryFiniteNumberOnce() {
    let values = (0..<500).map { Double($0 * 7919 % 1000) / 100 - 5 } + [.nan, .infinity]
    let histogram = Histogram(values)
    #expect(histogram.bins.counts.reduce(0, +) == 500)
    #expect(histogram.bins.start == -5)
    #expect(drawn(30, 6) { histogram.render(into: &$0, in: $1) }.joined().contains("NaN/∞×2"))
  }

  @Test func groupsOfPointsHaveTheirOwnMarks() {
    let scatter = Scatter([.init("a", [(0, 0)]), .init("b", [(1, 1)], role: .series2)])
    #expect(
      drawn(24, 8) { scatter.render(into: &$0, in: $1) } == [
        "● a  ○ b",
        "1┤                     ○",
        " │",
        " │",
        " │",
        "0┤●",
        " └┬──────────┬─────────┬",
        " 0.0        0.5      1.0",
      ])
  }

  @Test func anImageWithoutColoursTakesTwoCellsAPixel() {
    let image = ImageView([0, 0.5, 1, 0], rows: 2, columns: 2)
    #expect(
      drawn(8, 4, colors: .mono) { image.render(into: &$0, in: $1) } == [
        "    ▒▒▒▒",
        "    ▒▒▒▒",
        "████",
        "████",
      ])
    #expect(
      drawn(4, 2, glyphs: .ascii, colors: .mono) { image.render(into: &$0, in: $1) } == [
        "  ++",
        "##",
      ])
  }

  @Test func aTableAlignsOnThePointAndCutsTheWidestColumn() {
    let table = TableView([
      .init("layer", ["输入", "dense"]), .init("shape", ["(8, 64)", "(8, 2)"], alignment: .right),
      .init("loss", [0.42, -12.5]),
    ])
    #expect(
      drawn(40, 4) { table.render(into: &$0, in: $1) } == [
        "layer    shape    loss",
        "──────────────────────",
        "输入   (8, 64)    0.42",
        "dense   (8, 2)  −12.50",
      ])
    #expect(
      drawn(20, 4) { table.render(into: &$0, in: $1) } == [
        "lay…    shape",
        "─────────────",
        "输入  (8, 64)",
        "den…   (8, 2)",
      ])
  }

  @Test func aBoxHasItsTitleAndNoteInTheEdge() {
    let box = PanelBox("this step", note: "5 of 8")
    #expect(
      drawn(28, 3) { box.render(into: &$0, in: $1) } == [
        "╭ this step ─────── 5 of 8 ╮",
        "│                          │",
        "╰──────────────────────────╯",
      ])
    #expect(
      drawn(28, 3, glyphs: .ascii) { box.render(into: &$0, in: $1) } == [
        "+ this step ------- 5 of 8 +",
        "|                          |",
        "+--------------------------+",
      ])
    #expect(
      PanelBox.inside(Rect(x: 0, y: 0, width: 28, height: 3)).size == Size(width: 24, height: 1))
  }

  @Test func progressAndSparkline() {
    #expect(
      drawn(20, 1) { ProgressBar(0.5, showsPercent: true).render(into: &$0, in: $1) } == [
        "━━━━━━━────────  50%"
      ])
    let wave = Sparkline([0, 1, 2, 3, 4, 3, 2, 1, 0, 1, 2, 3])
    #expect(
      drawn(6, 1) { wave.render(into: &$0, in: $1) } == [
        "⡠⠔⠑⠤⡠⠔"
      ])
    #expect(
      drawn(12, 1, glyphs: .quadrant) { wave.render(into: &$0, in: $1) } == [
        "▁▃▅▇█▇▅▃▁▃▅▇"
      ])
    #expect(
      drawn(12, 1, glyphs: .ascii) { wave.render(into: &$0, in: $1) } == [
        "_.-=^=-._.-="
      ])
  }

  @Test func theScaleNamesItsEnds() {
    #expect(
      drawn(30, 1, glyphs: .ascii, colors: .mono) {
        ScaleBar(.signed(of: [0.5])).render(into: &$0, in: $1)
      } == [
        "-0.5 %%==--_..   ..:++**## 0.5"
      ])
  }
}

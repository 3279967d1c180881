import Canvas
import Plots
import Testing

@Suite struct HeatmapTests {
  private let signed: [Double] = [0.8, -0.4, 0.3, -1, 0, 1]

  @Test func numbersInCells() {
    var map = Heatmap(signed, rows: 2, columns: 3, mode: .numbers)
    map.rowLabels = ["猫", "sat"]
    map.columnLabels = ["a", "b", "c"]
    map.showsScale = true
    map.cursor = (1, 0)
    #expect(
      drawn(32, 4) { map.render(into: &$0, in: $1) } == [
        "      a     b     c",
        " 猫   0.8  −0.4   0.3",
        "sat [−1.0]  0.0   1.0",
        "    −1                         1",
      ])
  }

  @Test func withoutColoursMagnitudeIsAGlyphAndSignItsKind() {
    let map = Heatmap(signed + [.nan], rows: 1, columns: 7, mode: .cells(2))
    #expect(
      drawn(14, 1, glyphs: .ascii, colors: .mono) { map.render(into: &$0, in: $1) } == [
        "**__..%%  ##??"
      ])
    #expect(
      drawn(14, 1, colors: .mono) { map.render(into: &$0, in: $1) } == [
        "▓▓╌╌··≡≡  ██××"
      ])
  }

  @Test func compactShowsTwoRowsOfValuesInARowOfCells() {
    var frame = Frame(Size(width: 2, height: 1))
    let scale = ColorScale(.gray, 0...1)
    Heatmap([0, 0.5, 1, 0.5], rows: 2, columns: 2, scale: scale, mode: .compact)
      .render(into: &frame, in: frame.bounds)
    let white = Ink.rgb(RGB(255, 255, 255))
    #expect(frame[0, 0] == Cell("▀", Style(.rgb(RGB(0, 0, 0)), on: white)))
    #expect(frame[1, 0] == Cell(" ", Style(.plain, on: .rgb(RGB(128, 128, 128)))))
  }

  @Test func shrinkingKeepsTheStrongestValue() {
    var values = Array(repeating: 0.0, count: 100 * 100)
    values[5050] = 1
    var frame = Frame(Size(width: 10, height: 5))
    Heatmap(values, rows: 100, columns: 100, scale: ColorScale(.gray, 0...1), mode: .compact)
      .render(into: &frame, in: frame.bounds)
    let inks = frame.cells.flatMap { [$0.style.foreground, $0.style.background] }
    #expect(inks.contains(.rgb(RGB(255, 255, 255))))
  }

  @Test func aLargeMatrixIsShownAroundItsCursor() {
    var map = Heatmap((0..<400).map(Double.init), rows: 20, columns: 20, mode: .numbers)
    map.cursor = (19, 19)
    let lines = drawn(20, 4) { map.render(into: &$0, in: $1) }
    #expect(lines.joined().contains("399"))
  }

  @Test(arguments: [Heatmap.Mode.compact, .cells(3), .numbers])
  func thePlaceUnderThePointerIsTheOneThatIsDrawn(_ mode: Heatmap.Mode) throws {
    var map = Heatmap(signed, rows: 2, columns: 3, mode: mode)
    map.rowLabels = ["r", "s"]
    map.columnLabels = ["a", "b", "c"]
    let area = Rect(x: 3, y: 2, width: 40, height: 10)
    for row in 0..<2 {
      for column in 0..<3 {
        map.cursor = (row, column)
        var frame = Frame(Size(width: 50, height: 14))
        map.render(into: &frame, in: area)
        var hits: Set<[Int]> = []
        for y in area.y..<area.bottom {
          for x in area.x..<area.right {
            let style = frame[x, y].style
            let isMarked =
              ["[", "]"].contains(frame[x, y].text)
              || style.background == .role(.accent) || style.foreground == .role(.accent)
            guard isMarked,
              let hit = map.index(at: Point(x: x, y: y), in: area, medium: Medium())
            else { continue }
            hits.insert([hit.row, hit.column])
          }
        }
        #expect(hits.contains([row, column]))
      }
    }
    #expect(map.index(at: Point(x: 0, y: 0), in: area, medium: Medium()) == nil)
  }
}

@Suite struct ColormapTests {
  @Test(arguments: [
    (Colormap.viridis, 0.0, 0x440154), (.viridis, 0.5, 0x21918C), (.viridis, 1, 0xFDE725),
    (.cividis, 0, 0x002051), (.cividis, 0.5, 0x7C7B78), (.cividis, 1, 0xFDEA45),
    (.diverging, 0, 0x2166AC), (.diverging, 0.5, 0xF7F7F7), (.diverging, 1, 0xB2182B),
    (.gray, 0.5, 0x808080),
  ])
  func itIsThePublishedMap(_ map: Colormap, _ place: Double, _ published: Int) {
    let color = map.color(place)
    let wanted = RGB(hex: UInt32(published))
    #expect(abs(Int(color.red) - Int(wanted.red)) <= 8)
    #expect(abs(Int(color.green) - Int(wanted.green)) <= 8)
    #expect(abs(Int(color.blue) - Int(wanted.blue)) <= 8)
  }

  @Test(arguments: [Colormap.viridis, .cividis, .gray])
  func magnitudesGrowLighterAllTheWay(_ map: Colormap) {
    let lightness = (0...50).map { map.color(Double($0) / 50).lightness }
    for (a, b) in zip(lightness, lightness.dropFirst()) { #expect(b > a - 0.005) }
  }

  @Test func zeroIsWhiteWhateverTheNumbers() {
    let scale = ColorScale.signed(of: [-0.1, 3, .nan, .infinity])
    #expect(scale.color(of: 0) == Colormap.diverging.color(0.5))
    #expect(scale.color(of: .infinity) == Colormap.diverging.color(1))
  }
}

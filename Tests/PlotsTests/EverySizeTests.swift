import Canvas
import Plots
import Testing

/// Every widget at every size, on every medium, with pleasant and unpleasant numbers.
@Suite struct EverySizeTests {
  struct Widget: Sendable, CustomTestStringConvertible {
    let name: String
    let render: @Sendable (inout Frame, Rect) -> Void
    var testDescription: String { name }

    init(_ name: String, _ render: @escaping @Sendable (inout Frame, Rect) -> Void) {
      self.name = name
      self.render = render
    }
  }

  private static let unpleasant: [Double] = [
    .nan, .infinity, -.infinity, 1e308, -1e308, 5e-300, 0, -0.0, 3,
  ]
  private static let smallest = [Double.leastNonzeroMagnitude, 0]
  private static let largest = [8e307, -9e307, 1]
  private static let pleasant = (0..<40).map { Double($0 * $0 % 17) - 5 }

  private static let widgets: [Widget] =
    [pleasant, unpleasant, []].flatMap { of($0, count: $0.count) } + [
      Widget("panel") { PanelBox("标题 title", note: "note").render(into: &$0, in: $1) },
      Widget("progress") { ProgressBar(0.4, showsPercent: true).render(into: &$0, in: $1) },
      Widget("progress of nothing") { ProgressBar(.nan).render(into: &$0, in: $1) },
      Widget("scale") { ScaleBar(ColorScale(.viridis, -1e300...1e300)).render(into: &$0, in: $1) },
      Widget("graph") { graph.render(into: &$0, in: $1) },
    ]

  private static let extremes = [smallest, largest].flatMap { of($0, count: $0.count) }

  private static func of(_ values: [Double], count: Int) -> [Widget] {
    [
      Widget("line \(count)") { frame, area in
        var plot = LinePlot(
          [.init("损失", values: values, averagedOver: 3), .init(values: values, role: .series2)],
          title: "loss", xLabel: "step")
        plot.cursor = 2
        plot.render(into: &frame, in: area)
        plot.isLogarithmic = true
        plot.render(into: &frame, in: area)
      },
      Widget("heatmap \(count)") { frame, area in
        for (mode, cursor) in [
          (Heatmap.Mode.automatic, (4, 7)), (.compact, nil), (.cells(1), nil), (.numbers, (4, 7)),
        ] as [(Heatmap.Mode, (Int, Int)?)] {
          var map = Heatmap(values, rows: 5, columns: 8, mode: mode)
          map.rowLabels = ["猫", "sat"]
          map.columnLabels = ["a", "the", "on"]
          map.cursor = cursor
          map.showsScale = true
          map.render(into: &frame, in: area)
        }
      },
      Widget("image \(count)") { frame, area in
        ImageView(values, rows: 5, columns: 8).render(into: &frame, in: area)
      },
      Widget("bars \(count)") { frame, area in
        for orientation in [BarChart.Orientation.horizontal, .vertical] {
          var chart = BarChart(values.map { .init("猫x", $0) }, orientation: orientation)
          chart.cursor = 7
          chart.render(into: &frame, in: area)
        }
      },
      Widget("histogram \(count)") { frame, area in
        Histogram(values, title: "weights").render(into: &frame, in: area)
      },
      Widget("scatter \(count)") { frame, area in
        Scatter([.init("猫", zip(values, values.reversed()).map { ($0, $1) })], title: "plane")
          .render(into: &frame, in: area)
      },
      Widget("table \(count)") { frame, area in
        var table = TableView([.init("层", ["输入", "dense"]), .init("loss", values)])
        table.selectedRow = 8
        table.render(into: &frame, in: area)
      },
      Widget("sparkline \(count)") { Sparkline(values).render(into: &$0, in: $1) },
    ]
  }

  private static let graph = GraphView(
    nodes: (0..<8).map { index in
      GraphView.Node(
        lines: [[TextRun("猫\(index)")], [TextRun("∂ −0.1")]],
        emphasis: index == 3 ? .current(.accent) : .none)
    },
    edges: [(0, 3), (1, 3), (2, 4), (3, 4), (0, 5), (4, 5), (5, 6), (1, 6), (9, 1), (6, 0)].map {
      GraphView.Edge(from: $0.0, to: $0.1, light: .change, value: 0.5)
    }, focus: 6)

  /// Each glyph set and each colour profile, once.
  private static let media = [
    Medium(glyphs: .ascii, colors: .mono), Medium(glyphs: .halfBlock, colors: .ansi16),
    Medium(glyphs: .quadrant, colors: .indexed256), Medium(glyphs: .braille, colors: .truecolor),
  ]

  @Test(arguments: widgets)
  func drawsInsideItsAreaOnly(_ widget: Widget) {
    for medium in Self.media {
      for width in 0...12 {
        for height in 0...12 {
          let size = Size(width: width, height: height)
          if !staysInside(widget, size, medium) {
            Issue.record("\(widget.name) left its area at \(width)×\(height), \(medium)")
            return
          }
        }
      }
    }
  }

  @Test(arguments: widgets + extremes)
  func drawsWhereThereIsRoom(_ widget: Widget) {
    for medium in Self.media {
      for size in [Size(width: 70, height: 24), Size(width: 24, height: 7)] {
        #expect(staysInside(widget, size, medium))
      }
    }
  }

  /// Draws in the middle of a larger frame, and in one that is smaller than the area.
  private func staysInside(_ widget: Widget, _ size: Size, _ medium: Medium) -> Bool {
    var frame = Frame(Size(width: size.width + 4, height: size.height + 2), medium: medium)
    let area = Rect(x: 2, y: 1, width: size.width, height: size.height)
    widget.render(&frame, area)
    if size.width == size.height {
      var small = Frame(size, medium: medium)
      widget.render(&small, Rect(x: -1, y: -1, width: 14, height: 14))
    }
    for y in 0..<frame.size.height {
      for x in 0..<frame.size.width
      where !area.contains(Point(x: x, y: y)) && frame[x, y] != .blank {
        return false
      }
    }
    return !medium.isASCII || frame.cells.allSatisfy { $0.text.utf8.count == 1 }
  }
}

import Canvas

/// Named numbers as bars from a common zero line, across or upright.
public struct BarChart: Sendable {
  public struct Bar: Hashable, Sendable {
    public var label: String
    public var value: Double
    public var role: Role

    public init(_ label: String, _ value: Double, role: Role = .series1) {
      self.label = label
      self.value = value
      self.role = role
    }
  }

  public enum Orientation: Hashable, Sendable {
    /// One row for each bar, the label before it and the number behind.
    case horizontal
    /// One or more columns for each bar, the label below.
    case vertical
  }

  public var bars: [Bar]
  public var orientation: Orientation
  /// The numbers at the ends; nil to fit the bars. Zero is always within.
  public var limits: ClosedRange<Double>?
  public var showsValues = true
  /// The bar that is picked.
  public var cursor: Int?

  public init(_ bars: [Bar], orientation: Orientation = .horizontal) {
    self.bars = bars
    self.orientation = orientation
  }

  public func render(into frame: inout Frame, in area: Rect) {
    let area = area.intersection(frame.bounds)
    guard !area.isEmpty, !bars.isEmpty else { return }
    switch orientation {
    case .horizontal: renderRows(into: &frame, in: area)
    case .vertical: renderColumns(into: &frame, in: area)
    }
  }

  /// The limits with zero among them and some length.
  private var extent: ClosedRange<Double> {
    let range = limits ?? LinePlot.extent(bars.map(\.value)) ?? 0...1
    let low = min(range.lowerBound, 0)
    let high = max(range.upperBound, 0)
    return low < high ? low...high : 0...1
  }

  /// Where zero and a value are along `length` cells. Zero lies between two cells.
  private func places(of value: Double, length: Int) -> (zero: Double, end: Double) {
    let extent = extent
    let size = extent.upperBound / 2 - extent.lowerBound / 2
    var zero = size > 0 ? (-extent.lowerBound / 2 / size * Double(length)).rounded() : 0
    if extent.lowerBound < 0, length > 1 { zero = max(zero, 1) }
    if extent.upperBound > 0, length > 1 { zero = min(zero, Double(length - 1)) }
    let room = value < 0 ? zero : Double(length) - zero
    let bound = value < 0 ? -extent.lowerBound : extent.upperBound
    let part = bound > 0 ? min(value.magnitude / bound, 1) : 0
    return (zero, value < 0 ? zero - part * room : zero + part * room)
  }

  private func style(_ index: Int) -> Style {
    index == cursor ? Style(.accent, .bold) : Style(bars[index].role)
  }

  private func renderRows(into frame: inout Frame, in area: Rect) {
    let labelWidth = min(bars.map { TextWidth.of($0.label) }.max() ?? 0, area.width / 3)
    let numbers = NumberFormat().column(bars.map(\.value))
    let numberWidth = numbers.map { TextWidth.of($0) }.max() ?? 0
    let gutter = labelWidth > 0 ? labelWidth + 1 : 0
    let hasNumbers = showsValues && area.width >= gutter + numberWidth + 5
    let strip = Rect(
      x: area.x + gutter, y: area.y,
      width: area.width - gutter - (hasNumbers ? numberWidth + 1 : 0),
      height: area.height)
    let first = firstShown(room: area.height)
    for (row, index) in (first..<min(bars.count, first + area.height)).enumerated() {
      let y = area.y + row
      let labelStyle = index == cursor ? Style(.accent, .bold) : .plain
      frame.write(bars[index].label, x: area.x, y: y, style: labelStyle, limit: area.x + labelWidth)
      let line = Rect(x: strip.x, y: y, width: strip.width, height: 1)
      drawBar(index, across: line, into: &frame)
      if hasNumbers {
        let x = area.right - numberWidth
        frame.write(numbers[index], x: x, y: y, style: labelStyle, limit: area.right)
      }
    }
  }

  private func drawBar(_ index: Int, across line: Rect, into frame: inout Frame) {
    guard !line.isEmpty else { return }
    guard !bars[index].value.isNaN else {
      frame.write("×", x: line.x, y: line.y, style: Style(.bad, .bold), limit: line.right)
      return
    }
    let (zero, end) = places(of: bars[index].value, length: line.width)
    EighthBlocks.horizontal(from: zero, to: end, style: style(index), into: &frame, in: line)
    if extent.lowerBound < 0, end >= zero, zero > 0 {
      frame.write("│", x: line.x + Int(zero) - 1, y: line.y, style: Style(.rule), limit: line.right)
    }
  }

  /// The first bar so that the cursor's is among `room` of them.
  private func firstShown(room: Int) -> Int {
    guard let cursor, bars.indices.contains(cursor), cursor >= room else { return 0 }
    return min(bars.count - room, cursor)
  }

  private func renderColumns(into frame: inout Frame, in area: Rect) {
    let hasLabels = area.height >= 3 && bars.contains { !$0.label.isEmpty }
    let plot = hasLabels ? area.split(bottom: 1).rest : area
    let first = firstShown(room: area.width)
    let shown = Array(bars.indices.dropFirst(first).prefix(area.width))
    let pitch = max(1, min(area.width / max(shown.count, 1), 12))
    var free = area.x
    for (place, index) in shown.enumerated() {
      let x = area.x + place * pitch
      let column = Rect(x: x, y: plot.y, width: max(1, pitch - 1), height: plot.height)
      drawBar(index, up: column, into: &frame)
      guard hasLabels else { continue }
      let width = TextWidth.of(bars[index].label)
      let start = x + max(0, (column.width - width) / 2)
      guard start >= free, start + width <= area.right, width <= max(pitch, column.width + 1) else {
        continue
      }
      let labelStyle = index == cursor ? Style(.accent, .bold) : Style(.faint)
      free = frame.write(bars[index].label, x: start, y: plot.bottom, style: labelStyle) + 1
    }
  }

  private func drawBar(_ index: Int, up column: Rect, into frame: inout Frame) {
    let value = bars[index].value
    guard !value.isNaN else {
      frame.write("×", x: column.x, y: column.bottom - 1, style: Style(.bad, .bold))
      return
    }
    let number = NumberFormat(significant: 2)(value)
    let hasNumber =
      showsValues && column.height >= 4 && TextWidth.of(number) <= column.width && value >= 0
    let room = hasNumber ? column.split(top: 1).rest : column
    let (zero, end) = places(of: value, length: room.height)
    EighthBlocks.vertical(from: zero, to: end, style: style(index), into: &frame, in: room)
    if hasNumber {
      let y = room.bottom - Int(end.rounded(.up)) - 1
      let x = column.x + (column.width - TextWidth.of(number)) / 2
      frame.write(number, x: x, y: max(column.y, y), style: Style(.faint), limit: column.right)
    }
  }
}

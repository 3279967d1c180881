import Canvas
import Languages
import Plots
import Tensors

/// Where the parts of a layered network's walk go: the stage, the names of all matrices, those
/// of this stop as pictures, and the rule.
struct LayersLayout {
  private let demo: LayersDemo
  private let head: Rect
  private let list: Rect
  private let maps: Rect
  /// Where the other matrices are drawn small, when there is room for them.
  private let overview: Rect
  private let panel: Rect
  private let foot: Rect

  init(_ demo: LayersDemo, _ area: Rect) {
    self.demo = demo
    let (head, rest) = area.split(top: area.height >= 4 ? 1 : 0)
    let (body, foot) = rest.split(bottom: area.height >= 12 ? 1 : 0)
    let (list, content) = body.split(top: area.height >= 10 ? 1 : 0)
    let (upper, lower) = content.split(bottom: min(10, max(content.height / 2, 3)))
    let rows = Self.quantities(demo).compactMap { demo.tensor($0)?.extents.rows }.max() ?? 0
    let height = upper.height - rows >= 10 ? max(rows + 4, 7) : upper.height
    let (maps, overview) = upper.split(top: height)
    let panel = Rect(x: lower.x, y: maps.bottom, width: lower.width, height: lower.height)
    self.head = head
    self.foot = foot
    self.list = list
    self.maps = maps
    self.overview = Rect(
      x: overview.x, y: panel.bottom, width: overview.width, height: overview.height)
    self.panel = panel
  }

  private var language: Language { demo.language }

  func render(into frame: inout Frame) {
    renderHead(into: &frame)
    renderList(into: &frame)
    for part in parts + others { render(part, into: &frame) }
    renderPanel(into: &frame)
    renderFoot(into: &frame)
  }

  // MARK: Where one is

  private func renderHead(into frame: inout Frame) {
    guard !head.isEmpty else { return }
    let stages: [(LayersStop.Stage, String)] = [
      (.forward, language("forward")), (.loss, language("loss")),
      (.backward, language("backward")), (.update, language("update")),
    ]
    let stage = demo.current?.stage ?? .forward
    let isWide = head.width >= 60
    var x = head.x + 1
    for (other, name) in stages where isWide || other == stage {
      let style = other == stage ? Style(.accent, [.bold, .reverse]) : Style(.faint)
      x = frame.write(" \(name) ", x: x, y: head.y, style: style, limit: head.right) + 1
    }
    let count = demo.stops.count
    x = frame.write(
      language("step {0} of {1}", demo.stop.map { $0 + 1 } ?? 0, count), x: x + 1, y: head.y,
      limit: head.right)
    if let sample = demo.sample {
      x = frame.write(
        language("sample {0}", sample.index), x: x + 2, y: head.y, style: Style(.change, .bold),
        limit: head.right)
    }
    let start = head.right - 1 - TextWidth.of(loss)
    guard start > x else { return }
    frame.write(loss, x: start, y: head.y, style: Style(.heading, .bold), limit: head.right)
  }

  private var loss: String {
    guard let stage = demo.current?.stage, stage.rawValue >= LayersStop.Stage.loss.rawValue else {
      return ""
    }
    let loss =
      stage == .update
      ? demo.walk.updated?.loss : (demo.sample?.walk ?? demo.walk).now.loss
    return loss.map { "L = " + NumberFormat()($0) } ?? ""
  }

  /// The names of the matrices that are known, with the one that is shown.
  private func renderList(into frame: inout Frame) {
    guard !list.isEmpty else { return }
    var x = list.x + 1
    let names = demo.known
    let place = names.firstIndex(of: demo.shown) ?? 0
    let room = max(1, (list.width - 2) / 5)
    let first = max(0, min(place - room / 2, names.count - room))
    for quantity in names.dropFirst(first) {
      let isShown = quantity == demo.shown
      let style =
        isShown
        ? Style(.accent, [.bold, .reverse])
        : demo.current?.operands.contains(quantity) == true ? Style(.accent) : Style(.faint)
      x = frame.write(quantity.name, x: x, y: list.y, style: style, limit: list.right - 1) + 2
    }
  }

  // MARK: Pictures

  private struct Part {
    var quantity: LayersQuantity
    var area: Rect
    var isResult: Bool
  }

  /// The matrices of this stop, the result last; or the one that was picked.
  private static func quantities(_ demo: LayersDemo) -> [LayersQuantity] {
    guard demo.picked == nil, let stop = demo.current else { return [demo.shown] }
    return stop.operands.filter { demo.tensor($0)?.rank == 2 } + [stop.result]
  }

  /// The matrices of this stop side by side; where there is no room for all, the last ones.
  private var parts: [Part] {
    var quantities = Self.quantities(demo)
    while quantities.count > 1, maps.width / quantities.count < 18 { quantities.removeFirst() }
    let weights = quantities.map { quantity in
      Double(min(max(demo.tensor(quantity)?.extents.columns ?? 1, 8), 24))
    }
    let total = weights.reduce(0, +)
    var x = maps.x
    return quantities.enumerated().map { place, quantity in
      let isLast = place == quantities.count - 1
      let width =
        isLast ? maps.right - x : Int(Double(maps.width) * weights[place] / max(total, 1))
      let area = Rect(x: x, y: maps.y, width: width, height: maps.height)
      x += width
      return Part(quantity: quantity, area: area, isResult: isLast)
    }
  }

  /// The other matrices that are known, in rows as wide as the area.
  private var others: [Part] {
    let quantities = demo.known.filter { !Self.quantities(demo).contains($0) }
    guard overview.height >= 6, overview.width >= 20, !quantities.isEmpty else { return [] }
    let lines = overview.height >= 16 && quantities.count > 6 ? 2 : 1
    let across = min((quantities.count + lines - 1) / lines, overview.width / 16)
    let width = overview.width / across
    let height = min(overview.height / lines, 14)
    return quantities.suffix(across * lines).enumerated().map { place, quantity in
      let area = Rect(
        x: overview.x + place % across * width, y: overview.y + place / across * height,
        width: width, height: height)
      return Part(quantity: quantity, area: area, isResult: false)
    }
  }

  private func heatmap(_ part: Part) -> Heatmap? {
    guard let tensor = demo.tensor(part.quantity) else { return nil }
    let (rows, columns) = tensor.extents
    var map = Heatmap(tensor.doubles, rows: rows, columns: columns)
    map.showsScale = part.area.height >= 7
    if part.isResult { map.cursor = demo.cursor }
    return map
  }

  private func render(_ part: Part, into frame: inout Frame) {
    guard !part.area.isEmpty else { return }
    let (rows, columns) = demo.tensor(part.quantity)?.extents ?? (0, 0)
    let box = PanelBox(
      part.quantity.name, note: "\(rows)×\(columns)",
      style: Style(part.isResult ? .accent : .rule))
    box.render(into: &frame, in: part.area)
    heatmap(part)?.render(into: &frame, in: PanelBox.inside(part.area))
  }

  /// The cell of the result under a point of the screen.
  func cell(at point: Point, medium: Medium) -> (row: Int, column: Int)? {
    guard let part = parts.last else { return nil }
    return heatmap(part)?.index(at: point, in: PanelBox.inside(part.area), medium: medium)
  }

  // MARK: The rule

  private func renderPanel(into frame: inout Frame) {
    var rows: [StepperRow] = []
    if demo.picked == nil, let stop = demo.current {
      rows = demo.formulas(of: stop).rows
    } else if demo.picked == nil {
      rows = [.words(language("The inputs and the weights are given. → computes the first layer."))]
    }
    let (title, readout) = readout
    if let readout { rows.append(.words(readout)) }
    if case .guess(let stop)? = demo.typing?.purpose {
      rows = [demo.formulas(of: demo.stops[stop]).rows[0]]
    }
    let reserved = demo.typing != nil || demo.verdict != nil ? 1 : 0
    let rest = StepperPanel(title: title, rows: rows, reserved: reserved)
      .render(into: &frame, in: panel)
    if let typing = demo.typing {
      renderTyping(typing, into: &frame, in: rest)
    } else if let verdict = demo.verdict {
      let guess = NumberFormat()(verdict.guess)
      frame.write(
        verdict.isRight
          ? language("✓ your guess {0} is right", guess) : language("✗ your guess was {0}", guess),
        in: rest, style: Style(verdict.isRight ? .good : .bad, .bold))
    }
  }

  private func renderTyping(
    _ typing: (purpose: LayersDemo.Purpose, field: TextField), into frame: inout Frame,
    in area: Rect
  ) {
    guard !area.isEmpty else { return }
    let quantity =
      switch typing.purpose {
      case .edit: demo.shown
      case .guess(let stop): demo.stops[stop].result
      }
    let tensor = demo.asked ?? demo.tensor(quantity)
    let index =
      tensor?.rank == 1 ? "\(demo.cursor.column)" : "\(demo.cursor.row), \(demo.cursor.column)"
    let x = frame.write("\(quantity.name)[\(index)] = ", in: area, style: Style(.heading, .bold))
    typing.field.render(
      into: &frame, in: Rect(x: x, y: area.y, width: min(area.right - x, 30), height: 1),
      isFocused: true)
  }

  private var readout: (title: String, text: String?) {
    let quantity = demo.shown
    guard let tensor = demo.tensor(quantity), let element = demo.element(demo.cursor, in: tensor),
      let value = tensor.element(element)
    else { return (quantity.name, nil) }
    let index =
      tensor.rank > 1 ? "\(demo.cursor.row), \(demo.cursor.column)" : "\(demo.cursor.column)"
    let name = "\(quantity.name)[\(index)]"
    if let difference = demo.difference {
      return (
        name,
        language(
          "{0} = {1}, central difference {2}, relative error {3}", name, NumberFormat()(value),
          NumberFormat()(difference.measured), NumberFormat(significant: 1)(difference.error))
      )
    }
    return (
      name, demo.picked == nil && demo.current != nil ? nil : "\(name) = \(NumberFormat()(value))"
    )
  }

  private func renderFoot(into frame: inout Frame) {
    guard !foot.isEmpty else { return }
    if let message = demo.message {
      frame.write(message, in: foot, column: 2, style: Style(.warning))
    } else if demo.askedCount > 0 {
      frame.write(
        language("predicted {0} of {1}", demo.rightCount, demo.askedCount), in: foot, column: 2)
    }
    let losses = demo.walk.losses
    guard losses.count > 1, foot.width >= 30 else { return }
    let count = losses.count - 1
    let label = count == 1 ? language("1 update") : language("{0} updates", count)
    let width = min(max(6, losses.count), 20)
    let start = foot.right - width - TextWidth.of(label) - 6
    let x = frame.write("L ", x: start, y: foot.y, style: Style(.faint))
    Sparkline(losses).render(into: &frame, in: Rect(x: x, y: foot.y, width: width, height: 1))
    frame.write("(\(label))", x: x + width + 1, y: foot.y, style: Style(.faint), limit: foot.right)
  }
}

extension Tensor {
  /// Rows and columns as drawn: a vector is one row.
  var extents: (rows: Int, columns: Int) {
    let columns = max(1, shape.last ?? 1)
    return (max(1, count / columns), columns)
  }
}

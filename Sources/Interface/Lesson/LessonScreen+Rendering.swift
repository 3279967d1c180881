import Book
import Canvas
import Demos
import Languages
import Quiz

/// How a page is laid out on the screen: text, and in a wide window its demo beside it.
extension LessonScreen {
  /// From this width on a demo stands beside the text.
  private static let wide = 118
  /// The columns that a demo beside the text gets before the text gets more than `narrowText`.
  private static let demoBesideText = 70
  /// The widths of the text beside a demo, with its margins.
  private static let narrowText = 48
  private static let wideText = 68

  private var body: Rect { Chrome.body(of: Rect(size)) }

  /// The demo that stands beside the text; nil in a narrow window, and while an open prediction
  /// covers it.
  var sideDemo: Int? {
    guard body.width >= Self.wide else { return nil }
    for (index, block) in current.blocks.enumerated() {
      switch block.kind {
      case .demo: return index
      case .predict(let predict) where !run.isSettled(predict: predict.id): return nil
      default: continue
      }
    }
    return nil
  }

  /// Where the text is.
  var window: Rect {
    guard sideDemo != nil else { return body }
    let left = min(Self.wideText, max(Self.narrowText, body.width - Self.demoBesideText))
    return body.split(left: max(left, body.width * 2 / 5)).left
  }

  /// Where the demo beside the text is.
  private var side: Rect {
    let rest = body.split(left: window.width).rest
    return Rect(x: rest.x + 1, y: rest.y, width: rest.width - 2, height: rest.height)
  }

  var typesetter: Typesetter {
    let run = run
    return Typesetter(medium: medium, language: language) { run.text(of: $0) }
  }

  var layout: PageLayout {
    let side = sideDemo
    return PageLayout(
      current, width: window.width - (side == nil ? 0 : 1), medium: medium, language: language,
      state: run
    ) { block, width in
      block == side ? 0 : height(of: block, width: width)
    }
  }

  private func height(of block: Int, width: Int) -> Int {
    let place = place(block)
    if let demo = demos[place] { return demo.height(width: width) }
    if let question = questions[place] {
      return question.preferredHeight(width: max(0, width - Self.indent), medium: medium)
    }
    if let prediction = predictions[place] {
      return prediction.height(
        width: min(width, Typesetter.measure), typesetter: typesetter,
        result: run.result(predict: prediction.block.id))
    }
    return 0
  }

  /// The columns before a question, for its mark.
  private static let indent = 2

  mutating func scrollBy(_ rows: Int) {
    let last = max(0, layout.height - window.height)
    scroll = max(0, min(scroll.addingReportingOverflow(rows).partialValue, last))
  }

  // MARK: - Drawing

  public func render(into frame: inout Frame, in area: Rect) {
    let layout = layout
    let window = window
    layout.draw(into: &frame, in: window, scroll: scroll)
    for item in layout.items {
      let place = layout.place(of: item, in: window, scroll: scroll)
      guard !place.intersection(window).isEmpty else { continue }
      if item.picture == nil {
        draw(block: item.block, into: &frame, in: place, clip: window)
      } else if item.block == focus {
        drawEditor(into: &frame, in: place, clip: window)
      }
      if item.block == focus { drawMark(into: &frame, beside: place, clip: window) }
    }
    if let block = sideDemo {
      demos[self.place(block)]?.render(
        into: &frame, in: side, isFocused: focus == block, language: language)
    }
    drawScrollbar(into: &frame, height: layout.height)
  }

  /// Draws a live block on a sheet of its own and copies what is in view.
  private func draw(block: Int, into frame: inout Frame, in place: Rect, clip: Rect) {
    let isFocused = focus == block
    let key = self.place(block)
    var sheet = Frame(place.size, medium: frame.medium)
    if let demo = demos[key] {
      demo.render(into: &sheet, in: sheet.bounds, isFocused: isFocused, language: language)
    } else if let question = questions[key] {
      sheet.write("?", x: 0, y: 0, style: Style(.accent, .bold))
      question.render(
        into: &sheet, in: sheet.bounds.split(left: Self.indent).rest, isFocused: isFocused)
    } else if let prediction = predictions[key] {
      sheet = prediction.picture(
        width: min(place.width, Typesetter.measure), typesetter: typesetter,
        result: run.result(predict: prediction.block.id), isFocused: isFocused)
    }
    frame.copy(
      sheet, from: sheet.bounds, to: Point(x: place.x, y: place.y), clip: clip)
    if let cursor = sheet.cursor { show(cursor, at: place, clip: clip, in: &frame) }
  }

  private func drawEditor(into frame: inout Frame, in place: Rect, clip: Rect) {
    guard let editor else { return }
    let line = editor.lines[editor.cursor.y].text.prefix(editor.cursor.x)
    let column = Typesetter.codeIndent + TextWidth.of(String(line))
    show(Point(x: column, y: editor.cursor.y), at: place, clip: clip, in: &frame)
  }

  private func show(_ cursor: Point, at place: Rect, clip: Rect, in frame: inout Frame) {
    let point = Point(x: place.x + cursor.x, y: place.y + cursor.y)
    if clip.contains(point) { frame.cursor = point }
  }

  /// A bar in the margin beside the part that has the keys.
  private func drawMark(into frame: inout Frame, beside place: Rect, clip: Rect) {
    let bar = Rect(x: max(clip.x, place.x - 1), y: place.y, width: 1, height: place.height)
    guard place.x > clip.x else { return }
    frame.fill(bar.intersection(clip), "▌", style: Style(.accent))
  }

  /// A thumb at the right edge when there is more than is seen.
  private func drawScrollbar(into frame: inout Frame, height: Int) {
    let area = window
    guard height > area.height, area.height > 0 else { return }
    let thumb = max(1, area.height * area.height / height)
    let travel = area.height - thumb
    let top = scroll * travel / max(1, height - area.height)
    frame.fill(
      Rect(x: area.right - 1, y: area.y + top, width: 1, height: thumb), "┃",
      style: Style(.faint))
  }

  // MARK: - Mouse and links

  mutating func update(_ mouse: Mouse) -> [Effect] {
    switch mouse.action {
    case .scrollUp: scrollBy(-2)
    case .scrollDown: scrollBy(2)
    default:
      if let block = sideDemo, side.contains(mouse.at) {
        if mouse.action == .press { take(block) }
        return pass(mouse, to: block, in: side)
      }
      guard window.contains(mouse.at) else { return [] }
      return update(mouse, in: layout)
    }
    return []
  }

  /// Gives a block that was clicked the keys; the page stays where it is.
  private mutating func take(_ block: Int) {
    if editor?.block != block { editor = nil }
    focus = block
  }

  private mutating func update(_ mouse: Mouse, in layout: PageLayout) -> [Effect] {
    let point = Point(x: mouse.at.x - window.x, y: mouse.at.y - window.y + scroll)
    guard let item = layout.item(atRow: point.y) else { return [] }
    let place = layout.place(of: item, in: window, scroll: scroll)
    if mouse.action == .press {
      if let link = layout.link(at: point) { return follow(link) }
      if item.kind != .text, item.kind != .covered { take(item.block) }
      if var question = questions[self.place(item.block)] {
        let inside = Point(x: mouse.at.x - place.x - Self.indent, y: mouse.at.y - place.y)
        let outcome = question.click(
          at: inside, width: place.width - Self.indent, medium: medium)
        questions[self.place(item.block)] = question
        return outcome == .settled ? [.keep(.attempt(question.attempt))] : []
      }
    }
    return pass(mouse, to: item.block, in: place)
  }

  private mutating func pass(_ mouse: Mouse, to block: Int, in area: Rect) -> [Effect] {
    let inside = DemoPanel.inside(area)
    guard demos[place(block)] != nil, inside.contains(mouse.at) else { return [] }
    let relative = Point(x: mouse.at.x - inside.x, y: mouse.at.y - inside.y)
    return updateDemo(place(block), .input(.mouse(Mouse(mouse.action, at: relative))))
  }

  /// The first link that can be seen.
  var firstLink: Link? {
    layout.links.first { $0.area.bottom > scroll && $0.area.y < scroll + window.height }?.link
  }

  func follow(_ link: Link) -> [Effect] {
    switch link {
    case .web(let address): return [.notice(address)]
    case .lesson(let slug, let page):
      return [.open(.lesson(slug.isEmpty ? lesson.slug : slug, page: page))]
    }
  }
}

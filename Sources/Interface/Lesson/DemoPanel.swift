import Book
import Canvas
import Demos
import Languages
import Python

/// A demo on a page: a title line, and the demo beneath it; or, in its place, why it could not be
/// made. A question that can't be posed is told about in the same way.
struct DemoPanel {
  private(set) var demo: (any Demo)?
  /// What could not be made, in English, and why.
  private let failure: (name: String, reason: String)?

  init(demo: any Demo) {
    self.demo = demo
    failure = nil
  }

  /// - Parameter name: `demo` or `question`.
  init(_ name: String, failedBecause reason: String) {
    demo = nil
    failure = (name, reason)
  }

  var wantsTicks: Bool { demo?.wantsTicks ?? false }

  func takes(_ key: Key) -> Bool { demo?.takes(key) ?? false }

  var keys: [KeyEntry] {
    (demo?.bindings ?? []).map { KeyEntry(label: $0.label, phrase: $0.action) }
  }

  /// With the title line and the row beneath it.
  func height(width: Int) -> Int {
    guard let demo else { return 2 + problemLines(width: width).count }
    return 1 + max(1, demo.preferredHeight(width: max(0, width)))
  }

  private func problemLines(width: Int) -> [String] {
    TextWrap.lines(failure?.reason ?? "", width: width)
  }

  mutating func update(_ event: DemoEvent) -> [DemoEffect] {
    demo?.update(event) ?? []
  }

  mutating func refresh(from session: Session) { demo?.refresh(from: session) }

  func share(with session: Session) { demo?.share(with: session) }

  /// Where the demo itself is drawn, for the mouse.
  static func inside(_ area: Rect) -> Rect { area.split(top: 1).rest }

  func render(into frame: inout Frame, in area: Rect, isFocused: Bool, language: Language) {
    guard !area.isEmpty else { return }
    frame.fill(
      Rect(x: area.x, y: area.y, width: area.width, height: 1), "─",
      style: Style(isFocused ? .accent : .rule))
    let title =
      demo?.title ?? (failure?.name == "question" ? language("question") : language("demo"))
    frame.write(
      " " + title + " ", x: area.x + 2, y: area.y,
      style: isFocused ? Style(.accent, .bold) : Style(.faint), limit: area.right)
    let inside = Self.inside(area)
    if let demo {
      demo.render(into: &frame, in: inside)
    } else {
      for (row, line) in problemLines(width: inside.width).enumerated() {
        frame.write(line, in: inside, row: row, style: Style(.warning))
      }
    }
  }
}

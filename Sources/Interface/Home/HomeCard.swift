import Canvas
import Demos
import Languages
import Plots
import Quiz

/// What the selected lesson is about: a picture, a summary, and how well each of its concepts is
/// known.
struct HomeCard {
  let lesson: Catalog.Entry
  let picture: (any Demo)?
  let catalog: Catalog
  let progress: Progress
  let language: Language

  func render(into frame: inout Frame, in area: Rect) {
    PanelBox(lesson.title).render(into: &frame, in: area)
    let inside = area.inset(horizontal: 2, vertical: 1)
    var rest = inside
    func row(_ text: String, _ style: Style) {
      guard rest.height > 0 else { return }
      frame.write(text, in: rest, style: style)
      rest = rest.split(top: 1).rest
    }
    if let problem = lesson.problem {
      for line in TextWrap.lines(problem, width: inside.width) { row(line, Style(.warning)) }
      return
    }
    for line in TextWrap.lines(lesson.summary, width: inside.width) { row(line, Style(.text)) }
    rest = rest.split(top: 1).rest
    for line in facts { row(line, Style(.faint)) }
    if !facts.isEmpty { rest = rest.split(top: 1).rest }
    let concepts = lesson.concepts.compactMap { catalog.concept($0) }
    let pictureRows = rest.height - concepts.count - 1
    if let picture, pictureRows >= Self.leastPicture {
      let area = rest.split(top: min(Self.mostPicture, pictureRows)).top
      picture.render(into: &frame, in: area)
      rest = rest.split(top: area.height + 1).rest
    }
    for concept in concepts.prefix(rest.height) {
      draw(concept, into: &frame, in: rest)
      rest = rest.split(top: 1).rest
    }
  }

  private static let leastPicture = 6
  private static let mostPicture = 12

  private var facts: [String] {
    var facts: [String] = []
    let needs = lesson.requires.map { catalog.lesson($0)?.title ?? $0 }
    if !needs.isEmpty { facts.append(language("needs: {0}", needs.joined(separator: ", "))) }
    let due = progress.due(lesson: lesson.slug)
    if due > 0 { facts.append(language("due: {0}", due)) }
    return facts
  }

  private func draw(_ concept: Catalog.Concept, into frame: inout Frame, in area: Rect) {
    let known = progress.mastery(of: concept.id)
    let dots = area.right - MasteryDots.count
    frame.write(
      concept.name, x: area.x, y: area.y, style: Style(known ?? 0 > 0 ? .text : .faint),
      limit: dots - 1)
    MasteryDots(values: [known]).render(into: &frame, x: dots, y: area.y, limit: area.right)
  }
}
